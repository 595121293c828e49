"""The sheet of a wave as a PDF, in one language: everything on it is the same for everybody.

Nothing tells one sheet from another: no number of its own, no home, no code. A code, where the
wave has codes, is written in by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from flask import render_template
from flask_babel import force_locale

from survey.core.version import VERSION
from survey.pdf.papers import CSS, FONTS, check_paper
from survey.pdf.rendering import render
from survey.responses.document import Survey, read_survey
from survey.responses.paper.numbering import Numbered, number_questions
from survey.responses.paper.sheet_words import how_to_tick, when_to_skip
from survey.web.locales import LANGUAGES

SIZES: Final = ("normal", "large")
"""Of the type: 11 and 18 points."""
CODE_GROUPS: Final = 3
CODE_LETTERS: Final = 4
MOST_IN_A_ROW: Final = 6
LONGEST_IN_A_ROW: Final = 90
"""Letters of all labels of one row; longer ones stand below one another."""
STYLES: Final = (FONTS, CSS / "print.css", CSS / "paper.css")


@dataclass(frozen=True, slots=True)
class Returning:
    """Where a sheet is handed in, in the words of whoever prints it, and the last day for that."""

    where: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Line:
    """One question as the sheet shows it. layout: "row", "ladder", "list" or "open"."""

    question: Numbered
    how: str
    skip: list[str]
    layout: str


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one section, which follow one another."""

    title: str
    lines: list[Line]


def render_questionnaire(
    promise: Mapping[str, Any],
    *,
    promise_hash: str,
    tag: str,
    paper: str,
    size: str,
    returning: Returning,
) -> bytes:
    """Return the sheet as a tagged PDF. Needs an application context.

    promise: with its tightenings. tag: one of its languages; paper: one of PAPERS; size: one of
    SIZES. The same input gives the same bytes.
    """
    html = questionnaire_html(
        promise, promise_hash=promise_hash, tag=tag, paper=paper, size=size, returning=returning
    )
    return render(html, stylesheets=STYLES)


def questionnaire_html(
    promise: Mapping[str, Any],
    *,
    promise_hash: str,
    tag: str,
    paper: str,
    size: str,
    returning: Returning,
) -> str:
    """Return the page that the PDF is made from; ValueError for an unknown paper or size."""
    check_paper(paper)
    if size not in SIZES:
        raise ValueError(f"unknown size: {size!r}")
    language = LANGUAGES[tag]
    with force_locale(language.locale):
        survey = read_survey(promise, slug="", tag=tag, promise_hash=promise_hash)
        return render_template(
            "pdf/questionnaire.html",
            survey=survey,
            parts=list_parts(survey, large=size == "large"),
            returning=returning,
            code_groups=range(CODE_GROUPS),
            code_letters=range(CODE_LETTERS),
            size=size,
            reader=language,
            paper=paper,
            software=VERSION,
        )


def list_parts(survey: Survey, *, large: bool) -> list[Part]:
    """Every question in the order of the screen, by section; in the language in use."""
    numbered = number_questions(survey.asked)
    return [
        Part(title, [_line(one, large=large) for one in run])
        for title, run in groupby(numbered, key=lambda one: one.asked.section)
    ]


def _line(question: Numbered, *, large: bool) -> Line:
    return Line(
        question,
        how_to_tick(question),
        when_to_skip(question.only_if) if question.only_if else [],
        _layout(question, large=large),
    )


def _layout(question: Numbered, *, large: bool) -> str:
    if question.is_open:
        return "open"
    if question.asked.form == "number":
        return "ladder"
    short = sum(len(box.label) for box in question.boxes) <= LONGEST_IN_A_ROW
    fits = len(question.boxes) <= MOST_IN_A_ROW and short and not large
    return "row" if fits and not question.takes_several else "list"
