"""What may be said of a change in words: the one function that decides it everywhere."""

from __future__ import annotations

from typing import Final, Literal

from survey.core.analysis.estimates import Estimate, Refusal

Verdict = Literal["clear_rise", "clear_fall", "no_clear_change", "too_few_to_tell"]

MARGIN_POINTS: Final = 5.0
"""A change smaller than this is never called clear: points of a score, or percent favorable."""

_SLACK: Final = 1e-9
"""What a float may stray by: 35 percent less 30 percent is five points."""

ENOUGH_ANSWERS: Final = 30
"""With fewer answers on either side, an unclear change says "too few to tell"."""


def verdict(
    change: Estimate | Refusal | None,
    *,
    rejected: bool,
    fewest_answers: float,
    margin: float = MARGIN_POINTS,
) -> Verdict:
    """What may be said of a change with its 95 % interval; `margin` in its unit.

    Clear is what passes all of three gates: the interval leaves out 0; `rejected`, the test still
    rejects "no change" after adjusting for everything tested beside it (multiplicity.py); and the
    change is at least the practical margin. `fewest_answers`: the smaller of the two numbers of
    answers, the effective ones where they are weighted. "No clear change" does not say that
    nothing changed: that takes a test of its own (equivalence.py).
    Example: 7 points, from 1 to 13, rejected, 60 answers: clear_rise; not rejected, or 4 points
    from 1 to 7: no_clear_change; 6 points, from -1 to 13, 29 answers: too_few_to_tell.
    Source: disclosure.md, section 3.
    """
    if not isinstance(change, Estimate):
        return "too_few_to_tell"
    least = margin * (1 - _SLACK)
    if rejected and change.low > 0 and change.value >= least:
        return "clear_rise"
    if rejected and change.high < 0 and change.value <= -least:
        return "clear_fall"
    return "no_clear_change" if fewest_answers >= ENOUGH_ANSWERS else "too_few_to_tell"
