"""The calendar as iCalendar (RFC 5545): whole days at the property, and nothing of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from survey.core.calendar.cadence import launch_day
from survey.plans.queries import Event, cadence_of, contacts_of
from survey.plans.words import contact_words

PRODUCT = "-//Porchlight//Calendar//EN"


def draw_feed(events: Iterable[Event], *, domain: str, now: datetime) -> bytes:
    """The days of planned and running waves. domain: what makes the entries' names unique."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Porchlight: surveys"))
    for event in events:
        for name, day, summary in _days(event):
            calendar.add_component(_entry(f"{name}-{event.key}@{domain}", day, summary, now))
    feed: bytes = calendar.to_ical()
    return feed


def _days(event: Event) -> Iterator[tuple[str, date, str]]:
    """What happens on which day of a wave: a name that stays, the day, and words for it."""
    plan, days, place = event.planned and event.planned.plan, event.days, event.place.name
    if plan and event.wave is None:
        day = launch_day(days.opens_on, cadence_of(plan))
        yield "launch", day, _("%(place)s: launch, print letters", place=place)
    yield "opens", days.opens_on, _("%(place)s: the survey opens", place=place)
    for contact in contacts_of(plan) if plan else ():
        if contact.day and contact.on(days.opens_on) <= days.closes_on:
            yield (
                f"{contact.name}-{contact.channel}",
                contact.on(days.opens_on),
                f"{place}: {contact_words(contact)}",
            )
    yield "closes", days.closes_on, _closing_words(event)
    yield "results", days.report_by, _("%(place)s: results promised by today", place=place)


def _closing_words(event: Event) -> str:
    if event.wave is not None and event.wave.closed_early:
        return _("%(place)s: the survey was closed early", place=event.place.name)
    return _("%(place)s: last day of the survey", place=event.place.name)


def _entry(uid: str, day: date, summary: str, now: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", now)
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", summary)
    entry.add("transp", "TRANSPARENT")
    return entry
