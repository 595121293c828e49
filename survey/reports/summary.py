"""The PDF summary: one release, one language, one paper; a board would be glad to hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from survey.pdf.papers import CSS, FONTS, check_paper
from survey.pdf.rendering import EmbeddedFile, render
from survey.reports import words
from survey.reports.addresses import public_address
from survey.reports.bounds import LevelBounds, bounds
from survey.reports.breakdowns import Breakdown, breakdowns
from survey.reports.comparing import cautions, item_changes, level_changes, smallest_sentence
from survey.reports.figures import figures_csv
from survey.reports.headline import Headline, headline, questions_sentence
from survey.reports.levels import LevelRow, level_rows
from survey.reports.method import method_facts
from survey.reports.missing import ShareLine, share_lines
from survey.reports.own_questions import own_note
from survey.reports.precision import Fact, kept_sentence, range_note
from survey.reports.questions import LevelGroup, ListRow, lean_groups, list_rows
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES, apart

STYLES: Final = (FONTS, CSS / "print.css")


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Everything the summary's template shows, already in words."""

    title: str
    place: str
    kind: str
    survey: str
    runner: str
    cover: list[Fact]
    headline: Headline
    missing: list[ShareLine]
    levels: list[LevelRow]
    bounds: list[LevelBounds]
    since: str
    since_items: bool
    cautions: list[str]
    smallest_level: str
    smallest_item: str
    questions_sentence: str
    groups: list[LevelGroup]
    lists: list[ListRow]
    breakdowns: list[Breakdown]
    shows_figures: bool
    withheld: bool
    kept: str
    reference: str
    own_note: str
    neutral: str
    range_note: str
    range_level: str
    method: list[Fact]
    promise_short: str
    promise_address: str
    promise_address_text: str
    next_by: str
    contact: str


def render_summary(document: ReleaseDocument, tag: str, paper: str) -> bytes:
    """Return the PDF summary of a release. Needs an application context.

    tag: one of LANGUAGES; paper: one of PAPERS. The same input gives the same bytes.
    """
    html = summary_html(document, tag, paper)
    return render(html, stylesheets=STYLES, attachments=embedded_figures(document, tag))


def embedded_figures(document: ReleaseDocument, tag: str) -> list[EmbeddedFile]:
    """Return the table of figures that travels inside a PDF; nothing where none is shown."""
    if document.too_few:
        return []
    with force_locale(LANGUAGES[tag].locale):
        description = _("The released figures as a table")
    name = f"{document.place.slug}-wave-{document.wave.number}.csv"
    return [EmbeddedFile(name, description, figures_csv(document), document.wave.closes_on)]


def summary_html(document: ReleaseDocument, tag: str, paper: str) -> str:
    """Return the page that the PDF is made from. Raises KeyError for an unknown language."""
    check_paper(paper)
    language = LANGUAGES[tag]
    template = "pdf/too_few.html" if document.too_few else "pdf/summary.html"
    with force_locale(language.locale):
        return render_template(
            template,
            page=summary_page(document, tag),
            reader=language,
            paper=paper,
            software=document.software,
        )


def summary_page(document: ReleaseDocument, tag: str) -> SummaryPage:
    """Put a release into words, in the language that Flask-Babel has at the moment."""
    wording = Wording(document, tag)
    address = public_address("waves.promise", text=document.promise.short)
    return SummaryPage(
        title=_(
            "%(place)s: %(title)s, wave %(number)s",
            place=apart(document.place.name),
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        place=document.place.name,
        survey=_(
            "%(title)s, wave %(number)s",
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        kind=_(
            "%(title)s, wave %(number)s. Summary of the results.",
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        runner=document.promise.runner,
        cover=_cover(document),
        headline=headline(document, wording),
        missing=share_lines(document, wording),
        levels=level_rows(document, wording),
        bounds=bounds(document, wording),
        since=words.month(document.change.since_closes_on) if document.change else "",
        since_items=bool(item_changes(document)),
        cautions=cautions(document),
        smallest_level=smallest_sentence(level_changes(document).values()),
        smallest_item=smallest_sentence(item_changes(document).values()),
        questions_sentence=questions_sentence(document),
        groups=lean_groups(document, wording),
        lists=list_rows(document, wording),
        breakdowns=breakdowns(document, wording),
        shows_figures=document.shows_figures,
        withheld=document.withheld,
        kept=kept_sentence(document),
        reference=document.method.reference or "",
        own_note=own_note(document),
        neutral=words.neutral(),
        range_note=range_note(document),
        range_level=words.percent(95),
        method=method_facts(document, wording),
        promise_short=document.promise.short,
        promise_address=address,
        promise_address_text=address.partition("://")[2],
        next_by=words.day(document.wave.next_by) if document.wave.next_by else "",
        contact=apart(document.promise.contact),
    )


def _cover(document: ReleaseDocument) -> list[Fact]:
    facts = []
    if document.response.rate is not None:
        share = words.first_upper(words.rate(document.response.rate))
        facts.append(Fact(_("Response"), share))
    elif document.response.respondents is not None:
        answered = words.number(document.response.respondents)
        facts.append(Fact(_("People who answered"), answered))
    adults = _("Adults who moved in") if document.wave.moves_in else _("Adults who live here")
    facts.append(Fact(adults, words.number(document.place.adults)))
    asked = words.days(document.wave.opens_on, document.wave.ended_on)
    facts.append(Fact(_("Asked"), asked))
    return facts
