"""What a question tells of the one that it depends on: it was asked of those who said so.

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
from survey.core.bank.model import Condition, Item, Scale
from survey.core.bank.questionnaire import Questionnaire
from survey.core.flow.applying import holds

MOST_AFTER_ONE: Final = 8
"""So many questions that depend on one are added up; what comes after them is not shown."""


@dataclass(frozen=True, slots=True)
class Route:
    """A question is asked of those who gave one of some answers to another one."""

    name: str
    after: str
    answers: tuple[Value, ...]


def routes_of(questionnaire: Questionnaire) -> dict[str, Route]:
    """The questions that one other question decides about, by id, in the order of asking.

    Where any of several questions leads there ("in one of these four ways"), nothing follows for
    one of them.
    """
    asked = {item.id: item for item in questionnaire.items}
    found = {}
    for item in questionnaire.items:
        leading = _leading_to(item, asked)
        if leading is not None:
            scale = questionnaire.scale_of(asked[leading])
            terms = _terms_of(item.show_if, leading, asked)
            answers = tuple(one for one in _answers_of(scale) if _leads(terms, leading, one, scale))
            found[item.id] = Route(item.id, leading, answers)
    return found


def _leading_to(item: Item, asked: Collection[str]) -> str | None:
    """The one question without whose answers an item is not asked, of those that are there."""
    if item.show_if is None:
        return None
    every = [term.item for term in item.show_if.all if term.item in asked]
    some = {term.item for term in item.show_if.any if term.item in asked}
    if len(some) == 1:
        every += some
    return every[0] if every else None


def _answers_of(scale: Scale) -> tuple[Value, ...]:
    return scale.values or tuple(option.value for option in scale.options)


def _terms_of(condition: Condition | None, leading: str, asked: Collection[str]) -> Condition:
    """What of a condition only the leading question decides."""
    assert condition is not None, "it depends on another question"
    alone = all(term.item == leading for term in condition.any if term.item in asked)
    return Condition(
        all=tuple(term for term in condition.all if term.item == leading),
        any=tuple(term for term in condition.any if term.item == leading) if alone else (),
    )


def _leads(terms: Condition, leading: str, answer: Value, scale: Scale) -> bool:
    """Whether this answer to the leading question is one of those that lead on."""
    given = {leading: [answer] if scale.kind == "multi" else answer}
    return all(holds(term, given) for term in terms.all) and (
        not terms.any or any(holds(term, given) for term in terms.any)
    )


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
