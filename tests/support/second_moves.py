"""Small steps from one world to another: one person answers otherwise, or some exchange answers.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, permutations, product
from typing import Any

from tests.support.second_roster import SILENT, SKIPPED, Bins, Class, Document, Roster
from tests.support.second_system import Name, Terms


def moves_of(item: Mapping[str, Any], bins: Bins, classes: Iterable[Class]) -> Iterator[Terms]:
    """One person answering otherwise."""
    ways: list[tuple[str, Any]] = [(SKIPPED, None)]
    for name, values in bins.items():
        fine = item["kind"] in ("scale", "ladder")
        ways += [(name, value) for value in sorted(values)] if fine else [(name, None)]
    for held in classes:
        for old in ways:
            for new in ways:
                if old != new:
                    yield _move(item["id"], held, old, new)


def exchanges_of(
    document: Document, roster: Roster, item_id: str, bins: Bins
) -> Iterator[Callable[[], Terms]]:
    """Two people of two classes exchange answers; or four, so that the sums of groups stay.

    Yielded is what makes the terms: large properties have millions, of which few are tried.
    """
    labels = {held: _labels(document, roster, held) for held in roster.adults}
    home = {label: held for held, label in reversed(labels.items())}
    ways = list(permutations((*bins, SKIPPED), 2))
    for one, other in combinations(labels, 2):
        for swapped in product((False, True), repeat=len(roster.cuts)):
            first, second = (
                tuple(b if swap else a for a, b, swap in zip(mine, yours, swapped, strict=True))
                for mine, yours in (
                    (labels[one], labels[other]),
                    (labels[other], labels[one]),
                )
            )
            if first not in home or second not in home:
                continue
            for old, new in ways:
                yield partial(
                    _exchange, item_id, old, new, (one, other), (home[first], home[second])
                )
    if not roster.knows_who_answered:
        for one, other in permutations(labels, 2):
            for name in (*bins, SKIPPED):
                yield partial(_turn, item_id, one, other, name)


def _labels(document: Document, roster: Roster, held: Class) -> Class:
    """The groups of a class as they are shown: hidden ones, and none, are all the same."""
    shown = {
        (cut["id"], group["id"])
        for cut in document["cuts"]
        for group in cut["groups"]
        if group["state"] == "shown"
    }
    pairs = zip(roster.cuts, held, strict=True)
    return tuple(group if (cut, group) in shown else "" for cut, group in pairs)


def _move(item_id: str, held: Class, old: tuple[str, Any], new: tuple[str, Any]) -> Terms:
    terms: Counter[Name] = Counter()
    for (name, value), times in ((old, -1), (new, 1)):
        terms[(item_id, held, name)] += times
        if value is not None:
            terms[(item_id, value)] += times
    return {name: times for name, times in terms.items() if times}


def _exchange(
    item_id: str, old: str, new: str, here: Sequence[Class], there: Sequence[Class]
) -> Terms:
    """Here one each answers otherwise, and there one each the other way round."""
    terms: Counter[Name] = Counter()
    for sign, classes in ((1, here), (-1, there)):
        for held in classes:
            terms[(item_id, held, old)] -= sign
            terms[(item_id, held, new)] += sign
    return {name: times for name, times in terms.items() if times}


def _turn(item_id: str, one: Class, other: Class, name: str) -> Terms:
    """One person had stayed silent, and one of another class had answered."""
    return {
        (item_id, one, name): -1,
        (SILENT, one): 1,
        (item_id, other, name): 1,
        (SILENT, other): -1,
    }
