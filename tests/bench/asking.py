"""GET of the resident's document, against a bare Flask route that sends the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import repeat
from pathlib import Path

from flask import Flask

from survey.db import db
from tests.bench.crowd import Load, Resident, press
from tests.bench.phone import Phone, get_request
from tests.bench.rounds import Result, compare
from tests.bench.servers import GZIP, Pair, side_by_side
from tests.factories.waves import launch_wave_for_tests
from tests.journeys.server import Server

ROUNDS, TIMES = 15, 100
PHONES, EACH = 8, 100


def measure(app: Flask, folder: Path) -> Iterator[Result]:
    """The whole document, alone and to many at once, and the 304 for a phone that has it."""
    name = db.engine.dialect.name
    fieldwork = launch_wave_for_tests(datetime.now(UTC))
    path = f"/s/{fieldwork.slug}/en"
    db.session.remove()
    with side_by_side(app, folder, path) as pair:
        whole = get_request(path, GZIP)
        known = get_request(path, {**GZIP, "If-None-Match": pair.etag})
        yield _one_phone(f"document, {name}", pair, whole, 200, pair.document)
        yield _one_phone(f"document again (304), {name}", pair, known, 304, b"")
        yield from _many(f"document, {name}", pair, whole)


def _one_phone(what: str, pair: Pair, request: bytes, status: int, body: bytes) -> Result:
    ours, other = Phone(pair.ours.port), Phone(pair.bare.port)
    for phone in (ours, other):
        answer = phone.ask(request)
        assert (answer.status, answer.body) == (status, body)
    found = compare(
        f"{what}, one phone",
        baseline=lambda: other.ask(request),
        ours=lambda: ours.ask(request),
        rounds=ROUNDS,
        times=TIMES,
    )
    ours.close()
    other.close()
    return found


def _many(what: str, pair: Pair, request: bytes) -> Iterator[Result]:
    """By the clock on the wall, and by what the servers' processes compute."""
    for how, clocks in pair.clocks().items():
        yield compare(
            f"{what}, {PHONES} phones, {how}",
            baseline=lambda: ask_at_once(pair.bare, request),
            ours=lambda: ask_at_once(pair.ours, request),
            rounds=ROUNDS,
            times=1,
            things=PHONES * EACH,
            clocks=clocks,
        )


def ask_at_once(server: Server, request: bytes, phones: int = PHONES, each: int = EACH) -> Load:
    """Ask for the same, on several connections at once."""
    residents = [
        Resident(Phone(server.port), partial(next, repeat(request, each), None))
        for _ in range(phones)
    ]
    load = press(residents)
    for one in residents:
        one.phone.close()
    return load
