"""What is asked of the board: a decision for each thing that the figures say clearly, no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.board.grounds import Grounds, grounds_of
from survey.reports.missing import fewer_sentence
from survey.reports.questions import LeanRow
from survey.reports.reading import ReleaseDocument
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
    clear = grounds_of(document, wording, rows)
    gap = clear.gap[2] if clear.gap else None
    about = {"gap": gap.question} if gap else {}
    found: dict[Ground, str] = {
        "fall": _fall(document, wording, clear),
        "gap": gap.sentence if gap else "",
        "lowest": _lowest(rows, clear.lowest),
        "missing": fewer_sentence(clear.missing),
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


def _fall(document: ReleaseDocument, wording: Wording, clear: Grounds) -> str:
    """The levels that clearly fell; where none did, the question that fell furthest."""
    fell = [words.quoted(wording.level(level_id)) for level_id in clear.fallen]
    if not fell and clear.fell:
        fell = [words.quoted(wording.question(clear.fell))]
    if document.change is None or not fell:
        return ""
    month = words.month(document.change.since_closes_on)
    return _("Clear fall since %(month)s: %(levels)s.", month=month, levels=words.every(fell))


def _lowest(rows: Mapping[str, LeanRow], item_id: str) -> str:
    if not item_id:
        return ""
    row = rows[item_id]
    return _("%(people)s: %(question)s", people=row.people, question=row.question)


_QUESTIONS: Final[Mapping[Ground, Callable[[], str]]] = {
    "fall": lambda: _("What stands behind it? Decide who asks residents, and by when."),
    "gap": lambda: _("What would make it the same for everyone? Decide on a first step."),
    "lowest": lambda: _("What should change, who sees to it, and by when?"),
    "missing": lambda: _("How will they be heard before the next survey, and who asks them?"),
    "nothing": lambda: _("Decide who talks about these results with residents, and when."),
}
