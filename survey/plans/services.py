"""Writes about plans: making one, changing it, and each of its waves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Final

from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.models import Property
from survey.core.calendar.cadence import Cadence, days_from, days_of_turn, launch_day
from survey.core.calendar.contacts import Contact
from survey.core.errors import SurveyError
from survey.db import db
from survey.plans.models import CalendarFeed, PlannedWave, PulsePlan
from survey.plans.queries import cadence_of, find_plan, hash_token
from survey.questionnaires.models import Questionnaire

AHEAD: Final = 4
"""So many waves of a plan can be seen before they come."""
NEAREST_DAYS: Final = 60
"""Two waves nearer than this would ask before anything could have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What a plan is made of. terms: the arguments of a launch that stay from wave to wave."""

    questionnaire: Questionnaire
    first_opens_on: date
    cadence: Cadence
    rotates: bool
    terms: Mapping[str, Any]
    contacts: Sequence[Contact]


def make_plan(
    *, place: Property, facts: PlanFacts, today: date, actor: Person | None, now: datetime
) -> PulsePlan:
    """Plan a year of waves, and keep launches by hand from asking more often.

    Raises SurveyError "plan_exists", "plan_day_too_soon" (params: field, day).
    """
    if find_plan(place) is not None:
        raise SurveyError("conflict", "plan_exists", field="")
    _check_soonest(facts.first_opens_on, today)
    plan = PulsePlan(property_id=place.id, first_turn=0, made_at=now)
    _take_facts(plan, facts)
    plan.made_by = actor.id if actor else None
    db.session.add(plan)
    db.session.flush()
    return _settle(plan, place, today, "plan.made", actor, now)


def change_plan(
    *, plan: PulsePlan, place: Property, facts: PlanFacts, today: date, actor: Person, now: datetime
) -> PulsePlan:
    """Plan anew what is not launched yet; what ran or was left out stays as it was.

    Raises SurveyError "plan_day_too_soon" (params: field, day).
    """
    _check_soonest(facts.first_opens_on, today)
    held = hold_plan(plan.id)
    for planned in list(held.waves):
        if planned.state == "planned":
            held.waves.remove(planned)
    db.session.flush()
    held.first_turn = _next_turn(held)
    _take_facts(held, facts)
    return _settle(held, place, today, "plan.changed", actor, now)


def stop_plan(*, plan: PulsePlan, place: Property, actor: Person, now: datetime) -> None:
    """Let a plan launch nothing more; what is open goes on. Twice is as good as once."""
    held = hold_plan(plan.id)
    if held.stopped_at is None:
        held.stopped_at = now
        place.most_waves_a_year = None
        _record(place, "plan.stopped", actor, now)


def resume_plan(
    *, plan: PulsePlan, place: Property, today: date, actor: Person, now: datetime
) -> None:
    """Let a stopped plan go on with the waves that are still to come."""
    held = hold_plan(plan.id)
    if held.stopped_at is None:
        return
    held.stopped_at = None
    for planned in held.waves:
        if planned.state == "planned" and planned.opens_on < today:
            planned.state = "missed"
    _settle(held, place, today, "plan.resumed", actor, now)


def extend_plan(plan: PulsePlan, today: date) -> None:
    """Make sure that the next four waves of a plan are there to be seen; idempotent."""
    cadence = cadence_of(plan)
    while sum(one.state == "planned" and one.opens_on >= today for one in plan.waves) < AHEAD:
        turn = _next_turn(plan)
        days = days_of_turn(plan.first_opens_on, turn - plan.first_turn, cadence)
        plan.waves.append(
            PlannedWave(
                turn=turn,
                opens_on=days.opens_on,
                closes_on=days.closes_on,
                report_by=days.report_by,
                state="planned" if days.opens_on >= today else "missed",
                moved=False,
            )
        )
    db.session.flush()


def skip_wave(
    *,
    planned: PlannedWave,
    place: Property,
    skipped: bool,
    today: date,
    actor: Person,
    now: datetime,
) -> None:
    """Leave one wave of a plan out, or take it in again.

    Raises SurveyError "plan_moved_on", and "plan_day_too_soon" where it is too late to take it in.
    """
    held = _hold_planned(planned.id)
    if held.state == ("skipped" if skipped else "planned"):
        return
    if held.state not in ("planned", "skipped"):
        raise SurveyError("conflict", "plan_moved_on")
    if not skipped:
        _check_soonest(held.opens_on, today)
    held.state, held.error = ("skipped" if skipped else "planned"), None
    extend_plan(held.plan, today)
    _record(place, "plan.wave_skipped" if skipped else "plan.wave_taken_in", actor, now)


def move_wave(
    *,
    planned: PlannedWave,
    place: Property,
    opens_on: date,
    today: date,
    actor: Person,
    now: datetime,
) -> None:
    """Let one wave of a plan open on another day; the others stay where they are.

    Raises SurveyError "plan_moved_on", "plan_day_too_soon" and "plan_day_too_near".
    """
    held = _hold_planned(planned.id)
    if held.state != "planned":
        raise SurveyError("conflict", "plan_moved_on")
    _check_soonest(opens_on, today)
    for other in held.plan.waves:
        counts = other.id != held.id and other.state in ("planned", "launched")
        if counts and abs((other.opens_on - opens_on).days) < NEAREST_DAYS:
            raise SurveyError("conflict", "plan_day_too_near", field="opens_on", days=NEAREST_DAYS)
    days = days_from(opens_on, cadence_of(held.plan))
    held.moved = held.moved or opens_on != held.opens_on
    held.opens_on, held.closes_on, held.report_by = days.opens_on, days.closes_on, days.report_by
    held.error = None
    db.session.flush()
    _record(place, "plan.wave_moved", actor, now)


def make_feed(*, person: Person, now: datetime) -> str:
    """Give somebody a calendar address: its secret part, shown once. An older one ends."""
    token = token_urlsafe(32)
    feed = db.session.get(CalendarFeed, person.id) or CalendarFeed(person_id=person.id)
    feed.token_hash, feed.made_at = hash_token(token), now
    db.session.add(feed)
    db.session.flush()
    return token


def end_feed(*, person: Person) -> None:
    """Let a person's calendar address show nothing any more; idempotent."""
    feed = db.session.get(CalendarFeed, person.id)
    if feed is not None:
        db.session.delete(feed)
        db.session.flush()


def hold_plan(plan_id: int) -> PulsePlan:
    """Lock a plan: what people and jobs do to it at the same moment comes one after the other."""
    wanted = select(PulsePlan).where(PulsePlan.id == plan_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def _hold_planned(planned_id: int) -> PlannedWave:
    planned = db.session.get_one(PlannedWave, planned_id)
    hold_plan(planned.plan_id)
    db.session.refresh(planned)
    return planned


def _settle(
    plan: PulsePlan, place: Property, today: date, act: str, actor: Person | None, now: datetime
) -> PulsePlan:
    place.most_waves_a_year = cadence_of(plan).waves_a_year
    extend_plan(plan, today)
    _record(place, act, actor, now)
    return plan


def _take_facts(plan: PulsePlan, facts: PlanFacts) -> None:
    plan.questionnaire_id = facts.questionnaire.id
    plan.first_opens_on, plan.rotates = facts.first_opens_on, facts.rotates
    plan.every_months, plan.weeks_open = facts.cadence.every_months, facts.cadence.weeks_open
    plan.report_days, plan.lead_days = facts.cadence.report_days, facts.cadence.lead_days
    plan.terms = dict(facts.terms)
    plan.contacts = [
        {"name": one.name, "channel": one.channel, "day": one.day} for one in facts.contacts
    ]


def _next_turn(plan: PulsePlan) -> int:
    return max((one.turn for one in plan.waves), default=-1) + 1


def _check_soonest(opens_on: date, today: date) -> None:
    """A wave can open tomorrow: with an open link, or where letters are brought round at once."""
    soonest = today + timedelta(days=1)
    if opens_on < soonest:
        raise SurveyError("input", "plan_day_too_soon", field="opens_on", day=soonest)


def is_launch_due(planned: PlannedWave, today: date) -> bool:
    """Whether a planned wave's launch is due: the letters have to be printed from then on."""
    return launch_day(planned.opens_on, cadence_of(planned.plan)) <= today


def _record(place: Property, act: str, actor: Person | None, now: datetime) -> None:
    record_act(
        actor=actor,
        action=act,
        subject=f"property:{place.id}",
        organization_id=place.organization_id,
        now=now,
    )
