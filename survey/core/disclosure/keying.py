"""How well paper was typed in, as a release tells it: two coarse numbers for a wave, or nothing.

Two typings of a sheet say nothing of its answers, but how many were compared says how many people
answered on paper at least. A sheet of a known questionnaire has a known number of boxes, so that
"at least 60 answers" is "at least six sheets": rounding answers would hide nothing. The attacker
knows who took a sheet home (the office handed them out, or read their names off a list), whom an
interviewer visited, the mix of modes and how many answered. Therefore:

- Sheets are counted in steps of five, and never fewer than the smallest group. "At least five" of
  six sheets that were handed out would say who answered.
- Only what leaves a whole smallest group open beside it is told. "Two thirds by own device" of 30
  and "at least ten sheets" would say that nobody answered whom an interviewer visited.
- The part that agreed is rounded down and ends at 99, so that no few boxes can be counted in it.

That nothing is told says nothing: few sheets, few answers, a rest of a sitting, or no room beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from survey.core.disclosure.mode_mix import SMALLEST, ModeMix, Told, told_of

STEP: Final = 5
FEWEST_ANSWERS: Final = 100
"""With fewer, a percent would say more than a single box."""
MOST_PERCENT: Final = 99


@dataclass(frozen=True, slots=True)
class Keying:
    """At least so many answers were compared, and at least so many percent of them agreed."""

    compared: int
    agreed: int


def keying_of(
    compared: int,
    equal: int,
    *,
    boxes: int,
    answered: int,
    mix: ModeMix | None,
    min_group: int,
    adults: int | None = None,
) -> Keying | None:
    """What may be told of two typings of the same sheets, or None.

    compared, equal: boxes. boxes: of one sheet. answered: answer sets in all, in whatever way.
    adults: as for the word (`mode_mix.told_of`), so that neither says how many answered.
    Example: 163 of 170 boxes, 10 on a sheet, 60 answers in several ways: 150 compared, 95 percent.
    """
    smallest = max(min_group, SMALLEST)
    if boxes == 0 or mix is None:
        return None
    sheets = min(compared // boxes, _most_told(told_of(answered, adults), mix, smallest))
    whole = sheets - sheets % STEP
    if whole < smallest or whole * boxes < FEWEST_ANSWERS:
        return None
    return Keying(whole * boxes, min(MOST_PERCENT, 100 * equal // compared))


def _most_told(told: Told, mix: ModeMix, smallest: int) -> int:
    """The most sheets that may be told beside the word for how people answered.

    Two thirds of all where that word already says as much of paper, or leaves a third to others;
    where another way has two thirds, the third that is left less a whole smallest group.
    """
    if mix in ("paper", "mixed"):
        return 2 * told.fewest // 3
    return told.others - smallest
