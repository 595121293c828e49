"""Measuring beside other loads: both sides in turns, many short rounds, medians of their ratios."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Act = Callable[[], object]
Clock = Callable[[], float]
"""Seconds, from whenever: those on the wall, or those that a server's processors spent."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. Milliseconds each; ratio: how many times as long as the baseline."""

    what: str
    baseline_ms: float
    ours_ms: float
    ratio: float
    low: float
    high: float


def compare(
    what: str,
    *,
    baseline: Act,
    ours: Act,
    rounds: int,
    times: int,
    things: int = 1,
    clocks: tuple[Clock, Clock] = (time.perf_counter, time.perf_counter),
) -> Result:
    """Time both in each round, one right after the other, first one and then the other ahead.

    Each round does each of them `times` times, after one round that does not count. The ratio is
    the median of the rounds' own ratios, so that a load that comes and goes meets both alike;
    low and high are the quarters of the rounds. things: how many one act does of what is told.
    clocks: what the baseline and ours are timed by.
    """
    pairs: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        if number % 2:
            first, second = _time(baseline, times, clocks[0]), _time(ours, times, clocks[1])
        else:
            second, first = _time(ours, times, clocks[1]), _time(baseline, times, clocks[0])
        if number:
            pairs.append((first / things, second / things))
    ratios = sorted(ours_ms / baseline_ms for baseline_ms, ours_ms in pairs)
    return Result(
        what=what,
        baseline_ms=median(one for one, _other in pairs),
        ours_ms=median(other for _one, other in pairs),
        ratio=median(ratios),
        low=ratios[len(ratios) // 4],
        high=ratios[(3 * len(ratios)) // 4],
    )


def _time(act: Act, times: int, clock: Clock) -> float:
    """Milliseconds that one act takes."""
    began = clock()
    for _ in range(times):
        act()
    return (clock() - began) * 1000 / times
