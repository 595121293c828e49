"""Which cuts give a target away: the property alone, one cut by itself, or several together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.printed import Group
from survey.core.disclosure.attacker.unit import Exhibit


@dataclass(frozen=True, slots=True)
class Blame:
    """cuts: none where the property's own figures say it; groups: of those cuts, or the target."""

    cuts: tuple[str, ...]
    groups: tuple[Group, ...]


def blame_for(case: Case, exhibit: Exhibit, target: int, place: int) -> Blame:
    """Whose figures put at least half of a target in a bin.

    A set of n people of whom x are in the bin leaves n - x others; of t of them who are targets
    at least t - (n - x) are in the bin. That is tried for everybody, then for each cut.
    """
    people = int(case.people[target])
    everybody = _at_least(case, exhibit, target, place, None)
    if everybody and 2 * everybody >= people:
        return Blame((), ())
    told = _cuts_told(exhibit, case)
    for cut in told:
        parts = [
            (number, _at_least(case, exhibit, target, place, number))
            for number in _circles(exhibit, case, cut)
        ]
        known = sum(count for _number, count in parts)
        if known and 2 * known >= people:
            groups = tuple((cut, case.circles[number].group) for number, count in parts if count)
            return Blame((cut,), tuple(dict.fromkeys(groups)))
    return Blame(told, case.targets[target].groups)


def _at_least(case: Case, exhibit: Exhibit, target: int, place: int, circle: int | None) -> int:
    """How many of the target who are in a circle (None: everybody) must be in the bin."""
    around = np.ones_like(case.sizes) if circle is None else case.inside[circle]
    others = int((case.capacity * around) @ (1 - case.members[target]))
    return max(0, int(around @ exhibit.truth.answers[:, place]) - others)


def _cuts_told(exhibit: Exhibit, case: Case) -> tuple[str, ...]:
    """The cuts that split the unit, or that tell something by not splitting it."""
    split = [case.circles[one.circle].cut for spoken in exhibit.spoken for one in spoken.stated]
    masked = [case.circles[reason.circle].cut for reason in exhibit.variants[0]]
    return tuple(dict.fromkeys((*split, *masked)))


def _circles(exhibit: Exhibit, case: Case, cut: str) -> Iterable[int]:
    told = {one.circle for spoken in exhibit.spoken for one in spoken.stated}
    told |= {reason.circle for reason in exhibit.variants[0]}
    return sorted(number for number in told if case.circles[number].cut == cut)
