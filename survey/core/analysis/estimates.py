"""A figure with its 95 % interval: the value that every other module here hands around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CONFIDENCE: Final = 0.95
"""The level of every interval; each tail leaves out half of the rest."""

TAIL: Final = (1 - CONFIDENCE) / 2

Z: Final = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


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
