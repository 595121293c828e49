"""The ledger of everything that was released: it grows at its end, under a lock, or not at all.

Whoever adds to it holds its head until the transaction ends, so that two releases cannot both
be checked against a ledger that lacks the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite

from survey.core.disclosure.ledger import FIRST_HASH, Broken, Entry, chain, faults_of
from survey.db import db
from survey.results.models import HEAD_ID, LedgerEntry, LedgerHead, Release
from survey.results.queries import list_all_releases, list_ledger, list_releases_outside_ledger


def hold_head() -> LedgerHead:
    """The ledger's head, for this transaction alone.

    PostgreSQL: its row is locked. SQLite: the transaction has the only writer already.
    """
    there = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    first = there(LedgerHead).values(id=HEAD_ID, position=0, hash=FIRST_HASH)
    if db.session.get(LedgerHead, HEAD_ID) is None:
        db.session.execute(first.on_conflict_do_nothing())
    wanted = (
        select(LedgerHead)
        .where(LedgerHead.id == HEAD_ID)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(wanted).one()


def enter_release(release: Release, document: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Write down everything that a release says. Needs the transaction that makes the release."""
    head = hold_head()
    entries = chain(
        document,
        after=(head.position, head.hash),
        wave_id=release.wave_id,
        property_id=release.property_id,
        release=release.sha256,
        made_at=release.made_at,
    )
    db.session.flush()  # the release first, which the entries point at
    db.session.execute(insert(LedgerEntry), [asdict(entry) for entry in entries])
    head.position, head.hash = entries[-1].position, entries[-1].hash
    db.session.flush()
    return entries


def verify_chain() -> tuple[str, ...]:
    """Everything that is wrong with the ledger, one line each; empty when it is whole.

    Looks over every entry and every release: altered, missing, inserted or cut off, each shows.
    """
    entries = [_entry(row) for row in list_ledger()]
    faults = [_line(broken) for broken in faults_of(entries)]
    last = (entries[-1].position, entries[-1].hash) if entries else (0, FIRST_HASH)
    head = db.session.get(LedgerHead, HEAD_ID)
    if (head.position, head.hash) != last if head else bool(entries):
        faults.append("the head is not the last entry")
    faults += [
        f"release {release.id} is not in the ledger" for release in list_releases_outside_ledger()
    ]
    faults += [
        f"release {release.id} is not what its hash stands for"
        for release in list_all_releases()
        if hash_body(release.body) != release.sha256
    ]
    return tuple(faults)


def hash_body(body: str) -> str:
    """The SHA-256 of a release's body in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _entry(row: LedgerEntry) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})


def _line(broken: Broken) -> str:
    said = {
        "altered": "was altered",
        "missing": "is missing",
        "unlinked": "does not follow on the entry before it",
    }
    return f"entry {broken.position} {said[broken.fault]}"
