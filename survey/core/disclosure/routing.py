"""What an own question tells of the one that it depends on: it was asked of those who said so.

How many answered it is printed, and follows from its shares. It is at most how many gave the
answers that lead to it, so that it is one more figure of that other question. Therefore:

- It is not split by any breakdown, whatever was answered: how many of a group were asked would be
  a figure of the other question for that group, beside those that its own rules allow.
- It is shown only where the other question is, and where its number of answers is not beyond the
  open end that the other question's shares have. Whatever is beyond it prints alike there, too,
  so that neither the figure nor its absence tells who of all gave another answer.
- What leads from one question to several others is added up: 30 who said "good" and 30 who said
  "very good" are all of 60.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from survey.core.analysis.tabulation import ItemTable, Value
from survey.core.bank.model import is_own
from survey.core.bank.questionnaire import Questionnaire

MOST_AFTER_ONE: Final = 8
"""So many questions that depend on one are added up; what comes after them is not shown."""


@dataclass(frozen=True, slots=True)
class Route:
    """A question is asked of those who gave one of some answers to another one."""

    name: str
    after: str
    answers: tuple[Value, ...]


def routes_of(questionnaire: Questionnaire) -> dict[str, Route]:
    """The own questions that are not asked of everybody, by id, in the order of asking."""
    return {
        item.id: Route(
            item.id, item.show_if.any[0].item, tuple(term.value for term in item.show_if.any)
        )
        for item in questionnaire.items
        if is_own(item.id) and item.show_if is not None and item.show_if.any
    }


def most_asked(routes: Sequence[Route], tables: Mapping[str, ItemTable]) -> int:
    """How many people at least gave the answers that lead to these questions, all after one.

    Of those that start from the same answer only one counts: they are asked of the same people.
    """
    if not routes:
        return 0
    first, *rest = routes
    apart = [one for one in rest if not set(one.answers) & set(first.answers)]
    return max(tables[first.name].answered + most_asked(apart, tables), most_asked(rest, tables))


def hidden_by_routes(
    routes: Sequence[Route],
    shown: Collection[str],
    tables: Mapping[str, ItemTable],
    edges: Mapping[str, int],
) -> frozenset[str]:
    """The questions that the property may not show, because of the ones that they depend on.

    routes: in the order of asking. shown: the ids of what may be shown but for that. edges: how
    wide the open ends of the other questions' shares are, in percent.
    """
    kept: dict[str, list[Route]] = {}
    hidden: set[str] = set()
    for route in routes:
        if route.name not in shown:
            continue
        there = route.after in shown and route.after not in hidden
        together = [*kept.get(route.after, ()), route]
        if there and not _is_telling(together, tables, edges[route.after]):
            kept[route.after] = together
        else:
            hidden.add(route.name)
    return frozenset(hidden)


def _is_telling(together: Sequence[Route], tables: Mapping[str, ItemTable], edge: int) -> bool:
    """Whether so many were asked that (nearly) all must have given the answers that lead there."""
    if len(together) > MOST_AFTER_ONE:
        return True
    leading = tables[together[0].after]
    # Several answers of a list can be given at once: each question speaks for itself.
    sets = [[one] for one in together] if leading.kind == "several" else [together]
    return any(most_asked(one, tables) * 100 > leading.answered * (100 - edge) for one in sets)
