"""How large a change must be to be seen at all, told beside every change."""

from __future__ import annotations

from math import sqrt
from typing import Final

import scipy

from survey.core.analysis.estimates import TAIL, Refusal, Z, are_figures

POWER: Final = 0.80
"""How often a change of that size would be found."""


def smallest_flagged(
    squared_error_before: float, squared_error_now: float, df: float | None = None
) -> float | Refusal:
    """The smallest change whose 95 % interval leaves out 0: t(df, 0.975) sqrt(v1 + v2).

    v1, v2: the squared standard errors of the two figures without finite population; df None:
    normal. In the unit of the figures. Example: sd 22 and 30 answers each time, v = 484/30,
    df = 58: 2.0017 * 5.680 = 11.4 points. Refuses negative variances or df (bad_input) and none at
    all (no_spread). Source: disclosure.md, sections 1.5 and 3.
    """
    error = _error(squared_error_before, squared_error_now)
    if isinstance(error, Refusal):
        return error
    if df is None:
        return Z * error
    if not are_figures(df) or df <= 0:
        return Refusal("bad_input")
    quantile = float(scipy.special.stdtrit(df, 1 - TAIL))
    return quantile * error if are_figures(quantile) else Refusal("bad_input")


def minimum_detectable(
    squared_error_before: float, squared_error_now: float, *, power: float = POWER
) -> float | Refusal:
    """The true change that is found in `power` of all cases: (z(0.975) + z(power)) sqrt(v1 + v2).

    Example: sd 22 and 30 answers each time: (1.960 + 0.842) * 5.680 = 15.9 points. Refuses as
    `smallest_flagged` does, and a power that is not between 0 and 1.
    Source: Cohen 1988, Statistical Power Analysis, chapter 2; disclosure.md, section 3.
    """
    error = _error(squared_error_before, squared_error_now)
    if isinstance(error, Refusal):
        return error
    if not are_figures(power) or not 0 < power < 1:
        return Refusal("bad_input")
    return (Z + float(scipy.special.ndtri(power))) * error


def _error(first: float, second: float) -> float | Refusal:
    if not are_figures(first, second) or min(first, second) < 0:
        return Refusal("bad_input")
    return sqrt(first + second) if first + second > 0 else Refusal("no_spread")
