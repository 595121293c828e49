"""A small model of residents who answer a survey, with a fixed seed. All of it is invented.

Each resident has a latent standing on each level, drawn from a normal distribution whose mean
depends on the housing type and moves a little from wave to wave. An answer is the standing
plus noise, cut into the points of the scale.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.core.bank.model import Demographic, Item, Scale
from survey.core.bank.questionnaire import Questionnaire

Fields = dict[str, list[str]]

# Standing of people in lower-cost homes against full-price homes, in standard deviations,
# and the drift of the whole property from wave to wave.
LOWER_COST_SHIFT = {"perceptual": -0.35, "relational": -0.1, "structural": -0.6, "outcome": -0.3}
DRIFT = {"perceptual": 0.02, "relational": 0.45, "structural": -0.02, "outcome": 0.05}
LEVEL_MEAN = {"perceptual": 0.35, "relational": 0.15, "structural": -0.25, "outcome": 0.5}
RESPONSE = {"full_price": 0.52, "lower_cost": 0.46}
LANGUAGE_SHARES: dict[str, tuple[tuple[str, float], ...]] = {
    "full_price": (("en", 0.86), ("es", 0.06), ("zh-Hans", 0.06), ("ar", 0.02)),
    "lower_cost": (("en", 0.52), ("es", 0.27), ("zh-Hans", 0.11), ("ar", 0.10)),
}
TRAIT_WEIGHT, NOISE_WEIGHT = 0.75, 0.66
SKIP, COMMENT, REFUSE = 0.03, 0.18, 0.04
COMMENTS = {
    "en": (
        "More light by the back stairs at night.",
        "The courtyard dinners were good. Do them again.",
        "Tell us about changes before they happen.",
        "A place to sit near the mailboxes.",
    ),
    "es": ("Más avisos en español, por favor.", "Me gustaría que la sala abra los domingos."),
    "zh-Hans": ("希望公告也有中文。", "周末的活动很好。"),
    "ar": ("نريد إعلانات باللغة العربية.", "الجيران هنا طيبون."),
}


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented adult. `home` and `adult` number the place on the frame, from 1."""

    home: int
    adult: int
    stratum: str
    language: str
    traits: Mapping[str, float]
    answers_by_habit: float


def make_residents(seed: int, places: Sequence[tuple[int, int, str]]) -> list[Resident]:
    """Return the residents of a property; `places` holds (home, adult, stratum) of each."""
    rng = random.Random(seed)  # noqa: S311  (a simulation, repeatable on purpose)
    return [_make_resident(rng, *place) for place in places]


def _make_resident(rng: random.Random, home: int, adult: int, stratum: str) -> Resident:
    shares = LANGUAGE_SHARES.get(stratum, LANGUAGE_SHARES["full_price"])
    tags = [tag for tag, _share in shares]
    weights = [share for _tag, share in shares]
    lower = stratum == "lower_cost"
    traits = {
        level: mean + (LOWER_COST_SHIFT.get(level, 0.0) if lower else 0.0) + rng.gauss(0, 1) * 0.8
        for level, mean in LEVEL_MEAN.items()
    }
    return Resident(
        home, adult, stratum, rng.choices(tags, weights)[0], traits, answers_by_habit=rng.random()
    )


def who_answers(
    residents: Sequence[Resident], wave: int, seed: int, *, effort: float = 1.0
) -> list[Resident]:
    """Return who answers in a wave, in the order of sending.

    Half of it is habit (the same people tend to answer), half is chance. `effort` scales the
    chance of answering: 0.5 for a wave that is half through.
    """
    rng = random.Random(seed * 1000 + wave)  # noqa: S311  (a simulation, repeatable)
    chosen = [
        resident
        for resident in residents
        if 0.5 * resident.answers_by_habit + 0.5 * rng.random()
        < _median_cut(RESPONSE.get(resident.stratum, 0.5) * effort)
    ]
    rng.shuffle(chosen)
    return chosen


def _median_cut(share: float) -> float:
    """Return c with P(U1/2 + U2/2 < c) = share, for two independent uniforms U1 and U2."""
    if share <= 0.5:
        return float((share / 2) ** 0.5)
    return float(1 - ((1 - share) / 2) ** 0.5)


def answer(questionnaire: Questionnaire, resident: Resident, wave: int, seed: int) -> Fields:
    """Return what a resident sends: field names and values as a browser would post them."""
    rng = random.Random(f"{seed}/{wave}/{resident.home}/{resident.adult}")  # noqa: S311
    fields: Fields = {}
    for item in questionnaire.items:
        if rng.random() < SKIP:
            continue
        values = _answer_item(rng, item, questionnaire.scale_of(item), resident, wave)
        if values:
            fields[item.id] = values
    for demographic in questionnaire.demographics:
        if rng.random() >= REFUSE:
            fields[demographic.id] = _answer_demographic(rng, demographic, resident)
    return fields


def _answer_item(
    rng: random.Random, item: Item, scale: Scale, resident: Resident, wave: int
) -> list[str]:
    if scale.kind == "text":
        return [rng.choice(COMMENTS[resident.language])] if rng.random() < COMMENT else []
    if scale.kind == "multi":
        open_options = [option.value for option in scale.options if not option.exclusive]
        return sorted(rng.sample(open_options, k=rng.randint(1, min(3, len(open_options)))))
    if scale.kind == "nominal":
        return [rng.choices([option.value for option in scale.options], _weights(scale))[0]]
    trait = resident.traits.get(item.level, 0.0) + DRIFT.get(item.level, 0.0) * wave
    if item.reverse:
        trait = -trait - 0.4
    latent = TRAIT_WEIGHT * trait + NOISE_WEIGHT * rng.gauss(0, 1)
    return [str(_cut(latent, scale))]


def _weights(scale: Scale) -> list[float]:
    return [1.0] + [0.8] * (len(scale.options) - 1)


def _cut(latent: float, scale: Scale) -> int:
    """Return the point of the scale that a latent standing falls on; points are evenly likely
    for a standing of mean 0 and standard deviation 1."""
    values = [point.value for point in scale.points]
    if not values:
        values = list(range(scale.minimum or 0, (scale.maximum or 10) + 1))
    share = min(max((latent + 2.0) / 4.0, 0.0), 0.999)
    return values[int(share * len(values))]


def _answer_demographic(
    rng: random.Random, demographic: Demographic, resident: Resident
) -> list[str]:
    for group in demographic.groups:
        if group.id == resident.stratum:
            return [rng.choice(group.options)]
    options = [option.value for option in demographic.options if option.value != "pns"]
    # The same person gives the same answer in each wave.
    steady = random.Random(f"{demographic.id}/{resident.home}/{resident.adult}")  # noqa: S311
    return [steady.choice(options)]
