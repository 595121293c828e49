"""How most people answered, as one coarse word for a whole wave, or nothing.

The attacker knows how some people answered: an interviewer knows whom they visited. So no word
says that nobody, or hardly anybody, answered in some way. Where a way has a word of its own, the
others are none, or up to a third of all, and a third is never fewer than the smallest group; where
the word is "mixed", more than a third answered otherwise than any one way. It stands beside no
answer and no group, and one wave has one word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal

ModeMix = Literal["own", "kiosk", "interviewer", "paper", "mixed"]

SMALLEST: Final = 10
_OWN: Final = frozenset({"code", "link"})
_NAMES: Final[Mapping[str, ModeMix]] = {
    "own": "own",
    "kiosk": "kiosk",
    "interviewer": "interviewer",
    "paper": "paper",
}


def mode_mix_of(counts: Mapping[str, int], min_group: int) -> ModeMix | None:
    """The way of two thirds of all answers or more, "mixed" where there is none, or None.

    counts: answers by the slips' modes; "code" and "link" are one's own device. None where a
    third of all answers is fewer than the smallest group, or fewer than ten.
    Example: 40 by code, 15 on a tablet: "own". 30 and 25: "mixed". 20 and 5: None.
    """
    by_way: Counter[str] = Counter()
    for mode, count in counts.items():
        by_way["own" if mode in _OWN else mode] += count
    total = by_way.total()
    if total < 3 * max(min_group, SMALLEST):
        return None
    way, most = by_way.most_common(1)[0]
    return _NAMES[way] if 3 * most >= 2 * total else "mixed"
