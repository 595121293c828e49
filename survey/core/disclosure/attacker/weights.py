"""Weights as a reader works them out: each answer stands for the adults of its part of the frame.

Weights are kept as whole numbers, all in one unit, so that every check is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from survey.core.analysis.tabulation import Atom
from survey.core.disclosure.attacker.printed import REST, STRATUM, Reading
from survey.core.disclosure.attacker.roster import Ints, Roster

FINEST: Final = 10**7
"""Given weights are quotients of head counts, so they are taken for small fractions."""

COMMON: Final = 10**11
"""A common denominator beyond this would not fit; then weights are taken to eight digits."""


@dataclass(frozen=True, slots=True)
class Weighting:
    """weight: by class, whole numbers in one unit. layers: 0/1 by weight class and class."""

    weight: Ints
    layers: Ints

    @property
    def used(self) -> bool:
        """Whether anybody counts for more than somebody else."""
        return len(self.layers) > 1


def unweighted(classes: int) -> Weighting:
    """Everybody counts as one."""
    ones = np.ones(classes, dtype=np.int64)
    return Weighting(ones, ones[None, :].copy())


def weighting_of(
    roster: Roster, reading: Reading, given: Mapping[Atom, float] | None
) -> Weighting | None:
    """The weights of a document: `given` ones, or adults by answers in each part of the frame.

    w_h = N_h / n_h. Example: 60 adults of whom 20 answered, and 40 of whom 40 did, weigh 3 and 1.
    None where the document uses weights that cannot be worked out.
    """
    if not reading.weighted:
        return unweighted(len(roster.atoms))
    if given is not None:
        held = [Fraction(given[atom]).limit_denominator(FINEST) for atom in roster.atoms]
    else:
        found = _from_frame(roster, reading)
        if found is None:
            return None
        held = found
    common = lcm(*(weight.denominator for weight in held))
    if common > COMMON:
        common = 10**8
    weight = np.array([round(one * common) for one in held], dtype=np.int64)
    layers = np.array([weight == value for value in np.unique(weight)], dtype=np.int64)
    return Weighting(weight, layers)


def _from_frame(roster: Roster, reading: Reading) -> list[Fraction] | None:
    if STRATUM not in roster.cuts:
        return None
    adults = {one["id"]: one["adults"] for one in reading.document["promise"].get("strata") or ()}
    place = roster.cuts.index(STRATUM)
    told = [cut["groups"] for cut in reading.document["cuts"] if cut["id"] == STRATUM]
    named = {group["id"] for groups in told for group in groups}
    groups = {atom[place] for atom in roster.atoms}
    everybody = reading.document.get("property", {}).get("adults")
    if REST in groups and everybody is not None:
        adults[REST] = everybody - sum(adults.get(group, 0) for group in named)
    if any(adults.get(group, 0) <= 0 for group in groups):
        return None
    people = roster.people()
    return [Fraction(adults[atom[place]], people[STRATUM, atom[place]]) for atom in roster.atoms]
