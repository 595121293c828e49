"""Building the demo: an invented organization, walked down the real road.

Answers are posted to the public pages as a phone posts them; waves are launched, closed, opened
and released by the same services as the buttons use. Only the clock is set back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Flask
from werkzeug.test import Client

from survey import clock
from survey.accounts.access import NAMED_PLACES_ONLY
from survey.accounts.models import Person, Role
from survey.accounts.services import add_person
from survey.communities.models import Organization, Property
from survey.communities.services import (
    PropertyFacts,
    StratumCounts,
    create_organization,
    create_property,
)
from survey.core.bank.content import from_content
from survey.core.bank.questionnaire import Questionnaire
from survey.db import checkpoint, transaction
from survey.demo import population
from survey.demo.homes import read_in_homes
from survey.demo.plans import plan_a_year
from survey.keys.store import get_key_store
from survey.questionnaires.models import QuestionnaireVersion
from survey.questionnaires.services import publish_questionnaire, start_questionnaire
from survey.responses.monitor import refresh_participation
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.services import make_release
from survey.waves.letters import list_codes
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from survey.waves.services import launch_wave
from survey.waves.services.listing import record_codes_listed
from survey.web.locales import LANGUAGES

PASSWORD: Final = "porchlight demo"  # noqa: S105  (printed on purpose: a demo is open to all)
SEED: Final = 20261123
DAYS_BETWEEN_WAVES: Final = 91
FIELDWORK_DAYS: Final = 21
OPEN_SINCE_DAYS: Final = 12


@dataclass(frozen=True, slots=True)
class Place:
    """One invented property: adults and homes of its two strata, and how well it answers each wave.

    With two waves both are finished, and the next one waits to be launched.
    """

    name: str
    address: str
    full_price: tuple[int, int]
    lower_cost: tuple[int, int]
    effort: tuple[float, ...]


# The smallest one is too small for breakdowns, and its first wave drew too few answers: newcomers
# should see what Porchlight does then. The middle one has no open wave: they should try a launch.
PLACES: Final = (
    Place("Juniper House", "12 Juniper Street", (16, 26), (20, 34), (0.22, 1.0, 0.6)),
    Place("Larkspur Court", "400 Larkspur Avenue", (52, 84), (58, 96), (0.95, 1.05)),
    Place("Maple Commons", "1 Maple Commons", (120, 200), (130, 220), (0.9, 1.0, 0.55)),
)
STAFF: Final = (
    ("Avery Administrator", "admin@demo.example", Role.ADMINISTRATOR),
    ("Morgan Manager", "manager@demo.example", Role.MANAGER),
    ("Emery Evaluator", "evaluator@demo.example", Role.EVALUATOR),
    ("Robin Redactor", "redactor@demo.example", Role.REDACTOR),
    ("Sam Sender", "sender@demo.example", Role.SENDER),
    ("Kim Keyer", "keyer@demo.example", Role.KEYER),
)


def build_demo(app: Flask, now: datetime) -> None:
    """Fill an empty database: three properties, two finished waves each, and an open one at two.

    `now` is the present; everything is dated back from it. Takes some ten seconds.
    """
    began = now - timedelta(days=2 * DAYS_BETWEEN_WAVES + OPEN_SINCE_DAYS + 14)
    organization = _make_organization(began)
    places = [_make_property(organization, place, began) for place in PLACES]
    staff = _make_staff(organization, places, began)
    manager = staff[Role.MANAGER]
    for number, (place, facts) in enumerate(zip(places, PLACES, strict=True)):
        version = _publish(place, manager, began)
        read_in_homes(place, seed=SEED + number, now=began)
        for wave, effort in enumerate(facts.effort):
            opened = now - timedelta(days=(2 - wave) * DAYS_BETWEEN_WAVES + OPEN_SINCE_DAYS)
            launched = _launch(place, version, staff, opened)
            _run_wave(app, launched, opened, SEED + number, wave, effort)
        opens_next = (now + timedelta(days=DAYS_BETWEEN_WAVES - OPEN_SINCE_DAYS)).date()
        plan_a_year(place, version, manager, first_opens_on=opens_next, now=now)
    checkpoint()


def _make_organization(now: datetime) -> Organization:
    with transaction():
        return create_organization(name="Hearthstone Homes", now=now)


def _make_property(organization: Organization, place: Place, now: datetime) -> Property:
    strata = (
        StratumCounts("Full-price homes", *place.full_price),
        StratumCounts("Lower-cost homes", *place.lower_cost),
    )
    facts = PropertyFacts(
        name=place.name,
        address=place.address,
        timezone="America/New_York",
        homes=sum(row.homes for row in strata),
        adults=sum(row.adults for row in strata),
        features=("shared_space", "resident_meetings", "one_year_old_site"),
        strata=strata,
    )
    with transaction():
        return create_property(organization=organization, facts=facts, actor=None, now=now)


def _make_staff(
    organization: Organization, places: Sequence[Property], now: datetime
) -> dict[Role, Person]:
    """Add one person of each role, named for every property."""
    made: dict[Role, Person] = {}
    with transaction():
        for name, email, role in STAFF:
            membership = add_person(
                name=name,
                email=email,
                password=PASSWORD,
                role=role,
                organization_id=organization.id,
                property_ids=[place.id for place in places] if role in NAMED_PLACES_ONLY else (),
                actor=None,
                now=now,
            )
            made[role] = membership.person
    return made


def _publish(place: Property, manager: Person, now: datetime) -> QuestionnaireVersion:
    with transaction():
        draft = start_questionnaire(
            place=place, template="pulse_core", title="Pulse check-in", actor=manager, now=now
        )
        return publish_questionnaire(questionnaire=draft, actor=manager, now=now)


def _run_wave(
    app: Flask, wave: Wave, opened: datetime, seed: int, number: int, effort: float
) -> None:
    """Have a wave answered, and, unless it is the last, close and release it."""
    with _clock_at(app, opened + timedelta(days=1)):
        _answer(app, wave, seed, number, effort)
    if number == 2:
        with transaction():
            refresh_participation(wave=wave, now=clock.now())
        return
    closed = opened + timedelta(days=FIELDWORK_DAYS + 1)
    with transaction():
        close_ballot_box(wave=wave, now=closed)
    with transaction():
        open_ballot_box(wave=wave, passphrase=None, now=closed + timedelta(hours=1))
    with transaction():
        make_release(wave=wave, now=closed + timedelta(hours=2))


def _launch(
    place: Property,
    version: QuestionnaireVersion,
    staff: Mapping[Role, Person],
    opened: datetime,
) -> Wave:
    """Launch a wave, whose letters the sender prints."""
    opens_on = opened.date()
    closes_on = opens_on + timedelta(days=FIELDWORK_DAYS)
    with transaction():
        launched = launch_wave(
            property=place,
            version=version,
            languages=tuple(LANGUAGES),
            runner_name="Lanternworks Research",
            runner_is_landlord=False,
            contact="555-0142",
            emergency="911",
            custody="server",
            custodian_name="",
            passphrase=None,
            access="codes",
            opens_on=opens_on,
            closes_on=closes_on,
            report_by=closes_on + timedelta(days=28),
            cuts=("stratum",),
            actor=staff[Role.MANAGER],
            now=opened,
            key_store=get_key_store(),
            unreviewed_accepted=True,
            paper=True,
        )
        record_codes_listed(wave=launched.wave, actor=staff[Role.SENDER], way="letters", now=opened)
    return launched.wave


def _answer(app: Flask, wave: Wave, seed: int, number: int, effort: float) -> None:
    """Post the answers of those who take part, each with the code from their letter."""
    codes = {
        (letter.part or "", letter.home, letter.adult): letter.code for letter in list_codes(wave)
    }
    strata = dict(zip(sorted({key[0] for key in codes}), ("full_price", "lower_cost"), strict=True))
    residents = population.make_residents(
        seed, [(home, adult, strata[part]) for part, home, adult in sorted(codes)]
    )
    parts = {stratum: part for part, stratum in strata.items()}
    questionnaire = from_content(sealed_promise(wave)["questionnaire"]["content"])
    for resident in population.who_answers(residents, number, seed, effort=effort):
        code = codes[parts[resident.stratum], resident.home, resident.adult]
        _post(app, wave, questionnaire, resident, number, seed, code)


def _post(
    app: Flask,
    wave: Wave,
    questionnaire: Questionnaire,
    resident: population.Resident,
    number: int,
    seed: int,
    code: str,
) -> None:
    fields = population.answer(questionnaire, resident, number, seed)
    answer = Client(app).post(
        f"/s/{wave.slug}/{resident.language}",
        data={**fields, "code": [code], "submission": [f"demo-{seed}-{number}-{code}"]},
        headers={"Accept": "application/json"},
    )
    if answer.status_code != 200 or "receipt" not in json.loads(answer.get_data(as_text=True)):
        raise RuntimeError(f"an answer of the demo was not taken: {answer.status}")


@contextmanager
def _clock_at(app: Flask, moment: datetime) -> Iterator[None]:
    """Show the application another moment for a while."""
    clock.set_clock(app, lambda: moment.astimezone(UTC))
    try:
        yield
    finally:
        clock.set_clock(app, clock.system_clock)
