"""What no survey has: numbers that are none, words, negative counts, halves of people, endless
values, whole numbers too narrow to be multiplied.

N1 no function gives a NaN, an infinity or an interval that its own figure is outside of
N2 no function raises anything: what cannot be answered is a Refusal
N3 values that are all alike have no spread, whatever the last bit of their mean
N4 what is said of a nonsense is why
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import product
from math import inf, isfinite, nan
from typing import Any, Final

import numpy as np
import pytest

from survey.core.analysis.agreement import agreement_of, intraclass_correlations
from survey.core.analysis.calibration import calibrate_within
from survey.core.analysis.change import (
    Summary,
    newcombe,
    newcombe_of_counts,
    summary_of,
    welch,
    welch_of_values,
)
from survey.core.analysis.comparability import mode_differs, turnover
from survey.core.analysis.covariances import covariance_of
from survey.core.analysis.detectable import minimum_detectable, smallest_flagged
from survey.core.analysis.effective import (
    effective_answers,
    kish_design_effect,
    korn_graubard_interval,
    weighted_share_interval,
)
from survey.core.analysis.equivalence import equivalence
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.factor import one_factor
from survey.core.analysis.gaps import (
    Share,
    correction,
    gap_of_scores,
    gap_of_shares,
    hedges_g,
    hedges_g_normal,
)
from survey.core.analysis.importance import importance_of
from survey.core.analysis.lmg import variance_inflations
from survey.core.analysis.matching import mantel_haenszel_delta, mantel_test, strata_of
from survey.core.analysis.means import (
    deviation_of,
    mean_interval,
    mean_interval_from,
    mean_interval_from_sums,
    mean_of,
)
from survey.core.analysis.multiplicity import benjamini_hochberg, holm
from survey.core.analysis.ordinal_logit import ordinal_logit
from survey.core.analysis.overlap import overlap_covariance, overlap_range, overlap_variance
from survey.core.analysis.raking import Margin, rake
from survey.core.analysis.ranks import cliffs_delta, cliffs_variance, mann_whitney
from survey.core.analysis.reliability import (
    bonett_interval,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlations,
    spearman_brown,
)
from survey.core.analysis.scales import prorated_score, scale_scores
from survey.core.analysis.scores import percent_favorable
from survey.core.analysis.shares import (
    certain_range,
    equivalent_answers,
    hypergeometric_interval,
    share_interval,
    wilson_finite_interval,
    wilson_from_share,
    wilson_interval,
)
from survey.core.analysis.stratified import (
    stratified_mean_from_cells,
    stratified_share_from_counts,
)
from survey.core.analysis.tabulation import ScoreCell
from survey.core.analysis.trends import cochran_armitage, trend_of_means
from survey.core.analysis.weighted import Design, weighted_mean
from survey.core.analysis.weights import choose_weights

ODD: Final[tuple[Any, ...]] = (
    *(-1, 0, 1, 2, 2.5, 30, 10**12, nan, inf),
    *(None, "3", np.uint8(200), 10**400),
)
SHARES: Final[tuple[Any, ...]] = (-0.1, 0.0, 0.5, 1.0, nan, inf, 1e-300, 5e-324, None, "1")
LISTS: Final[tuple[list[Any], ...]] = (
    [],
    [1],
    [50] * 5,
    [nan, 1],
    [inf, 2, 3],
    [1e308, -1e308, 1e308],
    [1e-320, 2e-320],
    [0, 25, 50, 75, 100],
    [-5, 150],
    [None, 3],
    ["3", "4"],
)
COUNTS: Final[tuple[list[Any], ...]] = (
    [],
    [0, 0],
    [5, 0],
    [1, 2, 3, 4],
    [4, 3, 2, 1],
    [-1, 3],
    [1.5, 2.5],
    [nan, 1],
    [inf, 1],
    [10**9, 0, 0, 0],
    ["1", None],
    list(np.array([200, 100, 1, 2], dtype=np.uint8)),
)
SAMPLES: Final = tuple(
    Summary(mean, variance, answered)
    for mean, variance, answered in product(
        (0, 50, nan, 1e300), (0, 484, -1, 1e-320, nan), (1, 2.5, 48, 1e12, inf)
    )
) + tuple(Summary(1, 1, 10, effect) for effect in (0, -1, nan, 1e-300))
MATRICES: Final = tuple(
    np.array(rows, dtype=float).reshape(-1, 3)
    for rows in (
        [],
        [1, 2, 3],
        [[1, 2, 3], [2, 4, 6], [3, 5, 8], [1, 1, 2]],
        [[nan] * 3] * 5,
        [[inf, 1, 2], [1, 2, 3], [1, 2, 4]],
        [[1e200, 2, 3], [-1e200, 3, 4], [0, 1, 1]],
        [[5, 5, 5]] * 4,
    )
)
NO_TABLES: Final[tuple[Any, ...]] = (
    np.array([1.0, 2.0, 4.0]),
    np.ones((2, 2, 2)),
    np.array([["1", "2"], ["3", "5"]]),
    [[1, 2], [3, 5]],
)
MARGINS: Final = (
    (),
    (Margin("a", {"x": 60, "y": 40}),),
    (Margin("a", {"x": -5, "y": 105}),),
    (Margin("a", {"x": 0, "y": 0}),),
)
SIZES: Final[tuple[dict[tuple[str, ...], Any], ...]] = (
    {},
    {("x",): 30, ("y",): 10},
    {("x",): nan, ("y",): 2},
    {("x",): 2.5, ("y",): 2},
    {("x",): -1},
    {(): 50},
    {("x",): np.uint8(200), ("y",): np.uint8(100)},
    {("x",): "30", ("y",): None},
)


def _calls() -> Iterator[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]:
    """Every function with every odd value in every place."""
    for x, n in product(ODD, ODD):
        for pair in (wilson_interval, percent_favorable, turnover):
            yield pair, (x, n), {}
        for frame in (None, *ODD):
            yield share_interval, (x, n, frame), {}
            yield equivalent_answers, (x, n, frame), {}
            yield overlap_range, (x, n, frame or 0), {}
            yield overlap_covariance, (x, n, frame or 0), {"both": 1, "covariance": x}
            yield overlap_variance, ((x, 1.5), (n, 70), frame or 0), {"covariance": 4, "both": None}
            for counted in (hypergeometric_interval, wilson_finite_interval, certain_range):
                yield counted, (x, n, frame or 0), {}
    for share, n in product(SHARES, ODD):
        yield wilson_from_share, (share, n), {}
        for second in SHARES:
            yield newcombe, (share, n, second, 30), {}
        for other in ODD:
            yield weighted_share_interval, (share, other, n, 50), {}
            named = {"respondents": 26, "freedom": n, "effective": 10}
            yield korn_graubard_interval, (share, other), named
    for values in LISTS:
        for listed in (kish_design_effect, effective_answers, summary_of):
            yield listed, (values,), {}
        for frame in (None, *ODD):
            yield mean_interval, (values,), {"frame": frame}
        for others in LISTS:
            yield welch_of_values, (values, others), {}
        for adults in ODD:
            yield weighted_mean, (values, Design((1,) * len(values), adults={"": adults})), {}
        yield holm, (values,), {}
        yield benjamini_hochberg, (values,), {}
        yield prorated_score, (values, 1), {}
        yield importance_of, (values, {"a": values, "b": values}), {"seed": 1}
        yield agreement_of, (values, ["a"] * len(values)), {"whole_platform": True}
        yield mode_differs, (dict(enumerate(values)), {0: 1}), {}
        yield weighted_mean, (values, Design((1e-200,) * len(values))), {}
        yield weighted_mean, (values, Design((1e200,) * len(values))), {}
        yield intraclass_correlations, ([values, [1, 2]],), {}
        yield scale_scores, ([values],), {"least": 1}
        yield strata_of, (values,), {}
        yield mantel_test, (values, [True] * len(values), [0] * len(values)), {}
        if not any(isinstance(value, str) for value in values):
            yield ordinal_logit, (values, np.array(values, dtype=float).reshape(-1, 1)), {}
    for first, second, third in product(ODD, (*ODD, 1e300), ODD):
        yield mean_interval_from, (first, second, third), {"frame": 50}
        yield mean_interval_from_sums, (third, first, second), {"frame": 50}
        yield smallest_flagged, (first, second, third), {}
        yield minimum_detectable, (first, second), {"power": third}
        yield equivalence, (first, second, third), {}
        yield feldt_interval, (first, second, third), {}
        yield bonett_interval, (first, second, third), {}
        yield newcombe_of_counts, (1, first, second, third), {}
        yield (
            stratified_mean_from_cells,
            ({"a": [ScoreCell((), first, second, third)]}, {"a": 9}),
            {},
        )
        yield stratified_share_from_counts, ({"a": (first, second)}, {"a": third}), {}
        named = {"respondents": {"a": second}}
        yield stratified_share_from_counts, ({"a": (3, 10)}, {"a": first}), named
        yield gap_of_shares, (Share(1, 10), Share(2, 10), Share(first, second)), {}
        yield mantel_haenszel_delta, ([(first, second, third, 1)],), {}
        yield cochran_armitage, ([1, 2, 3], [10, 10, 10], [first, second, third]), {}
        yield cochran_armitage, ([first, second, third], [30, 30, 30]), {}
    for before, now in product(COUNTS, COUNTS):
        for ranked in (mann_whitney, cliffs_delta, cliffs_variance):
            yield ranked, (before, now), {}
    for first_one, second_one in product(SAMPLES, SAMPLES[::3]):
        for compared in (welch, hedges_g, hedges_g_normal):
            yield compared, (first_one, second_one), {}
        yield gap_of_scores, (SAMPLES[1], first_one, second_one), {}
        yield trend_of_means, ([first_one, second_one, SAMPLES[1]],), {}
    for matrix in (*MATRICES, *NO_TABLES):
        for scaled in (
            covariance_of,
            cronbach_alpha,
            spearman_brown,
            item_rest_correlations,
            one_factor,
            variance_inflations,
        ):
            yield scaled, (matrix,), {}
    for sizes, margins in product(SIZES, MARGINS):
        yield rake, (sizes, margins), {}
        yield calibrate_within, (sizes, margins), {}
        yield calibrate_within, (sizes, margins, (0.7, inf)), {}
        for adults in (None, -3, 0, 50, 100, nan):
            yield choose_weights, (sizes, margins), {"adults": adults}


def _is_sound(found: Any) -> bool:
    """Whether there is nothing in it that is no number, and every figure is in its interval."""
    if isinstance(found, Refusal):
        return True
    if isinstance(found, float):
        return isfinite(found)
    if isinstance(found, Estimate) and not found.low <= found.value <= found.high:
        return False
    if isinstance(found, Sequence) and not isinstance(found, str):
        return all(map(_is_sound, found))
    if is_dataclass(found):
        return all(_is_sound(getattr(found, field.name)) for field in fields(found))
    return True


def test_n1_n2_nothing_but_figures_and_refusals() -> None:
    called, refused = 0, 0
    for function, given, named in _calls():
        found = function(*given, **named)
        assert _is_sound(found), (function.__name__, given, named, found)
        called += 1
        refused += isinstance(found, Refusal)
    # Both kinds of answers were met, many times.
    assert called - refused > 500
    assert refused > 5000


@pytest.mark.parametrize("alike", [100 / 3, 58.333333333333336, 0.1])
def test_n3_alike_is_no_spread(alike: float) -> None:
    for answered in range(2, 60):
        values = [alike] * answered
        summary = summary_of(values)
        assert isinstance(summary, Summary)
        assert (summary.mean, summary.variance) == (alike, 0)
        assert welch_of_values(values, values) == Refusal("no_spread")
        assert intraclass_correlations([values, values]) == Refusal("no_spread")


@pytest.mark.parametrize("function", [mean_of, deviation_of, effective_answers, summary_of])
def test_n2_an_array_is_a_list_of_numbers(function: Callable[..., Any]) -> None:
    values = [1.0, 2.0, 4.0]
    assert function(np.array(values)) == function(values)
    assert not function(np.array([]))


def test_n2_counts_as_arrays() -> None:
    before, now = [3_000_000, 20, 30], [40, 2_500_000, 1]
    # Their cubes do not fit into 64 bits.
    assert mann_whitney(list(np.array(before)), list(np.array(now))) == mann_whitney(before, now)


def test_n4_why() -> None:
    assert share_interval(3, 2, 50) == Refusal("contradiction", 2, 3)
    assert mean_interval([nan, 1.0], frame=None) == Refusal("bad_input")
    assert choose_weights({(): 50}, (), adults=10) == Refusal("contradiction", 10, 50)
    assert overlap_range(60, 70, 50) == Refusal("contradiction", 50, 70)
    # J of many is 1 less three quarters of their reciprocal, to the last digits.
    assert correction(10_000) == pytest.approx(correction(9_999.999), abs=1e-9)
    assert correction(1e15) == 1 - 3 / (4e15 - 1)
