"""How people answered, and how paper was typed in, as they tell how many answered.

From nine in ten on nothing says how many did. Whoever goes from door to door, sets up the tablets
or types in the paper has counted what came in that way. What is left are people's own devices, and
a word that hangs on all answers says how many there are.

V1  of thirty adults no word, or its absence, says that each of them answered
V2  whoever counted every way but people's own devices reads the same, however many answered
V3  the attack is able: of fewer than nine in ten, whose number is printed, the word does change
V4  the word is true however many answered, and leaves a whole smallest group open
V5  words are still said of most places: nothing is hidden for no reason
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from survey.core.disclosure.keying import Keying, keying_of
from survey.core.disclosure.mode_mix import mode_mix_of

SMALLEST = 10
BOXES = 20
ADULTS = (30, 33, 36, 44, 45, 50, 60, 64, 90)
Read = tuple[str | None, Keying | None]


def band(adults: int) -> range:
    """How many can have answered where it says "90 % or more"."""
    return range(-(-9 * adults // 10), adults + 1)


def counted(adults: int) -> Iterator[dict[str, int]]:
    """What somebody can have counted: visits, tablets and sheets; the rest had a device."""
    fewest = band(adults)[0]
    step = max(adults // 12, 1)
    for visited in range(0, fewest + 1, step):
        for sheets in range(0, fewest - visited + 1, step):
            yield {"interviewer": visited, "paper": sheets}


def read(ways: dict[str, int], answered: int, adults: int | None) -> Read:
    """What a release says of these ways, and of all sheets typed in twice."""
    known = sum(ways.values())
    counts = {**ways, "code": answered - known}
    mix = mode_mix_of(counts, SMALLEST, adults)
    boxes = ways["paper"] * BOXES
    typed = keying_of(
        boxes, boxes, boxes=BOXES, answered=answered, mix=mix, min_group=SMALLEST, adults=adults
    )
    return mix, typed


def test_v1_all_of_thirty() -> None:
    """V1: "most used their own device" stood there if all thirty had answered, and else nothing."""
    assert {read({"interviewer": 0, "paper": 0}, number, 30) for number in band(30)} == {
        (None, None)
    }


@pytest.mark.parametrize("adults", ADULTS)
def test_v2_counted_but_for_devices(adults: int) -> None:
    """V2"""
    for ways in counted(adults):
        told = {read(ways, number, adults) for number in band(adults)}
        assert len(told) == 1, (adults, ways, told)


def test_v3_able() -> None:
    """V3: without the adults the same attack finds out how many answered, in most places."""
    told = [
        {read(ways, number, None) for number in band(adults)}
        for adults in ADULTS
        for ways in counted(adults)
    ]
    assert sum(len(one) > 1 for one in told) > 100
    fewer = range(40, 54)
    assert len({read({"interviewer": 15, "paper": 0}, number, 60) for number in fewer}) == 2


@pytest.mark.parametrize("adults", ADULTS)
def test_v4_true_and_open(adults: int) -> None:
    """V4"""
    for ways in counted(adults):
        for number in band(adults):
            own = number - sum(ways.values())
            word, typed = read(ways, number, adults)
            shares = {"own": own, **ways}
            most = max(shares.values())
            if word == "mixed":
                assert 3 * most < 2 * number
            elif word is not None:
                assert 3 * shares[word] >= 2 * number
                assert number - shares[word] <= adults // 3
            if typed is not None:
                sheets = typed.compared // BOXES
                assert SMALLEST <= sheets <= ways["paper"]
                if word not in ("paper", "mixed"):
                    # However few answered, a whole group of others has room beside the sheets.
                    assert band(adults)[0] - -(-2 * adults // 3) - sheets >= SMALLEST


def test_v5_still_said() -> None:
    """V5: from 45 adults on where nearly all used one way, or where no way has most."""
    said = [read({"interviewer": 0, "paper": 0}, band(number)[0], number) for number in ADULTS]
    assert [word for word, _typed in said] == [None] * 3 + ["own"] * 6
    assert read({"interviewer": 30, "paper": 0}, 58, 60)[0] == "mixed"
    assert read({"interviewer": 50, "paper": 0}, 58, 60)[0] == "interviewer"
    assert read({"interviewer": 0, "paper": 85}, 88, 90) == ("paper", Keying(50 * BOXES, 99))
