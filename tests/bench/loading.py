"""Many residents at once: how long they wait, how many are served, and that nothing is lost.

Each level has its residents ask or send again and again, ours and bare Flask in turn. Every tenth
answer set is sent by a phone that hangs up before it has read the answer, and sends it again. In
the end the envelopes are counted: every acknowledged submission must lie in the box exactly once,
under the receipt that its phone was told, and nothing else.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count, islice, repeat, takewhile
from pathlib import Path
from typing import Final

from flask import Flask

from survey.core.sealing.receipts import format_receipt, receipt_for
from survey.core.sealing.slots import slot_for_submission
from survey.db import db
from survey.keys.store import get_key_store
from survey.responses.queries import list_slots
from tests.bench.answering import Bodies, bodies_of, submission_id
from tests.bench.crowd import Load, Next, Resident, press
from tests.bench.phone import Phone, get_request
from tests.bench.place import (
    POSTGRESQL_URL,
    application,
    postgresql_database,
    sqlite_url,
    temporary_folder,
)
from tests.bench.servers import GZIP, WORKERS, Pair, side_by_side
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.journeys.server import Server

AT_ONCE = (1, 8, 32, 128)
DOCUMENTS, ANSWER_SETS = 1200, 600
HANGS_UP = 10
MOST_SECONDS = 15
"""A level ends then, however little it has done."""

_serial: Final = count()
ROW = "{:<46} {:>6} {:>9} {:>9} {:>9} {:>9}"


def table() -> Iterator[str]:
    """Each level on SQLite, and on PostgreSQL where there is one."""
    yield f"{WORKERS} server processes; milliseconds from sending to the last byte"
    yield ROW.format("", "number", "a second", "p50", "p95", "p99")
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        yield from _measure(app, folder)
    if POSTGRESQL_URL:
        with (
            postgresql_database() as url,
            temporary_folder() as folder,
            application(url, folder) as app,
        ):
            yield from _measure(app, folder)


def _measure(app: Flask, folder: Path) -> Iterator[str]:
    name = db.engine.dialect.name
    fieldwork = launch_wave_for_tests(datetime.now(UTC), access="link", cuts=())
    sealed = {sealer: bodies_of(fieldwork, sealer) for sealer in ("phone", "server")}
    db.session.remove()
    told = Told()
    with side_by_side(app, folder, f"/s/{fieldwork.slug}/en") as pair:
        for at_once in AT_ONCE:
            for who, server in (("bare", pair.bare), ("ours", pair.ours)):
                what = f"document, {name}, {at_once} at once, {who}"
                yield _show(what, _ask(server, pair, at_once))
        for sealer, bodies in sealed.items():
            for at_once in AT_ONCE:
                for who, server in (("bare", pair.bare), ("ours", pair.ours)):
                    what = f"answers by the {sealer}, {name}, {at_once} at once, {who}"
                    kept = told if who == "ours" else None
                    yield _show(what, _send(server, bodies, at_once, kept))
    yield _count(fieldwork, told, name)


def _show(what: str, load: Load) -> str:
    waits = (f"{load.wait(percent):.1f}" for percent in (50, 95, 99))
    return ROW.format(what, len(load.waits), f"{load.rate:.0f}", *waits)


def _until(requests: Iterator[bytes]) -> Next:
    """These requests, and none more once the level has taken long enough."""
    end = time.monotonic() + MOST_SECONDS
    return partial(next, takewhile(lambda _one: time.monotonic() < end, requests), None)


def _ask(server: Server, pair: Pair, at_once: int) -> Load:
    request = get_request(pair.path, GZIP)
    each = DOCUMENTS // at_once
    residents = [
        Resident(Phone(server.port), _until(repeat(request, each))) for _ in range(at_once)
    ]
    load = press(residents)
    for one in residents:
        one.phone.close()
        assert all(answer.body == pair.document for answer in one.answers)
    return load


@dataclass(slots=True)
class Told:
    """What the phones were told: submission id -> receipts. retried: how often one hung up."""

    receipts: dict[str, str] = field(default_factory=dict)
    retried: int = 0


def _send(server: Server, bodies: Bodies, at_once: int, told: Told | None) -> Load:
    """told: keeps what is acknowledged; the baseline knows no retries, and is counted by nobody."""
    each = ANSWER_SETS // at_once
    mine = [list(islice(_serial, each)) for _ in range(at_once)]
    residents = [
        Resident(Phone(server.port), _until(map(bodies, own)), HANGS_UP if told else 0, asked=index)
        for index, own in enumerate(mine)
    ]
    load = press(residents)
    for own, one in zip(mine, residents, strict=True):
        one.phone.close()
        assert all(answer.status == 200 for answer in one.answers), one.answers[-1].raw
        if told:
            _keep(told, own, one)
    return load


def _keep(told: Told, numbers: Sequence[int], resident: Resident) -> None:
    told.retried += resident.retried
    for number, answer in zip(numbers, resident.answers, strict=False):
        told.receipts[submission_id(number)] = json.loads(answer.body)["receipt"]


def _count(fieldwork: Fieldwork, told: Told, name: str) -> str:
    """Compare what was acknowledged with what lies in the box."""
    secret = get_key_store().get(fieldwork.wave_id).box_secret
    box = Counter(list_slots(fieldwork.wave_id))
    places = {one: slot_for_submission(secret, one) for one in told.receipts}
    lost = sum(box[place] == 0 for place in places.values())
    doubled = sum(times - 1 for times in box.values())
    strange = len(box.keys() - set(places.values()))
    mistold = sum(
        told.receipts[one] != format_receipt(receipt_for(secret, place))
        for one, place in places.items()
    )
    assert (lost, doubled, strange, mistold) == (0, 0, 0, 0)
    return (
        f"{name}: {len(places)} acknowledged, {told.retried} of them sent twice;"
        f" in the box {box.total()}, lost {lost}, doubled {doubled}, unknown {strange}"
    )
