"""Is it the same for everyone? The clear gaps as pairs of rows, and what else was compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import drawings, words
from survey.reports.drawings import Drawing
from survey.reports.gaps import gap_words, widest_gaps
from survey.reports.reading import Cut, Gap, Percent, ReleaseDocument, band_of
from survey.reports.wording import Wording

MOST_GAPS: Final = 3
"""So many fit beside the chart of the waves."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group's good answers to one question; `share` as the release has it."""

    label: str
    share: Percent
    percent: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class GapPair:
    """A clear gap: the group with fewer good answers first, then the other."""

    question: str
    groups: tuple[GroupShare, GroupShare]
    points: str
    range: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What else is said of one breakdown. `hidden`: nothing of it is shown."""

    label: str
    sentences: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Equity:
    """The widest clear gaps, how many more there are, and every breakdown in words."""

    pairs: tuple[GapPair, ...]
    more: str
    compared: tuple[Compared, ...]


def equity(document: ReleaseDocument, wording: Wording) -> Equity:
    """Return the gaps between groups, the largest first."""
    found = (gap_pair(cut, gap, wording) for cut, gap, _row in widest_gaps(document, wording))
    pairs = [pair for pair in found if pair is not None]
    return Equity(
        pairs=tuple(pairs[:MOST_GAPS]),
        more=_more(len(pairs) - MOST_GAPS),
        compared=tuple(_compared(cut, document, wording) for cut in document.cuts),
    )


def gap_pair(cut: Cut, gap: Gap, wording: Wording) -> GapPair | None:
    """Both groups of a gap; None where the release tells a gap but not the shares."""
    lower = _share(cut, gap.item, gap.lower, wording)
    higher = _share(cut, gap.item, gap.higher, wording)
    if lower is None or higher is None:
        return None
    return GapPair(
        question=wording.question(gap.item),
        groups=(lower, higher),
        points=ngettext(
            "%(points)s point",
            "%(points)s points",
            gap.difference,
            points=words.number(gap.difference),
        ),
        range=words.span(gap.low, gap.high),
    )


def _share(cut: Cut, item_id: str, group_id: str, wording: Wording) -> GroupShare | None:
    group = next((each for each in cut.groups if each.id == group_id), None)
    share = _favorable(cut, item_id, group_id)
    if group is None or share is None:
        return None
    label, percent = wording.group(cut, group), words.percent(share)
    title = _("%(answer)s: %(percent)s", answer=words.within(label), percent=percent)
    return GroupShare(label, share, percent, drawings.portion(title, share))


def _favorable(cut: Cut, item_id: str, group_id: str) -> Percent | None:
    for item in cut.items:
        if item.id == item_id and group_id in item.groups:
            return band_of(item.groups[group_id].bands, "favorable")
    return None


def _more(count: int) -> str:
    if count < 1:
        return ""
    return ngettext(
        "%(count)s more clear difference stands in the summary of the results.",
        "%(count)s more clear differences stand in the summary of the results.",
        count,
        count=words.number(count),
    )


def _compared(cut: Cut, document: ReleaseDocument, wording: Wording) -> Compared:
    said = gap_words(cut, document, wording)
    counts = said.counts if said is not None else ()
    return Compared(wording.cut(cut), counts, hidden=not _shows(cut))


def _shows(cut: Cut) -> bool:
    return any(group.shown for group in cut.groups) and any(item.shown for item in cut.items)
