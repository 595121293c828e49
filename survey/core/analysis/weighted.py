"""Weighted means with their intervals, from one row for each respondent.

Linearised: the mean is written as a sum of one contribution for each respondent, and the spread
of those contributions within the strata gives the variance. Equals R's survey 4.1.1.
`stratified.py` does the same from the sums of a tabulation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
import scipy

from survey.core.analysis.effective import are_weights
from survey.core.analysis.estimates import TAIL, Estimate, Refusal, are_counts, are_figures

WHOLE = ""
"""The only stratum of a design without strata."""


@dataclass(frozen=True, slots=True)
class Design:
    """How respondents came to be, one entry each, and what is known of the frame.

    weights: adults that each stands for, above 0. strata: which stratum each was drawn in;
    empty without strata. adults: by stratum (`WHOLE` without strata); empty where the frame is
    not known, and then no part of the population counts as seen. margins: for each margin that
    the weights were raked to, the class of each respondent. base: weights before raking, equal
    ones when empty.
    """

    weights: tuple[float, ...]
    strata: tuple[str, ...] = ()
    adults: Mapping[str, int] | None = None
    margins: tuple[tuple[str, ...], ...] = ()
    base: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted mean: its interval, variance, degrees of freedom, answers, effective answers."""

    estimate: Estimate
    variance: float
    freedom: int
    answered: int
    effective: float


def weighted_mean(
    values: Sequence[float | None],
    design: Design,
    *,
    domain: Sequence[bool] | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Weighted | Refusal:
    """The weighted mean of values, in their unit; None is an answer left out.

    ybar = sum w y / sum w over the respondents of the `domain` (all of them without one) who
    answered; e = y - ybar for these and 0 for the others; after raking, e less its regression
    on the classes of all margins, by base weights, over ALL respondents; z = w e / sum w;
    V = sum_h (1 - n_h/N_h) n_h/(n_h - 1) sum_i (z_hi - zbar_h)^2;
    interval ybar ± t(df, 0.975) sqrt(V), cut at `bounds`. df = answered less the strata that
    they are in. For a share, values are 0 and 1 and `bounds` (0, 1).

    Example: 2, 4, 9 with weights 1, 1, 2 and no frame: 24 / 4 = 6; z = -1, -0.5, 1.5;
    V = 3/2 * 3.5 = 5.25.

    A stratum with a single respondent has no spread to see: refused, unless he is its only
    adult. Refuses "no_answers", "too_few", "empty_stratum" for adults without a respondent,
    "contradiction" for more respondents than adults or a stratum that the frame does not know,
    and "bad_input" for lengths that differ, weights not above 0 or values outside `bounds`.
    Source: Sarndal, Swensson & Wretman 1992, chapters 5 to 7; disclosure.md 1.4.
    """
    if not all(
        value is None or (are_figures(value) and bounds[0] <= value <= bounds[1])
        for value in values
    ):
        return Refusal("bad_input")
    rows = _rows(values, design, domain)
    if isinstance(rows, Refusal):
        return rows
    refusal = refuse_strata(Counter(row.stratum for row in rows), design.adults)
    if refusal is not None:
        return refusal
    counted = [row for row in rows if row.value is not None]
    freedom = len(counted) - len({row.stratum for row in counted})
    if freedom < 1:
        return Refusal("too_few" if counted else "no_answers", 2, len(counted))
    total = fsum(row.weight for row in counted)
    mean = fsum(row.weight * row.value for row in counted if row.value is not None) / total
    errors = [0.0 if row.value is None else row.value - mean for row in rows]
    parts: dict[str, list[float]] = {}
    for row, error in zip(rows, _residuals(errors, rows), strict=True):
        parts.setdefault(row.stratum, []).append(row.weight * error / total)
    variance = fsum(
        _spread(held, None if design.adults is None else design.adults[stratum])
        for stratum, held in parts.items()
    )
    effective = total * total / fsum(row.weight * row.weight for row in counted)
    interval = interval_about(mean, variance, freedom, bounds)
    return Weighted(interval, variance, freedom, len(counted), min(effective, len(counted)))


def interval_about(
    mean: float, variance: float, freedom: int, bounds: tuple[float, float]
) -> Estimate:
    """mean ± t(df, 0.975) sqrt(V), cut at the ends of the scale; df at least 1.

    The mean of values at an end of the scale may stray over it by a float's last bit.
    """
    lowest, highest = bounds
    value = min(highest, max(lowest, mean))
    reach = float(scipy.special.stdtrit(freedom, 1 - TAIL)) * sqrt(variance)
    return Estimate(value, max(lowest, value - reach), min(highest, value + reach))


def refuse_strata(
    respondents: Mapping[str, int], adults: Mapping[str, int] | None
) -> Refusal | None:
    """Why strata with so many respondents and adults give no variance; None when they do."""
    if not are_counts(*respondents.values(), *(adults or {}).values()):
        return Refusal("bad_input")
    for stratum, number in (adults or {}).items():
        if number > 0 and not respondents.get(stratum):
            return Refusal("empty_stratum", 1, 0)
    for stratum, number in respondents.items():
        known = None if adults is None else adults.get(stratum, 0)
        if known is not None and number > known:
            return Refusal("contradiction", known, number)
        if number == 1 and known != 1:
            return Refusal("too_few", 2, 1)
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    stratum: str
    classes: tuple[str, ...]
    weight: float
    base: float
    missing: bool
    value: float | None


def _rows(
    values: Sequence[float | None], design: Design, domain: Sequence[bool] | None
) -> list[_Row] | Refusal:
    """One row for each respondent, sorted, so that no sum depends on who came first."""
    number = len(design.weights)
    strata, base = design.strata or (WHOLE,) * number, design.base or (1.0,) * number
    inside = [True] * number if domain is None else domain
    parallel = (values, strata, base, inside, *design.margins)
    if not number:
        return Refusal("no_answers", 1, 0)
    if any(len(one) != number for one in parallel):
        return Refusal("bad_input")
    if not (are_weights(design.weights) and are_weights(base)):
        return Refusal("bad_input")
    rows = []
    for at in range(number):
        value = values[at] if inside[at] else None
        classes = tuple(margin[at] for margin in design.margins)
        weight = float(design.weights[at])
        rows.append(_Row(strata[at], classes, weight, float(base[at]), value is None, value))
    return sorted(
        rows,
        key=lambda row: (
            row.stratum,
            row.classes,
            row.weight,
            row.base,
            row.missing,
            row.value or 0.0,
        ),
    )


def _residuals(errors: Sequence[float], rows: Sequence[_Row]) -> Sequence[float]:
    """What raking leaves of the errors: less their regression on the margins' classes."""
    classes = sorted({pair for row in rows for pair in enumerate(row.classes)})
    if not classes:
        return errors
    dummies = np.array([[float(row.classes[at] == name) for at, name in classes] for row in rows])
    roots = np.sqrt(np.array([row.base for row in rows]))
    wanted = np.asarray(errors, dtype=float)
    fitted = np.linalg.lstsq(dummies * roots[:, None], wanted * roots, rcond=None)[0]
    return [float(left) for left in wanted - dummies @ fitted]


def _spread(held: Sequence[float], adults: int | None) -> float:
    """(1 - n/N) n/(n-1) sum (z - zbar)^2 in one stratum; nothing where everybody answered."""
    number = len(held)
    if adults is not None and number == adults:
        return 0.0
    unseen = 1.0 if adults is None else 1 - number / adults
    mean = fsum(held) / number
    return unseen * number / (number - 1) * fsum((one - mean) ** 2 for one in held)
