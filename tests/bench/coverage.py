"""How often the 95 % intervals hold the truth: small frames, many draws, a table in Markdown.

Shares by full enumeration over every truth and every draw; means and weighted figures by seeded
simulation. The table stands in survey/core/analysis/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.means import mean_interval
from survey.core.analysis.scores import Bins
from survey.core.analysis.shares import hypergeometric_interval, wilson_finite_interval
from survey.core.analysis.stratified import (
    stratified_mean_from_cells,
    stratified_share_from_counts,
)
from survey.core.analysis.tabulation import Cell, ItemTable, ScoreCell, ScoreTable, Tabulation
from survey.core.disclosure.protect import protect
from survey.core.disclosure.rules import Rules
from tests.support.asked import asking

FRAMES: Final = (40, 60, 120, 200, 400)
RATES: Final = (0.3, 0.5, 0.7, 0.9)
POPULATIONS: Final = 100
DRAWS: Final = 40
"""4,000 draws of each kind: the last digit of a percentage is uncertain by about 0.3."""

STRATA: Final = ("market", "affordable", "public")
PARTS: Final = (0.5, 0.3, 0.2)
LEANINGS: Final = (0.5, 0.0, -0.6)
"""How much higher or lower the strata score, in standard deviations between people."""

EAGERNESS: Final = (1.1, 1.0, 0.75)
"""How readily the strata answer, compared with the whole."""

SMALLEST_GROUP: Final = 10
SMALLEST_CLASS: Final = 5
SMALLEST_WEIGHTED: Final = 40

ASKED: Final = asking("per_bel_01", "per_val_01", "per_tru_01")
BINS: Final = Bins(frozenset([1, 2]), frozenset([3]), frozenset([4, 5]))

Numbers = NDArray[np.float64]
Share = Callable[[int, int, int], Estimate | Refusal]


class Mean(NamedTuple):
    """Coverage of the mean, and of its interval as a release prints it, in percent.

    wider: how much wider that is than the exact one, in percent.
    """

    mean: float
    printed: float
    wider: float


class Weighting(NamedTuple):
    """Coverage in percent under unequal response; None where no wave would be weighted."""

    mean: float | None
    share: float | None
    unweighted: float | None


def table() -> Iterator[str]:
    """The table, line by line."""
    yield (
        "| adults | answers | share, exact | Wilson | mean | as printed, wider by "
        "| weighted mean | share | unweighted |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for frame in FRAMES:
        for rate in RATES:
            answers = round(frame * rate)
            generator = np.random.default_rng([frame, answers])
            weighting = cover_weighted(frame, rate, generator)
            cells = [
                str(frame),
                str(answers),
                " / ".join(f"{part:.1f}" for part in cover_share(exact, frame, answers)),
                " / ".join(f"{part:.1f}" for part in cover_share(wilson, frame, answers)),
                *mean_cells(cover_mean(frame, answers, generator)),
                *("-" if part is None else f"{part:.1f}" for part in weighting),
            ]
            yield f"| {' | '.join(cells)} |"


def exact(favorable: int, answers: int, frame: int) -> Estimate | Refusal:
    """The interval that is printed."""
    return hypergeometric_interval(favorable, answers, frame)


def wilson(favorable: int, answers: int, frame: int) -> Estimate | Refusal:
    """Wilson's with a finite population, for comparison."""
    return wilson_finite_interval(favorable, answers, frame)


def cover_share(interval_of: Share, frame: int, answers: int) -> tuple[float, float]:
    """The lowest coverage over all truths 0..N, and the mean one, in percent."""
    lows, highs = np.empty(answers + 1), np.empty(answers + 1)
    for favorable in range(answers + 1):
        interval = interval_of(favorable, answers, frame)
        assert isinstance(interval, Estimate)
        lows[favorable], highs[favorable] = interval.low, interval.high
    outcomes = np.arange(answers + 1)
    covered = []
    for truth in range(frame + 1):
        holds = (lows - 1e-9 <= truth / frame) & (truth / frame <= highs + 1e-9)
        covered.append(float(hypergeom.pmf(outcomes, frame, truth, answers)[holds].sum()))
    return 100 * min(covered), 100 * sum(covered) / len(covered)


def mean_cells(found: Mean) -> tuple[str, str]:
    """The two cells of the mean."""
    return f"{found.mean:.1f}", f"{found.printed:.1f}, {found.wider:.0f} %"


def cover_mean(frame: int, answers: int, generator: np.random.Generator) -> Mean:
    """The coverage of the mean with finite population, everybody as likely to answer."""
    held = np.zeros(2)
    widths = np.zeros(2)
    for _population in range(POPULATIONS):
        points = points_of(generator.normal(size=frame), generator)
        scores = points.mean(axis=1)
        truth = scores.mean()
        for _draw in range(DRAWS):
            drawn = generator.choice(frame, size=answers, replace=False)
            found = mean_interval(scores[drawn].tolist(), frame=frame)
            assert isinstance(found, Estimate)
            printed = printed_interval(points[drawn], frame)
            held += [holds(found, truth), holds(printed, truth)]
            widths += [found.high - found.low, printed.high - printed.low]
    mean, shown = 100 * held / (POPULATIONS * DRAWS)
    return Mean(float(mean), float(shown), float(100 * (widths[1] / widths[0] - 1)))


def printed_interval(points: Numbers, frame: int) -> Estimate:
    """The interval of a score of three items as a release prints it, by its own rules."""
    rules = Rules(SMALLEST_GROUP, frame, limited_to_one=True)
    released = protect(tabulation_of(points), ASKED, rules)
    [score] = [level.score for level in released.levels if level.score is not None]
    return Estimate(score.score, score.low, score.high)


def tabulation_of(points: Numbers) -> Tabulation:
    """The answers to the three items of a level, of people in no group."""
    number = len(points)
    scores = points.mean(axis=1)
    counts = [np.bincount((column / 25).astype(int), minlength=5).tolist() for column in points.T]
    items = tuple(
        ItemTable(
            item.id,
            item.level,
            "scale",
            item.scale,
            False,
            (1, 2, 3, 4, 5),
            BINS,
            (Cell((), number, tuple(held)),),
        )
        for item, held in zip(ASKED.items, counts, strict=True)
    )
    table = ScoreTable(
        id="level",
        level="perceptual",
        items=tuple(item.id for item in items),
        composite=True,
        answered=number,
        mean=float(scores.mean()),
        deviation=float(scores.std(ddof=1)),
        alike=1,
        cells=(ScoreCell((), number, float(scores.sum()), float((scores**2).sum())),),
    )
    return Tabulation(number, (), (((), number),), items, (table,))


def cover_weighted(frame: int, rate: float, generator: np.random.Generator) -> Weighting:
    """Coverage where strata differ in score and in response.

    Only draws that a wave would weight count: 40 answers, 5 in each class. `unweighted` is what
    the plain mean of the same draws covers, which is why weights are there.
    """
    sizes = [round(frame * part) for part in PARTS]
    sizes[0] += frame - sum(sizes)
    strata = np.repeat(np.arange(len(STRATA)), sizes)
    adults = dict(zip(STRATA, sizes, strict=True))
    chances = np.minimum(0.97, rate * np.array(EAGERNESS))[strata]
    counted, held = 0, np.zeros(3)
    for _population in range(POPULATIONS):
        leaning = np.array(LEANINGS)[strata]
        scores = scores_of(leaning + generator.normal(size=frame), generator)
        favorable = scores >= 75
        for _draw in range(DRAWS):
            answered = generator.random(frame) < chances
            numbers = np.bincount(strata[answered], minlength=len(STRATA))
            if numbers.min() < SMALLEST_CLASS or numbers.sum() < SMALLEST_WEIGHTED:
                continue
            counted += 1
            cells, counts = _count(scores, favorable, strata, answered)
            mean = stratified_mean_from_cells(cells, adults)
            share = stratified_share_from_counts(counts, adults)
            assert not isinstance(mean, Refusal)
            assert not isinstance(share, Refusal)
            plain = mean_interval(scores[answered].tolist(), frame=frame)
            truth = scores.mean()
            held += [
                holds(mean.estimate, truth),
                holds(share.estimate, favorable.mean()),
                holds(plain, truth),
            ]
    # Too rare a case says nothing: most such waves are not weighted.
    if counted < POPULATIONS * DRAWS / 2:
        return Weighting(None, None, None)
    return Weighting(*(float(100 * number / counted) for number in held))


def scores_of(trait: Numbers, generator: np.random.Generator) -> Numbers:
    """Scores from 0 to 100 of three items of five points each, as a level has them."""
    scores: Numbers = points_of(trait, generator).mean(axis=1)
    return scores


def points_of(trait: Numbers, generator: np.random.Generator) -> Numbers:
    """The points from 0 to 100 that each person gives to each of three items."""
    latent = trait[:, np.newaxis] + generator.normal(size=(len(trait), 3))
    points = 25.0 * np.digitize(latent, [-2.2, -1.2, -0.2, 1.2])
    return np.asarray(points, dtype=np.float64)


def holds(interval: Estimate | Refusal, truth: float) -> bool:
    """Whether the truth lies inside, give or take a rounding error."""
    assert isinstance(interval, Estimate)
    return interval.low - 1e-9 <= truth <= interval.high + 1e-9


def _count(
    scores: Numbers,
    favorable: NDArray[np.bool_],
    strata: NDArray[np.signedinteger],
    answered: NDArray[np.bool_],
) -> tuple[dict[str, list[ScoreCell]], dict[str, tuple[int, int]]]:
    cells: dict[str, list[ScoreCell]] = {}
    counts: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(STRATA):
        chosen = answered & (strata == place)
        held = scores[chosen]
        number = len(held)
        cells[name] = [ScoreCell((name,), number, float(held.sum()), float((held**2).sum()))]
        counts[name] = (int(favorable[chosen].sum()), number)
    return cells, counts
