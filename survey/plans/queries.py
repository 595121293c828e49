"""Reads about plans and their waves."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import list_properties_for
from survey.core.calendar.cadence import Cadence, WaveDays
from survey.core.calendar.contacts import Contact
from survey.core.errors import SurveyError
from survey.core.promise.extending import with_extensions
from survey.db import db
from survey.plans.models import CalendarFeed, PlannedWave, PlanNotice, PulsePlan
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise

LATEST_REPORT: Final = timedelta(days=366)
"""No promise has its results later than that after the last day to answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """One wave of the calendar, at its property.

    key: what it is called in a feed, the same once it is launched. days: as planned, or as promised
    and extended, up to the day on which it was closed, where that came before. planned: None of a
    wave that no plan asks for. wave: None until it is launched.
    """

    place: Property
    key: str
    days: WaveDays
    planned: PlannedWave | None
    wave: Wave | None

    @property
    def state(self) -> str:
        """As a planned wave has it."""
        return "launched" if self.wave else "planned"


def find_plan(place: Property) -> PulsePlan | None:
    """A property's plan, or None. One query, and one for its waves when they are read."""
    return db.session.scalars(
        select(PulsePlan).where(PulsePlan.property_id == place.id)
    ).one_or_none()


def get_planned_for(person: Person, planned_id: int) -> tuple[PlannedWave, Property]:
    """A planned wave that a person may change, and its property. Two queries.

    Raises SurveyError "no_such_plan".
    """
    planned = db.session.scalars(
        select(PlannedWave)
        .where(PlannedWave.id == planned_id)
        .options(joinedload(PlannedWave.plan))
    ).one_or_none()
    place = db.session.get(Property, planned.plan.property_id) if planned else None
    if planned is None or place is None or not has_right(person, place, Right.MANAGE):
        raise SurveyError("missing", "no_such_plan")
    return planned, place


def list_running_plans() -> list[int]:
    """The ids of the plans that go on. One query."""
    wanted = select(PulsePlan.id).where(PulsePlan.stopped_at.is_(None)).order_by(PulsePlan.id)
    return list(db.session.scalars(wanted))


def list_events_for(person: Person, right: Right, since: date) -> list[Event]:
    """The waves that are planned or run at the places where a person has a right, by first day.

    Five queries. since: the first day on which results may be out. A wave that was launched by hand
    is among them, one that was cancelled is not, and of a plan that is stopped what runs.
    """
    places = {place.id: place for place in list_properties_for(person, right)}
    plans = db.session.scalars(
        select(PulsePlan)
        .where(PulsePlan.property_id.in_(places))
        .options(selectinload(PulsePlan.waves))
    ).all()
    planned = [one for plan in plans for one in plan.waves]
    by_wave = {one.wave_id: one for one in planned if one.wave_id}
    events = [
        _planned_event(places[one.plan.property_id], one)
        for one in planned
        if one.state == "planned" and one.plan.stopped_at is None
    ]
    events += [
        _launched_event(places[wave.property_id], wave, by_wave.get(wave.id))
        for wave in _list_running(places, since)
    ]
    shown = [event for event in events if event.days.report_by >= since]
    return sorted(shown, key=lambda event: (event.days.opens_on, event.place.name))


def days_of_wave(wave: Wave) -> WaveDays:
    """The days of a launched wave as they stand, an extension among them."""
    extended_to = [made.closes_on for made in wave.extensions]
    said = with_extensions(sealed_promise(wave), extended_to)["wave"]
    opens_on, closes_on, report_by = (
        date.fromisoformat(said[name]) for name in ("opens_on", "closes_on", "report_by")
    )
    return WaveDays(opens_on, closes_on, report_by)


def _planned_event(place: Property, planned: PlannedWave) -> Event:
    days = WaveDays(planned.opens_on, planned.closes_on, planned.report_by)
    return Event(place, str(planned.id), days, planned, None)


def _launched_event(place: Property, wave: Wave, planned: PlannedWave | None) -> Event:
    key, days = str(planned.id) if planned else wave.id, days_of_wave(wave)
    if wave.closed_at is not None:
        closed_on = day_at(place, wave.closed_at)
        days = replace(days, closes_on=min(days.closes_on, closed_on))
    return Event(place, key, days, planned, wave)


def _list_running(places: Collection[int], since: date) -> Sequence[Wave]:
    """Waves whose results may be out on this day or later."""
    soonest = datetime.combine(since, time(), UTC) - LATEST_REPORT
    wanted = select(Wave).where(
        Wave.property_id.in_(places), Wave.state != "cancelled", Wave.closes_at >= soonest
    )
    return db.session.scalars(wanted.options(selectinload(Wave.extensions))).all()


def find_waves(ids: Sequence[str]) -> dict[str, Wave]:
    """Waves by their ids. One query."""
    found = db.session.scalars(select(Wave).where(Wave.id.in_(ids)))
    return {wave.id: wave for wave in found}


def list_notices(plan: PulsePlan, since: date) -> Sequence[PlanNotice]:
    """What was told of a plan from a day on, the latest first. One query."""
    return db.session.scalars(
        select(PlanNotice)
        .join(PlannedWave)
        .where(PlannedWave.plan_id == plan.id, PlanNotice.told_on >= since)
        .order_by(PlanNotice.told_on.desc(), PlanNotice.planned_wave_id, PlanNotice.kind)
    ).all()


def find_feed_owner(token: str) -> Person | None:
    """Whose calendar address has this secret part, or None; also once they are shut out."""
    feed = db.session.scalars(
        select(CalendarFeed).where(CalendarFeed.token_hash == hash_token(token))
    ).one_or_none()
    person = db.session.get(Person, feed.person_id) if feed else None
    return person if person is not None and person.disabled_at is None else None


def has_feed(person: Person) -> bool:
    """Whether somebody has a calendar address. One query."""
    return db.session.get(CalendarFeed, person.id) is not None


def hash_token(token: str) -> str:
    """What is kept of a calendar address's secret part, which has 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def cadence_of(plan: PulsePlan) -> Cadence:
    """How a plan goes, as the calendar's arithmetic takes it."""
    return Cadence(
        every_months=plan.every_months,
        weeks_open=plan.weeks_open,
        report_days=plan.report_days,
        lead_days=plan.lead_days,
    )


def contacts_of(plan: PulsePlan) -> tuple[Contact, ...]:
    """The contacts of each of a plan's waves."""
    return tuple(Contact(one["name"], one["channel"], one["day"]) for one in plan.contacts)
