"""Two coarse numbers on typing in paper, attacked as whoever knows who took a sheet would.

Y1  Whole sheets in steps of five, the part that agreed rounded down, 99 for all.
Y2  Nothing is told of fewer sheets than the smallest group, than ten, or of under 100 answers.
Y3  With the word for how people answered, and even with everybody who answered otherwise but those
    of one way, it stays open whether nobody or a whole smallest group answered in that way.
"""

from __future__ import annotations

from itertools import product

import pytest

from survey.core.disclosure.keying import Keying, keying_of
from survey.core.disclosure.mode_mix import ModeMix, mode_mix_of

BOXES = 10


def told(sheets: int, answered: int, mix: ModeMix | None, *, wrong: int = 0) -> Keying | None:
    """What is told of so many sheets of ten boxes, of which so many boxes differed."""
    compared = sheets * BOXES
    return keying_of(
        compared, compared - wrong, boxes=BOXES, answered=answered, mix=mix, min_group=10
    )


@pytest.mark.parametrize(
    ("sheets", "wrong", "found"),
    [
        (10, 0, Keying(100, 99)),
        (14, 0, Keying(100, 99)),
        (15, 1, Keying(150, 99)),
        (15, 2, Keying(150, 98)),
        (17, 8, Keying(150, 95)),
        (20, 200, Keying(200, 0)),
        (70, 0, Keying(400, 99)),  # not above two thirds of 60
    ],
)
def test_what_is_told(sheets: int, wrong: int, found: Keying) -> None:
    """Y1"""
    assert told(sheets, 60, "mixed", wrong=wrong) == found


def test_of_few_nothing_is_told() -> None:
    """Y2: of nine sheets, of ten short ones, of ten under a stricter promise, of no boxes."""
    assert told(9, 60, "mixed") is None
    assert told(10, 60, None) is None
    for boxes, min_group, found in ((9, 10, None), (10, 11, None), (10, 5, Keying(100, 99))):
        assert (
            keying_of(
                10 * boxes, 10 * boxes, boxes=boxes, answered=60, mix="mixed", min_group=min_group
            )
            == found
        )
    assert keying_of(0, 0, boxes=0, answered=60, mix="mixed", min_group=10) is None


def test_a_known_handful_stays_open() -> None:
    """Y3: over every wave of so many answers, all that is possible with what was told.

    Without the rule there is something to find: 30 answers, "own", ten sheets at least.
    """
    assert mode_mix_of({"code": 20, "paper": 10}, 10) == "own"
    assert told(10, 30, "own") is None
    seen = 0
    for total in (30, 45, 60, 75, 90):
        possible: dict[tuple[str, Keying], set[tuple[int, int]]] = {}
        for paper, visited in product(range(total + 1), repeat=2):
            own = max(0, total - paper - visited)
            mix = mode_mix_of({"code": own, "paper": paper, "interviewer": visited}, 10)
            if own + paper + visited > total or mix is None:
                continue
            other = own if mix == "interviewer" else visited
            for sheets in range(paper % 5, paper + 1, 5):
                found = told(sheets, total, mix)
                if found is not None:
                    possible.setdefault((mix, found), set()).add((paper, other))
        for (word, found), worlds in possible.items():
            seen += 1
            others = {other for _paper, other in worlds}
            assert min(others) == 0, (total, word, found)
            assert max(others) >= 10, (total, word, found)
            fewest = min(paper for paper, _other in worlds)
            assert fewest >= found.compared // BOXES >= 10, (total, word, found)
            assert total - fewest >= 10, (total, word, found)
    assert seen > 20
