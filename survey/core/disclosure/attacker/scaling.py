"""Rows in whole numbers: the same statement without fractions, as tight as whole unknowns allow.

A share printed as 33 % arrives as 0.325 b <= a <= 0.335 b. Floating point cannot hold such numbers,
so every row is multiplied by the common denominator of its terms and divided by their common
divisor; a row of whole unknowns then gets whole sides. Example: 0.2 x + 0.4 y between 0.5 and 1.3
becomes x + 2 y between 3 and 6 (2.5 and 6.5 before rounding inward).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from survey.core.disclosure.attacker.system import Value


class Contradiction(Exception):
    """No assignment satisfies the system: what was printed cannot all be true."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row in whole numbers: low <= sum of weights[i] * x[columns[i]] <= high.

    The weights are not zero, have no common divisor, and the first is positive. A side is a whole
    number if all unknowns of the line are, else it may be a fraction; `None` is open.
    """

    columns: tuple[int, ...]
    weights: tuple[int, ...]
    low: Value | None
    high: Value | None

    def total(self, point: Sequence[Value]) -> Value:
        """Return the line's sum at a point, exactly."""
        return sum(
            (weight * point[j] for j, weight in zip(self.columns, self.weights, strict=True)), 0
        )

    def holds(self, point: Sequence[Value]) -> bool:
        """Say whether the point lies within both sides, exactly."""
        total = self.total(point)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


def whole_terms(terms: Mapping[int, Fraction]) -> tuple[dict[int, int], Fraction]:
    """Return terms as whole numbers without common divisor, and what to multiply them by.

    Example: {0: 2/3, 1: 4} gives {0: 1, 1: 6} and 2/3. Zero terms are left out; without any term
    the factor is 1.
    """
    used = {j: Fraction(term) for j, term in terms.items() if term}
    if not used:
        return {}, Fraction(1)
    denominator = lcm(*(term.denominator for term in used.values()))
    scaled = {j: int(term * denominator) for j, term in used.items()}
    divisor = gcd(*scaled.values())
    return {j: value // divisor for j, value in scaled.items()}, Fraction(divisor, denominator)


def line_of(
    terms: Mapping[int, Fraction],
    low: Value | None,
    high: Value | None,
    whole: Sequence[bool],
) -> Line | None:
    """Return the line of a row over numbered unknowns; None if it says nothing.

    whole[j] says whether unknown j is a whole number. Raises Contradiction where no value fits
    between the sides: they cross, a row without terms excludes 0, or as in 2 x = 1.
    """
    scaled, factor = whole_terms(terms)
    if low is not None and high is not None and low > high:
        raise Contradiction
    if not scaled:
        if (low is not None and low > 0) or (high is not None and high < 0):
            raise Contradiction
        return None
    if low is None and high is None:
        return None
    columns = tuple(sorted(scaled))
    if scaled[columns[0]] < 0:
        scaled = {j: -value for j, value in scaled.items()}
        factor = -factor
    low = None if low is None else low / factor
    high = None if high is None else high / factor
    if factor < 0:
        low, high = high, low
    if all(whole[j] for j in columns):
        low = None if low is None else ceil(low)
        high = None if high is None else floor(high)
        if low is not None and high is not None and low > high:
            raise Contradiction
    return Line(columns, tuple(scaled[j] for j in columns), low, high)


def merged(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of equal weights joined to one. Raises Contradiction."""
    sides: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[Value | None, Value | None]] = {}
    for line in lines:
        low, high = sides.get((line.columns, line.weights), (None, None))
        if line.low is not None and (low is None or line.low > low):
            low = line.low
        if line.high is not None and (high is None or line.high < high):
            high = line.high
        if low is not None and high is not None and low > high:
            raise Contradiction
        sides[line.columns, line.weights] = low, high
    return [Line(columns, weights, *both) for (columns, weights), both in sides.items()]
