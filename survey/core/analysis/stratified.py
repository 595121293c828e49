"""Weighted means and shares from the sums of a tabulation: one weight for each stratum.

The same figures as `weighted.py` gives from rows, for the case where the weight is the same for
all respondents of a stratum. A tabulation holds nothing finer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from survey.core.analysis.effective import weighted_share_interval
from survey.core.analysis.estimates import Refusal, are_counts, are_figures
from survey.core.analysis.means import squares_about_mean
from survey.core.analysis.tabulation import ScoreCell
from survey.core.analysis.weighted import Weighted, interval_about, refuse_strata


@dataclass(frozen=True, slots=True)
class Sums:
    """One stratum: how many answered, the sum of their values and the sum of the squares."""

    answered: int
    total: float
    squares: float


def sums_of(cells: Sequence[ScoreCell]) -> Sums:
    """The crossings of one stratum taken together; of no cells, nobody."""
    return Sums(
        sum(cell.answered for cell in cells),
        fsum(cell.total for cell in cells),
        fsum(cell.squares for cell in cells),
    )


def stratified_mean_from_cells(
    cells: Mapping[str, Sequence[ScoreCell]],
    frame: Mapping[str, int],
    *,
    respondents: Mapping[str, int] | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Weighted | Refusal:
    """The mean score of all adults, each stratum weighted by its adults in the `frame`.

    `respondents` are all who took part, by stratum, where some of them have no score: each of
    them stands for w_h = N_h/n_h adults, and those with a score are a domain. Without it,
    whoever has a score is a respondent, and the mean is sum N_h ybar_h / N.

    With a_h answered, e = y - ybar, total E_h and squares Q_h of the e:
    V = sum_h (1 - n_h/N_h) n_h/(n_h - 1) (w_h / sum w)^2 (Q_h - E_h^2 / n_h);
    ybar ± t(df, 0.975) sqrt(V); df = answered less the strata that they are in.

    Example: stratum A, 30 adults, scores 50 and 70; B, 10 adults, scores 20 and 40. The mean is
    (30 * 60 + 10 * 30) / 40 = 52.5; V = 0.75^2 * (28/30) * 100 + 0.25^2 * (8/10) * 100 = 57.5.

    Refuses "empty_stratum" where adults have no respondent, "too_few" for one respondent alone
    in a stratum of several adults, "contradiction" for more answers than respondents, or more
    respondents than adults, "no_answers", and "bad_input" for a stratum's mean outside `bounds`.
    Source: Cochran 1977, section 5A.2; disclosure.md 1.4.
    """
    if not all(_is_calculable(cell) for held in cells.values() for cell in held):
        return Refusal("bad_input")
    sums = {stratum: sums_of(held) for stratum, held in sorted(cells.items())}
    return _stratified(sums, frame, respondents, bounds)


def stratified_share_from_counts(
    counts: Mapping[str, tuple[int, int]],
    frame: Mapping[str, int],
    *,
    respondents: Mapping[str, int] | None = None,
) -> Weighted | Refusal:
    """The share of all adults, from (favorable, answered) by stratum; an interval in [0, 1].

    The point and its variance as `stratified_mean_from_cells`; the interval is Wilson's with
    n* = n_eff (N-1)/(N-n). Example: A, 30 adults, 8 of 10; B, 10 adults, 2 of 10: the share is
    (30 * 0.8 + 10 * 0.2) / 40 = 0.65, n_eff = 16, n* = 31.2, 0.475 to 0.792. Refuses as that does,
    and "contradiction" for more favorable than answered.
    """
    if not are_counts(*(number for pair in counts.values() for number in pair)):
        return Refusal("bad_input")
    if any(not 0 <= favorable <= answered for favorable, answered in counts.values()):
        return Refusal("contradiction")
    sums = {
        stratum: Sums(answered, favorable, favorable)
        for stratum, (favorable, answered) in sorted(counts.items())
    }
    found = _stratified(sums, frame, respondents, (0.0, 1.0))
    if isinstance(found, Refusal):
        return found
    interval = weighted_share_interval(
        found.estimate.value, found.effective, found.answered, sum(frame.values())
    )
    if isinstance(interval, Refusal):
        return interval
    return Weighted(interval, found.variance, found.freedom, found.answered, found.effective)


def _stratified(
    sums: Mapping[str, Sums],
    frame: Mapping[str, int],
    respondents: Mapping[str, int] | None,
    bounds: tuple[float, float],
) -> Weighted | Refusal:
    if not are_counts(*frame.values(), *(respondents or {}).values()):
        return Refusal("bad_input")
    took_part = respondents or {stratum: held.answered for stratum, held in sums.items()}
    took_part = {stratum: number for stratum, number in sorted(took_part.items()) if number}
    for stratum, held in sums.items():
        if held.answered > took_part.get(stratum, 0):
            return Refusal("contradiction", took_part.get(stratum, 0), held.answered)
        if held.answered and not _within(held.total / held.answered, bounds):
            return Refusal("bad_input")
    answered = sum(held.answered for held in sums.values())
    if answered < 1:
        return Refusal("no_answers", 1, 0)
    refusal = refuse_strata(took_part, frame)
    if refusal is not None:
        return refusal
    freedom = answered - sum(held.answered > 0 for held in sums.values())
    if freedom < 1:
        return Refusal("too_few", 2, answered)
    weight = {stratum: frame[stratum] / number for stratum, number in took_part.items()}
    held_in = {stratum: sums.get(stratum, Sums(0, 0.0, 0.0)) for stratum in took_part}
    whole = fsum(weight[stratum] * held.answered for stratum, held in held_in.items())
    mean = fsum(weight[stratum] * held.total for stratum, held in held_in.items()) / whole
    variance = fsum(
        (weight[stratum] / whole) ** 2 * _spread(held, mean, took_part[stratum], frame[stratum])
        for stratum, held in held_in.items()
    )
    squares = fsum(weight[stratum] ** 2 * held.answered for stratum, held in held_in.items())
    return Weighted(
        interval_about(mean, variance, freedom, bounds),
        variance,
        freedom,
        answered,
        min(whole * whole / squares, answered),
    )


def _spread(held: Sums, mean: float, respondents: int, adults: int) -> float:
    """(1 - n/N) n/(n-1) (Q - E^2/n) of the distances from the mean, 0 for who did not answer."""
    if respondents == adults or held.answered == 0:
        return 0.0
    gap = held.total / held.answered - mean
    about = squares_about_mean(held.answered, held.total, held.squares)
    # Q - E^2/n = squares about the stratum's own mean, and what those without a value add.
    squares = about + held.answered * gap * gap * (1 - held.answered / respondents)
    return (1 - respondents / adults) * respondents / (respondents - 1) * squares


def _is_calculable(cell: ScoreCell) -> bool:
    return are_counts(cell.answered) and are_figures(cell.total, cell.squares)


def _within(mean: float, bounds: tuple[float, float]) -> bool:
    slack = 1e-9 * (bounds[1] - bounds[0])
    return bounds[0] - slack <= mean <= bounds[1] + slack
