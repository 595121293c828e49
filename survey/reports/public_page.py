"""What residents and the public see of a release: the same figures, in people and plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.bounds import LevelBounds, bounds
from survey.reports.breakdowns import Breakdown, breakdowns
from survey.reports.comments import CommentRow, comment_rows
from survey.reports.comparing import cautions, item_changes, level_changes, smallest_sentence
from survey.reports.levels import LevelRow, lead_item, level_rows
from survey.reports.method import method_facts
from survey.reports.missing import ShareLine, share_lines
from survey.reports.moved_in import only_moved_in
from survey.reports.own_questions import own_note
from survey.reports.precision import Fact, scale_note
from survey.reports.questions import LeanRow, LevelGroup, ListRow, lean_groups, list_rows
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.trends import MOST_ON_A_PHONE, TrendChart, trend_chart
from survey.reports.wording import Wording
from survey.results.models import CommentsRelease
from survey.web.joining import in_a_row
from survey.web.locales import LANGUAGES, Language

CHANGED: Final = ("clear_rise", "clear_fall")


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another wave of the same place that has results."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Everything the public results page shows, already in words."""

    place: str
    slug: str
    number: int
    when: str
    who: str
    too_few: bool
    lead: LeanRow | None
    lead_change: str
    missing: list[ShareLine]
    levels: list[LevelRow]
    trend: TrendChart | None
    bounds: list[LevelBounds]
    since: str
    since_items: bool
    cautions: list[str]
    smallest_level: str
    smallest_item: str
    changed: list[LeanRow]
    unchanged: str
    groups: list[LevelGroup]
    lists: list[ListRow]
    breakdowns: list[Breakdown]
    comments: list[CommentRow]
    shows_figures: bool
    own_note: str
    neutral: str
    scale_note: str
    method: list[Fact]
    promise_short: str
    contact: str
    next_by: str
    others: list[Earlier]


def public_page(
    document: ReleaseDocument,
    tag: str,
    others: Sequence[ReleaseDocument],
    comments: Sequence[CommentsRelease] = (),
) -> PublicPage:
    """Put a release into words for residents, in the language that Flask-Babel has.

    others: the releases of the place's other waves, in the order of these.
    """
    wording = Wording(document, tag)
    groups = lean_groups(document, wording)
    rows = {row.id: row for group in groups for row in group.rows}
    lead = _lead(document, rows)
    return PublicPage(
        place=document.place.name,
        slug=document.place.slug,
        number=document.wave.number,
        when=words.month(document.wave.closes_on),
        who=who_answered(document),
        too_few=document.too_few,
        lead=lead,
        lead_change=_change_sentence(document, lead),
        missing=share_lines(document, wording),
        levels=level_rows(document, wording),
        trend=trend_chart(
            document,
            [
                other
                for other in others
                if other.wave.number < document.wave.number
                and other.wave.moves_in == document.wave.moves_in
            ],
            wording,
            most=MOST_ON_A_PHONE,
        ),
        bounds=bounds(document, wording),
        since=words.month(document.change.since_closes_on) if document.change else "",
        since_items=bool(item_changes(document)),
        cautions=cautions(document),
        smallest_level=smallest_sentence(level_changes(document).values()),
        smallest_item=smallest_sentence(item_changes(document).values()),
        changed=[row for row in rows.values() if row.change and row.change.kind in CHANGED],
        unchanged=_unchanged(rows.values()),
        groups=groups,
        lists=list_rows(document, wording),
        breakdowns=breakdowns(document, wording),
        comments=comment_rows(document, wording, comments),
        shows_figures=document.shows_figures,
        own_note=own_note(document),
        neutral=words.neutral(),
        scale_note=scale_note(document),
        method=method_facts(document, wording),
        promise_short=document.promise.short,
        contact=document.promise.contact,
        next_by=words.day(document.wave.next_by) if document.wave.next_by else "",
        others=[_earlier(other) for other in others],
    )


def offered_languages(document: ReleaseDocument | None) -> list[Language]:
    """Return the languages of a page: those of the wave, all where there is no wave yet."""
    if document is None:
        return list(LANGUAGES.values())
    chosen = [LANGUAGES[tag] for tag in document.promise.languages if tag in LANGUAGES]
    return chosen or list(LANGUAGES.values())


def _earlier(document: ReleaseDocument) -> Earlier:
    month = words.month(document.wave.closes_on)
    if document.wave.moves_in:
        month = _("%(month)s, only people who moved in", month=month)
    return Earlier(document.wave.number, month)


def who_answered(document: ReleaseDocument) -> str:
    """Say how many answered, as exactly as it was released, and who was asked if not everybody."""
    return in_a_row(only_moved_in(document), _answered(document))


def _answered(document: ReleaseDocument) -> str:
    if document.response.respondents is not None:
        return _(
            "People who answered: %(people)s. Thank you.",
            people=words.number(document.response.respondents),
        )
    if document.response.rate is not None:
        return _(
            "Adults here who answered: %(share)s. Thank you.",
            share=words.rate(document.response.rate),
        )
    return _("Thank you to everyone who answered.")


def _lead(document: ReleaseDocument, rows: dict[str, LeanRow]) -> LeanRow | None:
    """Return the page's first figure: the first question of the first level that is shown."""
    for level_id in CORE_LEVELS:
        score = document.level(level_id)
        item = lead_item(document, score) if score is not None else None
        if item is not None and item.id in rows:
            return rows[item.id]
    return next((row for row in rows.values() if row.shown and not row.own), None)


def _change_sentence(document: ReleaseDocument, lead: LeanRow | None) -> str:
    if lead is None or lead.change is None or document.change is None:
        return ""
    month = words.month(document.change.since_closes_on)
    if lead.change.kind == "clear_rise":
        return _("That is a clear rise since %(month)s.", month=month)
    if lead.change.kind == "clear_fall":
        return _("That is a clear fall since %(month)s.", month=month)
    if lead.change.kind == "too_few_to_tell":
        return _(
            "Too few people answered to tell if this has changed since %(month)s.", month=month
        )
    return _("There is no clear change since %(month)s.", month=month)


def _unchanged(rows: Iterable[LeanRow]) -> str:
    """Say how many questions show no clear change; empty where nothing is compared."""
    count = sum(row.change is not None and row.change.kind == "no_clear_change" for row in rows)
    if not count:
        return ""
    return ngettext(
        "%(count)s question shows no clear change.",
        "%(count)s questions show no clear change.",
        count,
        count=words.number(count),
    )
