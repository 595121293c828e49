"""Three and more waves: does a score, or a share, go one way?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Final

import scipy

from survey.core.analysis.change import Summary, refused_summary
from survey.core.analysis.estimates import TAIL, Estimate, Refusal, Z, are_counts, are_figures

FEWEST_WAVES: Final = 3
"""Two waves make a change, not a trend."""

_NO_SPREAD: Final = 1e-12
"""A spread below this part of the figures is what rounding left of a zero."""

_SHORTEST: Final = 1e-75
"""Times closer than this cannot be squared."""


@dataclass(frozen=True, slots=True)
class Trend:
    """slope: the change for each unit of time, with its 95 % interval. statistic: the t (of a
    score) or z (of a share) of "no trend"; p: two-sided. df: None for z. span: last less first."""

    slope: Estimate
    statistic: float
    p: float
    df: float | None
    span: float

    @property
    def change(self) -> Estimate:
        """The change from the first wave to the last, as the slope has it."""
        return self.slope.scaled(self.span)


def trend_of_means(
    waves: Sequence[Summary], times: Sequence[float] | None = None
) -> Trend | Refusal:
    """The linear contrast of three or more waves' means, without finite population.

    L = sum c_w m_w / sum c_w^2, se = sqrt(sum c_w^2 v_w) / sum c_w^2, c_w = time - mean time,
    v_w = design effect * s2 / n; t = L / se with Satterthwaite's df = (sum c_w^2 v_w)^2 /
    sum((c_w^2 v_w)^2 / (n_w - 1)). `times` in any unit (1, 2, 3, ... if absent); L is per unit.
    Refuses fewer than three waves or an effective n under 2 (too_few), times that are all the
    same or waves without spread (no_spread), figures that are no numbers or too few times
    (bad_input).
    Example: means 50, 54, 60 with v = 4 each and n = 60: L = 5, se = 2 / sqrt(2) = 1.414,
    t = 3.536 on 118 df, p = 0.0006, 5 ± 2.80. Source: disclosure.md, section 3.
    """
    times = range(1, len(waves) + 1) if times is None else times
    refused = _refused_times(times, len(waves))
    if refused is not None:
        return refused
    for wave in waves:
        refused = refused_summary(wave)
        if refused is not None:
            return refused
    steps = _steps(times)
    squares = fsum(c * c for c in steps)
    parts = [c * c * wave.squared_error for c, wave in zip(steps, waves, strict=True)]
    error = sqrt(fsum(parts)) / squares
    if error * squares <= _NO_SPREAD * fsum(
        abs(c * w.mean) for c, w in zip(steps, waves, strict=True)
    ):
        return Refusal("no_spread")
    shares = [part / fsum(parts) for part in parts]
    df = 1 / fsum(s * s / (wave.effective - 1) for s, wave in zip(shares, waves, strict=True))
    slope = fsum(c * wave.mean for c, wave in zip(steps, waves, strict=True)) / squares
    reach = float(scipy.special.stdtrit(df, 1 - TAIL)) * error
    statistic = slope / error
    p = 2 * float(scipy.special.stdtr(df, -abs(statistic)))
    span = max(times) - min(times)
    return Trend(Estimate(slope, slope - reach, slope + reach), statistic, p, df, span)


def cochran_armitage(
    favorable: Sequence[int], answered: Sequence[int], times: Sequence[float] | None = None
) -> Trend | Refusal:
    """The Cochran-Armitage test for a trend of shares (0 to 1) over three or more waves.

    With tbar = sum n_w t_w / n and S = sum n_w (t_w - tbar)^2: slope b = sum n_w (t_w - tbar) p_w
    / S, z = b sqrt(S) / sqrt(p (1 - p)), p the share of all waves together; R's prop.trend.test
    gives z squared. The interval of the slope takes each wave's own p_w (1 - p_w) n_w
    (t_w - tbar)^2 / S^2. Refuses as `trend_of_means` does; no_spread where nobody or everybody is
    favorable, no_answers for an empty wave.
    Example: 83 of 86, 90 of 93, 129 of 136, 70 of 82: z^2 = 8.225, p = 0.0041.
    Source: Cochran 1954, Biometrics 10; Armitage 1955, Biometrics 11.
    """
    times = range(1, len(favorable) + 1) if times is None else times
    for refused in (_refused_times(times, len(favorable)), _refused_counts(favorable, answered)):
        if refused is not None:
            return refused
    everybody = sum(answered)
    middle = fsum(n * t for n, t in zip(answered, times, strict=True)) / everybody
    steps = [t - middle for t in times]
    squares = fsum(n * c * c for n, c in zip(answered, steps, strict=True))
    slope = fsum(c * x for c, x in zip(steps, favorable, strict=True)) / squares
    pooled = sum(favorable) / everybody
    statistic = slope * sqrt(squares) / sqrt(pooled * (1 - pooled))
    spread = fsum(
        c * c * x * (n - x) / n for c, x, n in zip(steps, favorable, answered, strict=True)
    )
    reach = Z * sqrt(spread) / squares
    p = 2 * float(scipy.special.ndtr(-abs(statistic)))
    span = max(times) - min(times)
    return Trend(Estimate(slope, slope - reach, slope + reach), statistic, p, None, span)


def _steps(times: Sequence[float]) -> list[float]:
    middle = fsum(times) / len(times)
    return [time - middle for time in times]


def _refused_times(times: Sequence[float], waves: int) -> Refusal | None:
    if waves < FEWEST_WAVES:
        return Refusal("too_few", FEWEST_WAVES, waves)
    if len(times) != waves or not are_figures(*times):
        return Refusal("bad_input")
    span = max(times) - min(times)
    apart = span > max(_SHORTEST, _NO_SPREAD * max(map(abs, times)))
    return None if apart else Refusal("no_spread")


def _refused_counts(favorable: Sequence[int], answered: Sequence[int]) -> Refusal | None:
    if len(favorable) != len(answered) or not len(answered):
        return Refusal("bad_input")
    if not are_counts(*favorable, *answered):
        return Refusal("bad_input")
    if min(answered) < 1:
        return Refusal("no_answers", 1, min(answered))
    if any(not 0 <= x <= n for x, n in zip(favorable, answered, strict=True)):
        return Refusal("contradiction")
    return Refusal("no_spread") if sum(favorable) in (0, sum(answered)) else None
