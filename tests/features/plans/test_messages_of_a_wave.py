"""A planned wave's messages: every one counted against every home.

Y1  Each home gets each contact once, by e-mail and by text, whoever has answered, and every code of
    the wave is in one of them.
Y2  Managers are told by e-mail before each launch and each closing, senders that letters are due;
    nobody else, and nobody twice.
Y3  Without a mail server a plan goes on all the same.
"""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy import select

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.core.calendar.cadence import Cadence
from survey.db import db, transaction
from survey.jobs.models import Job
from survey.jobs.working import work_until_idle
from survey.plans.models import PulsePlan
from survey.waves.letters import list_codes
from survey.waves.models import Wave
from tests.factories.accounts import make_person
from tests.factories.homes import make_even_list
from tests.factories.mailings import set_up
from tests.factories.plans import make_pulse_plan
from tests.factories.waves import make_property
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import mail_host
from tests.support.text_host import text_host

STRATA = (("full_price", "Full-price homes", 20, 30), ("lower_cost", "Lower-cost homes", 20, 30))
HOMES = 40
HALF_YEARLY = Cadence(every_months=6, weeks_open=3)


def make_place() -> Property:
    with transaction():
        place = make_property(strata=STRATA)
        make_even_list(place, languages=("en", "es", "ar"))
    return place


def pass_half_days(clock: FrozenClock, days: int) -> list[str]:
    """Half day by half day near what happens, else quicker; the codes that were valid meanwhile."""
    codes: list[str] = []
    seen: set[str] = set()
    for _half_day in range(days * 2):
        clock.forward(hours=12)
        work_until_idle()
        db.session.rollback()
        for wave in db.session.scalars(select(Wave).where(Wave.state == "open")):
            if wave.id not in seen:
                seen.add(wave.id)
                codes += [one.code for one in list_codes(wave)]
    return codes


def test_every_message_of_a_wave(app: Flask, frozen_clock: FrozenClock) -> None:
    """Y1, Y2"""
    place = make_place()
    organization = place.organization
    manager = make_person(
        "Bob", organization=organization, role=Role.MANAGER, properties=[place], locale="es"
    )
    sender = make_person("Greta", organization=organization, role=Role.SENDER, properties=[place])
    make_person("Charlie", organization=organization, role=Role.EVALUATOR)
    with mail_host() as post, text_host() as gateway:
        set_up(smtp=post.settings, texts=gateway.settings)
        plan_id = make_pulse_plan(
            db.session.merge(place), frozen_clock(), cadence=HALF_YEARLY, channels=("email", "text")
        )
        codes = pass_half_days(frozen_clock, 45)
        states = {job.state for job in db.session.scalars(select(Job))}
    (planned, *_later) = db.session.get_one(PulsePlan, plan_id).waves
    assert planned.state == "launched"
    assert states == {"done"}
    residents = Counter(
        one.recipient for one in post.taken if one.recipient.endswith("residents.example")
    )
    assert residents == {f"home-{number}@residents.example": 2 for number in range(1, HOMES + 1)}
    texted = Counter(one["to"] for one in gateway.taken)
    assert texted == {f"+1612555{number:04}": 3 for number in range(1, HOMES + 1)}
    told = [one for one in post.taken if not one.recipient.endswith("residents.example")]
    by_person = Counter(one.recipient for one in told)
    assert set(by_person) == {manager.email, sender.email}
    assert by_person[sender.email] == 1
    subjects = [str(one.message["Subject"]) for one in told if one.recipient == manager.email]
    assert len(subjects) == len(set(subjects)) >= 3
    assert all("%(" not in subject for subject in subjects)
    assert len({str(one.message["Message-ID"]) for one in told}) == len(told)
    assert len(codes) == 60
    written = "".join(one.plain for one in post.taken)
    assert all(code in written for code in codes)


def test_without_a_mail_server(app: Flask, frozen_clock: FrozenClock) -> None:
    """Y3"""
    place = make_place()
    plan_id = make_pulse_plan(place, frozen_clock(), channels=("email", "text"))
    pass_half_days(frozen_clock, 3)
    assert db.session.get_one(PulsePlan, plan_id).waves[0].state == "launched"
    assert {job.state for job in db.session.scalars(select(Job))} == {"done"}
