"""Two waves of one property: what it does to a change that some adults answered both times.

Answers are anonymous, so nobody knows how many. The covariance tells why the samples may be
treated as independent: it is 0 where the same adults answer by chance, and positive (so that
the change is surer than said) where the same ones answer each time.
"""

from __future__ import annotations

from survey.core.analysis.estimates import Refusal, are_counts, are_figures


def overlap_range(
    answered_before: int, answered_now: int, adults: int
) -> tuple[int, int] | Refusal:
    """The fewest and the most adults who can have answered both times.

    max(0, n1 + n2 - N) to min(n1, n2). Example: 60 and 70 of 100 adults: 30 to 60.
    Refuses "no_answers"; "contradiction" for more answers than adults; "bad_input" for what is no
    whole number.
    """
    if not are_counts(answered_before, answered_now, adults):
        return Refusal("bad_input")
    if min(answered_before, answered_now) < 1:
        return Refusal("no_answers", 1, min(answered_before, answered_now))
    if max(answered_before, answered_now) > adults:
        return Refusal("contradiction", adults, max(answered_before, answered_now))
    fewest = max(0, answered_before + answered_now - adults)
    return fewest, min(answered_before, answered_now)


def overlap_covariance(
    answered_before: int, answered_now: int, adults: int, *, both: int, covariance: float
) -> float | Refusal:
    """The covariance of two waves' means: (m / (n1 n2) - 1/N) S12, in squared units of the values.

    m: adults who answered both times; S12: covariance (N - 1) of the adults' values of the two
    waves. 0 where m = n1 n2 / N. Refuses an m that the numbers do not allow (contradiction).
    Example: n1 = 60, n2 = 70, N = 100, m = 50, S12 = 400: (0.0119048 - 0.01) 400 = 0.762.
    Source: Tam 1984, The American Statistician 38:288-289.
    """
    possible = overlap_range(answered_before, answered_now, adults)
    if isinstance(possible, Refusal):
        return possible
    if not are_figures(covariance) or not are_counts(both):
        return Refusal("bad_input")
    fewest, most = possible
    if not fewest <= both <= most:
        return Refusal("contradiction", fewest if both < fewest else most, both)
    return (both / (answered_before * answered_now) - 1 / adults) * covariance


def overlap_variance(
    variances: tuple[float, float],
    answered: tuple[int, int],
    adults: int,
    *,
    covariance: float,
    both: int | None = None,
) -> float | Refusal:
    """The variance of a change among these adults: v1 + v2 - 2 (m / (n1 n2) - 1/N) S12.

    v1, v2: the variances of the means with finite population, (1 - n/N) S2 / n. Where m is not
    known (`both` None), the least favorable one: the fewest for a covariance of 0 or more, the
    most for a negative one. Example: v 2 and 1.5, n 60 and 70, N 100, S12 400, m not known:
    m = 30, covariance (0.0071429 - 0.01) 400 = -1.143, variance 5.786. Source: Tam 1984.
    """
    if not are_figures(*variances, covariance) or min(variances) < 0:
        return Refusal("bad_input")
    if both is None:
        possible = overlap_range(*answered, adults)
        if isinstance(possible, Refusal):
            return possible
        fewest, most = possible
        both = fewest if covariance >= 0 else most
    shared = overlap_covariance(*answered, adults, both=both, covariance=covariance)
    if isinstance(shared, Refusal):
        return shared
    # Never below 0, which figures that contradict each other would give.
    return max(0.0, variances[0] + variances[1] - 2 * shared)
