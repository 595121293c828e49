"""Who answered, read by somebody who does not know: the attacker is held against all worlds.

P1 a number that counts the silent from nine in ten on: respondents, answers, response, intervals
P2 ordinary figures say nothing of anybody, and without a frame there is nothing to say
P3 a group that all worlds have answering in full, or not at all, is found
P4 a small group is found as soon as all worlds have one number of it
P5 words, response or design effect that the truth does not print are found, and so are weights
P6 groups are hidden together
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from survey.core.disclosure.attacker.hiding import hides_as_said
from survey.core.disclosure.attacker.intervals import interval_of
from survey.core.disclosure.attacker.participation import participation_findings
from survey.core.disclosure.attacker.printed import STRATUM, read_document
from survey.core.disclosure.attacker.weights import weights_by_frame

Counts = Mapping[str, int]
K = 10
MANY = 1_000


def _rate(respondents: int, adults: int) -> str:
    step = 100 * respondents // adults // 5 * 5
    return "90+" if step >= 90 else str(step) if step else "<5"


def _word(people: int, respondents: int, adults: int, everybody: int) -> str:
    apart = Fraction(people, respondents) - Fraction(adults, everybody)
    return "about" if abs(apart) < Fraction(1, 20) else "more" if apart > 0 else "fewer"


def _response(adults: Counts, answered: Counts, *, words: bool, number: bool) -> dict[str, Any]:
    respondents, everybody = sum(answered.values()), sum(adults.values())
    lines = [
        {
            "cut": STRATUM,
            "group": group,
            "share": _word(answered[group], respondents, adults[group], everybody),
        }
        for group in adults
    ]
    return {
        "respondents": respondents if number else None,
        "rate": _rate(respondents, everybody),
        "participation": lines if words else [],
    }


def _document(
    adults: Counts,
    response: Mapping[str, Any],
    *,
    items: Sequence[Mapping[str, Any]] = (),
    effect: float | None = None,
    coded: bool = True,
) -> dict[str, Any]:
    return {
        "promise": {
            "min_group": K,
            "limited_to_one": coded,
            "strata": [{"id": group, "adults": number} for group, number in adults.items()],
        },
        "property": {"adults": sum(adults.values())},
        "response": response,
        "method": {"rules": "2", "weighting": {"used": False, "design_effect": effect}},
        "items": items,
        "cuts": [
            {
                "id": STRATUM,
                "groups": [{"id": one, "state": "shown"} for one in adults],
                "items": [],
            }
        ],
    }


def _found(
    document: Mapping[str, Any], answered: Counts, least: Counts | None = None
) -> set[tuple[str, str]]:
    """The kinds of finding, each with the group that it is about, if any."""
    reading = read_document(document, ())
    numbers = {group: range(number, MANY) for group, number in (least or {}).items()}
    return {
        (finding.kind, finding.groups[0][1] if finding.groups else "")
        for finding in participation_findings(reading, answered, numbers)
    }


def _item(favorable: int | str, answered: int, interval: tuple[int, int]) -> dict[str, Any]:
    low, high = interval
    bands = [{"id": "favorable", "percent": favorable}]
    return {"id": "q", "state": "hidden", "answered": answered, "bands": bands} | {
        "low": low,
        "high": high,
    }


NEARLY = {"s0": 60, "s1": 60}
BAND = 108


@pytest.mark.parametrize(
    ("response", "answered", "counts"),
    [
        ({"respondents": None, "rate": "90+"}, 105, False),
        ({"respondents": 114, "rate": "90+"}, 105, True),
        ({"respondents": None, "rate": "90+"}, BAND, False),
        ({"respondents": None, "rate": "90+"}, 110, True),
        ({"respondents": None, "rate": "95"}, 105, True),
        ({"respondents": None, "rate": "97"}, 105, True),
    ],
)
def test_p1_numbers(response: dict[str, Any], answered: int, *, counts: bool) -> None:
    """P1: 114 of 120 answered, of which 108 may be known: nine in ten."""
    document = _document(
        NEARLY, response, items=[{"id": "q", "state": "hidden", "answered": answered}]
    )
    found = _found(document, {"s0": 57, "s1": 57})
    assert (("participation", "") in found) is counts


@pytest.mark.parametrize("favorable", [20, 50, ">90", "<10"])
def test_p1_intervals(favorable: int | str) -> None:
    """P1: an interval of 105 to 108 answers is that of a printed 105, that of 114 is not."""
    response = {"respondents": None, "rate": "90+"}
    for base in (105, BAND, 114):
        item = _item(favorable, 105, interval_of(favorable, base, 120))
        known = [interval_of(favorable, one, 120) for one in range(105, BAND + 1)]
        found = _found(_document(NEARLY, response, items=[item]), {"s0": 57, "s1": 57})
        says = interval_of(favorable, base, 120) not in known
        assert (("participation", "") in found) is says
        if favorable == 50:
            assert says is (base == 114)


def test_p2_nothing() -> None:
    """P2"""
    adults, answered = {"s0": 40, "s1": 50}, {"s0": 20, "s1": 25}
    response = _response(adults, answered, words=True, number=True)
    assert _found(_document(adults, response), answered) == set()
    assert _found(_document(adults, response, coded=False), {"s0": 40, "s1": 50}) == set()
    assert _found(_document(adults, response), {}) == set()


def _worlds(
    adults: Counts, answered: Counts, least: Counts, *, words: bool, number: bool
) -> Iterator[Counts]:
    """Every way in which so many may have answered that prints the same."""
    printed = _response(adults, answered, words=words, number=number)
    for numbers in product(*(range(least.get(one, 0), adults[one] + 1) for one in adults)):
        world = dict(zip(adults, numbers, strict=True))
        if sum(numbers) and _response(adults, world, words=words, number=number) == printed:
            yield world


@pytest.mark.parametrize("seed", range(60))
def test_p3_p4_all_worlds(seed: int) -> None:
    """P3, P4: whatever all worlds agree on is found; he may find more, for he tries fewer."""
    draw = random.Random(seed)
    adults = {"s0": draw.randint(10, 24), "s1": draw.choice((3, 7, 12, 18))}
    answered = {
        group: draw.choice((0, number, draw.randint(0, number), number - 1))
        for group, number in adults.items()
    }
    answered["s0"] = max(answered["s0"], 1)
    least = {group: number for group, number in answered.items() if draw.random() < 0.4}
    words, number = draw.random() < 0.5, draw.random() < 0.7
    response = _response(adults, answered, words=words, number=number)
    found = _found(_document(adults, response), answered, least)
    worlds = list(_worlds(adults, answered, least, words=words, number=number))
    assert answered in worlds
    for group, size in adults.items():
        numbers = {world[group] for world in worlds}
        certain = numbers in ({0}, {size}) or (size < K and len(numbers) == 1)
        if certain:
            assert ("participation", group) in found


def test_p3_all_of_a_group() -> None:
    """P3: the shares of a group betray that all 25 answered; of the other one some did."""
    adults, answered = {"s0": 60, "s1": 25}, {"s0": 20, "s1": 25}
    response = _response(adults, answered, words=False, number=True)
    assert _found(_document(adults, response), answered) == set()
    assert _found(_document(adults, response), answered, {"s1": 25}) == {("participation", "s1")}


@pytest.mark.parametrize("part", ["words", "rate", "respondents"])
def test_p5_not_the_truth(part: str) -> None:
    """P5"""
    adults, answered = {"s0": 40, "s1": 50}, {"s0": 20, "s1": 25}
    response = _response(adults, answered, words=True, number=True)
    if part == "words":
        response["participation"][0]["share"] = "more"
    elif part == "rate":
        response["rate"] = "55"
    else:
        response["respondents"] = 44
    assert ("contradiction", "") in _found(_document(adults, response), answered)


def test_p5_design_effect() -> None:
    """P5: of weights 3/2 and 3/4 for 20 of 60 and 40 of 60 the effect is 1.125; 1.1, and not 1.4.

    (20 * 3/2 + 40 * 3/4)^2 / (60 * (20 * 9/4 + 40 * 9/16)) is 1 / 1.125.
    """
    adults, answered = {"s0": 60, "s1": 60}, {"s0": 20, "s1": 40}
    response = _response(adults, answered, words=False, number=True)
    effect = 60 * (20 * Fraction(9, 4) + 40 * Fraction(9, 16)) / Fraction(60) ** 2
    assert effect == Fraction(9, 8)
    told = _found(_document(adults, response, effect=1.1), answered)
    assert told == set()
    wrong = _found(_document(adults, response, effect=1.4), answered)
    assert wrong == {("participation", "")}


@pytest.mark.parametrize(
    ("rules", "reason", "found"),
    [
        # 10 of 200 adults are five points off among 100 answers only if all ten have answered.
        ("4", "used", {("participation", "s1")}),
        ("2", "used", set()),
        # An audit has decided, or few have answered: it may be either.
        ("4", "few_answers", set()),
    ],
)
def test_p5_weights_without_an_effect(rules: str, reason: str, found: set[tuple[str, str]]) -> None:
    """P5: that there are weights tells as well, where their effect is not printed."""
    adults, answered = {"s0": 190, "s1": 10}, {"s0": 90, "s1": 10}
    response = _response(adults, answered, words=False, number=True)
    document = _document(adults, response)
    used = {"used": reason == "used", "reason": reason, "design_effect": None}
    document["method"] |= {"rules": rules, "weighting": used}
    assert _found(document, answered) == found


def test_p5_nobody_of_a_few_adults() -> None:
    """P5: a group of fewer adults than are shown is no class, and one nobody of is no reason."""
    adults = {"s0": 97, "s1": 60, "s2": 3}
    document = _document(adults, {})
    document["method"]["rules"] = "4"
    counts = ({"s0": 60, "s1": 40, "s2": some} for some in range(4))
    reasons = {chosen.reason for one in counts if (chosen := weights_by_frame(document, one))}
    assert reasons == {"margins_close"}
    none = weights_by_frame(document, {"s0": 60, "s1": 0, "s2": 0})
    few = weights_by_frame(document, {"s0": 60, "s1": 3, "s2": 0})
    assert none is not None
    assert few is not None
    assert none.reason == few.reason == "few_answers"


@pytest.mark.parametrize(
    ("shown", "world", "holds"),
    [
        (("s0",), {"s0": 50, "s1": 10, "s2": 1}, True),
        (("s0",), {"s0": 51, "s1": 9, "s2": 1}, False),
        (("s0", "s1", "s2"), {"s0": 50, "s1": 10, "s2": 10, "": 0}, True),
        (("s0", "s1", "s2"), {"s0": 50, "s1": 10, "s2": 10, "": 1}, False),
        ((), {"s0": 3, "s1": 0, "s2": 0}, True),
    ],
)
def test_p6_hidden_groups(shown: tuple[str, ...], world: Counts, *, holds: bool) -> None:
    """P6: eleven at least are hidden together; none is only where nobody is in none."""
    document = _document({"s0": 90, "s1": 10, "s2": 10}, {})
    for group in document["cuts"][0]["groups"]:
        group["state"] = "shown" if group["id"] in shown else "hidden"
    assert hides_as_said(document, world) is holds
