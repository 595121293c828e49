"""What a plan does by itself, every hour: it launches in time, and tells people before.

Each step is its own transaction and safe to run twice: a wave is launched once because its row says
so, and a notice is told once because its row is its key.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.calendar.cadence import launch_day
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.jobs.queue import ask_for_job
from survey.plans.contacting import schedule_contacts
from survey.plans.launching import (
    adopt,
    follow,
    is_missed,
    launch_planned,
    launches_by_itself,
    stands_for,
)
from survey.plans.models import PlannedWave, PlanNotice, PulsePlan
from survey.plans.notifying import NOTICE, key_of, payload_of
from survey.plans.queries import cadence_of, contacts_of, find_waves, list_running_plans
from survey.plans.services import extend_plan, hold_plan, is_launch_due
from survey.waves.models import Wave
from survey.waves.promise import effective_promise
from survey.waves.queries import list_ordinary_waves

log = logging.getLogger("porchlight.plans")

COMING_DAYS: Final = 14
CLOSING_DAYS: Final = 3
LETTERS_DAYS: Final = 5
RESULTS_DAYS: Final = 7
WEEK: Final = timedelta(days=7)


def advance_plans(now: datetime) -> None:
    """Do what is due of every plan that goes on."""
    for plan_id in list_running_plans():
        advance_plan(plan_id, now)


def advance_plan(plan_id: int, now: datetime) -> None:
    """Do what is due of one plan: show what comes, adopt, launch, tell."""
    with transaction():
        plan = hold_plan(plan_id)
        place = get_property(plan.property_id)
        today = day_at(place, now)
        _adopt(plan, place)
        _follow(plan)
        due = [one.id for one in plan.waves if one.state == "planned" and is_launch_due(one, today)]
        by_itself = launches_by_itself(plan)
    for planned_id in due:
        _launch_or_say(planned_id, by_itself, today, now)
    with transaction():
        plan = hold_plan(plan_id)
        extend_plan(plan, today)
        _tell(plan, today, now)


def _adopt(plan: PulsePlan, place: Property) -> None:
    """Take waves that somebody launched by hand since the plan was made for the planned ones."""
    known = {one.wave_id for one in plan.waves if one.wave_id}
    for wave in list_ordinary_waves(place):
        if wave.id in known or wave.state == "cancelled" or wave.launched_at < plan.made_at:
            continue
        opens_on = day_at(place, wave.opens_at)
        for planned in plan.waves:
            if planned.state == "planned" and stands_for(planned, opens_on):
                adopt(planned, wave)
                break


def _follow(plan: PulsePlan) -> None:
    """Let launched waves have the days that they have got, an extension among them."""
    launched = {one.wave_id: one for one in plan.waves if one.wave_id}
    for wave in find_waves(list(launched)).values():
        follow(launched[wave.id], wave)


def _launch_or_say(planned_id: int, by_itself: bool, today: date, now: datetime) -> None:
    """Launch one wave; what it is refused for is kept with it, and it is tried again."""
    try:
        with transaction():
            planned = db.session.get_one(PlannedWave, planned_id)
            hold_plan(planned.plan_id)
            db.session.refresh(planned)
            if planned.state != "planned":
                return
            if is_missed(planned, today):
                planned.state = "missed"
                return
            if by_itself:
                wave = launch_planned(planned, today=today, now=now)
                schedule_contacts(planned.plan, wave, now)
                log.info("planned wave launched wave=%s", wave.id)
    except SurveyError as error:
        with transaction():
            db.session.get_one(PlannedWave, planned_id).error = error.code
        log.info("planned wave not launched planned=%s code=%s", planned_id, error.code)


def _tell(plan: PulsePlan, today: date, now: datetime) -> None:
    """Write down what whoever manages the property, or sends letters, is told today."""
    place = get_property(plan.property_id)
    for planned in plan.waves:
        for kind, day in _notices(plan, planned, place, today):
            _tell_once(planned, kind, day, now)


def _notices(
    plan: PulsePlan, planned: PlannedWave, place: Property, today: date
) -> Iterator[tuple[str, date]]:
    """Each thing that can be told by now, and the day that it belongs to."""
    launched_on = launch_day(planned.opens_on, cadence_of(plan))
    if planned.state == "planned":
        by_itself = launches_by_itself(plan)
        warned_on = launched_on - timedelta(days=COMING_DAYS)
        if warned_on <= today:
            yield ("coming" if by_itself else "by_hand"), warned_on
        if not by_itself and launched_on <= today:
            yield "by_hand", launched_on
        if planned.error:
            yield "refused", today
        return
    wave = db.session.get(Wave, planned.wave_id) if planned.wave_id else None
    if planned.state == "launched" and wave is not None:
        yield from _notices_of_wave(plan, planned, wave, place, today)


def _notices_of_wave(
    plan: PulsePlan, planned: PlannedWave, wave: Wave, place: Property, today: date
) -> Iterator[tuple[str, date]]:
    yield "launched", day_at(place, wave.launched_at)
    closes_on = day_at(place, wave.ends_at) - timedelta(days=1)
    if wave.state == "open":
        opens_on = day_at(place, wave.opens_at)
        for contact in contacts_of(plan):
            told_on = contact.on(opens_on) - timedelta(days=LETTERS_DAYS)
            if contact.channel == "letter" and contact.day and told_on <= today:
                yield "letters", told_on
        if closes_on - timedelta(days=CLOSING_DAYS) <= today:
            yield "closing", closes_on - timedelta(days=CLOSING_DAYS)
    if wave.state == "closed" and wave.custody == "custodian":
        last = date.fromisoformat(effective_promise(wave)["unopened_destroyed_on"])
        weeks = (min(today, last) - closes_on).days // WEEK.days
        yield "custodian", closes_on + WEEK * weeks
    due_on = planned.report_by - timedelta(days=RESULTS_DAYS)
    if wave.state in ("open", "closed", "opened") and due_on <= today:
        yield "results_due", due_on


def _tell_once(planned: PlannedWave, kind: str, day: date, now: datetime) -> None:
    key = {"planned_wave_id": planned.id, "kind": kind, "told_on": day}
    if kind == "refused" and _was_told(planned, kind):
        return
    if db.session.get(PlanNotice, key) is None:
        notice = PlanNotice(**key)
        db.session.add(notice)
        db.session.flush()
        ask_for_job(
            kind=NOTICE,
            key=key_of(notice),
            payload=payload_of(notice),
            organization_id=get_property(planned.plan.property_id).organization_id,
            now=now,
        )


def _was_told(planned: PlannedWave, kind: str) -> bool:
    return (
        db.session.query(PlanNotice.kind).filter_by(planned_wave_id=planned.id, kind=kind).first()
        is not None
    )
