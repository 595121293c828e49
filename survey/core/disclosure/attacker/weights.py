"""Weights as a reader works them out, by the published way from published counts.

Weights are kept as whole numbers, all in one unit, so that every check is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Any, Final

import numpy as np

from survey.core.analysis.estimates import Refusal
from survey.core.analysis.raking import Margin
from survey.core.analysis.tabulation import Atom
from survey.core.analysis.weights import Weighting as Chosen
from survey.core.analysis.weights import choose_weights
from survey.core.disclosure.attacker.printed import REST, STRATUM, Reading, is_by_response
from survey.core.disclosure.attacker.roster import Ints, Roster

FINEST: Final = 10**7
"""Weights are quotients of head counts, so they are taken for small fractions."""

TENTHS: Final = 10

COMMON: Final = 10**11
"""A common denominator beyond this would not fit; then weights are taken to eight digits."""

EIGHT_DIGITS: Final = 10**8


@dataclass(frozen=True, slots=True)
class Weighting:
    """weight: by class, whole numbers in one unit. layers: 0/1 by weight and class.

    of_layer: the weight of each layer.
    """

    weight: Ints
    layers: Ints
    of_layer: Ints

    @property
    def used(self) -> bool:
        """Whether anybody counts for more than somebody else."""
        return len(self.layers) > 1


def weighting_from(weight: Ints) -> Weighting:
    """The layers of these weights."""
    of_layer = np.unique(weight)
    layers = np.array([weight == one for one in of_layer], dtype=np.int64)
    return Weighting(weight, layers, of_layer)


def weighting_of(
    roster: Roster, reading: Reading, given: Mapping[Atom, float] | None
) -> Weighting | None:
    """The weights of a document, by class: `given` ones, or those that the frame makes.

    None where the document uses weights that cannot be worked out.
    """
    if not reading.weighted:
        return weighting_from(np.ones(len(roster.atoms), dtype=np.int64))
    if given is not None:
        held = [Fraction(given[atom]).limit_denominator(FINEST) for atom in roster.atoms]
    else:
        found = _from_frame(roster, reading)
        if found is None:
            return None
        held = found
    common = lcm(*(weight.denominator for weight in held))
    if common > COMMON:
        common = EIGHT_DIGITS
    return weighting_from(np.array([round(one * common) for one in held], dtype=np.int64))


def frame_margin(document: Mapping[str, Any]) -> dict[str, int] | None:
    """The adults of each group of the frame that answers are broken down by; "" are the others.

    None where nothing limits answers to one for each adult, or nothing is counted.
    """
    everybody = document.get("property", {}).get("adults")
    if not isinstance(everybody, int) or not document["promise"].get("limited_to_one", True):
        return None
    named = [
        group["id"] for cut in document["cuts"] if cut["id"] == STRATUM for group in cut["groups"]
    ]
    counted = {one["id"]: int(one["adults"]) for one in document["promise"].get("strata") or ()}
    adults = {group: counted[group] for group in named if counted.get(group)}
    return {**adults, REST: max(everybody - sum(adults.values()), 0)}


def weights_by_frame(document: Mapping[str, Any], answered: Mapping[str, int]) -> Chosen | None:
    """The published way of weighting, for so many answers from each group of the frame."""
    counted = frame_margin(document)
    if counted is None:
        return None
    home = classes_of(document, counted)
    adults: dict[str, int] = {}
    for group, number in counted.items():
        adults[home[group]] = adults.get(home[group], 0) + number
    sizes = _by_class(document, counted, answered)
    chosen = choose_weights(
        sizes,
        [Margin(STRATUM, adults)],
        adults=sum(adults.values()),
        join_empty=is_by_response(document),
    )
    return None if isinstance(chosen, Refusal) else chosen


def _by_class(
    document: Mapping[str, Any], counted: Mapping[str, int], answered: Mapping[str, int]
) -> dict[Atom, int]:
    home = classes_of(document, counted)
    sizes: dict[Atom, int] = {}
    for group, number in answered.items():
        inside = (home.get(group, home[REST]),)
        if number:
            sizes[inside] = sizes.get(inside, 0) + number
    return sizes


def coarseness_of(
    document: Mapping[str, Any], chosen: Chosen, answered: Mapping[str, int]
) -> tuple[int, int]:
    """What ranges are made from: the design effect in tenths, upward, and the mean weight as a
    share of the heaviest, in tenths, downward."""
    counted = frame_margin(document)
    assert counted is not None, "weights are by what the frame counts"
    sizes = _by_class(document, counted, answered)
    held = [
        (Fraction(weight).limit_denominator(FINEST), sizes[atom])
        for atom, weight in chosen.weights.items()
    ]
    people = sum(number for _weight, number in held)
    whole = sum(weight * number for weight, number in held)
    squares = sum(weight * weight * number for weight, number in held)
    light = TENTHS * whole / people / max(weight for weight, _number in held)
    return ceil(TENTHS * squares * people / (whole * whole)), floor(light)


def classes_of(document: Mapping[str, Any], adults: Mapping[str, int]) -> dict[str, str]:
    """The class in which each group of the frame is weighted; by older rules its own.

    A group of fewer adults than are shown is with all others; these, if they are too few still,
    with the last group that is not.
    """
    if not is_by_response(document):
        return {group: group for group in adults}
    smallest: int = document["promise"]["min_group"]
    home = {
        group: group if number >= smallest and group != REST else REST
        for group, number in adults.items()
    }
    apart = sum(number for group, number in adults.items() if home[group] == REST)
    large = [group for group, own in home.items() if own != REST]
    if large and apart < smallest:
        home = {group: large[-1] if own == REST and apart else own for group, own in home.items()}
    return home


def _from_frame(roster: Roster, reading: Reading) -> list[Fraction] | None:
    adults = frame_margin(reading.document)
    if STRATUM not in roster.cuts or adults is None:
        return None
    place = roster.cuts.index(STRATUM)
    home = classes_of(reading.document, adults)
    classes = [home.get(atom[place], home[REST]) for atom in roster.atoms]
    answered = dict.fromkeys(classes, 0)
    for group, size in zip(classes, roster.sizes.tolist(), strict=True):
        answered[group] += size
    chosen = weights_by_frame(reading.document, answered)
    if chosen is None or not chosen.used:
        return None
    return [Fraction(chosen.weights[group,]).limit_denominator(FINEST) for group in classes]
