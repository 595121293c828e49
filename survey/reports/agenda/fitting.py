"""How much stands on a side of the sheet, and how large: the first that fits is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of a side's type, how many questions stand beside each finding, and how much.

    `brief`: of several levels in one finding only the scores are told, not a question of each.
    """

    size: str
    questions: int = 3
    brief: bool = False


FITS: Final = (
    Fit("large"),
    Fit("medium"),
    Fit("small"),
    Fit("small", questions=2),
    Fit("smallest", questions=2),
    Fit("smallest", questions=2, brief=True),
)
"""What is tried, in this order: a third question goes before the type gets hard to read. The last
is also for what fits on no side, and takes more than one."""
