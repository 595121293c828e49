"""The one-page sheet for residents: what people said, what may happen next, how to object."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

from flask import render_template
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from survey.pdf.papers import PAPERS, SIZES, check_paper
from survey.pdf.rendering import DoesNotFit, render
from survey.reports import drawings, words
from survey.reports.addresses import public_address
from survey.reports.drawings import Drawing
from survey.reports.extremes import extremes
from survey.reports.gaps import GapRow, widest_gaps
from survey.reports.levels import lead_item
from survey.reports.public_page import who_answered
from survey.reports.questions import LeanRow, lean_groups
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.summary import STYLES, summary_page
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES, apart

POSTER: Final = "a3"
SHEET_PAPERS: Final = (*PAPERS, POSTER)
POSTER_ZOOM: Final = sqrt(2)
"""A3 is A4 with twice the area."""

"""Of the type, the largest first."""

LINES: Final = 3
"""So many empty lines for what was agreed, to be written in at the meeting."""


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One side of life: a question in people out of ten, and what became of it since last time.

    `windows` is the drawing of ten windows; None, with `people` empty, where there is no figure:
    then `question` says whether it is hidden or was not asked.
    """

    label: str
    question: str
    people: str
    windows: Drawing | None
    verdict: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the sheet shows, already in words; parts are None or empty where not said."""

    title: str
    place: str
    when: str
    runner: str
    who: str
    since: str
    rows: list[PeopleRow]
    good: LeanRow | None
    to_fix: LeanRow | None
    gap: GapRow | None
    lines: int
    next_by: str
    contact: str
    smallest_group: str
    results_address: str
    results_address_text: str
    promise_short: str
    promise_address: str
    promise_address_text: str


def render_sheet(document: ReleaseDocument, tag: str, paper: str) -> bytes:
    """Return the sheet of a release as a PDF of one page. Needs an application context.

    tag: one of LANGUAGES; paper: one of SHEET_PAPERS. The type is as large as one page allows;
    only what does not fit in the smallest type takes a second page. The same input gives the
    same bytes. A wave with too few answers has the page that says so.
    """
    zoom = POSTER_ZOOM if paper == POSTER else 1.0
    for size in SIZES:
        html = sheet_html(document, tag, paper, size)
        try:
            return render(html, stylesheets=STYLES, most_pages=1, zoom=zoom)
        except DoesNotFit:
            continue
    return render(html, stylesheets=STYLES, zoom=zoom)


def sheet_html(document: ReleaseDocument, tag: str, paper: str, size: str = SIZES[0]) -> str:
    """Return the page that the PDF is made from. Raises KeyError for an unknown language."""
    check_paper(paper, SHEET_PAPERS)
    language = LANGUAGES[tag]
    template = "pdf/too_few.html" if document.too_few else "pdf/sheet.html"
    with force_locale(language.locale):
        page = summary_page(document, tag) if document.too_few else sheet(document, tag)
        return render_template(
            template,
            page=page,
            reader=language,
            paper=PAPERS[0] if paper == POSTER else paper,
            size=size,
            software=document.software,
        )


def sheet(document: ReleaseDocument, tag: str) -> Sheet:
    """Put a release into words for one page, in the language that Flask-Babel has."""
    wording = Wording(document, tag)
    rows = {row.id: row for group in lean_groups(document, wording) for row in group.rows}
    named = extremes(document, rows)
    results = public_address(
        "reports.public_results", slug=document.place.slug, tag=tag, number=document.wave.number
    )
    promise = public_address("waves.promise", text=document.promise.short)
    return Sheet(
        title=_("%(place)s: what you told us", place=apart(document.place.name)),
        place=document.place.name,
        when=words.month(document.wave.closes_on),
        runner=document.promise.runner,
        who=who_answered(document),
        since=words.month(document.change.since_closes_on) if document.change else "",
        rows=[_people_row(document, wording, rows, level_id) for level_id in CORE_LEVELS],
        good=rows[named[0].id] if named else None,
        to_fix=rows[named[1].id] if named else None,
        gap=next((row for _cut, _gap, row in widest_gaps(document, wording)), None),
        lines=LINES,
        next_by=words.day(document.wave.next_by) if document.wave.next_by else "",
        contact=apart(document.promise.contact),
        smallest_group=_smallest_group(document.promise.min_group),
        results_address=results,
        results_address_text=results.partition("://")[2],
        promise_short=document.promise.short,
        promise_address=promise,
        promise_address_text=promise.partition("://")[2],
    )


def _smallest_group(people: int) -> str:
    return ngettext(
        "No group smaller than %(people)s person is shown.",
        "No group smaller than %(people)s people is shown.",
        people,
        people=words.number(people),
    )


def _people_row(
    document: ReleaseDocument, wording: Wording, rows: dict[str, LeanRow], level_id: str
) -> PeopleRow:
    """The first question of a level that can be said in people, with its own verdict."""
    score = document.level(level_id)
    item = lead_item(document, score) if score is not None else None
    row = rows.get(item.id) if item is not None else None
    label = wording.level(level_id)
    if row is None:
        hidden = score is not None and score.state != "not_asked"
        said = words.neutral() if hidden else _("Not asked")
        return PeopleRow(label, said, "", None, "", hidden)
    return PeopleRow(
        label=label,
        question=row.question,
        people=row.people,
        windows=drawings.windows(row.in_ten, row.windows),
        verdict=row.change.verdict if row.change else "",
        hidden=False,
    )
