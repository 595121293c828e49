"""A survey is closed by one process while everybody sends to a real server that has two others.

C1  Every acknowledged answer set is among those that the closing counted, and no other is there.
C2  Whoever comes too late is told so in words, from both processes, and nothing is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Semaphore

import pytest
from flask import Flask
from sqlalchemy import select

from survey.core.sealing.receipts import format_receipt, receipt_for
from survey.core.sealing.slots import slot_for_submission
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.models import Envelope
from survey.responses.services import close_ballot_box
from tests.factories.answer_sets import answers_of
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.journeys.residents import as_fields
from tests.journeys.server import Server, server_for

PHONES = 8
BEFORE = 40
"""Acknowledgements after which the survey is closed."""


@pytest.fixture
def server(app: Flask, tmp_path: Path) -> Iterator[Server]:
    """Return a server of two processes that stands, and ends with the test."""
    server = server_for(app, tmp_path, "gunicorn", WEB_CONCURRENCY="2")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def fieldwork(app: Flask) -> Fieldwork:
    """Return a wave that is open today, with an open link."""
    return launch_wave_for_tests(datetime.now(UTC), access="link", cuts=())


def submission_id(phone: int, number: int) -> str:
    """The id that a page made up."""
    return f"closing-{phone:02d}-submission-{number:05d}"


def send_until_refused(
    server: Server, fieldwork: Fieldwork, phone: int, acknowledged: Semaphore
) -> tuple[dict[str, str], dict[str, object]]:
    """The receipts by submission id, and what the phone was told in the end."""
    receipts: dict[str, str] = {}
    for number in range(5000):
        sent = submission_id(phone, number)
        fields = {**as_fields(answers_of(number)), "submission_id": sent}
        reply = server.post(f"/s/{fieldwork.slug}/en", fields, Accept="application/json")
        told: dict[str, object] = json.loads(reply.body)
        if reply.status != 200:
            assert reply.status == 409, reply
            return receipts, told
        receipts[sent] = str(told["receipt"])
        acknowledged.release()
    raise AssertionError("the survey was never closed")


@pytest.mark.timeout(180)
def test_closed_while_everybody_sends(server: Server, fieldwork: Fieldwork) -> None:
    """C1, C2"""
    secret = get_key_store().get(fieldwork.wave_id).box_secret
    acknowledged = Semaphore(0)
    db.session.rollback()
    with ThreadPoolExecutor(PHONES) as pool:
        sending: list[Future[tuple[dict[str, str], dict[str, object]]]] = [
            pool.submit(send_until_refused, server, fieldwork, phone, acknowledged)
            for phone in range(PHONES)
        ]
        for _ in range(BEFORE):
            assert acknowledged.acquire(timeout=60)
        with transaction():
            closing = close_ballot_box(wave=fieldwork.wave, now=datetime.now(UTC))
    receipts: dict[str, str] = {}
    for one in sending:
        mine, told = one.result()
        receipts |= mine
        assert told == {"closed": True, "state": "closed"}
    places = {sent: slot_for_submission(secret, sent) for sent in receipts}
    assert closing.count == len(receipts) >= BEFORE
    assert set(db.session.scalars(select(Envelope.slot))) == set(places.values())
    assert receipts == {
        sent: format_receipt(receipt_for(secret, place)) for sent, place in places.items()
    }
