"""GET of the resident's document, against a bare application that answers the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from survey.db import db
from tests.bench.phone import Phone
from tests.bench.rounds import Result, compare
from tests.factories.waves import launch_wave_for_tests
from tests.journeys.server import Server, server_for

ROUNDS, TIMES = 15, 100
GZIP = {"Accept-Encoding": "gzip", "Accept-Language": "en"}


def measure(app: Flask, folder: Path) -> list[Result]:
    """The whole document, and the 304 for a phone that has it already."""
    fieldwork = launch_wave_for_tests(datetime.now(UTC))
    path = f"/s/{fieldwork.slug}/en"
    db.session.remove()
    ours = server_for(app, folder)
    ours.start()
    try:
        reply = ours.ask("GET", path, None, GZIP)
        assert reply.status == 200
        body = folder / "document.gz"
        body.write_bytes(reply.body)
        bare = server_for(app, folder, BARE_BODY=str(body))
        bare.target, bare.log = "tests.bench.bare:app", folder / "bare.log"
        bare.start()
        try:
            return _compare(ours, bare, path, reply.headers["etag"])
        finally:
            bare.stop()
    finally:
        ours.stop()


def _compare(ours: Server, bare: Server, path: str, etag: str) -> list[Result]:
    one, other = Phone(ours), Phone(bare)
    same = one.get(path, GZIP)
    assert same == other.get(path, GZIP)
    known = {**GZIP, "If-None-Match": etag}
    assert one.get(path, known)[0] == 304
    found = [
        compare(
            f"GET the survey ({len(same[1]):,} bytes)",
            baseline=lambda: other.get(path, GZIP),
            ours=lambda: one.get(path, GZIP),
            rounds=ROUNDS,
            times=TIMES,
        ),
        compare(
            "GET the survey again (304)",
            baseline=lambda: other.get(path, GZIP),
            ours=lambda: one.get(path, known),
            rounds=ROUNDS,
            times=TIMES,
        ),
    ]
    one.close()
    other.close()
    return found
