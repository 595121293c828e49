"""The calendar's pages.

G1  A property without a plan is offered one that is filled in; sent as it stands it is kept.
G2  Whatever is wrong is said beside its field, nothing typed is lost, and nothing is kept.
G3  A wave can be moved, left out and taken in again; what cannot be is said where it was tried.
G4  A plan that is changed plans anew what is not launched; stopped it says so, and goes on again.
G5  Managers and administrators change plans; a sender sees the calendar; nobody else sees either.
G7  A wave that was closed early has the day on which it was closed, and says so.
G6  A calendar address shows days by iCalendar, to whoever has it, until it ends or its owner does.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from survey.accounts.access import Right
from survey.db import db, transaction
from survey.plans.feed import draw_feed
from survey.plans.models import CalendarFeed, PlannedWave, PulsePlan
from survey.plans.queries import list_events_for
from survey.plans.steps import advance_plan
from survey.responses.services import cancel_wave, close_ballot_box
from survey.waves.models import Wave
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.plans import make_pulse_plan
from tests.factories.waves import extend, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

EDIT = "/staff/properties/maple-court/plan/edit"
PLAN = "/staff/properties/maple-court/plan"
FILLED = {
    "every_months": "3",
    "weeks_open": "4",
    "first_opens_on": "2026-09-08",
    "lead_days": "10",
    "report_days": "28",
    "questionnaire": "pulse_core",
    "rotates": "yes",
    "access": "codes",
    "channels": ["email"],
    "runner_name": "Hearth Research",
    "runner_is_landlord": "no",
    "contact": "612-555-0142",
    "emergency": "911",
    "languages": ["en", "ar"],
    "unreviewed": ["accepted"],
    "exit_button": "yes",
    "paper": "no",
    "custody": "server",
    "custodian_name": "",
    "min_group": "10",
    "destroy_after_days": "30",
}


def waves() -> list[PlannedWave]:
    db.session.rollback()
    return list(db.session.scalars(select(PlannedWave).order_by(PlannedWave.turn)))


def test_offered_and_kept(client: FlaskClient, people: Everybody) -> None:
    """G1"""
    sign_in(client, people.bob)
    offered = client.get(PLAN)
    assert (offered.status_code, offered.headers["Location"]) == (302, EDIT)
    page = client.get(EDIT).get_data(as_text=True)
    assert re.search(r'name="first_opens_on"[^>]*value="2026-08-18"', page)
    kept = client.post(EDIT, data=FILLED)
    assert (kept.status_code, kept.headers["Location"]) == (303, PLAN)
    assert [one.opens_on for one in waves()] == [
        date(2026, 9, 8),
        date(2026, 12, 8),
        date(2027, 3, 9),
        date(2027, 6, 8),
    ]
    assert client.post(EDIT, data=FILLED).status_code == 303
    assert len(waves()) == 4
    shown = client.get(PLAN)
    assert heading_of(shown) == "A year of surveys"
    assert "September 8, 2026 to October 5, 2026" in words_of(shown)
    assert "Last reminder by e-mail" in words_of(shown)


def test_offered_while_a_survey_runs(
    client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """G1: the first wave comes a season after the one that runs, asked in the same languages."""
    launch_wave_for_tests(frozen_clock(), place=people.maple, languages=["en", "ar"], cuts=())
    sign_in(client, people.bob)
    page = client.get(EDIT).get_data(as_text=True)
    assert re.search(r'name="first_opens_on"[^>]*value="2026-11-03"', page)
    assert 'name="unreviewed"' in page
    assert page.count(">Keep the plan<") == 1
    wrong = client.post(EDIT, data={**FILLED, "contact": ""})
    assert re.findall(r'<details class="part fold" open>\s*<summary><b>([^<]+)', wrong.text) == [
        "Who asks"
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_opens_on", "2026-08-03", "Choose a day from August 4, 2026 on"),
        ("first_opens_on", "soon", "Write a day like this"),
        ("every_months", "5", "Choose one from the list."),
        ("languages", [], "Choose at least one language."),
        ("unreviewed", [], "reviewed"),
        ("min_group", "4", "5"),
        ("runner_name", " ", "Write who runs the survey"),
        ("lead_days", "many", "Write a whole number"),
    ],
)
def test_whatever_is_wrong(
    client: FlaskClient, people: Everybody, field: str, value: object, sentence: str
) -> None:
    """G2"""
    sign_in(client, people.bob)
    answer = client.post(EDIT, data={**FILLED, "contact": "the porch", field: value})
    assert answer.status_code == 400
    assert sentence in words_of(answer)
    assert 'value="the porch"' in answer.get_data(as_text=True)
    assert waves() == []
    assert db.session.scalars(select(PulsePlan)).all() == []


def test_one_wave(client: FlaskClient, people: Everybody, frozen_clock: FrozenClock) -> None:
    """G3"""
    plan_id = make_pulse_plan(people.maple, frozen_clock())
    sign_in(client, people.bob)
    first, second = waves()[:2]
    address = f"/staff/plans/waves/{second.id}"
    near = client.post(f"{address}/moved", data={"opens_on": first.opens_on.isoformat()})
    assert near.status_code == 400
    top, below = words_of(near).split("The next waves", 1)
    assert "Leave at least 60 days" in top
    assert "Leave at least 60 days" in below
    assert f'<a href="#opens-{second.id}">' in near.text
    later = second.opens_on + timedelta(days=7)
    done = client.post(
        f"{address}/moved", data={"opens_on": later.isoformat()}, follow_redirects=True
    )
    assert "The wave is moved. It opens on November 24, 2026." in words_of(done)
    moved = waves()[1]
    assert (moved.opens_on, moved.moved) == (later, True)
    assert (moved.closes_on - moved.opens_on).days == 20
    assert waves()[2].opens_on == date(2027, 2, 16)
    client.post(f"{address}/skipped", data={"skipped": "yes"})
    assert [one.state for one in waves()] == ["planned", "skipped", *["planned"] * 3]
    out = client.post(f"{address}/skipped", data={"skipped": "yes"}, follow_redirects=True)
    assert "The wave of November 24, 2026 is left out." in words_of(out)
    again = client.post(f"{address}/skipped", follow_redirects=True)
    assert "The wave of November 24, 2026 is planned again." in words_of(again)
    assert waves()[1].state == "planned"
    frozen_clock.forward(days=2)
    advance_plan(plan_id, frozen_clock())
    sign_in(client, people.bob)
    too_late = client.post(
        f"/staff/plans/waves/{first.id}/skipped", data={"skipped": "yes"}, follow_redirects=True
    )
    assert "launched or over already" in words_of(too_late)
    assert waves()[0].state == "launched"
    for wrong in ("", "yesterday", "2020-01-01"):
        refused = client.post(f"{address}/moved", data={"opens_on": wrong})
        assert refused.status_code == 400


def test_changed_and_stopped(
    client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """G4"""
    plan_id = make_pulse_plan(people.maple, frozen_clock())
    frozen_clock.forward(days=3)
    advance_plan(plan_id, frozen_clock())
    sign_in(client, people.bob)
    changed = {**FILLED, "every_months": "6", "first_opens_on": "2027-01-12"}
    changed["questionnaire"] = re.search(
        r'value="(version-\d+)"', client.get(EDIT).get_data(as_text=True)
    )[1]  # type: ignore[index]
    assert client.post(EDIT, data=changed).status_code == 303
    assert [(one.turn, one.state, one.opens_on.isoformat()) for one in waves()] == [
        (0, "launched", "2026-08-18"),
        (1, "planned", "2027-01-12"),
        (2, "planned", "2027-07-13"),
        (3, "planned", "2028-01-11"),
        (4, "planned", "2028-07-11"),
    ]
    client.post(f"{PLAN}/stopped", data={"stopped": "yes"})
    assert heading_of(client.get(PLAN)) == "The plan is stopped"
    frozen_clock.forward(days=200)
    sign_in(client, people.bob)
    client.post(f"{PLAN}/stopped")
    assert heading_of(client.get(PLAN)) == "A year of surveys"
    assert [one.state for one in waves()][:3] == ["launched", "missed", "planned"]
    assert sum(one.state == "planned" for one in waves()) == 4


@pytest.mark.parametrize(
    ("name", "plan", "calendar"),
    [
        ("alice", 200, 200),
        ("bob", 200, 200),
        ("greta", 404, 200),
        ("charlie", 404, 404),
        ("dana", 404, 404),
        ("faye", 404, 404),
        ("hana", 404, 404),
        ("eve", 404, 200),
    ],
)
def test_rights(
    client: FlaskClient,
    people: Everybody,
    frozen_clock: FrozenClock,
    name: str,
    plan: int,
    calendar: int,
) -> None:
    """G5"""
    make_pulse_plan(people.maple, frozen_clock())
    sign_in(client, people.named(name))
    assert client.get(PLAN).status_code == plan
    assert client.get(EDIT).status_code == plan
    shown = client.get("/staff/calendar")
    assert shown.status_code == calendar
    if calendar == 200:
        assert ("August 18, 2026" in words_of(shown)) == (name != "eve")
    answer = client.post(f"/staff/plans/waves/{waves()[0].id}/skipped", data={"skipped": "yes"})
    assert answer.status_code == (303 if plan == 200 else 404)


def test_what_was_launched_by_hand(
    client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """G5: in the calendar and the feed without a plan, as long as it is not cancelled."""
    made = launch_wave_for_tests(frozen_clock(), place=people.maple, cuts=())
    sign_in(client, people.bob)
    extend(made, frozen_clock())
    page = client.get("/staff/calendar")
    assert "August 3, 2026 to September 3, 2026" in words_of(page)
    assert f'href="/staff/waves/{made.wave_id}"' in page.text
    events = list_events_for(db.session.merge(people.bob), Right.SEND, date(2026, 8, 3))
    drawn = Calendar.from_ical(draw_feed(events, domain="x", now=frozen_clock()))
    assert [(str(one["uid"]), one.decoded("dtstart")) for one in drawn.walk("VEVENT")] == [
        (f"opens-{made.wave_id}@x", date(2026, 8, 3)),
        (f"closes-{made.wave_id}@x", date(2026, 9, 3)),
        (f"results-{made.wave_id}@x", date(2026, 9, 21)),
    ]
    shown = "August 3, 2026 to September 3, 2026 Maple Court"
    assert f"{shown} Open September 21, 2026" in words_of(page)
    with transaction():
        cancel_wave(wave=made.wave, now=frozen_clock())
    assert "Nothing is planned yet." in words_of(client.get("/staff/calendar"))


def days_drawn_for(people: Everybody, clock: FrozenClock) -> list[tuple[str, date]]:
    """What Bob's calendar has of the first wave: names without their keys, and days."""
    db.session.rollback()
    first = list_events_for(db.session.merge(people.bob), Right.SEND, date(2026, 8, 3))[:1]
    entries = Calendar.from_ical(draw_feed(first, domain="x", now=clock())).walk("VEVENT")
    return [(str(one["uid"]).rsplit("-", 1)[0], one.decoded("dtstart")) for one in entries]


def test_what_was_closed_early(
    client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """G7: with an extension, which does not come to pass, and with reminders, which do not go."""
    plan_id = make_pulse_plan(people.maple, frozen_clock(), channels=["email"])
    frozen_clock.forward(days=6)
    advance_plan(plan_id, frozen_clock())
    wave = db.session.scalars(select(Wave)).one()
    frozen_clock.forward(days=12)
    closed_on = frozen_clock().date()
    planned = days_drawn_for(people, frozen_clock)
    assert ("closes", date(2026, 9, 7)) in planned
    assert {("reminder_1-email", date(2026, 8, 25)), ("opens", date(2026, 8, 18))} < set(planned)
    with transaction():
        close_ballot_box(wave=wave, now=frozen_clock())
    drawn = days_drawn_for(people, frozen_clock)
    assert ("closes", closed_on) in drawn
    assert [name for name, day in drawn if day > closed_on] == ["results"]
    sign_in(client, people.bob)
    assert f"August 18, 2026 to August {closed_on.day}" in words_of(client.get("/staff/calendar"))
    for page in ("/staff/calendar", PLAN):
        said = words_of(client.get(page))
        assert f"The survey was closed on August {closed_on.day}, 2026, before its last day" in said


def test_the_feed(
    app: Flask, client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """G6"""
    make_pulse_plan(people.maple, frozen_clock())
    sign_in(client, people.greta)

    def make() -> str:
        page = client.post("/staff/calendar/address", data={"act": "make"})
        return urlsplit(re.search(r"https?://\S+\.ics", page.get_data(as_text=True))[0]).path  # type: ignore[index]

    address = make()
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in str(db.session.execute(select(CalendarFeed.token_hash)).all())
    stranger = app.test_client()
    feed = stranger.get(address)
    assert feed.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in feed.headers
    entries = [
        (entry.decoded("dtstart"), str(entry["summary"]))
        for entry in Calendar.from_ical(feed.data).walk("VEVENT")
    ]
    assert (date(2026, 8, 18), "Maple Court: the survey opens") in entries
    assert (date(2026, 8, 4), "Maple Court: launch, print letters") in entries
    assert (date(2026, 10, 5), "Maple Court: results promised by today") in entries
    assert len({str(one["uid"]) for one in Calendar.from_ical(feed.data).walk("VEVENT")}) == len(
        entries
    )
    newer = make()
    assert stranger.get(address).status_code == 404
    assert stranger.get(newer).status_code == 200
    with transaction():
        db.session.merge(people.greta).disabled_at = frozen_clock()
    assert stranger.get(newer).status_code == 404
    with transaction():
        db.session.merge(people.greta).disabled_at = None
    client.post("/staff/calendar/address", data={"act": "end"})
    assert stranger.get(newer).status_code == 404
    assert stranger.get("/calendar/" + "x" * 5000 + ".ics").status_code == 404
