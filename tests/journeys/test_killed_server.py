"""A hundred and fifty residents send to a real server that is killed twice meanwhile.

K1  Whatever was acknowledged before a kill is in the database after it.
K2  Ten residents send from two phones at the same moment: one receipt, one answer set.
K3  At opening each of the 150 answer sets is there exactly once, with nothing blanked; so is each
    comment. No other is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from survey.core.canonical import canonical_json
from survey.core.sealing.codes import normalize_code
from survey.core.sealing.slots import slot_for_code, slot_for_submission
from survey.db import db
from survey.keys.store import get_key_store
from survey.responses.models import Comment, Envelope, OpenedAnswer
from tests.factories.answer_sets import answers_of, closed_answers_of, comment_of
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.journeys.crowd import PHONES, Crowd, Sending
from tests.journeys.residents import as_fields
from tests.journeys.server import Server, server_for

RESIDENTS = range(150)
TWINS = frozenset(RESIDENTS[::15])
KILLED_AT = (40, 95)
"""How many have their receipt when the server dies."""


@pytest.fixture
def server(app: Flask, tmp_path: Path) -> Iterator[Server]:
    """Return a server that stands, and ends with the test."""
    server = server_for(app, tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def fieldwork(app: Flask, database: str) -> Fieldwork:
    """Return a wave that is open today: on PostgreSQL with codes, on SQLite with an open link.

    Each way in and each database once: a kill of 150 residents takes a third of a minute.
    """
    now = datetime.now(UTC)
    if database.startswith("sqlite"):
        return launch_wave_for_tests(now, access="link", cuts=())
    return launch_wave_for_tests(now)


def submission_id(number: int) -> str:
    """The id that a resident's page made up, kept for every try."""
    return f"a-submission-id-of-resident-{number:04d}"


def sendings(fieldwork: Fieldwork) -> list[Sending]:
    """What everybody sends, each answer set unlike every other."""
    codes = fieldwork.codes if fieldwork.wave.access == "codes" else [""] * len(RESIDENTS)
    return [
        Sending(
            number,
            {
                **as_fields(answers_of(number)),
                "code": codes[number],
                "submission_id": submission_id(number),
            },
            twice=number in TWINS,
        )
        for number in RESIDENTS
    ]


def slots(fieldwork: Fieldwork) -> list[bytes]:
    """The slot in which each resident's envelope must lie."""
    box_secret = get_key_store().get(fieldwork.wave_id).box_secret
    if fieldwork.wave.access == "link":
        return [slot_for_submission(box_secret, submission_id(number)) for number in RESIDENTS]
    codes = [normalize_code(code) or "" for code in fieldwork.codes]
    return [slot_for_code(box_secret, codes[number]) for number in RESIDENTS]


def stored() -> set[bytes]:
    """The slots that hold an envelope now."""
    db.session.rollback()
    found = set(db.session.scalars(select(Envelope.slot)))
    db.session.rollback()
    return found


def everything_opened() -> tuple[Counter[str], Counter[str]]:
    """Each opened answer set and each comment, with how often it is there."""
    db.session.rollback()
    answers = Counter(db.session.scalars(select(OpenedAnswer.answers)))
    comments = Counter(db.session.scalars(select(Comment.text)))
    return answers, comments


@pytest.mark.timeout(180)
def test_killed_while_everybody_sends(server: Server, fieldwork: Fieldwork) -> None:
    """K1, K2, K3"""
    place_of = slots(fieldwork)
    crowd = Crowd(server, f"/s/{fieldwork.slug}/en")
    everybody = sendings(fieldwork)
    db.session.rollback()
    crowd.begin(everybody)
    for acknowledged in KILLED_AT:
        crowd.wait_for(acknowledged)
        server.kill()
        promised = crowd.settle()
        assert acknowledged <= len(promised) < len(RESIDENTS)
        there = stored()
        assert {place_of[number] for number in promised} <= there
        assert there <= set(place_of)
        assert len(there) <= len(promised) + PHONES
        server.start()
    crowd.finish()
    assert crowd.broken > 0  # the kills did interrupt somebody
    assert sorted(crowd.receipts) == list(RESIDENTS)
    assert {number for number in RESIDENTS if len(crowd.receipts[number]) == 2} == TWINS
    assert [len(set(crowd.receipts[number])) for number in RESIDENTS] == [1] * len(RESIDENTS)
    assert len({receipts[0] for receipts in crowd.receipts.values()}) == len(RESIDENTS)
    assert stored() == set(place_of)

    assert server.run("waves", "close", fieldwork.wave_id).startswith("150 envelopes, hash ")
    said = server.run("waves", "open", fieldwork.wave_id)
    assert said.startswith("150 answer sets opened, 0 answers blanked, 0 envelopes unreadable\n")
    answers, comments = everything_opened()
    assert answers == Counter(canonical_json(closed_answers_of(number)) for number in RESIDENTS)
    assert comments == Counter(comment_of(number) for number in RESIDENTS)
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
    assert get_key_store().list() == []
