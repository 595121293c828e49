"""Several tests in one report: adjusted p, so that many questions do not make false news.

A family is everything tested in one report. A test that is hidden is None: it stays None and
is not counted in m, so that an adjusted p tells nothing about what is hidden. Each function
gives the adjusted p in the order given; a test is rejected where its adjusted p is at most the
level (Holm 0.05 for headlines, Benjamini-Hochberg 0.10 for lists of items).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Final

from survey.core.analysis.estimates import Refusal, are_figures

HOLM_LEVEL: Final = 0.05
"""Headlines: the chance of any false one among them."""

DISCOVERY_LEVEL: Final = 0.10
"""Lists of items: the expected share of false ones among those flagged; exploratory."""

Adjusted = tuple[float | None, ...]


def holm(p_values: Sequence[float | None]) -> Adjusted | Refusal:
    """Holm's step-down: the family-wise error rate, whatever the dependence.

    The i-th smallest of m gets max over j <= i of min(1, (m - j + 1) p_(j)).
    Example: 0.01, 0.04, 0.03, 0.005 gives 0.03, 0.06, 0.06, 0.02; a None among them changes
    nothing. Refuses p outside of 0 to 1 (bad_input).
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65-70.
    """
    if not _valid(p_values):
        return Refusal("bad_input")
    order = _ascending(p_values)
    adjusted: dict[int, float] = {}
    highest = 0.0
    for rank, (place, p) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p))
        adjusted[place] = highest
    return _placed(adjusted, p_values)


def benjamini_hochberg(p_values: Sequence[float | None]) -> Adjusted | Refusal:
    """Benjamini & Hochberg's step-up: the false discovery rate of positively dependent tests.

    The i-th smallest of m gets min over j >= i of min(1, p_(j) m / j).
    Example: 0.01, 0.04, 0.03, 0.005 gives 0.02, 0.04, 0.04, 0.02. Refuses p outside of 0 to 1.
    Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289-300.
    """
    return _step_up(p_values, penalty=1.0)


def benjamini_yekutieli(p_values: Sequence[float | None]) -> Adjusted | Refusal:
    """The same under any dependence, as between items worded in opposite directions.

    Benjamini & Hochberg's, times 1 + 1/2 + ... + 1/m. Example: 0.01, 0.04, 0.03, 0.005 gives
    0.0417, 0.0833, 0.0833, 0.0417. Refuses p outside of 0 to 1.
    Source: Benjamini & Yekutieli 2001, Annals of Statistics 29:1165-1188.
    """
    tested = sum(p is not None for p in p_values)
    return _step_up(p_values, penalty=fsum(1 / rank for rank in range(1, tested + 1)))


def _step_up(p_values: Sequence[float | None], *, penalty: float) -> Adjusted | Refusal:
    if not _valid(p_values):
        return Refusal("bad_input")
    order = _ascending(p_values)
    adjusted: dict[int, float] = {}
    lowest = 1.0
    for rank, (place, p) in reversed(list(enumerate(order, start=1))):
        lowest = min(lowest, penalty * p * len(order) / rank)
        adjusted[place] = lowest
    return _placed(adjusted, p_values)


def _valid(p_values: Sequence[float | None]) -> bool:
    return all(p is None or (are_figures(p) and 0 <= p <= 1) for p in p_values)


def _ascending(p_values: Sequence[float | None]) -> list[tuple[int, float]]:
    """(place, p) of the tests that are not hidden, smallest p first."""
    tested = [(place, p) for place, p in enumerate(p_values) if p is not None]
    return sorted(tested, key=lambda found: found[1])


def _placed(adjusted: dict[int, float], p_values: Sequence[float | None]) -> Adjusted:
    return tuple(adjusted.get(place) for place in range(len(p_values)))
