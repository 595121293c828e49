"""Weights that meet known counts by raking: one margin after the other, until all are met.

Respondents of the same crossing of margins are alike to it, so it works on crossings: how many
took part in each. Every respondent starts from the same weight, N / n.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import Final

from survey.core.analysis.estimates import Refusal, are_counts
from survey.core.analysis.tabulation import Atom

TOLERANCE: Final = 1e-8
"""The weights of a class may miss its adults by this part of them."""

MOST_SWEEPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Margin:
    """Adults of the frame by class, in the order that the questionnaire's definition fixes."""

    id: str
    adults: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A weight for each crossing, the rounds it took, and the worst miss, as a part of a class."""

    weights: Mapping[Atom, float]
    rounds: int
    worst: float


def refuse_margins(
    sizes: Mapping[Atom, int], margins: tuple[Margin, ...], *, adults: int | None = None
) -> Refusal | None:
    """Why respondents by crossing cannot be weighted to the margins; None when they can.

    `sizes` has one class of each margin in its crossings. "no_answers"; "bad_input" for
    crossings of another length, negative counts or what is no whole number; "totals_differ" for
    margins of different totals, or not those of all `adults` (R's rake does not notice);
    "contradiction" for more respondents than adults in a class, or in a class that the frame does
    not know; "empty_stratum" for a class with adults and no respondent.
    """
    if not margins or any(len(atom) != len(margins) for atom in sizes):
        return Refusal("bad_input")
    numbers = [
        *sizes.values(),
        *(living for margin in margins for living in margin.adults.values()),
    ]
    if not are_counts(*numbers, 0 if adults is None else adults) or min(numbers, default=0) < 0:
        return Refusal("bad_input")
    if not any(sizes.values()):
        return Refusal("no_answers", 1, 0)
    totals = [sum(margin.adults.values()) for margin in margins]
    totals += [] if adults is None else [adults]
    if max(totals) != min(totals):
        return Refusal("totals_differ", max(totals), min(totals))
    empty = False
    for at, margin in enumerate(margins):
        answered = class_sizes(sizes, at)
        for name in {**margin.adults, **answered}:
            living, number = margin.adults.get(name, 0), answered.get(name, 0)
            if number > living:
                return Refusal("contradiction", living, number)
            empty = empty or (living > 0 and not number)
    return Refusal("empty_stratum", 1, 0) if empty else None


def class_sizes(sizes: Mapping[Atom, int], at: int) -> dict[str, int]:
    """Respondents by class of one margin."""
    found: dict[str, int] = {}
    for atom, number in sizes.items():
        found[atom[at]] = found.get(atom[at], 0) + number
    return found


def rake(sizes: Mapping[Atom, int], margins: tuple[Margin, ...]) -> Calibrated | Refusal:
    """Weights that meet every margin, by proportional fitting of one margin after the other.

    w <- w * T_c / sum_{i in c} w over the classes c of each margin, until
    max |sum w - T| / T < 1e-8 over all classes, in at most 1000 sweeps. One margin takes one
    sweep and gives N_c / n_c. Example: 30 and 10 respondents out of 60 and 40 adults: weights
    2 and 4. Refuses as `refuse_margins`, and "not_converged" (found: the worst miss) where the
    empty crossings leave no weights that meet all margins.
    Source: Deming & Stephan 1940, Annals of Mathematical Statistics 11; disclosure.md, section 2.
    """
    refusal = refuse_margins(sizes, margins)
    if refusal is not None:
        return refusal
    sizes = {atom: number for atom, number in sorted(sizes.items()) if number}
    start = sum(margins[0].adults.values()) / sum(sizes.values())
    weights = dict.fromkeys(sizes, start)
    worst = 0.0
    for sweep in range(1, MOST_SWEEPS + 1):
        for at, margin in enumerate(margins):
            sums = _weight_by_class(weights, sizes, at)
            for atom in weights:
                weights[atom] *= margin.adults[atom[at]] / sums[atom[at]]
        worst = worst_miss(weights, sizes, margins)
        if worst < TOLERANCE:
            return Calibrated(weights, sweep, worst)
    return Refusal("not_converged", TOLERANCE, worst)


def worst_miss(
    weights: Mapping[Atom, float], sizes: Mapping[Atom, int], margins: tuple[Margin, ...]
) -> float:
    """max |sum w - T| / T over every class that has adults, of every margin."""
    misses = [0.0]
    for at, margin in enumerate(margins):
        sums = _weight_by_class(weights, sizes, at)
        misses += [
            abs(sums.get(name, 0.0) - adults) / adults
            for name, adults in margin.adults.items()
            if adults
        ]
    return max(misses)


def _weight_by_class(
    weights: Mapping[Atom, float], sizes: Mapping[Atom, int], at: int
) -> dict[str, float]:
    held: dict[str, list[float]] = {}
    for atom, weight in weights.items():
        held.setdefault(atom[at], []).append(weight * sizes[atom])
    return {name: fsum(parts) for name, parts in held.items()}
