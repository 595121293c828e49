"""What the attacker knows, as linear statements about whole numbers of people.

A system is what `flask disclosure audit` reads and what the gate makes of a release document:
variables (how many of a kind there are), rows (what was printed, as an interval) and targets (what
nobody may find out). All numbers are `Fraction`s: 0.1 is a tenth and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Value = int | Fraction


@dataclass(frozen=True, slots=True)
class Variable:
    """One unknown. `None` as a bound is unbounded; `integer` says that only whole numbers count."""

    name: str
    lower: Fraction | None
    upper: Fraction | None
    integer: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """What was printed: low <= sum of terms <= high; `None` is open. `source` says where."""

    terms: Mapping[str, Fraction]
    low: Fraction | None
    high: Fraction | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Width:
    """Safe when the largest possible value is at least `min_width` above the smallest."""

    min_width: Fraction


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Safe when `m` of `total` may be outside, and `m` inside: lo <= total - m and hi >= m."""

    total: Fraction
    m: Fraction


@dataclass(frozen=True, slots=True)
class Target:
    """What has to stay open: a sum of unknowns, and how open it has to stay."""

    name: str
    terms: Mapping[str, Fraction]
    protect: Width | OtherSide


@dataclass(frozen=True, slots=True)
class System:
    """Everything the attacker knows at once. Row terms name variables of the system."""

    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]

    def admits(self, point: Mapping[str, Value]) -> bool:
        """Say whether a point is a world: in every range, whole where it must be, in every row."""
        return all(
            (variable.lower is None or point[variable.name] >= variable.lower)
            and (variable.upper is None or point[variable.name] <= variable.upper)
            and (not variable.integer or point[variable.name].denominator == 1)
            for variable in self.variables
        ) and all(
            (row.low is None or total >= row.low) and (row.high is None or total <= row.high)
            for row in self.rows
            for total in [sum((term * point[name] for name, term in row.terms.items()), Fraction())]
        )
