"""Twenty-seven of thirty adults, or all thirty, of one mind: the same stands behind every door.

The release is the same to the last byte but for names and hashes, so whatever is made of it is.
But there is much that is made of the wave: pages of staff, the promise, the monitor, jobs, files,
lists, the interface for programs. None of it may tell the one from the other.

H1  at closing, once opened and once released, whoever looks, the answer is the same: its words, its
    tags, its size
H2  the attack is able: fewer than nine in ten, whose number is printed, are told apart
H3  files are read whole: of a PDF its words, pictures, outline, descriptions, and the table in it
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import Context
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from survey.accounts.models import Person, Role
from survey.communities.models import Property
from survey.core.promise.document import short_hash
from survey.db import db, transaction
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import render_summary
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.checking import ask_for_check, run_check
from survey.results.queries import find_release
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization, make_property
from tests.factories.sendings import send_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests, pulse
from tests.support import release_documents as documents
from tests.support.frozen_clock import FrozenClock
from tests.support.held_files import said_by

ADULTS: Final = 30
ROLES: Final = (Role.ADMINISTRATOR, Role.REDACTOR, Role.SENDER, Role.KEYER)
NAMES: Final = re.compile(
    r"(?:[0-9a-f]{4}-){2,5}[0-9a-f]{4}|[0-9a-f]{4}(?: [0-9a-f]{4}){2,}|[0-9a-f]{8,}"
    r"|[0-9a-f]{16}(?: [0-9a-f]{16})+|[A-Za-z0-9_-]{24,}|(?<=[/=\"-])\d+(?=[/?\"&.#<-])|(?<=%2F)\d+"
)
"""Hashes, ids, keys and the numbers of rows: of every wave its own."""
KEPT: Final = ("Content-Type", "Cache-Control", "Vary", "Content-Disposition")
OF_OTHERS: Final = ("static", "questionnaires", "wording", "homes", "letters")
OWN: Final = {
    Role.REDACTOR.value: ("comments", "communities", "waves"),
    Role.SENDER.value: ("messages", "communities", "waves"),
    Role.KEYER.value: ("paper", "communities", "waves"),
}
"""What those see whose office is one thing alone."""
Seen = Mapping[tuple[str, str, str], object]


def _answers() -> dict[str, Any]:
    """Everybody's answers: the last of each list, and nothing in their own words."""
    return {item.id: pulse().scale_of(item).values[-1] for item in pulse().closed_items}


def _may_tell(rule: Rule) -> bool:
    """Pages and files of a wave, a place or a release, and those that list them. Letters and
    translations take long and are made of the list or the bank alone."""
    if "GET" not in (rule.methods or set()) or rule.endpoint.partition(".")[0] in OF_OTHERS:
        return False
    of_it = {"wave_id", "slug", "release_id", "text"}
    return not rule.arguments or not of_it.isdisjoint(rule.arguments)


class _Client(FlaskClient):
    """Each request in a context of its own, as on a server; no page is checked as a page."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **kwargs)


class _World:
    """A place of thirty adults of whom so many have answered, and those who may look at it."""

    def __init__(self, app: Flask, clock: FrozenClock, number: int) -> None:
        self.app, self.clock = app, clock
        owner = make_organization(f"Owner {number}")
        place = make_property("Alder Row", organization=owner, homes=20, adults=ADULTS)
        with transaction():
            place.slug = (
                f"alder-row-{number}"  # as long in every world: files say how long they are
            )
        self.people = {
            role: make_person(f"P{role.value}{number}", organization=owner, role=role)
            if role is Role.ADMINISTRATOR
            else make_person(
                f"P{role.value}{number}", organization=owner, role=role, properties=[place]
            )
            for role in ROLES
        }
        self.owner_id, self.place_id, self.number = owner.id, place.id, number
        self.wave = launch_wave_for_tests(clock(), place=place, cuts=(), paper=True)
        send_answers(self.wave, ((code, _answers()) for code in self.wave.codes[:number]), clock())

    def see(self, stage: str) -> Seen:
        """What each person finds behind each door that leads to this place."""
        found: dict[tuple[str, str, str], object] = {}
        lookers: list[tuple[str, Person | None]] = [("nobody", None)]
        lookers += [
            (role.value, person)
            for role, person in self.people.items()
            if stage == "released" or role is Role.ADMINISTRATOR
        ]
        for name, person in lookers:
            client = self.app.test_client()
            if person is not None:
                sign_in(client, db.session.merge(person))
            for rule, address in self._doors():
                own = OWN.get(name)
                if own is not None and rule.endpoint.partition(".")[0] not in own:
                    continue
                found[stage, name, rule.endpoint + rule.rule] = self._answer(client, address)
        return found

    def _doors(self) -> Iterator[tuple[Rule, str]]:
        db.session.remove()
        place = db.session.get_one(Property, self.place_id)
        release = find_release(self.wave.wave_id)
        values = {
            "slug": place.slug,
            "tag": "en",
            "number": 1,
            "wave_id": self.wave.wave_id,
            "release_id": release.id if release else 0,
            "organization_id": self.owner_id,
            "text": short_hash(self.wave.wave.promise_hash),
            "contact": "invitation",
            "item_id": "opn_01",
            "channel": "email",
            "shape": "letters",
        }
        survey = {**values, "slug": self.wave.wave.slug}
        bound = self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            if _may_tell(rule) and rule.arguments <= values.keys():
                held = survey if rule.endpoint.startswith("responses.") else values
                yield rule, bound.build(rule.endpoint, {one: held[one] for one in rule.arguments})

    def _answer(self, client: FlaskClient, address: str) -> object:
        with client.get(address, follow_redirects=False) as answer:
            kept = {name: self._plain(answer.headers.get(name) or "") for name in KEPT}
            return answer.status_code, kept, bool(answer.headers.get("ETag")), self._said(answer)

    def _said(self, answer: Response) -> str:
        return self._plain(said_by(answer.get_data()))

    def _plain(self, text: str) -> str:
        """The same without what is of every place and wave its own."""
        place = db.session.get_one(Property, self.place_id)
        for own in (place.slug, self.wave.wave.slug, self.wave.wave_id):
            text = text.replace(own, "OWN")
        text = text.replace(f"Owner {self.number}", "OWNER")
        text = re.sub(rf"[Pp]([a-z]+){self.number}\b", r"P\1", text)
        text = re.sub(r'name="csrf_token" value="[^"]*"', "TOKEN", text)
        return NAMES.sub("NAME", text)


Stage = Callable[[Fieldwork, FrozenClock], None]


def _close(wave: Fieldwork, clock: FrozenClock) -> None:
    with transaction():
        close_ballot_box(wave=wave.wave, now=clock())


def _open(wave: Fieldwork, clock: FrozenClock) -> None:
    with transaction():
        open_ballot_box(wave=wave.wave, passphrase=None, now=clock())
        ask_for_check(wave=wave.wave, now=clock())


def _release(wave: Fieldwork, clock: FrozenClock) -> None:
    assert run_check(wave.wave_id) == "done"


STAGES: Final[Mapping[str, Stage]] = {"closed": _close, "opened": _open, "released": _release}


def _seen(app: Flask, clock: FrozenClock, numbers: tuple[int, ...]) -> list[Seen]:
    """What is behind all doors of a world for each number, stage by stage at the same moments."""
    app.test_client_class = _Client
    worlds = [_World(app, clock, number) for number in numbers]
    clock.set(worlds[0].wave.wave.ends_at)
    found: list[dict[tuple[str, str, str], object]] = [{} for _ in worlds]
    for stage, act in STAGES.items():
        for world, seen in zip(worlds, found, strict=True):
            act(world.wave, clock)
            seen |= world.see(stage)
        clock.forward(minutes=1)
    return list(found)


def _told_apart(first: Seen, second: Seen) -> list[tuple[str, str, str]]:
    assert first.keys() == second.keys()
    return [door for door in first if first[door] != second[door]]


def test_h1_all_or_nine_in_ten(app: Flask, frozen_clock: FrozenClock) -> None:
    """H1"""
    first, second = _seen(app, frozen_clock, (27, 30))
    assert len(first) > 200
    assert _told_apart(first, second) == []


def test_h2_able(app: Flask, frozen_clock: FrozenClock) -> None:
    """H2: on the promise's page for everybody, on the wave's page for staff."""
    worlds = [_World(app, frozen_clock, number) for number in (24, 25)]
    frozen_clock.set(worlds[0].wave.wave.ends_at)
    found = []
    for world in worlds:
        _close(world.wave, frozen_clock)
        found.append(world.see("closed"))
    told = {(who, door.partition("/")[0]) for _stage, who, door in _told_apart(*found)}
    assert {("nobody", "waves.promise"), ("administrator", "waves.show")} <= told


def test_h3_files(app: Flask) -> None:
    """H3: the letters that another reader finds; a score changes words, picture and table."""
    made = documents.full()
    with app.test_request_context():
        pdf = render_summary(ReleaseDocument.from_json(documents.text_of(made)), "en", "a4")
        made["levels"][0]["score"] += 1
        other = render_summary(ReleaseDocument.from_json(documents.text_of(made)), "en", "a4")
    said, changed = said_by(pdf).splitlines(), said_by(other).splitlines()
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert sorted("".join(said[1].split())) == sorted("".join(page.extract_text().split()))
    assert "/Title What people answered, question by question" in said
    assert "part,id,group,value,figure,low,high,certain_low,certain_high,smallest,own" in said
    score = documents.full()["levels"][0]["score"]
    assert f"/Alt {score} on a scale from 0 to 100; between 58 and 66" in said
    told = [one for one, now in zip(said, changed, strict=True) if one != now]
    assert {said[1], said[2], f"level,perceptual,,,{score},58,66,30,82,,"} <= set(told)
