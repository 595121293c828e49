"""A year of four pulses by one plan, and every message of it counted against every home.

Jobs work as the clock moves on; mail goes to a real SMTP server on loopback, texts to a real
gateway over HTTP. Six in ten codes are used, on the resident's page. After each wave some homes ask
for no more, by their mail program's one click or with STOP; they are counted at nothing from then
on. The run stops where a home got a message more or less than it should, where a code was in none
of them though its home can be reached, or where a wave of the four was not released.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Flask
from sqlalchemy import select

from survey import clock
from survey.communities.models import Property
from survey.db import db, transaction
from survey.jobs.models import Job
from survey.jobs.working import work_until_idle
from survey.plans.models import PulsePlan
from survey.waves.letters import CodeLetter, list_codes
from survey.waves.models import Wave
from survey.waves.queries import list_waves
from tests.bench.place import (
    POSTGRESQL_URL,
    application,
    postgresql_database,
    sqlite_url,
    temporary_folder,
)
from tests.factories.homes import make_even_list
from tests.factories.mailings import set_up
from tests.factories.plans import local_day, make_pulse_plan
from tests.factories.waves import make_property
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MailHost, mail_host
from tests.support.text_host import TextHost, text_host

HOMES: Final = 200
STRATA: Final = (("full_price", "Full-price", 100, 150), ("lower_cost", "Low", 100, 150))
LANGUAGES: Final = ("en", "es", "ar")
WAVES: Final = 4
MAILS, TEXTS = 2, 3
"""Of each wave to each home."""

ANSWERS: Final = 0.6
LEAVE: Final = 5
"""Homes that ask for no more after each wave, each way."""

BEGINS: Final = datetime(2026, 8, 3, 12, 0, tzinfo=UTC)
DAYS: Final = 315
SEED: Final = 20261130
SECRET: Final = "what the gateway shows"
ROW: Final = "{:<12} {:>6} {:>8} {:>8} {:>8} {:>10} {:>10} {:>10}"


@dataclass(slots=True)
class Year:
    """What has happened so far. counted: messages of the waves before, by home."""

    place_id: int
    plan_id: int
    now: FrozenClock
    post: MailHost
    gateway: TextHost
    without_mail: set[int] = field(default_factory=set)
    without_texts: set[int] = field(default_factory=set)
    answered: Counter[str] = field(default_factory=Counter)
    codes: dict[str, list[CodeLetter]] = field(default_factory=dict)


def table() -> Iterator[str]:
    """The four waves on SQLite, and on PostgreSQL where there is one."""
    yield f"{HOMES} homes, {WAVES} waves; each home counted by itself"
    yield ROW.format("", "wave", "codes", "answers", "mails", "texts", "no mail", "no texts")
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        yield from _pass(app)
    if POSTGRESQL_URL:
        with (
            postgresql_database() as url,
            temporary_folder() as folder,
            application(url, folder) as app,
        ):
            yield from _pass(app)


def _pass(app: Flask) -> Iterator[str]:
    began = time.monotonic()
    now = FrozenClock(BEGINS)
    clock.set_clock(app, now)
    chance = random.Random(SEED)
    with mail_host() as post, text_host() as gateway:
        set_up(smtp=post.settings, texts=gateway.settings)
        year = _begin(now, post, gateway)
        for number in range(WAVES):
            _pass_wave(app, year, number, chance)
            yield _count(year, number)
            _leave(app, year, chance)
    waves = list_waves(db.session.get_one(Property, year.place_id))
    assert [wave.state for wave in waves] == ["released"] * WAVES
    assert {job.state for job in db.session.scalars(select(Job))} == {"done"}
    took = time.monotonic() - began
    yield f"{db.engine.dialect.name}: nothing is missing, nothing came twice; {took:.0f} s"


def _begin(now: FrozenClock, post: MailHost, gateway: TextHost) -> Year:
    with transaction():
        place = make_property(strata=STRATA)
        make_even_list(place, languages=LANGUAGES)
    plan_id = make_pulse_plan(db.session.merge(place), now(), channels=("email", "text"))
    return Year(place.id, plan_id, now, post, gateway)


def _pass_wave(app: Flask, year: Year, number: int, chance: random.Random) -> None:
    """Until results are out: half days where something happens, else four days at a time."""
    until = BEGINS + timedelta(days=DAYS)
    while year.now() < until:
        year.now.forward(hours=12 if _is_near(year) else 96)
        work_until_idle()
        db.session.rollback()
        for wave in db.session.scalars(select(Wave).where(Wave.state == "open")):
            if wave.id not in year.codes and wave.opens_at <= year.now():
                _answer(app, year, wave, chance)
        if db.session.query(Wave).filter_by(state="released").count() > number:
            return
    raise AssertionError(f"wave {number + 1} has no results by the end of the year")


def _is_near(year: Year) -> bool:
    today = local_day(year.now())
    db.session.rollback()
    return any(
        -2 <= (day - today).days <= 6
        for one in db.session.get_one(PulsePlan, year.plan_id).waves
        for day in (one.opens_on - timedelta(days=14), one.opens_on, one.closes_on)
    )


def _answer(app: Flask, year: Year, wave: Wave, chance: random.Random) -> None:
    """Some of the codes answer, as a page without a script sends them."""
    year.codes[wave.id] = list_codes(wave)
    slug, wave_id = wave.slug, wave.id
    db.session.rollback()
    client = app.test_client()
    for letter in year.codes[wave_id]:
        if chance.random() < ANSWERS:
            year.answered[wave_id] += 1
            sent = {
                "code": letter.code,
                "submission_id": f"submission-{wave_id}-{year.answered[wave_id]}",
                **{f"per_bel_0{item}": str(chance.randint(1, 5)) for item in (1, 2, 3)},
            }
            reply = client.post(f"/s/{slug}/en", data=sent)
            assert reply.status_code == 200, reply.text


def _count(year: Year, number: int) -> str:
    """Compare what has come in since the last wave with what each home should have got."""
    mails = Counter(
        one.recipient for one in year.post.taken if "residents.example" in one.recipient
    )
    texts = Counter(str(one["to"]) for one in year.gateway.taken)
    homes = range(1, HOMES + 1)
    assert mails == {_mail(home): MAILS for home in homes if home not in year.without_mail}
    assert texts == {_phone(home): TEXTS for home in homes if home not in year.without_texts}
    wave_id, codes = list(year.codes.items())[-1]
    written = "".join(one.plain for one in year.post.taken)
    written += "".join(part["text"] for one in year.gateway.taken for part in one["parts"])
    unreached = {f"1-{home}" for home in year.without_mail & year.without_texts}
    assert all((one.code in written) != (one.label in unreached) for one in codes)
    return ROW.format(
        db.engine.dialect.name,
        number + 1,
        len(codes),
        year.answered[wave_id],
        sum(mails.values()),
        sum(texts.values()),
        len(year.without_mail),
        len(year.without_texts),
    )


def _leave(app: Flask, year: Year, chance: random.Random) -> None:
    """Some homes want no more mail, others no more texts; then the letterboxes are emptied."""
    client = app.test_client()
    db.session.rollback()
    homes = chance.sample(range(1, HOMES + 1), 2 * LEAVE)
    for home in homes[:LEAVE]:
        if home not in year.without_mail:
            reply = client.post(_leaving(year, home), data={"List-Unsubscribe": "One-Click"})
            assert reply.status_code == 200
            year.without_mail.add(home)
    for home in homes[LEAVE:]:
        told = {"From": _phone(home), "Body": "STOP"}
        headers = {"Authorization": f"Bearer {SECRET}"}
        assert client.post("/messages/stop", headers=headers, json=told).status_code == 200
        year.without_texts.add(home)
    year.post.taken.clear()
    year.gateway.taken.clear()


def _leaving(year: Year, home: int) -> str:
    """Where a home's mail program asks for no more."""
    message = next(one.message for one in year.post.taken if one.recipient == _mail(home))
    found = re.search(r"(/messages/leave/[^>]+)>", str(message["List-Unsubscribe"]))
    assert found is not None
    return found[1]


def _mail(home: int) -> str:
    return f"home-{home}@residents.example"


def _phone(home: int) -> str:
    return f"+1612555{home:04}"
