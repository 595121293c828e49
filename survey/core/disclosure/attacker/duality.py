"""A lower bound that is a proof: weak duality in exact numbers.

For any multipliers y, one per line, and what they leave, d = c - sum of y[i] * a[i],

    c x  =  sum of y[i] * (a[i] x)  +  sum of d[j] * x[j]
         >= sum of y[i] * (low[i] if y[i] > 0 else high[i])
          + sum of d[j] * (lower[j] if d[j] > 0 else upper[j])

for every x that satisfies the lines and ranges. The solver proposes multipliers; whatever they are,
the bound holds (Neumaier & Shcherbina 2004, in rational numbers). With c = 0 a bound above 0 proves
that there is no x at all (Farkas 1902).

Example: least x + y with 2 <= x + 2 y and x, y in 0..9, y = (1/2): 1/2 * 2 + 1/2 * 0 = 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from survey.core.disclosure.attacker.scaling import Line
from survey.core.disclosure.attacker.system import Value

# Multipliers of real systems are simple fractions hidden in floating point: tried coarse to fine.
DENOMINATORS = (1, 60, 10_000, 10_000_000)


def weak_bound(
    lines: Sequence[Line],
    lower: Sequence[Value | None],
    upper: Sequence[Value | None],
    weights: Mapping[int, int],
    multipliers: Sequence[Fraction],
) -> Fraction | None:
    """Return the bound that these multipliers prove; None if an open side makes it worthless."""
    scale = lcm(*(y.denominator for y in multipliers)) if multipliers else 1
    rest: dict[int, int] = {j: weight * scale for j, weight in weights.items()}
    bound: Value = 0
    for line, multiplier in zip(lines, multipliers, strict=True):
        y = int(multiplier * scale)
        side = line.low if y > 0 else line.high
        if y == 0 or side is None:  # an open side proves nothing: the multiplier counts as 0
            continue
        bound += y * side
        for j, weight in zip(line.columns, line.weights, strict=True):
            rest[j] = rest.get(j, 0) - y * weight
    for j, weight in rest.items():
        end = lower[j] if weight > 0 else upper[j]
        if weight and end is None:
            return None
        bound += weight * (end or 0)
    return Fraction(bound) / scale


def best_bound(
    lines: Sequence[Line],
    lower: Sequence[Value | None],
    upper: Sequence[Value | None],
    weights: Mapping[int, int],
    guessed: Sequence[float],
) -> Fraction | None:
    """Return the best bound that multipliers near the guessed ones prove; None if none does."""
    best: Fraction | None = None
    tried: set[tuple[Fraction, ...]] = set()
    for denominator in DENOMINATORS:
        multipliers = tuple(Fraction(y).limit_denominator(denominator) for y in guessed)
        if multipliers in tried:
            continue
        tried.add(multipliers)
        bound = weak_bound(lines, lower, upper, weights, multipliers)
        if bound is not None and (best is None or bound > best):
            best = bound
    return best
