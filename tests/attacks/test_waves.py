"""Differencing of two waves: what one says and the other does not.

W1 nearly everybody answered in both, and a housing type has a few adults more
W2 a group that is hidden in one wave and shown in the next, for one person more
W3 a correction that shows other groups than what it corrects
W4 a change is no way round a hidden figure
W5 a group that is hidden, not asked about in the next wave, and shown in the one after that
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.core.analysis.tabulation import Cut
from tests.attacks.houses import HAPPY, MIXED, house, lot, population_of
from tests.attacks.spreadsheet import columns_of, crack
from tests.attacks.test_filters import NESTED
from tests.attacks.unprotected import careless_release
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.publishing import release_of

Document = Mapping[str, Any]


Released = tuple[Document, Population]


def newcomers_of(first: Released, second: Released, cut: str) -> dict[str, tuple[int, int]]:
    """What those answered who are new in a group, if all others answered as before."""
    found = {}
    columns = [columns_of(document, HAPPY, people.truth) for document, people in (first, second)]
    before = {column.title: column for column in columns[0]}
    for now in columns[1]:
        old = before.get(now.title)
        if old is None or not now.title.startswith(cut) or not old.people < now.people:
            continue
        new = len(now.people - old.people)
        for answer, (low, high) in now.counts.items():
            ends = low - old.counts[answer][1], high - old.counts[answer][0]
            if new < 10 and ends[0] >= 1 and 2 * ends[0] >= new:
                found[answer] = ends
    return found


def _nearly_all(newcomers: Sequence[int | None], wave: int) -> Population:
    return house(
        lot(30, stratum="s0"),
        lot(40, stratum="s1"),
        (len(newcomers), newcomers, {"stratum": "s0"}),
        lot(1, [None], stratum="s0"),
        wave=wave,
    )


def test_newcomers() -> None:
    """W1: three moved in, and everybody else thinks as before."""
    first, second = _nearly_all((), 1), _nearly_all((1, 1, 2), 2)
    careless = (careless_release(first), first), (careless_release(second), second)
    assert newcomers_of(*careless, "stratum") == {"unfavorable": (3, 3)}
    before = release_of(first)
    assert {group["state"] for group in before["cuts"][0]["groups"]} == {"shown"}
    alone = release_of(second)
    assert {group["state"] for group in alone["cuts"][0]["groups"]} == {"shown"}
    after = release_of(second, earlier=(before,))
    assert newcomers_of((before, first), (after, second), "stratum") == {}
    assert not [split for split in after["cuts"][0]["items"] if split["state"] == "shown"]


def _with_smallest(size: int, wave: int) -> Population:
    return house(
        lot(40, stratum="s0"),
        lot(40, stratum="s1"),
        lot(size, stratum="s2"),
        lot(40, [None], stratum="s0"),
        lot(40, [None], stratum="s1"),
        lot(40, [None], stratum="s2"),
        wave=wave,
    )


def test_a_group_that_comes_back() -> None:
    """W2: with nine hidden, with ten shown, would say that somebody has come."""

    def smallest(document: Document) -> str:
        states = {group["id"]: group["state"] for group in document["cuts"][0]["groups"]}
        return str(states["s2"])

    before = release_of(_with_smallest(9, 1))
    assert smallest(before) == "hidden"
    for size in (10, 11, 12):
        second = _with_smallest(size, 2)
        assert smallest(release_of(second)) == "shown"
        assert smallest(release_of(second, earlier=(before,))) == "hidden"
    assert smallest(release_of(_with_smallest(13, 2), earlier=(before,))) == "shown"


def test_a_group_that_comes_back_later() -> None:
    """W5: everybody answered, one has moved in, and a short survey in between had no breakdown."""

    def wave(newcomers: int, number: int) -> Population:
        los = {"dem_los": "under5"}
        return house(lot(9 + newcomers, **los), lot(51, dem_los="over5"), wave=number)

    def states(document: Document) -> set[str]:
        return {group["state"] for group in document["cuts"][0]["groups"]}

    first = release_of(wave(0, 1))
    short = release_of(replace(wave(0, 2), cuts=()), earlier=(first,))
    assert (states(first), short["cuts"]) == ({"hidden"}, [])
    for newcomers, state in ((1, "hidden"), (3, "hidden"), (4, "shown")):
        third = wave(newcomers, 3)
        assert states(release_of(third, earlier=(short,))) == {"shown"}, "the attack is able"
        assert states(release_of(third, earlier=(first, short))) == {state}


def test_a_correction() -> None:
    """W3: each document alone is safe; both together isolate three people."""
    los = NESTED.cuts[::-1]
    first = replace(NESTED, cuts=los)
    both = [release_of(first), release_of(NESTED)]
    shown = [
        {split["id"] for split in cut["items"] if split["state"] == "shown"}
        for document in both
        for cut in document["cuts"]
    ]
    assert shown[0], "the first shows how long people have lived here"
    together = {**both[1], "cuts": [both[0]["cuts"][0], both[1]["cuts"][0]]}
    assert crack(together, NESTED.truth), "both together are cracked"
    corrected = release_of(NESTED, earlier=(both[0],))
    together = {**corrected, "cuts": [*both[0]["cuts"], *corrected["cuts"]]}
    assert crack(together, NESTED.truth) == []


def test_no_change_of_what_is_hidden() -> None:
    """W4: a question that only nine answered has no figure, and no change either."""
    asked = asking("out_sat_01", "per_bel_01", "per_val_01")

    def wave(number: int, answering: int) -> Population:
        people = [
            Person(f"p{place}", {"stratum": "s0"}, _answers(place, answering))
            for place in range(60)
        ]
        silent = [Person(f"q{place}", {"stratum": "s0"}, None) for place in range(60)]
        return population_of([*people, *silent], asked, wave=number)

    before = release_of(wave(1, 60))
    after = release_of(wave(2, 9), earlier=(before,))
    changes = {change["id"]: change for change in after["change"]["items"]}
    assert changes["out_sat_01"]["difference"] is not None
    states = {item["id"]: item["state"] for item in after["items"]}
    assert states["per_val_01"] == "hidden"
    hidden = changes["per_val_01"]
    assert [hidden[name] for name in ("difference", "low", "high")] == [None] * 3
    assert hidden["verdict"] == "too_few_to_tell"


def _answers(place: int, answering: int) -> dict[str, object]:
    value = MIXED[place % 5]
    found: dict[str, object] = {"out_sat_01": value, "per_bel_01": value}
    return found | ({"per_val_01": 5} if place < answering else {})


def test_cuts_of_a_correction_are_the_promised_ones() -> None:
    """W3: the two documents have the same groups, in another order."""
    assert [cut.id for cut in NESTED.cuts] == ["stratum", "dem_los"]
    assert NESTED.cuts[0] == Cut("stratum", ("s0", "s1"))
