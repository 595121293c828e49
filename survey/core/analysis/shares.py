"""Intervals of a share: x favorable among n who answered, N adults in the frame.

Shares are between 0 and 1. What cannot be answered is a Refusal, never a NaN or a guess.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import comb, sqrt
from typing import Final

from survey.core.analysis.estimates import TAIL, Estimate, Refusal, Z, are_counts, are_figures
from survey.core.analysis.hypergeometric import chance_of_fewer, chance_of_more

PRECISE_FROM: Final = 30
"""So many answers, or effective answers, make a share precise enough to stand unflagged."""

PRECISE_WITHIN: Final = 0.30
"""So does an interval narrower than this, as when 20 of 24 adults answered."""

_SLACK: Final = 1e-9
"""What a float may stray by: 0.7 less 0.4 is 30 points, not fewer."""

MOST_ADULTS: Final = 10_000_000
"""More adults than the exact interval is looked for; it would take minutes."""

_NEARLY_TAIL: Final = 1e-9
"""A tail this close to 0.025 is decided with whole numbers, not with floats."""


def share_interval(favorable: int, answered: int, frame: int | None) -> Estimate | Refusal:
    """The interval of a share: exact where a frame is known, Wilson's where none is.

    Refuses as `hypergeometric_interval` and `wilson_interval` do. Example: 15 of 30 gives 0.38 to
    0.62 out of 50 adults, 0.332 to 0.668 where nobody knows how many there are.
    """
    if frame is None:
        return wilson_interval(favorable, answered)
    return hypergeometric_interval(favorable, answered, frame)


def hypergeometric_interval(favorable: int, answered: int, frame: int) -> Estimate | Refusal:
    """The exact interval of the share among all N adults, given x of n who answered.

    [M_L / N, M_U / N] with M_L = min{M : P(X >= x | N, M, n) > 0.025},
    M_U = max{M : P(X <= x | N, M, n) > 0.025}, X hypergeometric, M in {x, ..., N - n + x}.
    It covers the truth in at least 95 of 100 random draws whatever the truth is, stays in
    [0, 1] and has no width when everybody answered. Example: 15 of 30 out of 50 gives
    0.38 to 0.62. Source: Buonaccorsi 1987, The American Statistician 41.

    Refuses "no_answers"; "contradiction" for more favorable than answers or answers than adults;
    "bad_input" for what is no whole number, or more than ten million adults.
    """
    refused = _refused(favorable, answered, frame)
    if refused is not None:
        return refused
    if frame > MOST_ADULTS:
        return Refusal("bad_input", MOST_ADULTS, frame)
    candidates = range(favorable, frame - answered + favorable + 1)

    # Both tails are monotone in M, so that the ends are found by halving.
    def at_least(m: int) -> bool:
        tail = chance_of_more(favorable, frame, m, answered)
        return _exceeds(tail, range(favorable, min(m, answered) + 1), frame, m, answered)

    def too_many(m: int) -> bool:
        tail = chance_of_fewer(favorable, frame, m, answered)
        fewest = max(0, answered - (frame - m))
        return not _exceeds(tail, range(fewest, favorable + 1), frame, m, answered)

    low = candidates[bisect_left(candidates, True, key=at_least)]
    high = candidates[bisect_right(candidates, False, key=too_many) - 1]
    return Estimate(favorable / answered, low / frame, high / frame)


def _exceeds(tail: float, cases: range, frame: int, m: int, answered: int) -> bool:
    """Whether a tail, the chance of `cases`, is more than 1 in 40: exactly, also in a tie.

    A tail that equals 0.025 would fall on either side by the last bit of a float.
    """
    if abs(tail - TAIL) > _NEARLY_TAIL:
        return tail > TAIL
    ways, others = 0, frame - m - answered
    # The ways to draw x of the m: each from the one before, for working them out anew takes hours
    # where there are many adults.
    drawn = comb(m, cases.start) * comb(frame - m, answered - cases.start)
    for x in cases:
        ways += drawn
        drawn = drawn * (m - x) * (answered - x) // ((x + 1) * (others + x + 1))
    return 40 * ways > comb(frame, answered)


def wilson_interval(favorable: int, answered: int) -> Estimate | Refusal:
    """Wilson's score interval without a finite population.

    (p + z2/2n ± z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), z = 1.96, z2 = z squared.
    Example: 15 of 30 gives 0.332 to 0.668. Source: Wilson 1927, JASA 22.
    Refuses "no_answers", "contradiction" for more favorable than answers, "bad_input".
    """
    # Nobody but those who answered: counts without a frame contradict none.
    refused = _refused(favorable, answered, answered)
    if refused is not None:
        return refused
    return wilson_from_share(favorable / answered, answered)


def wilson_from_share(share: float, answered: float) -> Estimate | Refusal:
    """Wilson's interval where only the share is known, such as a published percent.

    `answered` need not be whole: an effective number of answers serves as well. Example: 0.5 of
    61.25 gives 0.3785 to 0.6215. Refuses "bad_input" for a share outside [0, 1], "no_answers"
    under one answer.
    """
    if not are_figures(share, answered) or not 0 <= share <= 1:
        return Refusal("bad_input")
    if answered < 1:
        return Refusal("no_answers", 1, answered)
    squared = Z * Z
    middle = share + squared / (2 * answered)
    reach = Z * sqrt(share * (1 - share) / answered + squared / (4 * answered * answered))
    scale = 1 + squared / answered
    low, high = (middle - reach) / scale, (middle + reach) / scale
    return Estimate(share, max(0.0, min(low, share)), min(1.0, max(high, share)))


def wilson_finite_interval(favorable: int, answered: int, frame: int) -> Estimate | Refusal:
    """Wilson's interval of the share among all N adults, from x of n who answered.

    (p + psi ± sqrt(2 psi p(1-p) + psi2)) / (1 + 2 psi), psi = (N-n)/(N-1) * z2/(2n), psi2 = psi
    squared, z2 = 3.84. The same as Wilson's with n* = n(N-1)/(N-n) answers, and no width when
    everybody answered. Shorter than the exact interval, and may cover the truth in as few as 80
    of 100 draws (10 of 50 adults): the exact one is for print. Example: 15 of 30 out of 50 gives
    0.3886 to 0.6114. Source: O'Neill 2021, arXiv 2109.12464.

    Refuses "no_answers"; "contradiction" for more favorable than answers or answers than adults;
    "bad_input" for what is no whole number.
    """
    refused = _refused(favorable, answered, frame)
    if refused is not None:
        return refused
    share = favorable / answered
    if answered == frame:
        return Estimate(share, share, share)
    psi = (frame - answered) / (frame - 1) * Z * Z / (2 * answered)
    reach = sqrt(2 * psi * share * (1 - share) + psi * psi)
    low, high = (share + psi - reach) / (1 + 2 * psi), (share + psi + reach) / (1 + 2 * psi)
    return Estimate(share, max(0.0, min(low, share)), min(1.0, max(high, share)))


def equivalent_answers(effective: float, answered: int, frame: int | None) -> float | Refusal:
    """How many answers out of a boundless population would say as much: n* = n_eff (N-1)/(N-n).

    effective: n itself, or less where answers are weighted. Example: 30 of 50 adults say as much
    as 30 * 49 / 20 = 73.5. Refuses "no_answers", "bad_input" for what is no number, "contradiction"
    for more answers than adults, and "no_spread" when everybody answered: nothing is left to
    estimate. Source: O'Neill 2021.
    """
    if not are_figures(effective) or not are_counts(answered, answered if frame is None else frame):
        return Refusal("bad_input")
    if effective <= 0 or answered < 1:
        return Refusal("no_answers", 1, answered)
    if frame is None:
        return effective
    if answered >= frame:
        return Refusal("no_spread" if answered == frame else "contradiction", frame, answered)
    return effective * (frame - 1) / (frame - answered)


def is_precise(interval: Estimate, effective: float) -> bool:
    """Whether a share may stand without a flag: n_eff >= 30, or an interval under 30 points.

    Example: 15 of 20 out of 24 adults, 0.667 to 0.792, is precise; 15 of 20 out of 500, 0.514 to
    0.910, is not. A flag of precision, not a rule of privacy. Source: NCHS 2017, series
    2, number 175, after Korn & Graubard 1998; disclosure.md 1.2.
    """
    return effective >= PRECISE_FROM or interval.width < PRECISE_WITHIN - _SLACK


def certain_range(favorable: int, answered: int, frame: int) -> Estimate | Refusal:
    """What the share among all adults must be, whatever those who did not answer think.

    [x/N, (x + N - n)/N]. Example: 27 of 45 out of 100 gives 0.27 to 0.82.
    Source: Manski 2016, Journal of Econometrics; disclosure.md 1.2. Refuses "no_answers",
    "contradiction" for counts that cannot be, "bad_input" for what is no whole number.
    """
    refused = _refused(favorable, answered, frame)
    if refused is not None:
        return refused
    silent = frame - answered
    return Estimate(favorable / answered, favorable / frame, (favorable + silent) / frame)


def _refused(favorable: int, answered: int, frame: int) -> Refusal | None:
    """Why these counts have no share; None when somebody answered and they fit each other."""
    if not are_counts(favorable, answered, frame):
        return Refusal("bad_input")
    if answered < 1:
        return Refusal("no_answers", 1, answered)
    if answered > frame:
        return Refusal("contradiction", frame, answered)
    return None if 0 <= favorable <= answered else Refusal("contradiction", answered, favorable)
