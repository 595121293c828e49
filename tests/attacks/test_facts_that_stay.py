"""Facts that stay: two nearly complete waves of a place, and one household that comes or goes.

What somebody was, had or was told when moving in is the same in every wave. So whoever knows who
moved subtracts one wave from the other, and is left with those few (disclosure.md 8.5: "x of
stayers equal over waves"; 8.7).

F1  a list of answers that two such waves print tells what those answered who moved: one for one,
    also where as many adults live there as before
F2  so the later wave does not print it; also with another wave between them, and whether the
    first one was of everybody or of those who moved in
F3  nothing else is lost: not scales, whose answers move, nor anything below nine in ten, nor in the
    first of the two; and not between two waves of people who move in, who are others each time
F4  whoever leaves the rule out is stopped by the audit
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from survey.core.bank.own import OwnItem, OwnWording, add_own, make_own_item
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure import clearing
from survey.core.disclosure.attacker.release import audit_release
from survey.core.disclosure.clearing import clear
from tests.attacks.houses import HAPPY, MIXED, population_of
from tests.support.asked import asking, bank
from tests.support.populations import Person, Population
from tests.support.publishing import header_of, release_of

Document = Mapping[str, Any]

CAR, SCALE = "own_car", "own_garden"
YES, NO, _NO_LONGER = OPTIONS = ("Yes", "No", "Not any more")
HAS_CAR = OwnWording(text="Do you have a car?", level="context", answers="one", options=OPTIONS)
HALF = 0.5


def _own(own_id: str, said: OwnWording) -> OwnItem:
    made = make_own_item(own_id, said, bank().scales)
    assert made is not None
    return made


def _asked(car: str = CAR) -> Questionnaire:
    garden = OwnWording(text="How easy is the garden to use?", level="context", answers="scale")
    own = [_own(car, HAS_CAR), _own(SCALE, replace(garden, scale="ease5"))]
    return replace(add_own(asking(HAPPY), own), indices=())


def _house(*with_each: int, wave: int, silent: int = 0, asked: Questionnaire) -> Population:
    """So many adults with each of the answers about a car; the last ones say nothing at all."""
    item = next(item for item in asked.closed_items if item.text == HAS_CAR.text)
    values = [option.value for option in asked.scale_of(item).options]
    told = [value for value, people in zip(values, with_each, strict=True) for _ in range(people)]
    people = [
        Person(
            f"p{at}",
            {"stratum": "s0"},
            {HAPPY: MIXED[at % 5], SCALE: MIXED[at % 5], item.id: value}
            if at < len(told) - silent
            else None,
        )
        for at, value in enumerate(told)
    ]
    return population_of(people, asked, wave=wave)


def _before(wave: int = 1, silent: int = 0, car: str = CAR) -> Population:
    return _house(20, 28, 12, wave=wave, silent=silent, asked=_asked(car))


def _after(wave: int = 2, silent: int = 0, car: str = CAR) -> Population:
    """Somebody without a car has moved out, and somebody with one has moved in."""
    return _house(21, 27, 12, wave=wave, silent=silent, asked=_asked(car))


def _state(document: Document, item_id: str) -> str:
    return str(next(item["state"] for item in document["items"] if item["id"] == item_id))


@dataclass(frozen=True, slots=True)
class Count:
    """Between which ends the sum of the first counts lies: so many options, of how many people."""

    options: int
    low: float
    high: float


def _sums(document: Document, people: int) -> list[Count]:
    """What the printed shares say of how many gave one of the first options.

    From nine in ten on they are shares of nine in ten adults, rounded as they add up. The shares
    before add up to a whole number of these, where each is one; an open end tells nothing here.
    """
    base = -(-document["property"]["adults"] * 9 // 10)
    item = next(item for item in document["items"] if item["id"] == CAR)
    found, whole = [], 0
    for number, option in enumerate(item["options"], start=1):
        share = option["percent"]
        fitting = [part for part in range(base + 1) if abs(100 * part - share * base) * 2 <= base]
        assert len(fitting) == 1, "of up to a hundred people a percent is one number"
        whole += fitting[0]
        found.append(Count(number, (whole - HALF) * people / base, (whole + HALF) * people / base))
    return found


def _proven(
    first: Document, second: Document, adults: int, moved: int
) -> dict[str, tuple[int, int]]:
    """What follows of those who left and of those who came: the fewest and the most of each answer.

    Unknown is how many of the stayers, the leavers and the newcomers gave each answer; all others
    answered as before, and all adults answered. A program of its own (HiGHS), nothing of theirs.
    """
    kinds = len(OPTIONS)
    rows, low, high = [], [], []

    def say(held: Sequence[tuple[int, int]], least: float, most: float) -> None:
        """held: (part, option) pairs; parts are stayers 0, leavers 1, newcomers 2."""
        row = np.zeros(3 * kinds)
        for part, option in held:
            row[part * kinds + option] = 1
        rows.append(row)
        low.append(least)
        high.append(most)

    for part, people in ((0, adults - moved), (1, moved), (2, moved)):
        say([(part, option) for option in range(kinds)], people, people)
    for document, other in ((first, 1), (second, 2)):
        for one in _sums(document, adults):
            held = [(part, option) for part in (0, other) for option in range(one.options)]
            say(held, one.low, one.high)
    found = {}
    for name, part in (("left", 1), ("came", 2)):
        for option, value in enumerate(OPTIONS):
            aim = np.zeros(3 * kinds)
            aim[part * kinds + option] = 1
            ends = [
                milp(
                    way * aim,
                    integrality=np.ones(3 * kinds),
                    bounds=Bounds(0, inf),
                    constraints=LinearConstraint(np.array(rows), low, high),
                )
                for way in (1, -1)
            ]
            assert all(end.status == 0 for end in ends), "the true world keeps every row"
            found[f"{name} {value}"] = (round(ends[0].fun), round(-ends[1].fun))
    return found


def test_f1_one_came_for_one_who_left() -> None:
    """F1: each document by itself is what a first wave prints; both together name two people."""
    first, second = release_of(_before()), release_of(_after())
    assert [one["response"]["rate"] for one in (first, second)] == ["90+", "90+"]
    proven = _proven(first, second, adults=60, moved=1)
    assert proven[f"left {NO}"] == proven[f"came {YES}"] == (1, 1)


def test_f2_not_told_twice() -> None:
    """F2: with or without another wave in between; by its id, or by its words."""
    first = release_of(_before())
    second = release_of(_after(), earlier=(first,))
    assert (_state(first, CAR), _state(second, CAR)) == ("shown", "hidden")
    assert not [cut for cut in second["cuts"] for split in cut["items"] if split["id"] == CAR]
    between = release_of(_after(2, silent=20), earlier=(first,))
    assert _state(between, CAR) == "shown"
    assert _state(release_of(_after(3), earlier=(first, between)), CAR) == "hidden"
    renamed = release_of(_after(car="own_auto"), earlier=(first,))
    assert _state(renamed, "own_auto") == "hidden"
    of_movers = {**first, "wave": first["wave"] | {"kind": "move_in"}}
    assert _state(release_of(_after(), earlier=(of_movers,)), CAR) == "hidden"


def test_f3_what_is_kept() -> None:
    """F3: everything else, and the list where one of the two waves is not nearly complete."""
    first, less = release_of(_before()), release_of(_before(silent=12))
    second = release_of(_after(), earlier=(first,))
    shown = [item["id"] for item in second["items"] if item["state"] == "shown"]
    assert shown == [HAPPY, SCALE]
    assert {one["id"] for one in second["change"]["items"]} == {HAPPY, SCALE}
    assert _state(release_of(_after(), earlier=(less,)), CAR) == "shown"
    assert _state(release_of(_after(silent=12), earlier=(first,)), CAR) == "shown"
    assert _state(release_of(_before(), earlier=(first,)), CAR) == "shown", "the same wave again"
    people = _after()
    moved_in = header_of(people)
    moved_in["wave"] |= {"kind": "move_in"}
    of_movers = {**first, "wave": first["wave"] | {"kind": "move_in"}}
    for before, state in ((of_movers, "shown"), (first, "hidden")):
        cleared = clear(
            people.tabulation,
            people.questionnaire,
            people.rules,
            header=moved_in,
            earlier=(before,),
        )
        assert _state(cleared.document, CAR) == state


def test_f4_the_audit_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """F4: a proposal that tells it twice is refused, and in the end nothing tells it."""
    first, alone = release_of(_before()), release_of(_after())
    truth = _after().tabulation
    assert audit_release(alone, truth=truth) == ()
    found = audit_release(alone, truth=truth, earlier=(first,))
    assert [(one.kind, one.item) for one in found] == [("exact", CAR)]
    monkeypatch.setattr(clearing, "told_before", lambda *_given: frozenset())
    assert _state(release_of(_after(), earlier=(first,)), CAR) == "hidden"
