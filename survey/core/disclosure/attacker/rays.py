"""Sums without a least value: a direction in which every point can go on for ever.

If the numbers are rational and there is any point at all, whole or not, then a direction d that
breaks no line (its sums at open sides only), leaves no range and lowers the objective proves that
there is no least value: from the point, whole multiples of d stay inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from survey.core.disclosure.attacker.deadline import Deadline
from survey.core.disclosure.attacker.scaling import Line
from survey.core.disclosure.attacker.search import holds, relaxed
from survey.core.disclosure.attacker.solver import Model
from survey.core.disclosure.attacker.tightening import Ranges

DENOMINATORS = (1, 60, 10_000)


def improving(
    lines: Sequence[Line], ranges: Ranges, weights: Mapping[int, int], deadline: Deadline
) -> bool:
    """Say whether a direction is proven that lowers sum of weights * x for ever.

    False also where none was found in time. Example: x - y with x, y >= 0 and x >= y + 1: no, it is
    at least 1; but -x: yes, along (1, 1).
    """
    along = [
        Line(
            line.columns,
            line.weights,
            None if line.low is None else 0,
            None if line.high is None else 0,
        )
        for line in lines
    ]
    inside = Ranges(
        [-1 if end is None else 0 for end in ranges.lower],
        [1 if end is None else 0 for end in ranges.upper],
        [False] * len(ranges.whole),
    )
    model = Model(along, inside.lower, inside.upper, inside.whole)
    best = relaxed(along, inside.lower, inside.upper, weights, model, deadline)
    if best.exact:
        return best.bound is not None and best.bound < 0
    for denominator in DENOMINATORS if best.near is not None else ():
        ray = [x.limit_denominator(denominator) for x in best.near or ()]
        falls = sum((weight * ray[j] for j, weight in weights.items()), Fraction(0)) < 0
        if falls and holds(along, inside, ray):
            return True
    return False
