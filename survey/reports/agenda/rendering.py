"""The agenda of a check-in as a PDF: the front and the back of one sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import render_template
from flask_babel import force_locale

from survey.pdf.papers import CSS, check_paper, first_on_one_page
from survey.pdf.rendering import render
from survey.reports.agenda.fitting import FITS, Fit
from survey.reports.agenda.page import agenda
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import STYLES, embedded_figures, render_summary
from survey.web.locales import LANGUAGES

AGENDA_STYLES: Final = (*STYLES, CSS / "agenda.css")

SIDES: Final = ("talk", "promise")
"""The sides in their order, each with a template of its own."""


def render_agenda(document: ReleaseDocument, tag: str, paper: str) -> bytes:
    """Return the agenda made from a release as a PDF of two pages. Needs an app context.

    tag: one of LANGUAGES; paper: one of PAPERS. On each side the type is as large as the side
    allows; only what does not fit in the smallest takes more. The same input gives the same
    bytes. A wave with too few answers has the one page that says so.
    """
    if document.too_few:
        return render_summary(document, tag, paper)
    html = agenda_html(document, tag, paper)
    return render(html, stylesheets=AGENDA_STYLES, attachments=embedded_figures(document, tag))


def agenda_html(document: ReleaseDocument, tag: str, paper: str) -> str:
    """Return the pages that the PDF is made from. Raises KeyError for an unknown language."""
    check_paper(paper)
    with force_locale(LANGUAGES[tag].locale):
        fits = {side: _fitting(document, tag, paper, side) for side in SIDES}
        return side_html(document, tag, paper, fits)


def _fitting(document: ReleaseDocument, tag: str, paper: str, side: str) -> Fit:
    """The first fit in which a side is one page; the last where none is."""
    return first_on_one_page(
        FITS,
        lambda fit: side_html(document, tag, paper, {side: fit}),
        stylesheets=AGENDA_STYLES,
    )


def side_html(document: ReleaseDocument, tag: str, paper: str, fits: Mapping[str, Fit]) -> str:
    """Return the sides that there is a fit for, in the language that Flask-Babel has."""
    return render_template(
        "pdf/agenda.html",
        page=agenda(document, tag, fits.get(SIDES[0], FITS[0])),
        reader=LANGUAGES[tag],
        paper=paper,
        fits=fits,
        software=document.software,
    )
