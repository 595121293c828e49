"""What two cuts tell together: the difference of any union of groups of one and of the other.

Each shown group and each remainder of a cut is a known set of people, and so is every union
of them. Take a union P of the first cut and Q of the second: subtracting leaves the people in
P but not in Q, less those in Q but not in P. If that is a handful, their answers show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Final

from survey.core.disclosure.rules import Rules, leaves_few
from survey.core.disclosure.tallies import Tally, add

Crossing = Mapping[tuple[str, str], Tally]
Telling = Callable[[Tally], bool]

MOST_LABELS: Final = 12
"""Unions of more groups than this are too many to try; then nothing is shown."""


def is_safe_together(crossing: Crossing, rules: Rules, telling: Telling) -> bool:
    """Whether no difference of unions isolates few people, or people who are all alike.

    `telling` says whether a tally's answers are (nearly) all the same.
    """
    if len({first for first, _ in crossing}) > len({second for _, second in crossing}):
        crossing = {(second, first): tally for (first, second), tally in crossing.items()}
    firsts = sorted({first for first, _ in crossing})
    if len(firsts) > MOST_LABELS:
        return False
    return all(_is_safe_union(crossing, union, rules, telling) for union in _unions(firsts))


def _unions(labels: list[str]) -> Iterator[frozenset[str]]:
    for size in range(1, len(labels) + 1):
        yield from (frozenset(chosen) for chosen in combinations(labels, size))


def _is_safe_union(
    crossing: Crossing, union: frozenset[str], rules: Rules, telling: Telling
) -> bool:
    inside: dict[str, list[Tally]] = {}
    outside: dict[str, list[Tally]] = {}
    for (first, second), tally in crossing.items():
        if tally.answered:
            (inside if first in union else outside).setdefault(second, []).append(tally)
    # The closest union of the other cut takes each of its groups by where most of it lies.
    apart = sum(
        min(_people(inside.get(second, [])), _people(outside.get(second, [])))
        for second in inside.keys() | outside.keys()
    )
    # Where one set lies within the other, the difference is a set of people by itself.
    around = [tally for second in inside for tally in outside.get(second, [])]
    beyond = [tally for second in outside for tally in inside.get(second, [])]
    return not leaves_few(apart, rules) and not any(
        left and _gives_away(left, rules, telling) for left in (around, beyond)
    )


def _people(tallies: list[Tally]) -> int:
    return sum(tally.answered for tally in tallies)


def _gives_away(left: list[Tally], rules: Rules, telling: Telling) -> bool:
    tally = add(left, len(left[0].counts))
    return leaves_few(tally.answered, rules) or telling(tally)
