"""What staff see of the check of a release: nothing that the release does not say.

Two groups of twelve and twelve are not shown, because what they chose would tell that eleven of
one chose the garden. Two of nine and fifteen are not shown, because nine are too few. Both releases
are the same; a word on the wave's page that more was withheld than in a first proposal told the one
from the other, and so that there was something to find.

C1  releases that are the same came about in different ways: there is something to tell
C2  nothing that is kept of a check, or handed to a page, could tell it
"""

from __future__ import annotations

from dataclasses import fields

from survey.core.disclosure.clearing import Cleared, clear
from survey.results.models import ReleaseCheck
from survey.results.services import Prepared
from survey.waves.outcomes import Outcome
from tests.attacks.houses import population_of
from tests.attacks.test_lists import ALIKE, ASKED, GARDEN, GYM
from tests.support.populations import Person, Population
from tests.support.publishing import header_of
from tests.support.shapes import STRATUM


def _of_nine_and_fifteen() -> Population:
    """The same answers of the same adults, of whom nine are of the one group."""
    chosen = [[GARDEN]] * 16 + [[GYM]] * 5 + [[GARDEN, GYM]] * 3
    people = [
        Person(f"p{at}", {STRATUM: "s0" if at < 9 else "s1"}, {"own_list": one})
        for at, one in enumerate(chosen)
    ]
    silent = [("s0", 13), ("s1", 7)]
    people += [
        Person(f"d{group}-{at}", {STRATUM: group}, None)
        for group, number in silent
        for at in range(number)
    ]
    return population_of(people, ASKED)


def _cleared(house: Population) -> Cleared:
    return clear(house.tabulation, house.questionnaire, house.rules, header=header_of(house))


def test_c1_the_same_release() -> None:
    """C1"""
    found, small = _cleared(ALIKE), _cleared(_of_nine_and_fifteen())
    assert found.document == small.document
    assert (found.attempts, small.attempts) == (2, 1)


def test_c2_nothing_is_kept() -> None:
    """C2: there is no field into which it could be put; a page is made of these and the release."""
    assert {one.name for one in fields(Outcome)} == {"state", "percent", "problem", "reference"}
    assert {one.name for one in fields(Prepared)} == {"wave_id", "document", "made_at", "position"}
    assert {column.name for column in ReleaseCheck.__table__.columns} == {
        *("wave_id", "state", "done", "total", "token", "leased_until"),
        *("attempts", "error", "started_at", "finished_at"),
    }
