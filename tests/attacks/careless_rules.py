"""What stands in for a rule that is broken: the same question, answered carelessly."""

from __future__ import annotations

from typing import Any

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.alike import is_telling, telling_options
from survey.core.disclosure.figures import figures_of
from survey.core.disclosure.hiding import Margin
from survey.core.disclosure.released import Split
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.tallies import ShownCut, by_group


def never(*_given: Any, **_named: Any) -> bool:
    """Nothing is ever wrong."""
    return False


def always(*_given: Any, **_named: Any) -> bool:
    """Everything is always right."""
    return True


def one_fewer(people: int, held: Rules) -> bool:
    """P1, weaker by one."""
    return people < held.min_group - 1


def must_alone(_sizes: Any, must: Any, _margins: Any, *, min_hidden: int) -> frozenset[str]:
    """No group joins another one in hiding."""
    return frozenset(must)


def without_others(groups: tuple[str, ...], _others: int = 0) -> Margin:
    """P2 without those who are in no group."""
    return Margin(groups)


def nought(part: Any, whole: Any, _edge: int = 0) -> int:
    """P7 without open ends."""
    return int((part * 200 + whole) // (whole * 2))


def to_the_point(respondents: int, frame: int | None) -> str | None:
    """P5 without its steps and without an end."""
    return None if frame is None else str(respondents * 100 // frame)


def no_room(*_given: Any) -> None:
    """A score may be whatever it is, however full the bins of its questions are."""


def masked_one_by_one(table: ItemTable, cut: ShownCut, _done: Any, wave: Any) -> Split | None:
    """Only the group or option that tells has no figure, instead of all of its kind."""
    tallies = by_group(table, cut)
    groups = tuple(
        (
            group,
            figures_of(
                tallies[group],
                table,
                hidden=telling_options(tallies[group], table, wave.outsiders),
            ),
        )
        for group in cut.shown
        if not is_telling(tallies[group], table, wave.outsiders)
    )
    return Split(table.id, "shown", groups) if groups else None
