"""How invented properties lean: most are ordinary, many are extreme in one way or in several."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Final

from survey.core.bank.questionnaire import Questionnaire
from tests.support.asked import pulse

STRATUM: Final = "stratum"
ASKED_CUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "dem_los": ("under5", "over5"),
    "dem_age": ("under50", "over50"),
    "dem_kid": ("children", "no_children"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a property leans. Chances are between 0 and 1, leans in standard deviations.

    extremes: (cut, group, item, alike): that all (alike 0), all but one (1) ... of the group
    give the item's lowest or highest answer.
    """

    adults: int
    response: float
    strata: tuple[float, ...]
    cuts: tuple[str, ...]
    skip: float = 0.03
    skip_about_oneself: float = 0.05
    lean: float = 0.0
    spread: float = 0.6
    gap: float = 0.4
    asked_share: float = 0.5
    extremes: tuple[tuple[str, str, str, int, bool], ...] = ()


def random_shape(
    draw: random.Random, *, cuts: int | None = None, questionnaire: Questionnaire | None = None
) -> Shape:
    """Draw how a property leans: most are ordinary, many are extreme in one way or in several."""
    asked = questionnaire or pulse()
    # Small properties are the rule and the hard case.
    adults = round(exp(draw.uniform(log(60), log(2000))))
    number = cuts if cuts is not None else draw.choice((1, 1, 2, 2, 3, 4))
    names = (STRATUM, *draw.sample(sorted(ASKED_CUTS), k=3))[:number]
    if draw.random() < 0.2 and number < 4:
        names = tuple(draw.sample(sorted(ASKED_CUTS), k=number)) if number < 4 else names
    strata = tuple(draw.choice((0.03, 0.1, 0.3, 0.5, 1.0)) for _ in range(draw.choice((2, 2, 3))))
    groups = [(STRATUM, f"s{place}") for place in range(len(strata)) if STRATUM in names]
    groups += [(cut, group) for cut in names if cut != STRATUM for group in ASKED_CUTS[cut]]
    extremes = tuple(
        (
            *draw.choice(groups),
            draw.choice([item.id for item in asked.closed_items]),
            draw.choice((0, 0, 1, 1, 2, 3)),
            draw.random() < 0.5,
        )
        for _ in range(draw.choice((0, 0, 1, 3, 6)))
    )
    return Shape(
        adults=adults,
        response=draw.choice((draw.uniform(0.4, 0.95), draw.uniform(0.4, 0.9), 0.95)),
        strata=strata,
        cuts=names,
        skip=draw.choice((0.0, 0.02, 0.05, 0.2)),
        skip_about_oneself=draw.choice((0.0, 0.03, 0.1, 0.4)),
        lean=draw.choice((0.0, 0.0, 0.7, -0.7, 2.0, -2.0)),
        spread=draw.choice((0.3, 0.6, 1.2)),
        gap=draw.choice((0.0, 0.4, 1.0)),
        asked_share=draw.choice((0.5, 0.3, 0.1, 0.02, 0.0)),
        extremes=extremes,
    )


def ordinary_shape(draw: random.Random) -> Shape:
    """Draw an ordinary property of 60 to 420 adults of whom 40 to 90 % answer."""
    adults = draw.randint(60, 420)
    beside = draw.sample(sorted(ASKED_CUTS), k=1 if adults < 300 else 2)
    return Shape(
        adults=adults,
        response=draw.uniform(0.4, 0.9),
        strata=(draw.uniform(0.3, 0.7), 0.5),
        cuts=(STRATUM,) if adults < 125 else (STRATUM, *beside),
        lean=draw.gauss(0.2, 0.4),
        spread=draw.uniform(0.4, 0.8),
        asked_share=draw.uniform(0.3, 0.7),
    )
