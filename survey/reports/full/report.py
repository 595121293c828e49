"""The full report as a PDF: one release, one language, one paper; an evaluator can defend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from survey.pdf.papers import CSS, check_paper
from survey.pdf.rendering import EmbeddedFile, render
from survey.reports import words
from survey.reports.addresses import public_address
from survey.reports.figures import figures_csv
from survey.reports.full.changes import Changes, changes
from survey.reports.full.frame import FrameRow, frame_rows
from survey.reports.full.instrument import Instrument, instrument
from survey.reports.full.intervals import interval_facts
from survey.reports.full.items import DetailGroup, ListDetail, detail_groups, list_details
from survey.reports.full.proposal import TextBlock, text_blocks
from survey.reports.full.record import record_facts
from survey.reports.full.scores import ScoreGroup, score_groups
from survey.reports.precision import Fact
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import STYLES, summary_page
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES

FULL_STYLES: Final = (*STYLES, CSS / "full.css")


@dataclass(frozen=True, slots=True)
class FullReport:
    """What the full report shows besides the summary's parts, already in words."""

    kind: str
    scores: list[ScoreGroup]
    groups: list[DetailGroup]
    lists: list[ListDetail]
    changes: Changes | None
    frame: list[FrameRow]
    intervals: list[Fact]
    record: list[Fact]
    instrument: Instrument
    blocks: list[TextBlock]


def render_full(document: ReleaseDocument, tag: str, paper: str) -> bytes:
    """Return the full report of a release as a PDF. Needs an application context.

    tag: one of LANGUAGES; paper: one of PAPERS. The same input gives the same bytes. A wave with
    too few answers has the page that says so, and nothing travels with it.
    """
    html = full_html(document, tag, paper)
    if document.too_few:
        return render(html, stylesheets=STYLES)
    with force_locale(LANGUAGES[tag].locale):
        description = _("The released figures as a table")
    name = f"{document.place.slug}-wave-{document.wave.number}.csv"
    figures = EmbeddedFile(name, description, figures_csv(document), document.wave.closes_on)
    return render(html, stylesheets=FULL_STYLES, attachments=[figures])


def full_html(document: ReleaseDocument, tag: str, paper: str) -> str:
    """Return the page that the PDF is made from. Raises KeyError for an unknown language."""
    check_paper(paper)
    language = LANGUAGES[tag]
    template = "pdf/too_few.html" if document.too_few else "pdf/full.html"
    with force_locale(language.locale):
        return render_template(
            template,
            page=summary_page(document, tag),
            full=None if document.too_few else full_report(document, tag),
            reader=language,
            paper=paper,
            software=document.software,
        )


def full_report(document: ReleaseDocument, tag: str) -> FullReport:
    """Put a release into words for an evaluator, in the language that Flask-Babel has."""
    wording = Wording(document, tag)
    results = public_address(
        "reports.public_results", slug=document.place.slug, tag=tag, number=document.wave.number
    )
    return FullReport(
        kind=_(
            "%(title)s, wave %(number)s. Full report for evaluators.",
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        scores=score_groups(document, wording),
        groups=detail_groups(document, wording),
        lists=list_details(document, wording),
        changes=changes(document, wording),
        frame=frame_rows(document),
        intervals=interval_facts(document),
        record=record_facts(document),
        instrument=instrument(document, wording),
        blocks=text_blocks(document, wording, results),
    )
