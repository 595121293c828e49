"""Attacks on comments, by people with every other right and by a thief of the database.

K1  Nobody but the redactor finds a word of an unreleased comment behind any door, in any file.
K2  No act, log line or error holds a word of a comment; deciding leaves neither time nor order.
K3  After the promised day nothing is left in the database's file of what was held or masked.
K4  What is released comes in an order of chance, and says nothing of how many wrote.
"""

from __future__ import annotations

import io
import json
import logging
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from survey.accounts.models import AuditEvent
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.responses.models import Comment
from survey.responses.services import Redaction, destroy_opened_answers
from survey.results import comments
from survey.results.aggregation import list_written
from survey.results.models import CommentsRelease
from tests.architecture.doors import House, furnish
from tests.factories.accounts import sign_in
from tests.factories.answer_sets import COMMENT_ITEM
from tests.factories.comments import plain_comments, released_wave
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.waves import Fieldwork
from tests.support.burglary import break_in, mark_log
from tests.support.frozen_clock import FrozenClock

PLANTED = "Heronwort"
PEOPLE = ("nobody", "alice", "bob", "charlie", "dana", "eve")


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Return the named people; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_everybody()


def words_in(data: bytes) -> str:
    """Everything that can be read in an answer: a page, or the files of an archive."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    return data.decode("utf-8", "replace")


def doors_with_words(app: Flask, house: House, name: str, prefix: str = "") -> set[str]:
    """The rules behind which a person finds planted words, of those whose names begin so.

    But for the PDFs, which are made of the release that the data package holds as it is.
    """
    client = app.test_client()
    if name != "nobody":
        sign_in(client, house.people.named(name))
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint.startswith(prefix):
            if rule.rule.endswith(".pdf"):
                continue
            with client.get(house.address(rule)) as reply:
                if PLANTED in words_in(reply.get_data()):
                    found.add(rule.endpoint)
    return found


def test_behind_every_door(app: Flask, frozen_clock: FrozenClock) -> None:
    """K1: the walk shows them to the redactor. Every other door is open to Alice
    (tests/architecture/test_routes.py).
    """
    app.config["WTF_CSRF_ENABLED"] = False
    house = furnish(frozen_clock())
    assert doors_with_words(app, house, "faye", "comments.") == {"comments.show_comment"}
    assert doors_with_words(app, house, "alice") == set()
    for name in PEOPLE:
        assert doors_with_words(app, house, name, "comments.") == set(), name


def decide_all(work: Fieldwork, held_from: int = 10_000) -> None:
    """Show everything with its first word masked, and hold what stands from a place on."""
    with transaction():
        for position, one in enumerate(list_written(work.wave, COMMENT_ITEM), 1):
            shown = Redaction("show", one.text.replace(PLANTED, "[name] "), ("benches",))
            comments.decide(
                wave=work.wave,
                item_id=COMMENT_ITEM,
                position=position,
                redaction=shown if position < held_from else Redaction("hold"),
                seen=one.redaction.fingerprint,
            )


def release(work: Fieldwork, now: FrozenClock) -> CommentsRelease:
    """Release the comments of a wave."""
    with transaction():
        return comments.release_comments(wave=work.wave, item_id=COMMENT_ITEM, now=now())


def test_acts_and_logs(
    app: Flask,
    people: Everybody,
    frozen_clock: FrozenClock,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """K2: everything that a redactor does, with every logger at its loudest."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(18), 12)
    faye = sign_in(app.test_client(), people.faye)
    there = f"/staff/comments/{work.wave_id}/{COMMENT_ITEM}"
    with caplog.at_level(logging.DEBUG):
        for position, decision in enumerate(("show", "hold", "danger", "gone"), 1):
            page = faye.get(f"{there}/{position}").get_data(as_text=True)
            assert PLANTED in page
            seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
            words = {"seen": seen, "decision": decision, "shown_text": f"{PLANTED} said"}
            faye.post(f"{there}/{position}", data=words)
            faye.post(f"{there}/{position}", data=words | {"seen": "old", "decision": "show"})
        with pytest.raises(SurveyError) as refused:
            release(work, frozen_clock)
        with pytest.raises(IntegrityError) as failed:
            write_twice(work.wave_id)
    told = caplog.text + repr(refused.value) + str(failed.value) + "".join(capfd.readouterr())
    assert "shown_text" in told
    assert PLANTED not in told
    acts = db.session.execute(text("SELECT * FROM audit_event")).all()
    assert acts
    assert PLANTED not in str(acts)
    actions = list(db.session.scalars(select(AuditEvent.action)))
    assert [name for name in actions if name.startswith("comment")] == []


def write_twice(wave_id: str) -> None:
    """Fail in the middle of a transaction, with a comment's words in the statement."""
    found = db.session.scalars(select(Comment).where(Comment.shown_text.is_not(None))).one()
    assert PLANTED in (found.shown_text or "")
    words = {"item_id": COMMENT_ITEM, "text": found.text, "shown_text": found.shown_text}
    row = {"wave_id": wave_id, "id": found.id, "decision": "show", **words}
    with transaction():
        db.session.execute(insert(Comment).values(row))


def test_after_the_promised_day(app: Flask, people: Everybody, frozen_clock: FrozenClock) -> None:
    """K3: before that day the thief finds them; on PostgreSQL its dead rows wait for vacuum."""
    mark = mark_log()
    work = released_wave(people.maple, frozen_clock(), plain_comments(18), 12)
    decide_all(work, held_from=17)
    decide_again(work)
    release(work, frozen_clock)
    assert PLANTED.encode() in b"".join(break_in(mark).files.values())
    frozen_clock.forward(days=31)
    with transaction():
        destroy_opened_answers(wave=work.wave, now=frozen_clock())
    assert db.session.scalar(text("SELECT count(*) FROM comment")) == 0
    assert comments.offer_comments(work.wave, COMMENT_ITEM).stage == "released"
    if db.engine.dialect.name == "sqlite":
        after = break_in(mark)
        assert not after.holds(PLANTED.encode())
        assert not after.holds(b"Foxglove")
        assert after.holds(b"[name] ")  # what was released stays


def decide_again(work: Fieldwork) -> None:
    """Words that were to be shown for a while, and then others."""
    for words in ("Foxglove by the gate", "[name] by the gate"):
        with transaction():
            one = list_written(work.wave, COMMENT_ITEM)[0]
            comments.decide(
                wave=work.wave,
                item_id=COMMENT_ITEM,
                position=1,
                redaction=Redaction("show", words),
                seen=one.redaction.fingerprint,
            )


def test_order_and_number(app: Flask, people: Everybody, frozen_clock: FrozenClock) -> None:
    """K4: of twenty written, sixteen shown: neither twenty nor four stands anywhere."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(20), 12)
    decide_all(work, held_from=17)
    stored = [one.redaction.shown_text for one in list_written(work.wave, COMMENT_ITEM)][:16]
    made = release(work, frozen_clock)
    document = made.body
    texts = comments_of(made)
    assert sorted(texts) == sorted(str(one) for one in stored)
    assert texts != stored
    assert set(document_keys(made)) == {
        "schema",
        "wave",
        "promise",
        "item",
        "made_on",
        "comments",
        "themes",
    }
    assert made.made_on == (frozen_clock() - timedelta(hours=5)).date()
    assert ":" not in document.split('"made_on":')[1].split(",")[0]


def document_keys(made: CommentsRelease) -> list[str]:
    """The names of what a release of comments says."""
    return list(json.loads(made.body))


def comments_of(made: CommentsRelease) -> list[str]:
    """The texts in the order of a release."""
    texts: list[str] = json.loads(made.body)["comments"]
    return texts
