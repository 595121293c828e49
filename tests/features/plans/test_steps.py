"""A year that runs itself: the clock goes forward, and jobs do the rest.

S1  Four waves in a year are launched, closed, opened and released by jobs alone, each on its days,
    in the same weeks of the season, with the rotating questions of its turn.
S2  The manager is told before each launch and before each closing, once.
S3  However often steps are run, and by how many at once, a wave is launched once.
S4  What stands in the way of a launch is kept and told; it is tried again until it works, and given
    up a week after the first day.
S5  A custodian's wave is not launched by a job; one launched by hand is taken for the planned one.
S6  While a plan goes on nobody asks the homes more often, by whatever survey; a stopped plan
    launches nothing.
S7  After a fortnight without any worker the next wave still opens, or is missed; never two at once.
"""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.jobs.models import Job
from survey.jobs.working import work_until_idle
from survey.plans.models import PlannedWave, PlanNotice, PulsePlan
from survey.plans.services import skip_wave, stop_plan
from survey.plans.steps import advance_plan
from survey.responses.services import cancel_wave
from survey.results.models import Release
from survey.waves.models import Wave
from survey.waves.promise import asked_questionnaire, sealed_promise
from tests.factories.everybody import Everybody
from tests.factories.plans import local_day, make_pulse_plan
from tests.factories.waves import PASSPHRASE, extend, launch_wave_for_tests, make_property
from tests.support.frozen_clock import FrozenClock

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def place() -> Property:
    with transaction():
        return make_property()


def waves_of(place_id: int) -> list[Wave]:
    db.session.rollback()
    return list(
        db.session.scalars(select(Wave).where(Wave.property_id == place_id).order_by(Wave.number))
    )


def planned_of(plan_id: int) -> list[PlannedWave]:
    db.session.rollback()
    return list(db.session.get_one(PulsePlan, plan_id).waves)


def told(kind: str | None = None) -> list[tuple[str, date]]:
    db.session.rollback()
    wanted = select(PlanNotice.kind, PlanNotice.told_on).order_by(
        PlanNotice.told_on, PlanNotice.kind
    )
    return [(one.kind, one.told_on) for one in db.session.execute(wanted) if kind in (None, one[0])]


def pass_days(clock: FrozenClock, days: int, plan_id: int) -> None:
    for _day in range(days):
        clock.forward(days=1)
        advance_plan(plan_id, clock())


def pass_year(clock: FrozenClock, days: int, plan_id: int) -> None:
    """Let jobs do what is due, every half day near a day on which something happens."""
    until = clock() + timedelta(days=days)
    while clock() < until:
        today = local_day(clock())
        near = any(
            -2 <= (day - today).days <= 6
            for one in planned_of(plan_id)
            for day in (one.opens_on - timedelta(days=14), one.closes_on)
        )
        clock.forward(hours=12 if near else 96)
        work_until_idle()


def test_a_year(place: Property, frozen_clock: FrozenClock, people: Everybody) -> None:
    """S1, S2, S6"""
    place_id = place.id
    plan_id = make_pulse_plan(place, frozen_clock())
    began = local_day(frozen_clock())
    pass_year(frozen_clock, 315, plan_id)
    waves = waves_of(place_id)
    planned = planned_of(plan_id)
    assert [wave.state for wave in waves] == ["released"] * 4
    assert [one.state for one in planned[:4]] == ["launched"] * 4
    assert sum(one.state == "planned" for one in planned) == 4
    days = [sealed_promise(wave)["wave"] for wave in waves]
    assert [one["opens_on"] for one in days] == [
        "2026-08-18",
        "2026-11-17",
        "2027-02-16",
        "2027-05-18",
    ]
    assert began == date(2026, 8, 3)
    for wave, said in zip(waves, days, strict=True):
        launched_on = local_day(wave.launched_at)
        assert date.fromisoformat(said["opens_on"]) - launched_on == timedelta(days=14)
        assert (wave.closed_at, wave.opened_at, wave.released_at) != (None, None, None)
        assert wave.closed_at is not None
        assert wave.closed_at - wave.closes_at < timedelta(hours=13)
    rotating: list[set[object]] = [
        {item.id for item in asked_questionnaire(wave).items} for wave in waves
    ]
    assert all(len(one) == len(rotating[0]) for one in rotating)
    assert len(set.union(*rotating) - set.intersection(*rotating)) > 2
    assert len(db.session.scalars(select(Release)).all()) == 4
    assert [day for _kind, day in told("coming")] == [
        one.opens_on - timedelta(days=28) for one in planned[:4]
    ]
    assert len(told("closing")) == 4
    assert told("refused") == []
    assert {job.state for job in db.session.scalars(select(Job))} == {"done"}
    with pytest.raises(SurveyError) as refused:
        launch_wave_for_tests(frozen_clock(), place=db.session.get_one(Property, place_id))
    assert (refused.value.code, refused.value.params["most"]) == ("asked_too_often", 4)
    with transaction():
        stop_plan(
            plan=db.session.get_one(PulsePlan, plan_id),
            place=db.session.get_one(Property, place_id),
            actor=db.session.merge(people.bob),
            now=frozen_clock(),
        )
    launch_wave_for_tests(frozen_clock(), place=db.session.get_one(Property, place_id))
    pass_days(frozen_clock, 5, plan_id)
    assert len(waves_of(place_id)) == 5


def test_launched_once(app: Flask, place: Property, frozen_clock: FrozenClock) -> None:
    """S3"""
    place_id = place.id
    plan_id = make_pulse_plan(place, frozen_clock())
    frozen_clock.forward(days=5)

    def advance() -> None:
        with app.app_context():
            advance_plan(plan_id, frozen_clock())

    threads = [threading.Thread(target=advance) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(waves_of(place_id)) == 1
    assert planned_of(plan_id)[0].error is None
    pass_days(frozen_clock, 3, plan_id)
    assert len(waves_of(place_id)) == 1
    assert len(told("launched")) == 1


def test_what_stands_in_the_way(place: Property, frozen_clock: FrozenClock) -> None:
    """S4"""
    place_id = place.id
    work = launch_wave_for_tests(frozen_clock(), place=place)
    frozen_clock.forward(hours=1)
    place = db.session.get_one(Property, place_id)
    plan_id = make_pulse_plan(place, frozen_clock())
    pass_days(frozen_clock, 4, plan_id)
    first = planned_of(plan_id)[0]
    assert (first.state, first.error) == ("planned", "wave_already_open")
    assert [kind for kind, _day in told()] == ["coming", "refused"]
    with transaction():
        cancel_wave(wave=work.wave, now=frozen_clock())
    pass_days(frozen_clock, 1, plan_id)
    first = planned_of(plan_id)[0]
    assert (first.state, first.error) == ("launched", None)
    assert [wave.state for wave in waves_of(place_id)] == ["cancelled", "open"]


def test_given_up(place: Property, frozen_clock: FrozenClock) -> None:
    """S4, S7: the first wave of the year stays open for months."""
    place_id, today = place.id, local_day(frozen_clock())
    launch_wave_for_tests(
        frozen_clock(),
        place=place,
        closes_on=today + timedelta(days=100),
        report_by=today + timedelta(days=120),
    )
    frozen_clock.forward(hours=1)
    place = db.session.get_one(Property, place_id)
    plan_id = make_pulse_plan(place, frozen_clock())
    pass_days(frozen_clock, 22, plan_id)
    assert planned_of(plan_id)[0].state == "planned"
    pass_days(frozen_clock, 2, plan_id)
    assert planned_of(plan_id)[0].state == "missed"
    assert len(waves_of(place_id)) == 1
    assert len(told("refused")) == 1


@pytest.mark.parametrize(("late", "state"), [(20, "launched"), (40, "missed")])
def test_after_a_time_without_workers(
    place: Property, frozen_clock: FrozenClock, late: int, state: str
) -> None:
    """S7"""
    place_id = place.id
    plan_id = make_pulse_plan(place, frozen_clock())
    frozen_clock.forward(days=late)
    advance_plan(plan_id, frozen_clock())
    assert planned_of(plan_id)[0].state == state
    opened = [sealed_promise(wave)["wave"]["opens_on"] for wave in waves_of(place_id)]
    assert opened == (["2026-08-23"] if state == "launched" else [])


def test_a_custodians_wave(place: Property, frozen_clock: FrozenClock) -> None:
    """S5"""
    place_id = place.id
    plan_id = make_pulse_plan(
        place, frozen_clock(), custody="custodian", custodian_name="Residents’ council"
    )
    pass_days(frozen_clock, 4, plan_id)
    assert waves_of(place_id) == []
    assert {kind for kind, _day in told()} == {"by_hand"}
    work = launch_wave_for_tests(
        frozen_clock(),
        place=db.session.get_one(Property, place_id),
        custody="custodian",
        custodian_name="Residents’ council",
        passphrase=PASSPHRASE,
    )
    pass_days(frozen_clock, 1, plan_id)
    first = planned_of(plan_id)[0]
    assert (first.state, first.wave_id) == ("launched", work.wave_id)
    # The days that were promised, and not those of the plan; an extension too.
    days = (date(2026, 8, 7), date(2026, 8, 28), date(2026, 9, 25))
    assert (first.opens_on, first.closes_on, first.report_by) == days
    extend(work, frozen_clock())
    pass_days(frozen_clock, 1, plan_id)
    assert planned_of(plan_id)[0].closes_on == date(2026, 9, 3)
    assert planned_of(plan_id)[1].opens_on == date(2026, 11, 17)


def test_a_wave_that_is_left_out(
    place: Property, frozen_clock: FrozenClock, people: Everybody
) -> None:
    """S1: the next one keeps its weeks, and the turn of its questions."""
    place_id = place.id
    plan_id = make_pulse_plan(place, frozen_clock())
    before = [one.opens_on for one in planned_of(plan_id)]
    with transaction():
        skip_wave(
            planned=db.session.get_one(PlannedWave, planned_of(plan_id)[0].id),
            place=db.session.get_one(Property, place_id),
            skipped=True,
            today=local_day(frozen_clock()),
            actor=db.session.merge(people.bob),
            now=frozen_clock(),
        )
    pass_days(frozen_clock, 110, plan_id)
    assert [one.state for one in planned_of(plan_id)[:2]] == ["skipped", "launched"]
    (wave,) = waves_of(place_id)
    assert json.loads(wave.promise)["wave"]["opens_on"] == before[1].isoformat()
