"""A thief with a copy of the database after every move-in and every sending, without its keys.

Households move in one after another, and each adult answers, or not, in some order of their own.
The thief knows in which order they moved in, and has every hand-out in that order.

W1  The codes lie in no order of the households: not those of one household together, not the older
    ones first, also where two households have the same size. No copy of their table, of its file or
    of the log differs from another when somebody moves in.
W2  No order in which envelopes lie, nor any key that lies about, tells whose an envelope is:
    neither the code nor the household. With one order that leaks a little, the alarm is heard.
W3  After opening no row lies in an order that resembles any order of households.
W4  A sending changes one row of one table, whoever sends.
W5  What is written down of a move-in is the role and nothing of the household; after the closing
    no number, no code and no size of a household is left anywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from survey.accounts.models import AuditEvent
from survey.core.sealing.codes import code_check, normalize_code
from survey.core.sealing.slots import slot_for_code
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.services import close_ballot_box, open_ballot_box, seal_response
from tests.factories.move_ins import answers_of_mover, launch_move_in_for_tests, move_in
from tests.factories.waves import Fieldwork
from tests.journeys.thief import (
    ALARM,
    Tables,
    blurred,
    changed_between,
    copy_tables,
    judge,
    keys_in,
    places_on_disk,
)
from tests.support.burglary import Loot, break_in, mark_log
from tests.support.frozen_clock import FrozenClock

pytestmark = pytest.mark.timeout(180)
HOUSEHOLDS = (2, 2, 1, 3, 2, 1, 2, 2, 1, 2, 3, 2, 1, 2, 2, 1, 2, 2, 3, 2)
SENT = 26


@dataclass(slots=True)
class Watched:
    """What the thief has: codes by household, the copies, and which code sent when.

    slots: code -> the slot that appeared. said: code -> what it truly said, which nobody has.
    """

    fieldwork: Fieldwork
    mark: str
    households: list[list[str]] = field(default_factory=list)
    copies: list[Tables] = field(default_factory=list)
    arrival: list[str] = field(default_factory=list)
    slots: dict[str, bytes] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """By household, as they were handed out."""
        return [code for codes in self.households for code in codes]

    @property
    def number(self) -> dict[str, int]:
        """Each code's place among those handed out."""
        return {code: at for at, code in enumerate(self.codes)}


@pytest.fixture
def watched(app: Flask, frozen_clock: FrozenClock) -> Watched:
    """A year in which twenty households move in, each copy taken as it goes."""
    mark = mark_log()
    seen = Watched(launch_move_in_for_tests(frozen_clock()), mark)
    for adults in HOUSEHOLDS:
        frozen_clock.forward(days=9)
        seen.households.append(
            [normalize_code(code) or "" for code in move_in(seen.fieldwork, adults, frozen_clock())]
        )
        seen.copies.append(copy_tables())
    seen.arrival = Random(5).sample(seen.codes, SENT)
    draw = Random(8)
    for code in seen.arrival:
        answers = answers_of_mover(draw, 0.5)
        before = seen.copies[-1]
        with transaction():
            seal_response(
                wave=seen.fieldwork.wave,
                code=code,
                submission_id=None,
                answers={**answers, "opn_01": f"Heronwort {code}"},
                language="en",
                mode="code",
                now=frozen_clock(),
            )
        seen.copies.append(copy_tables())
        assert changed_between(before, seen.copies[-1]) == {"envelope": (0, 1)}  # W4
        (slot,) = slots_of(seen.copies[-1]) - slots_of(before)
        seen.slots[code], seen.said[code] = slot, f"Heronwort {code}"
    return seen


def slots_of(tables: Tables) -> set[bytes]:
    return {bytes(row[1]) for row in tables["envelope"]}


def check_codes_in_no_order(seen: Watched, loot: Loot) -> None:
    """W1: in stored order, by who wrote them, and on the disk."""
    secret = get_key_store().get(seen.fieldwork.wave_id).box_secret
    check_of = {code_check(secret, code): seen.number[code] for code in seen.codes}
    rows = loot.tables["access_code"].rows
    lying = [bytes(row["code_check"]) for row in rows]
    stored = [check_of[check] for check in lying if check in check_of]
    on_disk = places_on_disk(loot, {number: check for check, number in check_of.items()})
    in_time = list(range(len(seen.codes)))
    assert sorted(stored) == in_time
    assert len({row["xmin"] for row in rows}) == 1
    assert len({repr(copy["access_code"]) for copy in seen.copies}) == 1
    assert judge([in_time], [stored, on_disk]).chance > ALARM
    assert judge([in_time], [stored, blurred(in_time, 8, seed=3)]).chance < ALARM


def orders_known(seen: Watched) -> list[list[int]]:
    """Every order of those who sent that the thief knows of move-ins: by household, by code."""
    sent = sorted(seen.number[code] for code in seen.arrival)
    by_code = [seen.number[code] for code in sorted(seen.arrival)]
    return [sent, by_code]


def check_envelopes_in_no_order(seen: Watched, loot: Loot) -> None:
    """W2: as they lie, and by the slots themselves; no key joins a code to one."""
    number_of = {seen.slots[code]: seen.number[code] for code in seen.arrival}
    rows = loot.tables["envelope"].rows
    orders = [
        [number_of[bytes(row["slot"])] for row in rows],
        [number_of[bytes(row["slot"])] for row in sorted(rows, key=lambda row: row["ctid"])],
        [number_of[slot] for slot in sorted(number_of)],
        places_on_disk(loot, {number: slot for slot, number in number_of.items()}),
    ]
    assert judge(orders_known(seen), orders).chance > ALARM
    leaking = [*orders, blurred(sorted(number_of.values()), 3, seed=4)]
    assert judge(orders_known(seen), leaking).chance < ALARM
    secret = get_key_store().get(seen.fieldwork.wave_id).box_secret
    lying_about = keys_in(seen.copies[-3:])
    assert joined(seen, {secret}) == len(seen.codes)
    assert joined(seen, lying_about) == 0


def joined(seen: Watched, keys: set[bytes]) -> int:
    """How many codes some key joins to an envelope or a check."""
    last = seen.copies[-1]
    there = slots_of(last) | {bytes(row[1]) for row in last["access_code"]}
    return sum(
        any(slot_for_code(key, code) in there or code_check(key, code) in there for key in keys)
        for code in seen.codes
    )


def check_rows_in_no_order(seen: Watched, after: Loot) -> None:
    """W3"""
    by_comment = {said: seen.number[code] for code, said in seen.said.items()}
    comments = [by_comment[row["text"]] for row in after.tables["comment"].rows]
    assert sorted(comments) == sorted(by_comment.values())
    assert judge(orders_known(seen), [comments]).chance > ALARM


def test_the_thief_of_a_year(watched: Watched, frozen_clock: FrozenClock) -> None:
    """W1 to W5: one year is most of the work."""
    loot = break_in(watched.mark)
    check_codes_in_no_order(watched, loot)
    check_envelopes_in_no_order(watched, loot)
    frozen_clock.set(watched.fieldwork.wave.ends_at)
    with transaction():
        close_ballot_box(wave=watched.fieldwork.wave, now=frozen_clock())
    left = copy_tables()
    assert (left["wave_home"], left["access_code"]) == ([], [])
    with transaction():
        open_ballot_box(wave=watched.fieldwork.wave, passphrase=None, now=frozen_clock())
    check_rows_in_no_order(watched, break_in(watched.mark))
    told = db.session.scalars(
        select(AuditEvent.details).where(AuditEvent.action == "wave.codes_given")
    ).all()
    assert [json.dumps(one) for one in told] == ['{"role": "operator"}'] * len(HOUSEHOLDS)
