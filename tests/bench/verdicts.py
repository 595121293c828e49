"""How often something is called clear where nothing has changed: a table in Markdown.

Three waves of a pulse of nine items in three levels are printed as releases print them, by the
functions that print releases, and compared as releases are compared. Adults have a stable leaning
on each item; an answer is that leaning and the day's mood (two answers of one person to one item
correlate by 0.7 before they are cut into five points). Nothing else happens. Seeded; the table
stands in survey/core/analysis/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.core.analysis.estimates import Z
from survey.core.disclosure.comparison import compare_releases
from survey.core.disclosure.margins import Footing, footing
from survey.core.disclosure.rounding import percent, response_rate, tail_edge
from survey.core.disclosure.rules import Rules, outsiders_of_all
from tests.bench.coverage import SMALLEST_GROUP, printed_interval

FRAMES: Final = (40, 60, 120, 200, 400)
RATES: Final = (0.3, 0.5, 0.7, 0.9)
ROUNDS: Final = 1000
"""A rate of 2 % is uncertain by 0.4."""

LEVELS: Final = ("perceptual", "relational", "structural")
ITEMS_OF_A_LEVEL: Final = 3
STEADINESS: Final = 0.7
LEVEL_SHARE: Final = 0.5
"""How much of a leaning is the same for all items: of all levels, and again of one level."""

CUTS: Final = (-1.2, -0.5, 0.3, 1.1)
DAYS: Final = ("2025-05-20", "2025-11-18", "2026-05-19")

Who = Literal["others", "chance", "mostly", "always"]
WHO: Final[dict[Who, float | None]] = {"others": None, "chance": 0.0, "mostly": 0.6, "always": 0.9}
"""Of those who would not answer again by chance alone, the part that does; None: all have moved."""

Answers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Document = dict[str, Any]


class Alarms(NamedTuple):
    """How often, in percent, something was called clear without a cause.

    any_level: at least one of the levels of a report. level, item: one of them. any_trend: at
    least one trend over three waves. with_frame: one level, had the interval taken the adults
    into account, without adjusting and without a margin.
    """

    any_level: float
    level: float
    item: float
    any_trend: float
    with_frame: float


def table() -> Iterator[str]:
    """The table, line by line."""
    yield "| adults | response | others | by chance | mostly | nearly always | with the frame |"
    yield "|---|---|---|---|---|---|---|"
    for frame in FRAMES:
        for rate in RATES:
            found = {who: false_alarms(frame, rate, who, rounds=ROUNDS) for who in WHO}
            cells = [
                str(frame),
                f"{rate:.0%}".replace("%", " %"),
                *(
                    f"{one.any_level:.1f} / {one.item:.1f} / {one.any_trend:.1f}"
                    for one in found.values()
                ),
                f"{found['chance'].with_frame:.1f}",
            ]
            yield f"| {' | '.join(cells)} |"


def false_alarms(frame: int, rate: float, who: Who, *, rounds: int) -> Alarms:
    """The rates of one property size, one response rate and one habit of answering."""
    generator = np.random.default_rng([frame, round(100 * rate), list(WHO).index(who)])
    reports, levels, items, trends, framed = 0, 0, 0, 0, 0
    for _ in range(rounds):
        waves = list(three_waves(frame, rate, who, generator))
        first, second, third = (
            printed(wave, frame, day) for wave, day in zip(waves, DAYS, strict=True)
        )
        change = compare_releases(second, third, (second, first))
        assert change is not None
        clear = sum(is_clear(entry) for entry in change["levels"])
        reports += clear > 0
        levels += clear
        items += sum(is_clear(entry) for entry in change["items"])
        trends += any(is_clear(entry) for entry in change["trends"])
        framed += sum(leaves_out_zero(waves[1], waves[2], frame))
    each = len(LEVELS) * rounds
    return Alarms(
        any_level=100 * reports / rounds,
        level=100 * levels / each,
        item=100 * items / (each * ITEMS_OF_A_LEVEL),
        any_trend=100 * trends / rounds,
        with_frame=100 * framed / each,
    )


def is_clear(entry: Document) -> bool:
    """Whether a change or trend is said to be one."""
    return entry["verdict"] in ("clear_rise", "clear_fall")


def three_waves(
    frame: int, rate: float, who: Who, generator: np.random.Generator
) -> Iterator[Answers]:
    """The answers, 1 to 5, of those who answer each of three waves: people by items."""
    number = round(frame * rate)
    people = leanings(frame, generator)
    answering = generator.permutation(frame)[:number]
    for _day in DAYS:
        mood = generator.normal(size=(number, people.shape[1]))
        felt = sqrt(STEADINESS) * people[answering] + sqrt(1 - STEADINESS) * mood
        yield 1 + np.searchsorted(CUTS, felt)
        loyalty = WHO[who]
        if loyalty is None:
            people = leanings(frame, generator)
            answering = generator.permutation(frame)[:number]
        else:
            answering = answering_again(answering, frame, loyalty, generator)


def leanings(frame: int, generator: np.random.Generator) -> Numbers:
    """What each adult leans to on each item: of variance 1, alike within a level."""
    general = generator.normal(size=(frame, 1))
    level = np.repeat(generator.normal(size=(frame, len(LEVELS))), ITEMS_OF_A_LEVEL, axis=1)
    own = generator.normal(size=level.shape)
    shared = sqrt(LEVEL_SHARE) * general + sqrt(1 - LEVEL_SHARE) * level
    return sqrt(LEVEL_SHARE) * shared + sqrt(1 - LEVEL_SHARE) * own


def answering_again(
    before: Answers, frame: int, loyalty: float, generator: np.random.Generator
) -> Answers:
    """As many adults as before; of them by chance their part, and `loyalty` of the others."""
    number = len(before)
    again = number / frame + (1 - number / frame) * loyalty
    stay = max(2 * number - frame, int(generator.binomial(number, again)))
    rest = np.setdiff1d(np.arange(frame), before)
    stay = max(stay, number - len(rest))
    return np.concatenate(
        [
            generator.choice(before, size=stay, replace=False),
            generator.choice(rest, size=number - stay, replace=False),
        ]
    )


def printed(answers: Answers, frame: int, day: str) -> Document:
    """What a release of these answers says, as far as changes go: by the rules of releases."""
    number = len(answers)
    rules = Rules(SMALLEST_GROUP, frame, limited_to_one=True)
    under = footing(number, number, rules)
    outsiders = outsiders_of_all(number, rules)
    names = [f"q{place}" for place in range(answers.shape[1])]
    weighting = {"used": False, "reason": "margins_close", "by": [], "design_effect": None}
    return {
        "schema": 2,
        "property": {"adults": frame},
        "wave": {"number": 1, "closes_on": day},
        "promise": {"hash": day, "limited_to_one": True},
        "status": "released",
        "response": {
            "respondents": number if under.exact else None,
            "rate": response_rate(number, frame),
        },
        "method": {"finite_population": True, "weighting": weighting},
        "levels": [
            _level(name, points, frame)
            | {"items": names[place * ITEMS_OF_A_LEVEL :][:ITEMS_OF_A_LEVEL]}
            for place, (name, points) in enumerate(zip(LEVELS, level_points(answers), strict=True))
        ],
        "items": [
            _item(name, answers[:, place], under, outsiders) for place, name in enumerate(names)
        ],
        "wording": {"en": dict.fromkeys(names, "How?")},
    }


def level_points(answers: Answers) -> list[Numbers]:
    """The points, 0 to 100, that each person gives to each item of each level."""
    return np.split((answers - 1) * 25.0, len(LEVELS), axis=1)


def level_scores(answers: Answers) -> list[Numbers]:
    """Each person's score on each level, 0 to 100."""
    return [points.mean(axis=1) for points in level_points(answers)]


def leaves_out_zero(before: Answers, now: Answers, frame: int) -> Iterator[bool]:
    """For each level: whether an interval with finite population would leave out 0."""
    for first, second in zip(level_scores(before), level_scores(now), strict=True):
        variances = [
            (1 - len(one) / frame) * float(one.var(ddof=1)) / len(one) for one in (first, second)
        ]
        yield abs(float(second.mean() - first.mean())) > Z * sqrt(sum(variances))


def _level(name: str, points: Numbers, frame: int) -> Document:
    found = printed_interval(points, frame)
    return {
        "id": name,
        "state": "shown",
        "score": int(found.value),
        "low": int(found.low),
        "high": int(found.high),
    }


def _item(name: str, answers: Answers, under: Footing, outsiders: int) -> Document:
    shown = percent(int((answers >= 4).sum()), len(answers), tail_edge(under.base, outsiders))
    return {
        "id": name,
        "kind": "scale",
        "scale": "five",
        "reverse": False,
        "favorable": [4, 5],
        "state": "shown",
        "answered": under.printed,
        "bands": [{"id": "favorable", "percent": shown}],
    }
