"""What is asked of the board: a decision for each thing that the figures say clearly, no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.comparing import item_changes, level_changes
from survey.reports.extremes import extremes
from survey.reports.gaps import GapRow, widest_gaps
from survey.reports.missing import missing_groups
from survey.reports.questions import LeanRow
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.wording import Wording

Ground = Literal["fall", "gap", "lowest", "missing", "nothing"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to decide: what the figures say, and the question that this leaves.

    about: the survey's question that the finding is of; empty where the finding names it.
    """

    ground: Ground
    finding: str
    question: str
    about: str = ""


def asks(
    document: ReleaseDocument, wording: Wording, rows: Mapping[str, LeanRow]
) -> tuple[Ask, ...]:
    """Return what is to be decided, at most one of each ground; never nothing at all.

    rows: every question on a scale, by id. Questions that the community added make no demand.
    """
    fell, gap = _furthest_fall(document), _widest_gap(document, wording)
    about = {"gap": gap.question} if gap else {}
    found: dict[Ground, str] = {
        "fall": _fall(document, wording, fell),
        "gap": gap.sentence if gap else "",
        "lowest": _lowest(document, rows, fell),
        "missing": _missing(document, wording),
    }
    told = tuple(
        Ask(ground, said, _QUESTIONS[ground](), about.get(ground, ""))
        for ground, said in found.items()
        if said
    )
    return told or (
        Ask(
            "nothing",
            _("No single figure here is clear enough to ask for a decision of its own."),
            _QUESTIONS["nothing"](),
        ),
    )


def _fall(document: ReleaseDocument, wording: Wording, item_id: str) -> str:
    """The levels that clearly fell; where none did, the question that fell furthest."""
    if document.change is None:
        return ""
    levels = level_changes(document)
    fell = [
        words.quoted(wording.level(level_id))
        for level_id in CORE_LEVELS
        if level_id in levels and levels[level_id].verdict == "clear_fall"
    ]
    if not fell and item_id:
        fell = [words.quoted(wording.question(item_id))]
    if not fell:
        return ""
    month = words.month(document.change.since_closes_on)
    return _("Clear fall since %(month)s: %(levels)s.", month=month, levels=words.every(fell))


def _furthest_fall(document: ReleaseDocument) -> str:
    """The id of the question that clearly fell furthest; empty where a level fell, or nothing."""
    if any(change.verdict == "clear_fall" for change in level_changes(document).values()):
        return ""
    fell = [
        change
        for change in item_changes(document).values()
        if change.verdict == "clear_fall" and not _is_own(document, change.id)
    ]
    return min(fell, key=lambda change: change.difference or 0).id if fell else ""


def _widest_gap(document: ReleaseDocument, wording: Wording) -> GapRow | None:
    for _cut, gap, row in widest_gaps(document, wording):
        if not _is_own(document, gap.item):
            return row
    return None


def _lowest(document: ReleaseDocument, rows: Mapping[str, LeanRow], told: str) -> str:
    """The question with the fewest good answers, where that is certain and not `told` before."""
    named = extremes(document, {row.id for row in rows.values() if not row.own})
    if named is None or named[1].id == told:
        return ""
    row = rows[named[1].id]
    return _("%(people)s: %(question)s", people=row.people, question=row.question)


def _missing(document: ReleaseDocument, wording: Wording) -> str:
    groups = missing_groups(document, wording)
    if not groups:
        return ""
    return _(
        "Fewer answers than their share of the adults here: %(groups)s.",
        groups=words.every([words.quoted(group) for group in groups]),
    )


def _is_own(document: ReleaseDocument, item_id: str) -> bool:
    item = document.item(item_id)
    return item is not None and item.own


_QUESTIONS: Final[Mapping[Ground, Callable[[], str]]] = {
    "fall": lambda: _("What stands behind it? Decide who asks residents, and by when."),
    "gap": lambda: _("What would make it the same for everyone? Decide on a first step."),
    "lowest": lambda: _("What should change, who sees to it, and by when?"),
    "missing": lambda: _("How will they be heard before the next survey, and who asks them?"),
    "nothing": lambda: _("Decide who talks about these results with residents, and when."),
}
