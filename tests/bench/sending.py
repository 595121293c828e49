"""POST of an answer set, against a bare Flask route that parses the same form and commits one row.

Both as the page's script sends them: sealed by the phone, which the server only stores, and in
fields, which the server checks and seals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Final

from flask import Flask

from survey.db import db
from tests.bench.answering import SEALERS, Bodies, bodies_of
from tests.bench.crowd import Resident, press
from tests.bench.phone import Phone
from tests.bench.rounds import Result, compare
from tests.bench.servers import Pair, side_by_side
from tests.factories.waves import launch_wave_for_tests
from tests.journeys.server import Server

ROUNDS, TIMES = 15, 40
PHONES, EACH = 8, 25
_serial: Final = count()


def measure(app: Flask, folder: Path) -> Iterator[Result]:
    """One phone at a time, and eight at once."""
    name = db.engine.dialect.name
    fieldwork = launch_wave_for_tests(datetime.now(UTC), access="link", cuts=())
    prepared = {sealer: bodies_of(fieldwork, sealer) for sealer in SEALERS}
    db.session.remove()
    with side_by_side(app, folder, f"/s/{fieldwork.slug}/en") as pair:
        for sealer, bodies in prepared.items():
            what = f"answers, {name}, sealed by the {sealer}"
            yield _one_phone(what, pair, bodies)
            yield from _many(what, pair, bodies)


def _one_phone(what: str, pair: Pair, bodies: Bodies) -> Result:
    ours, other = Phone(pair.ours.port), Phone(pair.bare.port)
    found = compare(
        f"{what}, one phone",
        baseline=lambda: _send(other, bodies(next(_serial))),
        ours=lambda: _send(ours, bodies(next(_serial))),
        rounds=ROUNDS,
        times=TIMES,
    )
    ours.close()
    other.close()
    return found


def _many(what: str, pair: Pair, bodies: Bodies) -> Iterator[Result]:
    for how, clocks in pair.clocks().items():
        yield compare(
            f"{what}, {PHONES} phones, {how}",
            baseline=lambda: send_at_once(pair.bare, bodies),
            ours=lambda: send_at_once(pair.ours, bodies),
            rounds=ROUNDS,
            times=1,
            things=PHONES * EACH,
            clocks=clocks,
        )


def _send(phone: Phone, request: bytes) -> None:
    """Send; the server has acknowledged it when this returns."""
    answer = phone.ask(request)
    assert answer.status == 200, answer.raw


def send_at_once(server: Server, bodies: Bodies) -> None:
    """Send from several phones at once, each time answer sets that were never sent before."""
    residents = [
        Resident(Phone(server.port), partial(next, islice(map(bodies, _serial), EACH), None))
        for _ in range(PHONES)
    ]
    press(residents)
    for one in residents:
        one.phone.close()
        assert_acknowledged(one)


def assert_acknowledged(resident: Resident) -> Sequence[bytes]:
    """Every answer was a receipt; what they said."""
    assert all(answer.status == 200 for answer in resident.answers), resident.answers[-1].raw
    return [answer.body for answer in resident.answers]
