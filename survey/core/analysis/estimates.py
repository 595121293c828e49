"""The two values that every other module here hands around: a figure with its 95 % interval, and
the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Final, Literal

import numpy as np

CONFIDENCE: Final = 0.95
"""The level of every interval; each tail leaves out half of the rest."""

TAIL: Final = (1 - CONFIDENCE) / 2

Z: Final = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""

LARGEST: Final = 1e75
"""Beyond this the square of a square is no float any more; no survey has such a figure."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the ends of its interval, in one unit: low <= value <= high."""

    value: float
    low: float
    high: float

    def scaled(self, factor: float) -> Estimate:
        """The same in another unit, such as 100 for a share in percent."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)

    @property
    def width(self) -> float:
        """From end to end."""
        return self.high - self.low


Reason = Literal[
    "no_answers",
    "too_few",
    "empty_stratum",
    "no_spread",
    "not_feasible",
    "not_converged",
    "contradiction",
    "too_many_strata",
    "collinear",
    "totals_differ",
    "stale_frame",
    "too_few_properties",
    "weak_fit",
    "bad_input",
    "not_reflective",
]
"""Why a figure cannot be given."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """No figure, and why: what was `needed` and what was `found`, where the reason has a number.

    Falsy, so that `found or fallback` reads as it should; a figure of 0 is never a Refusal.
    """

    reason: Reason
    needed: float | None = None
    found: float | None = None

    def __bool__(self) -> bool:
        return False


def are_figures(*values: float) -> bool:
    """Whether all are numbers that can be calculated with: finite, and no larger than LARGEST.

    Of numpy's whole numbers only those of 64 bits: products of narrower ones turn around.
    Example: 0 and -3.5 are; an infinity, a NaN, 1e200, None and "3" are not.
    """
    return all(_is_number(value) and abs(value) <= LARGEST for value in values)


def are_counts(*values: float) -> bool:
    """Whether all are whole numbers that can be calculated with, as `are_figures`.

    Example: 3 is; 2.5, 3.0 and numpy.uint8(3) are not.
    """
    return all(
        isinstance(value, Integral) and not _is_narrow(value) and abs(value) <= LARGEST
        for value in values
    )


def _is_number(value: object) -> bool:
    # Python's own first: asking for an abstract number takes longer.
    return isinstance(value, float | int) or (isinstance(value, Real) and not _is_narrow(value))


def _is_narrow(value: object) -> bool:
    return isinstance(value, np.integer) and not isinstance(value, np.int64)
