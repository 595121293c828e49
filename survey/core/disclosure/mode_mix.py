"""How most people answered, as one coarse word for a whole wave, or nothing.

The attacker knows how some people answered: an interviewer knows whom they visited. So no word
says that nobody, or hardly anybody, answered in some way. Where a way has a word of its own, the
others are none, or up to a third of all, and a third is never fewer than the smallest group; where
the word is "mixed", more than a third answered otherwise than any one way. It stands beside no
answer and no group, and one wave has one word.

Nor does it say how many answered, where nine in ten adults or more did. Whoever counted visits,
tablets and sheets does not know of how many devices answers came; so a word is told there only
where it holds for every number that there can be, and whether it is told hangs on what they counted
and on the adults. Otherwise "own device" of thirty adults would say that each of them answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

ModeMix = Literal["own", "kiosk", "interviewer", "paper", "mixed"]

SMALLEST: Final = 10
OWN: Final = "own"
_OWN_MODES: Final = frozenset({"code", "link"})
_NAMES: Final[Mapping[str, ModeMix]] = {
    "own": "own",
    "kiosk": "kiosk",
    "interviewer": "interviewer",
    "paper": "paper",
}


@dataclass(frozen=True, slots=True)
class Told:
    """How many answered, as far as that is told: exactly, or from nine in ten adults on between
    these and all of them."""

    fewest: int
    most: int

    @property
    def others(self) -> int:
        """So many at least may have answered otherwise than two thirds did."""
        return self.fewest - -(-2 * self.most // 3)


def told_of(answered: int, adults: int | None) -> Told:
    """adults: who could answer; None where answers were not limited to one for each of them."""
    if adults is None or not adults * NEAR_COMPLETE_PERCENT <= answered * 100 <= adults * 100:
        return Told(answered, answered)
    return Told(-(-adults * NEAR_COMPLETE_PERCENT // 100), adults)


def mode_mix_of(
    counts: Mapping[str, int], min_group: int, adults: int | None = None
) -> ModeMix | None:
    """The way of two thirds of all answers or more, "mixed" where there is none, or None.

    counts: answers by the slips' modes; "code" and "link" are one's own device. adults: as in
    `told_of`. None where a third of all answers is fewer than the smallest group, or fewer than
    ten, and where the word would say how many answered.
    Example: 40 by code, 15 on a tablet: "own". 30 and 25: "mixed". 20 and 5: None.
    """
    by_way: Counter[str] = Counter()
    for mode, count in counts.items():
        by_way[OWN if mode in _OWN_MODES else mode] += count
    told = told_of(by_way.total(), adults)
    if told.others < max(min_group, SMALLEST):
        return None
    del by_way[OWN]
    counted = by_way.total()
    if 3 * counted <= told.fewest:
        return "own"
    way, most = by_way.most_common(1)[0]
    if 3 * most >= 2 * told.most:
        return _NAMES[way]
    return "mixed" if 3 * counted > told.most and 3 * most < 2 * told.fewest else None
