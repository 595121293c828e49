"""Attacks on the document, each with a positive control.

A1 subtracting the shown groups from the property leaves no group below the smallest shown
A2 a unanimous or all-but-one group is not recovered, shown or as a remainder
A3 two cuts together isolate nobody
A4 those who did not answer an item do not make a small remainder of it
A5 random populations: nothing is found, and most is still published
A6 the attacker is able: without protection each of these is cracked
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.tabulation import Cut
from tests.unit.core.disclosure.population import CUTS, Person, crowd, one, release
from tests.unit.core.disclosure.spreadsheet import Finding, crack

TENURE = (Cut("tenure", ("full", "lower")),)
THREE = (Cut("tenure", ("full", "lower", "voucher")),)


def _mixed(number: int, **groups: str) -> list[Person]:
    """People with answers of every kind."""
    return [one(1 + place % 5, **groups) for place in range(number)]


SMALL_REMAINDER = [*_mixed(30, tenure="full"), *_mixed(20, tenure="lower"), *_mixed(4)]
SMALL_GROUP = [
    *_mixed(30, tenure="full"),
    *_mixed(25, tenure="lower"),
    *_mixed(6, tenure="voucher"),
]
UNANIMOUS = [*_mixed(30, tenure="full"), *(one(1, tenure="lower") for _ in range(12))]
ALL_BUT_ONE = [*UNANIMOUS, one(3, tenure="lower")]
UNANIMOUS_REMAINDER = [
    *_mixed(30, tenure="full"),
    *_mixed(20, tenure="lower"),
    *(one(2) for _ in range(14)),
]
NESTED_CUTS = [
    *_mixed(30, tenure="full", years="over5"),
    *_mixed(20, tenure="lower", years="under5"),
    *_mixed(3, tenure="lower", years="over5"),
]
SKIPPED = [
    *_mixed(30, tenure="full"),
    *_mixed(20, tenure="lower"),
    *(one(None) for _ in range(12)),
    *(one(2) for _ in range(3)),
]
SKIPPED_IN_GROUP = [
    *_mixed(30, tenure="full"),
    *_mixed(9, tenure="lower"),
    *(one(None, tenure="lower") for _ in range(8)),
]
CASES = {
    "A1 small remainder": (SMALL_REMAINDER, TENURE, "small"),
    "A1 small group": (SMALL_GROUP, THREE, "small"),
    "A2 unanimous": (UNANIMOUS, TENURE, "alike"),
    "A2 all but one": (ALL_BUT_ONE, TENURE, "alike"),
    "A2 unanimous remainder": (UNANIMOUS_REMAINDER, TENURE, "alike"),
    "A3 nested cuts": (NESTED_CUTS, CUTS, "small"),
    "A4 skipped": (SKIPPED, TENURE, "small"),
    "A4 skipped in a group": (SKIPPED_IN_GROUP, TENURE, "small"),
}


def _q1(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.item == "q1"]


def _unprotected(people: Sequence[Person], cuts: Sequence[Cut]) -> dict[str, Any]:
    """What a careless program prints: every group in whole percents, whatever its size."""
    everybody = [person.answers["q1"] for person in people if "q1" in person.answers]
    return {
        "items": [{"id": "q1", "kind": "scale", "state": "shown", "bands": _bands(everybody)}],
        "cuts": [{"id": cut.id, "items": [_careless(cut, people)]} for cut in cuts],
    }


def _careless(cut: Cut, people: Sequence[Person]) -> dict[str, Any]:
    groups = []
    for group in cut.groups:
        answers = [
            person.answers["q1"]
            for person in people
            if person.groups.get(cut.id) == group and "q1" in person.answers
        ]
        groups.append({"id": group, "bands": _bands(answers)})
    return {"id": "q1", "state": "shown", "groups": groups}


def _bands(answers: Sequence[object]) -> list[dict[str, Any]]:
    bins = {"unfavorable": (1, 2), "middle": (3,), "favorable": (4, 5)}
    return [
        {"id": name, "percent": round(100 * sum(a in values for a in answers) / len(answers))}
        for name, values in bins.items()
    ]


@pytest.mark.parametrize("case", CASES)
def test_a6_without_protection_it_is_cracked(case: str) -> None:
    people, cuts, kind = CASES[case]
    findings = crack(_unprotected(people, cuts), people, smallest=10, outsiders=2)
    assert kind in {finding.kind for finding in findings}


def test_a6_what_is_cracked_is_the_truth() -> None:
    findings = crack(
        _unprotected(SMALL_REMAINDER, TENURE), SMALL_REMAINDER, smallest=10, outsiders=2
    )
    # The four who are in no group answered 1, 2, 3 and 4.
    assert Finding("q1", "small", 4, ((2, 2), (1, 1), (1, 1))) in findings


@pytest.mark.parametrize("case", CASES)
def test_a1_to_a4_the_release_is_not_cracked(case: str) -> None:
    people, cuts, _kind = CASES[case]
    document = release(people, cuts)
    assert crack(document, people, smallest=10, outsiders=2) == []
    # There was something to find: the property's own figures of the item are published.
    q1 = next(item for item in document["items"] if item["id"] == "q1")  # type: ignore[attr-defined]
    assert q1["state"] == "shown"


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    size=st.integers(10, 160),
    skip=st.sampled_from([0.0, 0.05, 0.3]),
    favor=st.sampled_from([0.1, 0.5, 0.9]),
)
def test_a5_random_populations(seed: int, size: int, skip: float, favor: float) -> None:
    people = crowd(seed, size, skip=skip, favor=favor)
    assert crack(release(people), people, smallest=10, outsiders=2) == []


def test_a5_hiding_everything_is_not_the_way() -> None:
    items = splits = 0
    for seed in range(40):
        document: dict[str, Any] = release(crowd(seed, 90), CUTS)
        items += sum(item["state"] == "shown" for item in document["items"])
        splits += sum(
            split["state"] == "shown" for cut in document["cuts"] for split in cut["items"]
        )
    assert items / (40 * 6) >= 0.95
    assert splits / (40 * 12) >= 0.4
