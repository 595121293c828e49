"""Short ways to write systems, and the answer by trying everything."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from fractions import Fraction

from survey.core.disclosure.attacker.bounds import Bounds, bounds_of
from survey.core.disclosure.attacker.system import Row, System, Variable

Number = int | float | str | Fraction
SECONDS = 20.0


def exactly(value: Number | None) -> Fraction | None:
    """0.1 is a tenth here, as in a file."""
    return None if value is None else Fraction(str(value))


def unknown(
    name: str, lower: Number | None, upper: Number | None, *, integer: bool = True
) -> Variable:
    return Variable(name, exactly(lower), exactly(upper), integer)


def row(terms: Mapping[str, Number], low: Number | None, high: Number | None) -> Row:
    return Row(fractions(terms), exactly(low), exactly(high))


def fractions(terms: Mapping[str, Number]) -> dict[str, Fraction]:
    return {name: Fraction(str(term)) for name, term in terms.items()}


def system(variables: list[Variable], *rows: Row) -> System:
    return System(tuple(variables), tuple(rows))


def counts(names: str, upper: int) -> list[Variable]:
    return [unknown(name, 0, upper) for name in names.split()]


def bounds(of: System, terms: Mapping[str, Number]) -> Bounds:
    return bounds_of(of, fractions(terms), time_limit=SECONDS)


def proven(low: Number | None, high: Number | None) -> Bounds:
    return Bounds(exactly(low), exactly(high), "proven")


def by_trying_everything(
    of: System, terms: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction] | None:
    """The least and greatest value over every whole point of the box; None if none satisfies."""
    found: list[Fraction] = []
    boxes = [
        range(math.ceil(one.lower or 0), math.floor(one.upper or 0) + 1) for one in of.variables
    ]
    for point in itertools.product(*boxes):
        at = dict(zip((one.name for one in of.variables), point, strict=True))
        sums = [
            (sum((t * at[name] for name, t in one.terms.items()), Fraction(0)), one)
            for one in of.rows
        ]
        if all(
            (one.low is None or total >= one.low) and (one.high is None or total <= one.high)
            for total, one in sums
        ):
            found.append(sum((t * at[name] for name, t in terms.items()), Fraction(0)))
    return (min(found), max(found)) if found else None
