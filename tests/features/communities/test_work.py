"""The page of work in the background.

W1  It tells kinds, states and what stopped something, in words where there are some; never a
    payload or a key.
W2  What has failed can be tried again; pressing twice is as good as once.
W3  An administrator sees the work of their organization and what is nobody's, and no more.
W4  Every kind of job has a name there.
W5  Where nothing has run for hours, it says that no worker is running.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.communities.views.work import KINDS
from survey.db import db, transaction
from survey.jobs.handlers import list_kinds
from survey.jobs.models import Job
from survey.jobs.queue import ask_for_job, find_job
from survey.jobs.working import work_until_idle
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


def fail(kind: str, key: str, organization_id: int | None, clock: FrozenClock) -> int:
    """A job that was given up: a document of a release that is not there."""
    with transaction():
        payload = {"release_id": 999, "kind": "board", "tag": "en", "paper": "a4"}
        job = ask_for_job(
            kind=kind, key=key, payload=payload, organization_id=organization_id, now=clock()
        )
        job_id = job.id
    work_until_idle(["render"])
    return job_id


def state_of(key: str) -> str:
    db.session.rollback()
    job = find_job(key)
    assert job is not None
    return job.state


def test_what_failed(client: FlaskClient, everybody: Everybody, frozen_clock: FrozenClock) -> None:
    """W1, W2, W3"""
    ours = fail("render", "secret-key-ours", everybody.hearth.id, frozen_clock)
    theirs = fail("render", "secret-key-theirs", everybody.away.organization_id, frozen_clock)
    sign_in(client, everybody.alice)
    page = client.get("/staff/work")
    words = words_of(page)
    assert "Making reports" in words
    assert "Given up after 1 try." in words
    assert "There is no such release, or you may not see it." in words
    assert words.count("Given up") == 1
    assert words.index("What did not work") < words.index("All work"), "what is to be done is first"
    assert "secret-key" not in page.get_data(as_text=True)
    assert client.post(f"/staff/work/{theirs}/again").status_code == 404
    assert "no worker is running" not in words
    frozen_clock.forward(hours=4)
    sign_in(client, everybody.alice)
    words = words_of(client.get("/staff/work"))
    assert "Nothing has run since August 3, 2026, 12:00" in words
    for _twice in range(2):
        assert client.post(f"/staff/work/{ours}/again").status_code == 303
    assert (state_of("secret-key-ours"), state_of("secret-key-theirs")) == ("waiting", "failed")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("job_failed", "Something stopped it that it was not made for."),
        ("job_unknown", "The worker does not know this work"),
        ("worker_lost", "The worker ended again and again"),
        ("email:smtp_451", "The mail server refused with number 451."),
        ("text:no_connection", "The gateway for text messages cannot be reached."),
    ],
)
def test_why_in_words(
    client: FlaskClient,
    everybody: Everybody,
    frozen_clock: FrozenClock,
    error: str,
    sentence: str,
) -> None:
    """W1: what every kind of work can meet, and what stood in the way of messages."""
    job_id = fail("render", "secret-key-ours", everybody.hearth.id, frozen_clock)
    with transaction():
        db.session.get_one(Job, job_id).error = error
    sign_in(client, everybody.alice)
    page = client.get("/staff/work")
    assert sentence in words_of(page)
    assert error not in page.text


def test_nothing_yet(client: FlaskClient, everybody: Everybody) -> None:
    """W1"""
    sign_in(client, everybody.alice)
    assert "Nothing has run yet." in words_of(client.get("/staff/work"))
    assert db.session.query(Job).count() == 0


def test_every_kind_has_a_name(app: Flask) -> None:
    """W4"""
    assert sorted(KINDS) == list_kinds()
