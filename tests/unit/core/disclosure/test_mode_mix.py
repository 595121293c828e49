"""The one coarse word on how people answered, attacked as whoever knows almost everybody would.

X1  Two thirds or more are a word of their own; below that it is "mixed".
X2  No word is told where a third of the answers is fewer than the smallest group, or than ten.
X3  A word of its own leaves open whether nobody or a whole smallest group answered otherwise;
    "mixed" is told only where as many as that did on either side. So no word tells of a few.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from survey.core.disclosure.mode_mix import mode_mix_of


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ({"code": 40, "kiosk": 15}, "own"),
        ({"code": 20, "link": 20, "kiosk": 20}, "own"),
        ({"code": 39, "kiosk": 21}, "mixed"),
        ({"kiosk": 40, "code": 20}, "kiosk"),
        ({"interviewer": 31}, "interviewer"),
        ({"paper": 60, "code": 20, "kiosk": 10}, "paper"),
        ({"paper": 30, "code": 30}, "mixed"),
        ({"code": 20, "kiosk": 5}, None),
        ({"code": 29}, None),
        ({"code": 30}, "own"),
        ({}, None),
    ],
)
def test_words(counts: dict[str, int], word: str | None) -> None:
    """X1, X2"""
    assert mode_mix_of(counts, 10) == word


def test_a_stricter_promise_is_kept() -> None:
    """X2: a smaller one does not lower the ten."""
    assert mode_mix_of({"code": 59}, 20) is None
    assert mode_mix_of({"code": 60}, 20) == "own"
    assert mode_mix_of({"code": 29}, 5) is None


@pytest.mark.parametrize("min_group", [5, 10, 15])
def test_the_word_leaves_a_whole_group_open(min_group: int) -> None:
    """X3: for every total and word, the counts of the other ways that are possible with it."""
    told = 0
    for total in range(0, 121, 3):
        possible: dict[str, set[int]] = {}
        for other in range(total + 1):
            word = mode_mix_of({"code": total - other, "kiosk": other}, min_group)
            if word is not None:
                possible.setdefault(word, set()).add(other)
        for name, counts in possible.items():
            told += 1
            smallest = max(min_group, 10)
            if name == "mixed":
                assert smallest < min(counts) <= max(counts) < total - smallest, total
            else:
                others = counts if name == "own" else {total - count for count in counts}
                assert (min(others), max(others)) == (0, total // 3), (total, name)
                assert max(others) >= smallest, (total, name)
    assert told == 3 * len(range(3 * max(min_group, 10), 121, 3))


def test_order_is_nothing() -> None:
    """X1: the same counts in another order, the same word."""
    ways = [("code", 24), ("kiosk", 6), ("paper", 6)]
    assert {mode_mix_of(dict(order), 10) for order in permutations(ways)} == {"own"}
    ways = [("code", 12), ("kiosk", 12), ("paper", 12)]
    assert {mode_mix_of(dict(order), 10) for order in permutations(ways)} == {"mixed"}
