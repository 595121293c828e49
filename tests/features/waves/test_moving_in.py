"""Waves for people who move in: their promise, and their codes.

K1  The questionnaire makes the kind. The promise says it, knows no frame, and names its last day as
    the latest; the promise of an ordinary wave has no word of it.
K2  One wave of each kind is open at a place; a plan's most waves a year neither refuse nor count
    it.
K3  An open link, a breakdown, paper and more than 366 days are refused beside their fields; an
    ordinary wave keeps its 120 days. Nothing extends a move-in wave.
K4  It begins without anybody's codes: those that lie ready do not change any more. A household gets
    a running number and the next codes, and leaves nothing else. Sent twice, a form gives codes
    once, and never for another number of adults. Once none is left, that is said.
K5  Codes are given only while such a wave is open.
K6  A code opens its own wave and no other that is open beside it.
K7  At closing the frame is fixed, and the database keeps it and the kind as they are.
K8  A list of homes lends its doors, contacts and languages to no hand-out.
"""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from survey.accounts.models import AuditEvent
from survey.communities.models import Property
from survey.core.canonical import content_hash
from survey.core.errors import SurveyError
from survey.core.promise.document import Dates
from survey.core.promise.kinds import EVERYBODY, MOVE_IN
from survey.db import db, transaction
from survey.letters.homes import list_letter_homes
from survey.letters.queries import has_doors, list_doors
from survey.messages.queries import list_homes_reached
from survey.plans.checking import check_asks_everybody
from survey.responses.services import close_ballot_box, seal_response
from survey.waves.frame import Counted, frame_of_wave
from survey.waves.models import AccessCode, WaveHome
from survey.waves.promise import sealed_promise
from survey.waves.queries import find_last_wave, find_open_wave, last_number
from survey.waves.services import extend_fieldwork, give_codes
from tests.factories.answer_sets import answers_of
from tests.factories.homes import make_even_list
from tests.factories.move_ins import TEMPLATE, launch_move_in_for_tests, move_in
from tests.factories.waves import launch_wave_for_tests, make_property
from tests.journeys.thief import changed_between, copy_tables
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def place(app: Flask) -> Property:
    """120 homes and 180 adults."""
    with transaction():
        return make_property()


def count(table: type[AccessCode] | type[WaveHome], wave_id: str) -> int:
    """Rows of a wave."""
    held = select(func.count()).select_from(table).where(table.wave_id == wave_id)
    return db.session.scalars(held).one()


def test_k1_the_promise(place: Property, frozen_clock: FrozenClock) -> None:
    ordinary = sealed_promise(launch_wave_for_tests(frozen_clock(), place=place).wave)
    made = launch_move_in_for_tests(frozen_clock(), place=place)
    promise = sealed_promise(made.wave)
    assert promise["wave"] == {
        "number": 2,
        "kind": "move_in",
        "title": "First 90 days",
        "opens_on": "2026-08-03",
        "closes_on": "2027-08-02",
        "latest_close_on": "2027-08-02",
        "report_by": "2027-09-01",
    }
    said = promise["property"]
    assert (said["adults"], said["homes"], said["strata"], promise["cuts"]) == (0, 0, [], [])
    assert promise["questionnaire"]["content"]["template"] == TEMPLATE
    assert promise["questionnaire"]["content"]["demographics"] == []
    assert (made.wave.kind, content_hash(promise)) == (MOVE_IN, made.wave.promise_hash)
    assert "kind" not in ordinary["wave"]
    assert find_open_wave(place, EVERYBODY).kind == EVERYBODY  # type: ignore[union-attr]


def test_k2_one_of_each_kind(place: Property, frozen_clock: FrozenClock) -> None:
    with transaction():
        db.session.get_one(Property, place.id).most_waves_a_year = 1
    first = launch_move_in_for_tests(frozen_clock(), place=place)
    ordinary = launch_wave_for_tests(frozen_clock(), place=place)
    for launch, running in (
        (launch_move_in_for_tests, first.wave_id),
        (launch_wave_for_tests, ordinary.wave_id),
    ):
        with pytest.raises(SurveyError, match="wave_already_open") as refused:
            launch(frozen_clock(), place=place)
        assert refused.value.params["wave_id"] == running
    for fieldwork in (first, ordinary):
        with transaction():
            close_ballot_box(wave=fieldwork.wave, now=frozen_clock())
    with pytest.raises(SurveyError, match="asked_too_often"):
        launch_wave_for_tests(frozen_clock(), place=place)
    again = launch_move_in_for_tests(frozen_clock(), place=place)
    assert (again.wave.number, last_number(place)) == (3, 3)
    assert find_last_wave(place, MOVE_IN).id == again.wave_id  # type: ignore[union-attr]
    assert find_last_wave(place).id == ordinary.wave_id  # type: ignore[union-attr]
    with pytest.raises(SurveyError, match="plan_asks_everybody"):
        check_asks_everybody(TEMPLATE)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"access": "link"}, "move_in_needs_codes", "access"),
        ({"cuts": ("dem_ten",)}, "move_in_has_no_cuts", "cuts"),
        ({"paper": True}, "move_in_not_on_paper", "paper"),
        ({"study": True}, "move_in_not_in_study", "study"),
        ({"days": 367}, "open_too_long", "closes_on"),
    ],
)
def test_k3_what_it_cannot_be(
    place: Property, frozen_clock: FrozenClock, changes: dict[str, Any], code: str, field: str
) -> None:
    now = frozen_clock()
    given = dict(changes)
    if days := given.pop("days", None):
        given["closes_on"] = now.date() + timedelta(days=days)
    with pytest.raises(SurveyError, match=code) as refused:
        launch_move_in_for_tests(now, place=place, **given)
    assert refused.value.params["field"] == field
    assert last_number(place) == 0


def test_k3_days(place: Property, frozen_clock: FrozenClock) -> None:
    now, today = frozen_clock(), frozen_clock().date()
    longest = launch_move_in_for_tests(now, place=place, closes_on=today + timedelta(days=366))
    last = today + timedelta(days=121)
    with pytest.raises(SurveyError, match="open_too_long") as refused:
        launch_wave_for_tests(now, place=place, closes_on=last, report_by=last + timedelta(days=9))
    assert refused.value.params["longest"] == 120
    later = today + timedelta(days=367)
    with pytest.raises(SurveyError, match="extension_not_sealed"), transaction():
        extend_fieldwork(wave=longest.wave, closes_on=later, reason="other", actor=None, now=now)
    dates = Dates(opens_on=today, closes_on=last, report_by=later, kind=MOVE_IN)
    assert dates.latest_close_on == last


def test_k4_codes_once(place: Property, frozen_clock: FrozenClock) -> None:
    now = frozen_clock()
    made = launch_move_in_for_tests(now, place=place)
    assert (made.codes, count(AccessCode, made.wave_id)) == ([], 360)
    first = move_in(made, 2, now)
    form, before = token_hex(16), copy_tables()

    def give(adults: int) -> int:
        with transaction():
            wave = made.wave
            return give_codes(wave=wave, adults=adults, hand_out=form, actor=None, now=now).number

    assert give(2) == 2
    after = copy_tables()
    assert changed_between(before, after) == {
        "audit_event": (0, 1),
        "wave_home": (0, 1),
    }
    assert give(2) == 2
    assert changed_between(after, copy_tables()) == {}
    with pytest.raises(SurveyError, match="hand_out_differs") as refused:
        give(3)
    assert (refused.value.params["field"], refused.value.params["number"]) == ("adults", 2)
    for wrong in (0, 13):
        with pytest.raises(SurveyError, match="adults_out_of_range"):
            give(wrong)
    with pytest.raises(SurveyError, match="hand_out_lost"), transaction():
        give_codes(wave=made.wave, adults=1, hand_out="", actor=None, now=now)
    assert changed_between(after, copy_tables()) == {}
    assert made.codes[:2] == first
    assert len(set(made.codes)) == 4
    homes = db.session.execute(select(WaveHome.number, WaveHome.part, WaveHome.adults))
    assert sorted(tuple(row) for row in homes) == [(1, None, 2), (2, None, 2)]
    told = db.session.scalars(
        select(AuditEvent.details).where(AuditEvent.action == "wave.codes_given")
    )
    assert list(told) == [{"role": "operator"}] * 2


def test_k4_none_left(place: Property, frozen_clock: FrozenClock) -> None:
    now = frozen_clock()
    made = launch_move_in_for_tests(now, place=place)
    for _household in range(30):
        move_in(made, 12, now)
    assert len(set(made.codes)) == 360
    with pytest.raises(SurveyError, match="no_codes_left"):
        move_in(made, 1, now)
    assert count(WaveHome, made.wave_id) == 30


def test_k5_only_while_open(place: Property, frozen_clock: FrozenClock) -> None:
    ordinary = launch_wave_for_tests(frozen_clock(), place=place)
    with pytest.raises(SurveyError, match="not_move_in"):
        move_in(ordinary, 1, frozen_clock())
    opens_on = frozen_clock().date() + timedelta(days=2)
    made = launch_move_in_for_tests(frozen_clock(), place=place, opens_on=opens_on)
    with pytest.raises(SurveyError, match="wave_not_open_yet"):
        move_in(made, 1, frozen_clock())
    with pytest.raises(SurveyError, match="wave_closed"):
        move_in(made, 1, made.wave.ends_at)
    assert count(WaveHome, made.wave_id) == 0


def test_k6_a_code_opens_its_own_wave(place: Property, frozen_clock: FrozenClock) -> None:
    now = frozen_clock()
    ordinary = launch_wave_for_tests(now, place=place)
    made = launch_move_in_for_tests(now, place=place)
    (mine,) = move_in(made, 1, now)
    theirs = ordinary.codes[0]
    for fieldwork, code in ((ordinary, mine), (made, theirs)):
        with pytest.raises(SurveyError, match="unknown_code"), transaction():
            seal_response(
                wave=fieldwork.wave,
                code=code,
                submission_id=None,
                answers=answers_of(0),
                language="en",
                mode="code",
                now=now,
            )


def test_k7_the_frame_is_fixed(place: Property, frozen_clock: FrozenClock) -> None:
    made = launch_move_in_for_tests(frozen_clock(), place=place)
    assert frame_of_wave(made.wave) == Counted(0, 0)
    for adults in (2, 1, 2):
        move_in(made, adults, frozen_clock())
    assert frame_of_wave(made.wave) == Counted(0, 0)
    with transaction():
        close_ballot_box(wave=made.wave, now=frozen_clock())
    assert frame_of_wave(made.wave) == Counted(5, 3)
    assert (count(WaveHome, made.wave_id), count(AccessCode, made.wave_id)) == (0, 0)
    for change in ("kind = 'everybody'", "frame_adults = 6", "frame_homes = NULL"):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(f"UPDATE wave SET {change}"))  # noqa: S608 - fixed words


def test_k8_no_door(place: Property, frozen_clock: FrozenClock) -> None:
    with transaction():
        make_even_list(db.session.get_one(Property, place.id))
    ordinary = launch_wave_for_tests(frozen_clock(), place=place, cuts=())
    made = launch_move_in_for_tests(frozen_clock(), place=place)
    move_in(made, 2, frozen_clock())
    assert all(home.door for home in list_letter_homes(ordinary.wave))
    (home,) = list_letter_homes(made.wave)
    assert (home.door, home.home, len(home.codes)) == (None, 1, 2)
    there = db.session.get_one(Property, place.id)
    assert (list_doors(made.wave, there), has_doors(made.wave)) == ({}, False)
    assert list_doors(ordinary.wave, there)[1].contact.address
    reached = [list_homes_reached(one.wave, there, "email")[0] for one in (ordinary, made)]
    assert [one.adults for one in reached] == [2, 0]
