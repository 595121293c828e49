"""How many answered, as percents tell it: those of up to a hundred people are their counts.

A release that says "90 % or more" so that nobody can be counted out, and prints shares that only
all thirty adults can have, says that each of them answered.

N1  from nine in ten on everything printed is as if nine in ten adults had answered
N2  it stays that close to what was said: half a person at an end of a scale, one in between
N3  all of those who are in no shown group answered: the shares of the others would say so
N4  the groups of a breakdown add up to all adults: it is not shown
N5  nothing is weighted from nine in ten on, for a reason that does not hang on who answered
N6  of ten adults there is no release, because it would say that ten have answered
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from survey.core.disclosure import protect
from survey.core.disclosure.tallies import Tally, thinned
from tests.attacks.houses import HAPPY, MIXED, house, lot, population_of
from tests.attacks.telling_houses import LEVEL, SILENT
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.publishing import Document, release_of
from tests.support.second_auditor import HARD, audit
from tests.support.shapes import STRATUM

VALUES = (1, 2, 3, 4, 5)


def _answers(counts: Sequence[int]) -> list[int]:
    return [value for value, people in zip(VALUES, counts, strict=True) for _one in range(people)]


def _figures(document: Document) -> dict[str, Any]:
    """Everything that a release prints, but for the number of its check."""
    return document | {"method": document["method"] | {"reference": None}}


def _population(counts: Sequence[Sequence[int]], adults: int) -> Population:
    """So many gave each answer to each of the three questions of a level; the others are silent."""
    given = zip(*map(_answers, counts), strict=True)
    answers = [dict(zip(LEVEL, one, strict=True)) for one in given]
    people = [Person(f"p{at}", {STRATUM: "s0"}, one) for at, one in enumerate(answers)]
    silent = adults - len(people)
    people += [Person(f"d{at}", {STRATUM: "s0"}, None) for at in range(silent)]
    return population_of(people, asking(*LEVEL))


def _of(counts: Sequence[Sequence[int]], adults: int) -> Document:
    return _figures(release_of(_population(counts, adults)))


def _numbers(document: Document, adults: int) -> list[int]:
    """The numbers of answers that print the shares of all questions: whole percents only."""
    shares = [
        one["percent"]
        for item in document["items"]
        for one in [*item["bands"], *(item["points"] or [])]
    ]
    exact = {share for share in shares if isinstance(share, int)}
    return [
        base
        for base in range(1, adults + 1)
        if exact <= {(200 * people + base) // (2 * base) for people in range(base + 1)}
    ]


FULL = [((3, 4, 5, 5, 3), 20), ((4, 3, 6, 10, 7), 30), ((2, 5, 10, 14, 9), 40)]


@pytest.mark.parametrize(("counts", "adults"), [*FULL, ((3, 8, 12, 20, 17), 60)])
def test_n1_everybody(
    counts: tuple[int, ...], adults: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N1: the same document as of nine in ten, scores as well; shares as they are say it is all."""
    asked = (counts, counts[::-1], (*counts[2:], *counts[:2]))
    document = _of(asked, adults)
    band = -(-9 * adults // 10)
    fewer = [thinned(Tally(adults, one), band, together=True).counts for one in asked]
    assert [sum(one) for one in fewer] == [band] * 3
    assert document["response"] == {"respondents": None, "rate": "90+", "participation": []}
    assert [level["state"] for level in document["levels"]].count("shown") == 1
    assert _of(fewer, adults) == document
    assert band in _numbers(document, adults)
    assert audit(document, _population(asked, adults).truth) == []

    monkeypatch.setattr(protect, "thinned", lambda tally, *_people, **_how: tally)
    monkeypatch.setattr("survey.core.disclosure.clearing.audit_release", lambda *_, **__: ())
    assert [one for one in _numbers(_of(asked, adults), adults) if one >= band] == [adults]


@pytest.mark.parametrize("people", [27, 28, 29, 30])
def test_n2_close(people: int) -> None:
    """N2: whatever was said by so many of thirty."""
    for first in range(people + 1):
        for second in range(people - first + 1):
            counts = (first, second, people - first - second)
            fewer = thinned(Tally(people, counts), 27, together=True)
            apart = [
                abs(27 * count - people * fewer.counts[at]) / people
                for at, count in enumerate(counts)
            ]
            assert sum(fewer.counts) == fewer.answered == 27
            assert min(fewer.counts) >= 0
            assert apart[0] <= 0.5 >= apart[2]
            assert apart[1] < 1
            alone = thinned(Tally(people, counts), 27, together=False)
            assert all(
                abs(27 * count - people * one) <= people / 2
                for count, one in zip(counts, alone.counts, strict=True)
            )


def _states(document: Document) -> Counter[str]:
    return Counter(group["state"] for cut in document["cuts"] for group in cut["groups"])


def test_n3_all_others_answered() -> None:
    """N3: 20, 33 and 48 percent of 60 adults are 40 or 46, so that 14 of 14 others are left."""
    answers = [1] * 9 + [3] * 15 + [5] * 22
    shown = (lot(46, answers, stratum="s0"), lot(14, SILENT, stratum="s0"))
    everybody = house(*shown, lot(8, stratum="s1"), lot(6, stratum="s2"))
    document = release_of(everybody)
    assert document["items"][0]["id"] == HAPPY
    assert document["items"][0]["state"] == "shown"
    assert _states(document) == {"hidden": 3}
    assert [leak for leak in audit(document, everybody.truth) if leak.kind in HARD] == []
    silent = [lot(4, SILENT, stratum="s1"), lot(3, SILENT, stratum="s2")]
    some = house(*shown, lot(8, stratum="s1"), lot(6, stratum="s2"), *silent)
    assert _states(release_of(some)) == {"shown": 1, "hidden": 2}


def test_n4_groups_add_up() -> None:
    """N4: of thirty and thirty who name their age, none can be 29."""
    younger, older = _answers((5, 5, 7, 7, 6)), _answers((7, 4, 6, 6, 7))
    full = house(lot(30, younger, dem_age="under50"), lot(30, older, dem_age="over50"))
    document = release_of(full)
    assert _states(document) == {"hidden": 2}
    assert document["items"][0]["points"] is not None
    fewer = house(
        lot(30, younger, dem_age="under50"),
        lot(27, older, dem_age="over50"),
        lot(3, SILENT, dem_age="over50"),
    )
    assert _states(release_of(fewer)) == {"shown": 2}


@pytest.mark.parametrize("few", [2, 9])
def test_n5_no_weights(few: int) -> None:
    """N5: two of twelve in one group, or nine; below nine in ten two are weighted for."""
    nearly = house(
        lot(92 - few, stratum="s0"),
        lot(few - 2, SILENT, stratum="s0"),
        lot(few, stratum="s1"),
        lot(12 - few, SILENT, stratum="s1"),
    )
    document = release_of(nearly)
    assert document["response"]["rate"] == "90+"
    assert document["method"]["weighting"]["reason"] == "few_answers"
    assert audit(document, nearly.truth) == []


@pytest.mark.parametrize(("adults", "status"), [(10, "too_few"), (11, "released")])
def test_n6_ten_of_ten(adults: int, status: str) -> None:
    """N6: of eleven it may be ten or eleven."""
    everybody = house(lot(adults, MIXED))
    document = release_of(everybody)
    assert document["status"] == status
    assert audit(document, everybody.truth) == []
