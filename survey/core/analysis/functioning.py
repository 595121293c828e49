"""Whether an item works alike in two languages, among people who answered the rest alike.

Pooled over properties. The result is for those who translate: a flagged item is left out of
comparisons between languages and is never told by property (disclosure.md, section 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.matching import (
    MantelTest,
    mantel_haenszel_delta,
    mantel_test,
    strata_of,
)
from survey.core.analysis.multiplicity import holm
from survey.core.analysis.ordinal_logit import ordinal_logit
from survey.core.analysis.pooling import too_small
from survey.core.analysis.scales import Row, least_answered, prorated_score

FEWEST_ANSWERS: Final = 100
"""To an item, in each language."""

FEWEST_ITEMS: Final = 3
FEWEST_ANCHORS: Final = 2
"""Items that the rest score must be made of."""

FLAG_P: Final = 0.01
FLAG_GAIN: Final = 0.02
"""Of McFadden's R2: a difference too small to matter is not flagged, however sure it is."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Three nested models of one item: rest score S, then the language G, then S x G.

    answered: in the reference and the focal language. p values from 0 to 1: `p` of the third
    model against the first (2 degrees of freedom), `p_uniform` second against first,
    `p_non_uniform` third against second (1 each). gain: of McFadden's R2, third over first.
    """

    answered: tuple[int, int]
    chi_square: float
    p: float
    p_uniform: float
    p_non_uniform: float
    gain: float


@dataclass(frozen=True, slots=True)
class ItemFunctioning:
    """One item. p_adjusted: Holm's over the items compared; flagged: below .01 with a gain of at
    least .02. mantel and delta (yes/no items only, otherwise None) are the second opinion."""

    item: str
    differences: Differences
    p_adjusted: float
    flagged: bool
    mantel: MantelTest | Refusal
    delta: Estimate | Refusal | None


@dataclass(frozen=True, slots=True)
class Functioning:
    """All items of a scale between two languages.

    refused: items that could not be compared, and why. purified: whether flagged items were
    taken out of the rest scores and everything was fitted once more; `dropped` are those items.
    """

    items: tuple[ItemFunctioning, ...]
    refused: tuple[tuple[str, Refusal], ...]
    purified: bool
    dropped: tuple[str, ...]

    @property
    def flagged(self) -> tuple[str, ...]:
        """The items that do not work alike."""
        return tuple(one.item for one in self.items if one.flagged)


def functioning_of(
    items: Sequence[str],
    rows: Sequence[Row],
    focal: Sequence[bool],
    properties: Sequence[str],
    *,
    whole_platform: bool = False,
) -> Functioning | Refusal:
    """Compare each item of a scale between two languages, and purify once.

    rows: respondents by items, points; focal: whether a respondent answered in the focal
    language; properties: of each respondent. An item is flagged when Holm's p over the items is
    below .01 and McFadden's R2 gains at least .02 (the defaults of lordif: Choi, Gibbons & Crane
    2011, Journal of Statistical Software 39). Flagged items then leave the rest scores, if two
    others remain, and all items are fitted again. Example (tests/reference/scales.json): of five
    items one was made easier for the 180 of 480 in the focal language; it has p = 5e-21 and a gain
    of .064 and is flagged, and once it left the rest scores no other item has Holm's p below .6.
    Refuses "bad_input" for columns of different lengths or under three items,
    "too_few_properties" under five (two on a whole platform), "too_few" under 100 in a language.
    An item with under 100 answers in a language is refused by itself.
    """
    lengths = {len(rows), len(focal), len(properties)}
    if len(lengths) > 1 or len(items) < FEWEST_ITEMS or any(len(row) != len(items) for row in rows):
        return Refusal("bad_input")
    refused = _too_few(focal, properties, whole_platform=whole_platform)
    if refused is not None:
        return refused
    everything = frozenset(range(len(items)))
    first = _compare_all(items, rows, focal, everything)
    dropped = tuple(one.item for one in first.items if one.flagged)
    anchors = frozenset(place for place in everything if items[place] not in dropped)
    # An item that stays must still have two others beside it.
    if not dropped or len(anchors) <= FEWEST_ANCHORS:
        return first
    second = _compare_all(items, rows, focal, anchors)
    return Functioning(second.items, second.refused, purified=True, dropped=dropped)


def item_differences(
    answers: Sequence[float], rest: Sequence[float], focal: Sequence[bool]
) -> Differences | Refusal:
    """Fit the three nested proportional odds models to one item.

    logit P(Y <= c): (1) S, (2) S + G, (3) S + G + S x G; likelihood ratios 2 (L3 - L1) on 2,
    2 (L2 - L1) and 2 (L3 - L2) on 1 degree of freedom; gain = (L3 - L1) / -L0.
    Source: Zumbo 1999; Crane et al. 2006. answers: any ordered numbers; rest: the rest scores.
    Example: log-likelihoods -553.818, -537.404 and -537.226 with -637.277 without predictors give
    a chi square of 33.18, p = 6.2e-8, p_non_uniform .55 and a gain of .026.
    Refuses "bad_input" for different lengths, "too_few" under 100 answers in a language, and as
    `ordinal_logit`.
    """
    if not len(answers) == len(rest) == len(focal):
        return Refusal("bad_input")
    ours = sum(map(bool, focal))
    smaller = min(ours, len(focal) - ours)
    if smaller < FEWEST_ANSWERS:
        return Refusal("too_few", needed=FEWEST_ANSWERS, found=smaller)
    matched = np.asarray(rest, dtype=np.float64)
    group = np.asarray(focal, dtype=np.float64)
    # Centered, so that the product is not nearly the language itself; the fit is the same.
    predictors = np.column_stack([matched, group, (matched - matched.mean()) * group])
    likelihoods: list[float] = []
    null = 0.0
    for count in (1, 2, 3):
        fit = ordinal_logit(answers, predictors[:, :count])
        if isinstance(fit, Refusal):
            return fit
        likelihoods.append(fit.log_likelihood)
        null = fit.null_log_likelihood
    rest_only, uniform, full = likelihoods
    chi_square = max(0.0, 2 * (full - rest_only))
    return Differences(
        answered=(len(focal) - ours, ours),
        chi_square=chi_square,
        p=float(scipy.special.chdtrc(2, chi_square)),
        p_uniform=float(scipy.special.chdtrc(1, max(0.0, 2 * (uniform - rest_only)))),
        p_non_uniform=float(scipy.special.chdtrc(1, max(0.0, 2 * (full - uniform)))),
        gain=max(0.0, (full - rest_only) / -null),
    )


def _too_few(
    focal: Sequence[bool], properties: Sequence[str], *, whole_platform: bool
) -> Refusal | None:
    ours = sum(map(bool, focal))
    smaller = min(ours, len(focal) - ours)
    pool = too_small(len(focal), len(set(properties)), whole_platform=whole_platform)
    if pool is None and smaller < FEWEST_ANSWERS:
        return Refusal("too_few", needed=FEWEST_ANSWERS, found=smaller)
    return pool


def _compare_all(
    items: Sequence[str], rows: Sequence[Row], focal: Sequence[bool], anchors: frozenset[int]
) -> Functioning:
    """Every item against the anchors other than itself."""
    compared: list[tuple[str, Differences, MantelTest | Refusal, Estimate | Refusal | None]] = []
    refused: list[tuple[str, Refusal]] = []
    for place, item in enumerate(items):
        answers, rest, ours = _matched(rows, focal, place, sorted(anchors - {place}))
        found = item_differences(answers, rest, ours)
        if isinstance(found, Refusal):
            refused.append((item, found))
        else:
            compared.append((item, found, *_second_opinion(answers, rest, ours)))
    adjusted = holm([found.p for _item, found, *_rest in compared])
    assert not isinstance(adjusted, Refusal), "every p is between 0 and 1"
    return Functioning(
        items=tuple(
            ItemFunctioning(item, found, p, p < FLAG_P and found.gain >= FLAG_GAIN, mantel, delta)
            for (item, found, mantel, delta), p in zip(compared, adjusted, strict=True)
            if p is not None
        ),
        refused=tuple(refused),
        purified=False,
        dropped=(),
    )


def _matched(
    rows: Sequence[Row], focal: Sequence[bool], place: int, anchors: Sequence[int]
) -> tuple[list[float], list[float], list[bool]]:
    """The answers to one item, the rest scores and the languages, where there are both scores.

    Sorted, so that sums do not depend on the order in which the answers came.
    """
    least = least_answered(len(anchors))
    kept: list[tuple[float, float, bool]] = []
    for row, ours in zip(rows, focal, strict=True):
        answer, rest = row[place], prorated_score([row[other] for other in anchors], least)
        if answer is not None and rest is not None:
            kept.append((answer, rest, bool(ours)))
    kept.sort()
    return [one[0] for one in kept], [one[1] for one in kept], [one[2] for one in kept]


def _second_opinion(
    answers: Sequence[float], rest: Sequence[float], focal: Sequence[bool]
) -> tuple[MantelTest | Refusal, Estimate | Refusal | None]:
    """Mantel's test, and for a yes/no item the delta, across five strata of the rest score."""
    strata = strata_of(rest)
    if isinstance(strata, Refusal):
        return strata, None
    mantel = mantel_test(answers, focal, strata)
    if len(set(answers)) != 2:
        return mantel, None
    yes = max(answers)
    tables = [[0, 0, 0, 0] for _stratum in range(max(strata) + 1)]
    for answer, ours, stratum in zip(answers, focal, strata, strict=True):
        tables[stratum][2 * ours + (answer != yes)] += 1
    return mantel, mantel_haenszel_delta([(a, b, c, d) for a, b, c, d in tables])
