"""The ledger in the database.

LG1 A release and its entries are made together: one for each subject, chained over all releases.
LG2 Verifying finds what was altered, is missing, was cut off or never entered, past the guards.
LG3 The database refuses to change, delete or insert out of line; the head is the last entry.
LG4 What was prepared against an older ledger of the property is not published.
LG5 The releases before are those before this one in the ledger, also when it is made again.
LG6 Of two releases of one wave that are published at once, one is made; the other is the same.
LG7 The commands say so.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey.core.disclosure.ledger import FIRST_HASH
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.results import aggregation, services
from survey.results.ledger import hold_head, verify_chain
from survey.results.models import HEAD_ID, LedgerEntry, LedgerHead
from survey.results.queries import find_positions, list_ledger, list_releases_in_ledger
from survey.results.services import (
    make_release,
    prepare_release,
    publish_release,
    recompute_release,
)
from tests.factories.releases import make_release as store_release
from tests.factories.waves import make_property
from tests.features.results.conftest import Answer, Finish, open_wave
from tests.support import release_documents as documents
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


def past_the_guards(statement: str, **values: object) -> None:
    """Do to the database what only somebody with the database itself could do."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement), values)
            return
        guards = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _sql in guards:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement), values)
        for _name, sql in guards:
            connection.exec_driver_sql(sql)


def test_lg1_a_release_is_entered(answer: Answer, finish: Finish) -> None:
    """LG1"""
    first, second = finish(answer(40)), finish(answer(30, seed=2))
    entries = list_ledger()
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry.release for entry in entries} == {first.sha256, second.sha256}
    document = json.loads(first.body)
    subjects = {entry.subject for entry in entries if entry.release == first.sha256}
    assert {item["id"] for item in document["items"]} <= subjects
    assert {"property", "levels", "groups"} <= subjects
    assert {entry.made_at for entry in entries if entry.release == first.sha256} == {first.made_at}
    head = db.session.get_one(LedgerHead, HEAD_ID)
    assert (head.position, head.hash) == (entries[-1].position, entries[-1].hash)
    assert verify_chain() == ()


ATTACKS = {
    "UPDATE ledger_entry SET statements = '[]' WHERE position = 3": ["entry 3 was altered"],
    "DELETE FROM ledger_entry WHERE position = 3": [
        "entry 3 is missing",
        "entry 4 does not follow on the entry before it",
    ],
    "UPDATE ledger_head SET position = 5": ["the head is not the last entry"],
    "UPDATE release SET body = '{}'": ["release 1 is not what its hash stands for"],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_lg2_tampering_shows(answer: Answer, finish: Finish, attack: str) -> None:
    """LG2"""
    finish(answer(30))
    assert verify_chain() == ()
    past_the_guards(attack)
    assert list(verify_chain()) == ATTACKS[attack]


def test_lg2_cut_off(answer: Answer, finish: Finish) -> None:
    """LG2: whoever forgets the last release altogether, head and all, is still found out."""
    first, second = finish(answer(30)), finish(answer(30, seed=2))
    positions, number = find_positions(first), second.id
    assert positions is not None
    kept = db.session.get_one(LedgerEntry, positions[1])
    last: dict[str, object] = {"position": kept.position, "hash": kept.hash}
    past_the_guards("DELETE FROM ledger_entry WHERE position > :position", position=kept.position)
    past_the_guards("UPDATE ledger_head SET position = :position, hash = :hash", **last)
    assert verify_chain() == (f"release {number} is not in the ledger",)


INSERT = (
    "INSERT INTO ledger_entry (position, wave_id, property_id, release, subject, statements, "
    "made_at, previous_hash, hash) SELECT {}, wave_id, property_id, release, 'more', '[]', "
    "made_at, '{}', 'new' FROM ledger_entry WHERE position = 1"
)
REFUSED = (
    "UPDATE ledger_entry SET subject = 'other' WHERE position = 2",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_head",
    "UPDATE ledger_head SET position = 1",
    "UPDATE ledger_head SET hash = 'new'",
    INSERT.format(1000, FIRST_HASH),
    INSERT.format("(SELECT max(position) + 1 FROM ledger_entry)", FIRST_HASH),
)


@pytest.mark.parametrize("statement", REFUSED)
def test_lg3_guards(answer: Answer, finish: Finish, statement: str) -> None:
    """LG3"""
    finish(answer(30))
    db.session.rollback()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert verify_chain() == ()


def test_lg4_the_ledger_has_grown(answer: Answer, frozen_clock: FrozenClock) -> None:
    """LG4: another wave of the property came in between; another property does not matter."""
    first, elsewhere = answer(30), answer(30, seed=3)
    open_wave(first, frozen_clock)
    open_wave(elsewhere, frozen_clock)
    second = answer(30, place_id=first.wave.property_id, seed=2)
    open_wave(second, frozen_clock)
    prepared = prepare_release(wave=second.wave, now=frozen_clock())
    with transaction():
        make_release(wave=elsewhere.wave, now=frozen_clock())
    position = hold_head().position
    with transaction():
        make_release(wave=first.wave, now=frozen_clock())
    with pytest.raises(SurveyError) as refused, transaction():
        publish_release(prepared)
    assert refused.value.code == "ledger_moved"
    assert second.wave.state == "opened"
    again = prepare_release(wave=second.wave, now=frozen_clock())
    with transaction():
        publish_release(again)
    assert second.wave.state == "released"
    assert position < hold_head().position
    assert verify_chain() == ()


def test_lg4_an_incomplete_ledger(answer: Answer, frozen_clock: FrozenClock) -> None:
    """LG4: with a release that the ledger does not know, nothing more is released there."""
    with transaction():
        place = make_property()
    place_id = place.id
    store_release(documents.full(), place=place)
    fieldwork = answer(30, place_id=place_id)
    open_wave(fieldwork, frozen_clock)
    with pytest.raises(SurveyError) as refused:
        prepare_release(wave=fieldwork.wave, now=frozen_clock())
    assert refused.value.code == "ledger_incomplete"


def test_lg5_what_came_before(
    answer: Answer, finish: Finish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LG5"""
    first = answer(40)
    place_id = first.wave.property_id
    hashes = [finish(first).sha256]
    second = answer(40, place_id=place_id, seed=2)
    hashes.append(finish(second).sha256)
    hashes.append(finish(answer(40, place_id=place_id, seed=3)).sha256)
    assert [one.sha256 for one in list_releases_in_ledger(place_id)] == hashes
    seen: list[Any] = []
    build = aggregation.build_document

    def watch(*given: Any, earlier: Any = (), **named: Any) -> Any:
        seen.append([document["wave"]["id"] for document in earlier])
        return build(*given, earlier=earlier, **named)

    monkeypatch.setattr(services, "build_document", watch)
    assert recompute_release(second.wave) is True
    assert seen == [[first.wave_id]]


def test_lg5_older_rules(app: Flask, answer: Answer, finish: Finish) -> None:
    """LG5: a release of an older schema cannot be made again, and the command says so."""
    fieldwork = answer(30)
    finish(fieldwork)
    past_the_guards("UPDATE release SET schema_version = 1")
    with pytest.raises(SurveyError) as refused:
        recompute_release(fieldwork.wave)
    assert refused.value.code == "older_rules"
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["results", "recompute", fieldwork.wave_id])
    assert (result.exit_code, "older version" in result.output) == (1, True)


def test_lg6_published_twice(answer: Answer, frozen_clock: FrozenClock) -> None:
    """LG6"""
    fieldwork = answer(30)
    open_wave(fieldwork, frozen_clock)
    one = prepare_release(wave=fieldwork.wave, now=frozen_clock())
    frozen_clock.forward(minutes=1)
    other = prepare_release(wave=fieldwork.wave, now=frozen_clock())
    with transaction():
        made = publish_release(one).sha256
    with transaction():
        assert publish_release(other).sha256 == made
    assert len(list_releases_in_ledger(fieldwork.wave.property_id)) == 1
    assert recompute_release(fieldwork.wave) is True


def test_lg7_commands(app: Flask, answer: Answer, finish: Finish) -> None:
    """LG7"""
    runner = app.test_cli_runner()
    assert runner.invoke(args=["disclosure", "ledger", "verify"]).output == (
        "The ledger is whole: 0 entries.\n"
    )
    sha256 = finish(answer(30)).sha256
    lines = runner.invoke(args=["disclosure", "ledger", "list"]).output.splitlines()
    assert [line.split("\t")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
    assert {line.split("\t")[2] for line in lines} == {sha256}
    told = runner.invoke(args=["disclosure", "ledger", "list", "--statements"]).output
    assert "\tresponse\trespondents\t30..30\n" in told
    db.session.remove()
    past_the_guards("UPDATE ledger_entry SET subject = 'x' WHERE position = 2")
    result = runner.invoke(args=["disclosure", "ledger", "verify"])
    assert (result.exit_code, "entry 2 was altered" in result.output) == (1, True)
