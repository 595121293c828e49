"""The board's four pages as a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask import render_template
from flask_babel import force_locale

from survey.pdf.papers import SIZES, check_paper, first_on_one_page
from survey.pdf.rendering import render
from survey.reports.board.page import BoardPage, board_page
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import (
    STYLES,
    embedded_figures,
    render_summary,
)
from survey.web.locales import LANGUAGES, Language

LEAVES: Final = ("found", "questions", "time", "heard")
"""The pages in their order, each with a template of its own."""


def render_board(
    document: ReleaseDocument, earlier: Sequence[ReleaseDocument], tag: str, paper: str
) -> bytes:
    """Return the board's summary of a release as a PDF of four pages. Needs an app context.

    earlier: the releases of the property's earlier waves, in their order. tag: one of LANGUAGES;
    paper: one of PAPERS. On each page the type is as large as the page allows; only what does not
    fit in the smallest takes more. The same input gives the same bytes. A wave with too few
    answers has the one page that says so.
    """
    if document.too_few:
        return render_summary(document, tag, paper)
    html = board_html(document, earlier, tag, paper)
    return render(html, stylesheets=STYLES, attachments=embedded_figures(document, tag))


def board_html(
    document: ReleaseDocument, earlier: Sequence[ReleaseDocument], tag: str, paper: str
) -> str:
    """Return the pages that the PDF is made from. Raises KeyError for an unknown language."""
    check_paper(paper)
    language = LANGUAGES[tag]
    with force_locale(language.locale):
        board = board_page(document, earlier, tag)
        sizes = {leaf: _fitting(board, language, paper, leaf) for leaf in LEAVES}
        return _html(board, language, paper, sizes)


def _fitting(board: BoardPage, language: Language, paper: str, leaf: str) -> str:
    """The largest type in which a page is one page; the smallest where none is."""
    return first_on_one_page(
        SIZES,
        lambda size: _html(board, language, paper, {leaf: size}, only=leaf),
        stylesheets=STYLES,
    )


def _html(
    board: BoardPage,
    language: Language,
    paper: str,
    sizes: Mapping[str, str],
    only: str | None = None,
) -> str:
    return render_template(
        "pdf/board.html",
        board=board,
        page=board.summary,
        reader=language,
        paper=paper,
        leaves=LEAVES,
        sizes=sizes,
        only=only,
        software=board.software,
    )
