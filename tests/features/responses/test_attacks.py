"""Attacks on the ballot box by somebody who has everything but the key store.

The burglar copies the database after every single sending and saw who sent when; so for each home
they know its arrival, its code and its slot. What is left to find is what each home said.

1. Before opening: no key among all that lies in the database links a code to a slot or a check,
   or opens an envelope; envelopes have one size. (With the key store each of these succeeds.)
2. After opening: no order in which anything is stored tells whose a row or a comment is.
   (With an opening that does not shuffle, the same attack finds every home.)
3. An old backup does not help after opening, together with everything there is by then.
4. No code, receipt, or word of a resident is in any file before opening, no code or receipt after.
5. On SQLite, slots and checks are gone from the file and its log after opening.
6. No log line at any level has a code, a receipt or a word.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from survey.core.errors import SurveyError
from survey.core.sealing.codes import code_check, format_code
from survey.core.sealing.envelopes import open_answers
from survey.core.sealing.slots import slot_for_code
from survey.db import db, transaction
from survey.keys.store import SecretsGone, get_key_store
from survey.responses.models import RANDOM_ID_BYTES, Comment
from survey.responses.services import close_ballot_box, open_ballot_box, opening
from tests.factories.answer_sets import answers_of, closed_answers_of, comment_of
from tests.factories.ballot_boxes import Box, Plan, make_box
from tests.features.responses.conftest import Send
from tests.support.backends import BOTH_DATABASES
from tests.support.burglary import Loot, break_in, mark_log, read_tables
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES

HOMES = 40
MOST_BY_CHANCE = 12
"""Matches of 40 that a random order reaches once in a thousand million tries."""

LARGEST_BY_CHANCE = 0.8
"""Rank correlation of 40 pairs that a random order reaches about as rarely."""


@dataclass(frozen=True, slots=True)
class Case:
    """A wave whose homes have all sent, and what the burglar has learnt on the way.

    arrival: homes in the order they sent. slots: home -> the slot that appeared when it sent.
    """

    box: Box
    arrival: tuple[int, ...]
    slots: dict[int, bytes]
    receipts: tuple[str, ...]
    mark: str
    before: Loot


@pytest.fixture
def case(app: Flask, plan: Plan, send: Send) -> Case:
    """Return a wave of forty homes, watched while they sent in a random order."""
    mark = mark_log()
    box = make_box(replace(plan, homes=HOMES))
    arrival = tuple(Random(7).sample(range(HOMES), HOMES))
    slots: dict[int, bytes] = {}
    receipts = []
    for home in arrival:
        receipts.append(send(box, home).receipt)
        now_there = set(read_tables()["envelope"].column("slot"))
        slots[home] = bytes((now_there - set(slots.values())).pop())
    return Case(box, arrival, slots, tuple(receipts), mark, break_in(mark))


def open_case(case: Case, now: FrozenClock) -> Loot:
    """Close and open the wave; what the burglar finds then."""
    with transaction():
        close_ballot_box(wave=case.box.wave, now=now())
    with transaction():
        open_ballot_box(wave=case.box.wave, passphrase=None, now=now())
    return break_in(case.mark)


# 1. Keys


def keys_lying_about(case: Case, *loots: Loot) -> set[bytes]:
    """Every 32 bytes that the database shows somewhere, and the usual guesses."""
    wave = case.box.wave
    found = {bytes(32), b"\xff" * 32, wave.public_key[1:33], wave.public_key[33:]}
    found.add(bytes.fromhex(wave.promise_hash))
    for loot in loots:
        for table in loot.tables.values():
            for row in table.rows:
                values = [bytes(value) for value in row.values() if isinstance(value, bytes)]
                found.update(value[:32] for value in values if len(value) >= 32)
    return found


def homes_linked(case: Case, keys: set[bytes]) -> int:
    """For how many homes some key turns the code into its slot or into a check in the list."""
    checks = {bytes(check) for check in case.before.tables["access_code"].column("code_check")}

    def linked(home: int) -> bool:
        code = case.box.codes[home]
        return any(
            slot_for_code(key, code) == case.slots[home] or code_check(key, code) in checks
            for key in keys
        )

    return sum(linked(home) for home in range(HOMES))


def homes_read(case: Case, keys: set[bytes]) -> int:
    """For how many homes some key opens the envelope in its slot, in an old copy."""
    sealed = {bytes(row["slot"]): bytes(row["answers"]) for row in envelopes(case.before)}

    def read(home: int) -> bool:
        for key in keys:
            try:
                said = open_answers(key, sealed[case.slots[home]], wave_id=case.box.wave_id)
            except SurveyError:
                continue
            return said == answers_of(home)
        return False

    return sum(read(home) for home in range(HOMES))


def envelopes(loot: Loot) -> tuple[dict[str, Any], ...]:
    """The envelopes of a copy."""
    return loot.tables["envelope"].rows


def test_before_opening(case: Case) -> None:
    """1. The key store makes both attacks succeed; without it they find nobody."""
    secrets = get_key_store().get(case.box.wave_id)
    assert homes_linked(case, {secrets.box_secret}) == HOMES
    assert homes_read(case, {secrets.opening_key or b""}) == HOMES
    keys = keys_lying_about(case, case.before)
    assert len(keys) > HOMES
    assert homes_linked(case, keys) == 0
    assert homes_read(case, keys) == 0


def test_one_size(case: Case) -> None:
    """1. Unsealed, the sets differ in length; sealed, nothing does."""
    assert len({len(json.dumps(answers_of(home))) for home in range(HOMES)}) > 1
    sizes = {(len(row["answers"]), len(row["slip"])) for row in envelopes(case.before)}
    assert len(sizes) == 1


def test_old_backup(case: Case, frozen_clock: FrozenClock) -> None:
    """3."""
    after = open_case(case, frozen_clock)
    with pytest.raises(SecretsGone):
        get_key_store().get(case.box.wave_id)
    keys = keys_lying_about(case, case.before, after)
    assert homes_linked(case, keys) == 0
    assert homes_read(case, keys) == 0


# 2. Orders


def orders_of_homes(case: Case) -> Iterator[tuple[str, list[int]]]:
    """Each order of the homes that the burglar knows, from outside or from an old copy."""
    homes = range(HOMES)
    place = {bytes(row["slot"]): row for row in envelopes(case.before)}
    stored = {bytes(row["slot"]): n for n, row in enumerate(envelopes(case.before))}
    on_disk = {
        slot: max(content.find(slot) for content in case.before.files.values())
        for slot in case.slots.values()
    }
    yield "arrival", list(case.arrival)
    yield "home", list(homes)
    yield "code", sorted(homes, key=lambda home: case.box.codes[home])
    yield "slot", sorted(homes, key=lambda home: case.slots[home])
    yield "stored", sorted(homes, key=lambda home: stored[case.slots[home]])
    yield "ctid", sorted(homes, key=lambda home: place[case.slots[home]]["ctid"])
    yield "xmin", sorted(homes, key=lambda home: place[case.slots[home]]["xmin"])
    yield "on disk", sorted(homes, key=lambda home: on_disk[case.slots[home]])


def orders_of_rows(
    loot: Loot, table: str, whose: Callable[[dict[str, Any]], int], seen: str
) -> Iterator[tuple[str, list[int]]]:
    """Each order in which the opened rows lie; a row is named by the home that it truly is of."""
    rows = list(loot.tables[table].rows)
    text_at = {
        bytes(row["id"]): max(content.find(row[seen].encode()) for content in loot.files.values())
        for row in rows
    }
    ways: dict[str, Callable[[dict[str, Any]], Any]] = {
        "id": lambda row: bytes(row["id"]),
        "ctid": lambda row: row["ctid"],
        "xmin": lambda row: row["xmin"],
        "on disk": lambda row: text_at[bytes(row["id"])],
    }
    yield "stored", [whose(row) for row in rows]
    for name, way in ways.items():
        yield name, [whose(row) for row in sorted(rows, key=way)]


def whose_row(row: dict[str, Any]) -> int:
    """The home whose answers a row holds: the truth that the burglar does not have."""
    said = json.loads(row["answers"])
    return next(home for home in range(HOMES) if closed_answers_of(home) == said)


def whose_comment(row: dict[str, Any]) -> int:
    """The home that wrote a comment."""
    return next(home for home in range(HOMES) if comment_of(home) == row["text"])


@dataclass(frozen=True, slots=True)
class Best:
    """The best that laying two orders side by side gives, forwards or backwards."""

    matches: int
    correlation: float


def best_alignment(case: Case, loot: Loot) -> Best:
    """Try every known order of homes against every order of rows and of comments."""
    known = [order for _, order in orders_of_homes(case)]
    lying = [
        order
        for table, whose, seen in (
            ("opened_answer", whose_row, "answers"),
            ("comment", whose_comment, "text"),
        )
        for _, order in orders_of_rows(loot, table, whose, seen)
    ]
    best = [compare(a, b) for a, b in product(known, lying)]
    return Best(max(one.matches for one in best), max(one.correlation for one in best))


def compare(guess: Sequence[int], truth: Sequence[int]) -> Best:
    """Matches at the same place, and the rank correlation without its sign."""
    matches = max(
        sum(a == b for a, b in zip(one, truth, strict=True)) for one in (guess, guess[::-1])
    )
    rank = {home: n for n, home in enumerate(guess)}
    correlation = np.corrcoef([rank[home] for home in truth], range(len(truth)))[0, 1]
    return Best(matches, abs(float(correlation)))


def ids_in_a_row(size: int) -> bytes:
    """So many bytes that are no random ids: each is the next number, so that no order changes."""
    numbers = range(1, size // RANDOM_ID_BYTES + 1)
    return b"".join(number.to_bytes(RANDOM_ID_BYTES, "big") for number in numbers)


def test_orders_betray_an_unshuffled_opening(
    case: Case, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2. The attack works where there is something to find: rows in slot order, ids in a row."""
    monkeypatch.setattr(opening, "token_bytes", ids_in_a_row)
    best = best_alignment(case, open_case(case, frozen_clock))
    assert best.matches == HOMES
    assert best.correlation == pytest.approx(1)


def test_orders_betray_nobody(case: Case, frozen_clock: FrozenClock) -> None:
    """2."""
    after = open_case(case, frozen_clock)
    assert len(after.tables["opened_answer"].rows) == HOMES
    assert len(after.tables["comment"].rows) == HOMES
    best = best_alignment(case, after)
    assert best.matches < MOST_BY_CHANCE
    assert best.correlation < LARGEST_BY_CHANCE


def test_comments_do_not_follow_their_rows(case: Case, frozen_clock: FrozenClock) -> None:
    """2. Nor does the order of the rows tell whose comment is whose."""
    after = open_case(case, frozen_clock)
    rows = orders_of_rows(after, "opened_answer", whose_row, "answers")
    comments = orders_of_rows(after, "comment", whose_comment, "text")
    best = [compare(a, b) for (_, a), (_, b) in product(rows, comments)]
    assert max(one.matches for one in best) < MOST_BY_CHANCE
    assert max(one.correlation for one in best) < LARGEST_BY_CHANCE


def test_written_at_once(case: Case, frozen_clock: FrozenClock) -> None:
    """2. Before, xmin tells the order of sending where there is one; after, there is one act."""
    after = open_case(case, frozen_clock)
    written = {
        xmin for name in ("opened_answer", "comment") for xmin in after.tables[name].column("xmin")
    }
    assert len(written) == 1
    if db.engine.dialect.name == "postgresql":
        assert len(set(case.before.tables["envelope"].column("xmin"))) == HOMES


# 4 to 6. Bytes


def spellings(words: Sequence[str]) -> Iterator[bytes]:
    """What codes and receipts may look like where somebody wrote them down."""
    for word in words:
        for spelt in (word, word.lower(), format_code(word), format_code(word).lower()):
            yield spelt.encode()


def test_nothing_readable_in_the_files(case: Case, frozen_clock: FrozenClock) -> None:
    """4. The search itself is shown to work on slots before, and on comments after."""
    after = open_case(case, frozen_clock)
    log = next(content for name, content in case.before.files.items() if "wal" in name.lower())
    assert any(slot in log for slot in case.slots.values())
    assert all(case.before.holds(slot) for slot in case.slots.values())
    assert all(after.holds(comment_of(home).encode()) for home in range(HOMES))
    assert not case.before.holds(b"Heronwort")
    assert not case.before.holds(b'"per_bel_01":1,')
    for loot in (case.before, after):
        found = [one for one in spellings([*case.box.codes, *case.receipts]) if loot.holds(one)]
        assert found == []


def test_sqlite_forgets(case: Case, frozen_clock: FrozenClock) -> None:
    """5. PostgreSQL keeps dead rows until it vacuums: there, the burnt secrets must do (3)."""
    checks = [bytes(check) for check in case.before.tables["access_code"].column("code_check")]
    needles = [*case.slots.values(), *checks]
    assert all(case.before.holds(needle) for needle in needles)
    after = open_case(case, frozen_clock)
    left = sum(after.holds(needle) for needle in needles)
    assert left == 0 or db.engine.dialect.name == "postgresql"
    assert [len(after.tables[name].rows) for name in ("envelope", "access_code")] == [0, 0]


def write_twice(row: dict[str, Any]) -> None:
    """Fail in the middle of a transaction, with a resident's words in the statement."""
    columns = {name: row[name] for name in ("wave_id", "id", "item_id", "text")}
    with transaction():
        db.session.execute(insert(Comment).values(**columns))


def test_logs(case: Case, frozen_clock: FrozenClock, caplog: pytest.LogCaptureFixture) -> None:
    """6. At the most talkative level, and with a failing statement."""
    caplog.set_level(logging.DEBUG)
    after = open_case(case, frozen_clock)
    with pytest.raises(IntegrityError) as failed:
        write_twice(after.tables["comment"].rows[0])
    told = caplog.text + str(failed.value)
    assert "INSERT INTO comment" in told
    assert "Heronwort" not in told
    secret = [*case.box.codes, *case.receipts]
    assert [one for one in spellings(secret) if one.decode() in told] == []
