"""Whether to weight by what the frame counts, and with which weights.

The rules are fixed before anybody answers: when to weight, which classes are taken together, how
far a weight may go. Only the counts of respondents and adults decide, never an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from survey.core.analysis.calibration import RATIOS, calibrate_within
from survey.core.analysis.effective import kish_design_effect
from survey.core.analysis.estimates import Refusal, are_counts
from survey.core.analysis.raking import Calibrated, Margin, class_sizes, rake, refuse_margins
from survey.core.analysis.tabulation import Atom

Decision = Literal[
    "used",
    "no_frame_groups",
    "few_answers",
    "margins_close",
    "empty_class",
    "not_feasible",
    "not_converged",
]
"""Why weights are used, or are not."""

Note = Literal["large_design_effect", "weights_matter"]

FEWEST_RESPONDENTS: Final = 40
FEWEST_IN_CLASS: Final = 5
FARTHEST_RATIO: Final = 3
"""A class whose weight would be this many times N / n, or that many times less, is too far."""

MARGIN_POINTS: Final = 5
"""A class whose part of the respondents is this far from its part of the adults calls for weights
(DeBell & Krosnick 2009)."""

LARGE_DESIGN_EFFECT: Final = 1.5
LARGE_DIFFERENCE_POINTS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Weighting:
    """What was decided, and the adults that a respondent of each crossing stands for.

    merged: for each margin, the class that each class was taken together into: itself, or the
    first of those taken together. weights: the same for everybody when unused, N / n, or 1
    where nobody knows N. design_effect: Kish's, at least 1; None when unused.
    """

    reason: Decision
    by: tuple[str, ...]
    weights: Mapping[Atom, float]
    merged: tuple[Mapping[str, str], ...]
    design_effect: float | None = None

    @property
    def used(self) -> bool:
        """Whether respondents count differently."""
        return self.reason == "used"


def choose_weights(
    sizes: Mapping[Atom, int],
    margins: Sequence[Margin],
    *,
    adults: int | None,
    counted_on: date | None = None,
    not_before: date | None = None,
    join_empty: bool = False,
) -> Weighting | Refusal:
    """Decide about weights, from respondents by crossing and the frame's margins.

    `sizes` has one class of each margin in its crossings, in the margins' order; everybody is
    in some class, so what a margin leaves over is a class of its own. In this order: without
    frame, or a margin of two classes, there is nothing to weight by; under 40 respondents, or
    no class 5 points off, no weights; a class with adults and nobody who answered, no weights, or
    with `join_empty` it is merged like any small one, so that the reason does not tell of it;
    classes with fewer than 5 respondents, or with a ratio (N_c/N)/(n_c/n) over 3 or under 1/3,
    are merged with the next in the margin's order, the last with the one before it; then raked,
    and where a ratio leaves 0.33 to 3, calibrated within these instead. One margin is
    post-stratified: w = N_c / n_c. Where merging leaves a single class, there are no weights:
    "few_answers" if a class had fewer than 5 respondents, else "not_feasible".

    Example: 40 + 20 respondents of 60 + 60 adults: 17 points off, weights 1.5 and 3, design
    effect 60 * 270 / 120^2 = 1.125.

    Refuses "stale_frame" for adults counted before `not_before`, the first day on which a
    count holds for the wave; "totals_differ" for margins that do not add up to `adults`;
    "contradiction" for more respondents than adults, of all or in a class; "bad_input",
    "no_answers" as `raking.refuse_margins`. Source: Battaglia et al. 2009, Survey Practice 2;
    Kalton & Flores-Cervantes 2003, Journal of Official Statistics 19; disclosure.md, section 2.
    """
    held = tuple(margins)
    if not are_counts(*sizes.values(), 0 if adults is None else adults):
        return Refusal("bad_input")
    if not any(sizes.values()):
        return Refusal("no_answers", 1, 0)
    if min(sizes.values()) < 0:
        return Refusal("bad_input")
    if adults is not None and sum(sizes.values()) > adults:
        return Refusal("contradiction", adults, sum(sizes.values()))
    if adults is None or not any(_classes(margin) > 1 for margin in held):
        return _unused("no_frame_groups", sizes, held, adults)
    if counted_on is not None and not_before is not None and counted_on < not_before:
        return Refusal("stale_frame")
    refusal = refuse_margins(sizes, held, adults=adults)
    if refusal is not None and refusal.reason != "empty_stratum":
        return refusal
    if sum(sizes.values()) < FEWEST_RESPONDENTS:
        return _unused("few_answers", sizes, held, adults)
    if refusal is not None and not join_empty:
        return _unused("empty_class", sizes, held, adults)
    if not any(_is_off(sizes, at, margin) for at, margin in enumerate(held)):
        return _unused("margins_close", sizes, held, adults)
    return _weigh(sizes, held, adults)


def weighting_notes(
    weighting: Weighting, *, unweighted: float, weighted: float
) -> tuple[Note, ...]:
    """What the method note must say: deff_w over 1.5, a headline moved by more than 5 points.

    Both figures in points, 0 to 100. They are for this comparison only: weighted figures are
    published, never both. Example: deff_w 1.6, 61 and 67 points: both notes.
    """
    notes: list[Note] = []
    if (weighting.design_effect or 0) > LARGE_DESIGN_EFFECT:
        notes.append("large_design_effect")
    # As a float 32.2 less 27.2 is a little more than five points.
    if weighting.used and round(abs(weighted - unweighted), 9) > LARGE_DIFFERENCE_POINTS:
        notes.append("weights_matter")
    return tuple(notes)


def merge_classes(margin: Margin, answered: Mapping[str, int]) -> dict[str, str]:
    """Into which class each class of a margin goes: itself, or the first of those merged.

    Example: adults A 50, B 8, C 42 with respondents 30, 3, 27: B is merged with the next, C.
    """
    respondents, adults = sum(answered.values()), sum(margin.adults.values())
    blocks = [[name] for name, number in margin.adults.items() if number]
    at = 0
    while at < len(blocks) and len(blocks) > 1:
        inside = sum(answered.get(name, 0) for name in blocks[at])
        living = sum(margin.adults[name] for name in blocks[at])
        if _can_stand(inside, living, respondents, adults):
            at += 1
            continue
        first = min(at, len(blocks) - 2)
        blocks[first : first + 2] = [blocks[first] + blocks[first + 1]]
        at = 0
    return {name: block[0] for block in blocks for name in block}


def _can_stand(inside: int, living: int, respondents: int, adults: int) -> bool:
    """Enough respondents, and a ratio (N_c/N)/(n_c/n) from 1/3 to 3; whole numbers, no ties."""
    share, part = living * respondents, inside * adults
    return (
        inside >= FEWEST_IN_CLASS
        and share <= FARTHEST_RATIO * part
        and part <= FARTHEST_RATIO * share
    )


def _weigh(sizes: Mapping[Atom, int], margins: tuple[Margin, ...], adults: int) -> Weighting:
    merged = tuple(
        merge_classes(margin, class_sizes(sizes, at)) for at, margin in enumerate(margins)
    )
    fewer = tuple(_merge(margin, into) for margin, into in zip(margins, merged, strict=True))
    taken: Counter[Atom] = Counter()
    for atom, number in sizes.items():
        if number:
            taken[_into(atom, merged)] += number
    if not any(_classes(margin) > 1 for margin in fewer):
        small = min(_smallest_class(sizes, at, margin) for at, margin in enumerate(margins))
        reason: Decision = "few_answers" if small < FEWEST_IN_CLASS else "not_feasible"
        return _unused(reason, sizes, margins, adults)
    if not any(_is_off(taken, at, margin) for at, margin in enumerate(fewer)):
        return _unused("margins_close", sizes, margins, adults)
    found = _post_stratify(fewer[0], taken) if len(fewer) == 1 else _bounded(taken, fewer)
    if isinstance(found, Refusal):
        lost = found.reason == "not_converged"
        return _unused("not_converged" if lost else "not_feasible", sizes, margins, adults)
    weights = {atom: found[_into(atom, merged)] for atom, number in sizes.items() if number}
    effect = kish_design_effect([weights[atom] for atom in weights for _ in range(sizes[atom])])
    assert not isinstance(effect, Refusal), "calibrated weights are above 0"
    return Weighting("used", tuple(margin.id for margin in margins), weights, merged, effect)


def _post_stratify(margin: Margin, sizes: Mapping[Atom, int]) -> dict[Atom, float]:
    return {atom: margin.adults[atom[0]] / number for atom, number in sizes.items()}


def _bounded(
    sizes: Mapping[Atom, int], margins: tuple[Margin, ...]
) -> Mapping[Atom, float] | Refusal:
    """Raked weights where these keep within the bounds, else the logit distance's."""
    start = sum(margins[0].adults.values()) / sum(sizes.values())
    low, high = RATIOS
    found = rake(sizes, margins)
    if not _keeps(found, low * start, high * start):
        found = calibrate_within(sizes, margins)
    return found if isinstance(found, Refusal) else found.weights


def _keeps(found: Calibrated | Refusal, low: float, high: float) -> bool:
    return isinstance(found, Calibrated) and all(
        low <= weight <= high for weight in found.weights.values()
    )


def _unused(
    reason: Decision, sizes: Mapping[Atom, int], margins: tuple[Margin, ...], adults: int | None
) -> Weighting:
    weight = 1.0 if adults is None else adults / sum(sizes.values())
    return Weighting(
        reason,
        (),
        {atom: weight for atom, number in sizes.items() if number},
        tuple({name: name for name in margin.adults} for margin in margins),
    )


def _is_off(sizes: Mapping[Atom, int], at: int, margin: Margin) -> bool:
    """Whether some class is 5 points off; in whole numbers, so that 5 is 5."""
    respondents, adults = sum(sizes.values()), sum(margin.adults.values())
    answered = class_sizes(sizes, at)
    return any(
        abs(answered.get(name, 0) * adults - number * respondents) * 100
        >= MARGIN_POINTS * respondents * adults
        for name, number in margin.adults.items()
    )


def _smallest_class(sizes: Mapping[Atom, int], at: int, margin: Margin) -> int:
    """The fewest respondents of a class that has adults; nobody where none answered."""
    answered = class_sizes(sizes, at)
    return min(answered.get(name, 0) for name, number in margin.adults.items() if number)


def _classes(margin: Margin) -> int:
    return sum(number > 0 for number in margin.adults.values())


def _merge(margin: Margin, into: Mapping[str, str]) -> Margin:
    adults: dict[str, int] = {}
    for name, number in margin.adults.items():
        if number:
            adults[into[name]] = adults.get(into[name], 0) + number
    return Margin(margin.id, adults)


def _into(atom: Atom, merged: Sequence[Mapping[str, str]]) -> Atom:
    return tuple(into[name] for name, into in zip(atom, merged, strict=True))
