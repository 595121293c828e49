"""A house with something behind every door, and a watch on what is written when one is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from flask import current_app
from sqlalchemy import event
from werkzeug.routing import Rule

from survey.communities.models import Property
from survey.core.promise.document import short_hash
from survey.db import db, single, transaction
from survey.homes.files.reading import read_table
from survey.homes.services.importing import check_file
from survey.homes.services.uploads import keep_upload
from survey.keys.message_key import get_message_key
from survey.messages.slips import digest_of, make_leave_slip
from survey.plans.models import PulsePlan
from survey.plans.services import make_feed
from survey.reports.portfolio.archives import ask_for_archive
from survey.responses.services import close_ballot_box, open_ballot_box, seal_response
from survey.results.services import make_release
from tests.factories.answer_sets import answers_of
from tests.factories.api_keys import make_api_key
from tests.factories.comments import release_comments
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.homes import make_even_list
from tests.factories.own_questions import make_own_question
from tests.factories.plans import make_pulse_plan
from tests.factories.questionnaires import make_questionnaire
from tests.factories.releases import make_release as make_release_of
from tests.factories.studies import store_study, study_document
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support import release_documents as documents

RESIDENTS = 20
MOVING_IN = ("letters.moved_in", "letters.hand_out", "letters.hand_out_again")
COMMENTS = ("comments.show_item", "comments.show_comment", "comments.release")
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|DROP|ALTER|TRUNCATE)\b", re.I)


@dataclass(frozen=True, slots=True)
class House:
    """Everybody, an open wave at Maple Court, and what fills each variable of an address.

    key: with which a program reads what Charlie may; it has been used on this day already.
    """

    people: Everybody
    key: str
    open_wave: Fieldwork
    values: dict[str, dict[str, Any]]

    def address(self, rule: Rule) -> str:
        """The address behind which there is something of Maple Court."""
        values = {**self.values["*"], **self.values.get(rule.endpoint, {})}
        return current_app.url_map.bind("localhost").build(
            rule.endpoint, {name: values[name] for name in rule.arguments}
        )


def furnish(now: datetime) -> House:
    """A released wave and an open one, a draft, and people of every role."""
    people = make_everybody()
    maple_id, hearth_id = people.maple.id, people.hearth.id
    charlie_id = people.charlie.memberships[0].id
    maple_slug = people.maple.slug
    released_wave = _launch(maple_id, now)
    release_id = _release(released_wave, now)
    open_wave = _launch(maple_id, now, paper=True)
    move_in_wave = _launch(maple_id, now, template="new_resident_90d", cuts=())
    with transaction():
        seal(open_wave, 0, now)
    upload_id = _list_homes(maple_id, now)
    item_id = make_own_question(people.hearth).item_id
    planned_id, feed = _plan(people, now)
    program_id, key = make_api_key(people.charlie, people.hearth, used_on=now)
    commented_id = make_release_of(documents.too_few(), place=people.birch)
    release_comments(commented_id, "opn_01", ["A bench."])
    store_study(people.hearth, study_document(), now)
    draft_id = make_questionnaire(db.session.get_one(Property, maple_id)).id
    wave = {"slug": open_wave.slug, "tag": "es"}
    released = {"wave_id": released_wave.wave_id, "item_id": "opn_01", "position": 1}
    moving_in = {"wave_id": move_in_wave.wave_id, "hand_out": "0" * 32}
    values: dict[str, dict[str, Any]] = {
        "*": {
            "slug": maple_slug,
            "tag": "es",
            "number": 1,
            "wave_id": open_wave.wave_id,
            "release_id": release_id,
            "questionnaire_id": draft_id,
            "membership_id": charlie_id,
            "organization_id": hearth_id,
            "text": short_hash(open_wave.wave.promise_hash),
            "filename": "css/tokens.css",
            "kind": "po",
            "unit_id": "consent",
            "item_id": item_id,
            "planned_id": planned_id,
            "job_id": 1,
            "archive_id": _archive(people, release_id, now),
            "feed": feed,
            "program_id": program_id,
            "printing_id": "0" * 32,
            "contact": "invitation",
            "shape": "letters",
            "channel": "email",
            "slip": _leave_slip(open_wave.wave_id),
            "upload_id": upload_id,
        },
        "api.show_comments_document": {"release_id": commented_id, "item_id": "opn_01"},
        **dict.fromkeys(COMMENTS, released),
        **dict.fromkeys(MOVING_IN, moving_in),
        "responses.survey": wave,
        "responses.interviewer": wave,
        "responses.kiosk": wave,
        "responses.withdraw": wave,
    }
    return House(people, key, open_wave, values)


def _archive(people: Everybody, release_id: int, now: datetime) -> int:
    """An archive that Alice asked for."""
    with transaction():
        return ask_for_archive(
            person=db.session.merge(people.alice),
            release_ids=[release_id],
            kind="summary",
            tag="en",
            paper="a4",
            now=now,
        ).id


def _plan(people: Everybody, now: datetime) -> tuple[int, str]:
    """A plan at Maple Court, its first wave, and Alice's calendar address."""
    plan_id = make_pulse_plan(db.session.merge(people.maple), now)
    planned_id = db.session.get_one(PulsePlan, plan_id).waves[0].id
    with transaction():
        return planned_id, make_feed(person=db.session.merge(people.alice), now=now)


def seal(fieldwork: Fieldwork, home: int, now: datetime) -> str:
    """Send the answers of a home; the receipt. Needs a transaction."""
    return seal_response(
        wave=fieldwork.wave,
        code=fieldwork.codes[home],
        submission_id=None,
        answers=answers_of(home),
        language="en",
        mode="code",
        now=now,
    ).receipt


def _leave_slip(wave_id: str) -> str:
    """What stands in a link with which somebody asks for no more e-mails."""
    key = get_message_key().get()
    digest = digest_of(key, "email", "home-1@residents.example")
    return make_leave_slip(key, digest=digest, wave_id=wave_id)


@contextmanager
def writes_watched() -> Iterator[list[str]]:
    """What writes to the database meanwhile: the first words of each statement, which fails."""
    seen: list[str] = []

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if WRITING.match(statement):
            seen.append(" ".join(statement.split()[:3]))
            raise PermissionError("nothing may be written here")

    def refuse_alone(_self: object, statement: str, _values: object) -> None:
        refuse(None, None, statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        # Single statements go to the driver past the engine.
        with patch.object(single.Statements, "write_rows", refuse_alone):
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


def _launch(place_id: int, now: datetime, **changes: Any) -> Fieldwork:
    return launch_wave_for_tests(now, place=db.session.get_one(Property, place_id), **changes)


def _list_homes(place_id: int, now: datetime) -> str:
    """A list, and the id of a file that was looked through and waits to be taken."""
    place = db.session.get_one(Property, place_id)
    with transaction():
        make_even_list(place)
    with transaction():
        file = b"Unit,Adults\n101,2\n"
        table = read_table(file)
        upload_id = keep_upload(place=place, data=file, table=table, actor=None, now=now).id
    check_file(place=place, upload_id=upload_id, now=now)
    return upload_id


def _release(fieldwork: Fieldwork, now: datetime) -> int:
    closed = now + timedelta(hours=1)
    with transaction():
        for home in range(RESIDENTS):
            seal(fieldwork, home, now)
        close_ballot_box(wave=fieldwork.wave, now=closed)
    with transaction():
        open_ballot_box(wave=fieldwork.wave, passphrase=None, now=closed)
    with transaction():
        return make_release(wave=fieldwork.wave, now=closed).id
