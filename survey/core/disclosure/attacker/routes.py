"""What a question that is not asked of everybody says of the one that it depends on.

Whoever answered it gave one of the answers that lead to it. How many answered it is taken as known,
as of every question: so many at least gave one of these answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from survey.core.analysis.tabulation import ItemTable, Value
from survey.core.disclosure.attacker.printed import Reading
from survey.core.disclosure.attacker.roster import Flags
from survey.core.disclosure.attacker.rows import people_in
from survey.core.disclosure.attacker.system import Row
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.valued import name_of_value

SOURCE = "asked only of some"


@dataclass(frozen=True, slots=True)
class Route:
    """At least so many people gave one of these answers to a question."""

    answers: frozenset[Value]
    people: int


def routes_to(
    item: str, readings: Sequence[Reading], tables: Mapping[str, ItemTable]
) -> tuple[Route, ...]:
    """What all documents say of a question by the number of those whom it leads to another."""
    found = {
        Route(frozenset(told["asked_after"]["answers"]), tables[told["id"]].answered)
        for reading in readings
        for told in reading.document["items"]
        if told["state"] == "shown"
        and told.get("asked_after", {}).get("id") == item
        and told["id"] in tables
    }
    alone = sorted(found, key=lambda one: (one.people, sorted(map(str, one.answers))))
    if tables[item].kind == "several":
        return tuple(alone)
    return (*alone, *_added_up(alone))


def _added_up(alone: Sequence[Route]) -> Iterator[Route]:
    """Two or more that share no answer are asked of different people."""
    for number in range(2, len(alone) + 1):
        for some in combinations(alone, number):
            answers = frozenset[Value]().union(*(one.answers for one in some))
            if len(answers) == sum(len(one.answers) for one in some):
                yield Route(answers, sum(one.people for one in some))


def places_of(route: Route, unit: Unit) -> tuple[int, ...]:
    """The bins that hold some of the answers: nobody who was asked is in another one."""
    if unit.option is not None:
        # Of a list of several, "yes" to one option; "no" to it may have chosen another that leads.
        return (0,) if route.answers == {unit.option} else tuple(range(len(unit.bins)))
    if unit.kind == "choice":
        names = {str(answer) for answer in route.answers}
        return tuple(place for place, name in enumerate(unit.bins) if name in names)
    return tuple(place for place, values in enumerate(unit.values) if route.answers & set(values))


def route_rows(routes: Sequence[Route], unit: Unit, everybody: Flags) -> Iterator[Row]:
    """The rows of a unit's bins."""
    for route in routes:
        terms = people_in(everybody, places_of(route, unit))
        yield Row(terms, Fraction(route.people), None, SOURCE)


def value_route_rows(routes: Sequence[Route], item: str, layers: range) -> Iterator[Row]:
    """The rows of the values of a scale, of all layers."""
    for route in routes:
        terms = {
            name_of_value(item, layer, int(value)): Fraction(1)
            for layer in layers
            for value in sorted(route.answers, key=str)
        }
        yield Row(terms, Fraction(route.people), None, SOURCE)
