"""An own question that people answered in their own words, from the ballot box to everybody.

W1  It is in no figure: no item, index, level, breakdown or table of a release knows it.
W2  Fewer than fifteen wrote something: the redactor is offered nothing, and nobody is told why.
W3  From fifteen on the redactor reads it first, then what is shown stands below it in an order of
    chance, without language, group or day, marked as the community's own, on every page.
W4  What was written to the bank's open question is neither with it nor released by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.reports.figures import figures_csv
from survey.reports.full.instrument import instrument
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.responses.services import (
    Redaction,
    close_ballot_box,
    open_ballot_box,
)
from survey.results import comments
from survey.results.aggregation import list_written
from survey.results.models import CommentsRelease, Release
from survey.results.services import make_release
from tests.factories.accounts import sign_in
from tests.factories.answer_sets import answers_of
from tests.factories.comments import plain_comments
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.own_questions import (
    GARDEN,
    IN_WORDS,
    make_own_question,
    translate_own_question,
)
from tests.factories.questionnaires import publish_questionnaire
from tests.factories.sendings import send_answers
from tests.factories.waves import Fieldwork, launch
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of

MARK = "This community’s own question"
SENTENCE = "The community added these questions itself."
NEUTRAL = "Not shown, so that nobody’s answer can be worked out."
ANSWERED = 40


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Return the named people; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_everybody()


@pytest.fixture
def released(people: Everybody, frozen_clock: FrozenClock) -> Callable[..., tuple[Fieldwork, str]]:
    """Return a function that has so many write something, and releases the figures."""

    def released(written: int, *, closed: bool = False) -> tuple[Fieldwork, str]:
        questions = [make_own_question(people.hearth, **IN_WORDS)]
        if closed:
            questions.append(make_own_question(people.hearth, level="perceptual"))
        for question in questions:
            translate_own_question(question, "ar")
        own = [question.item_id for question in questions]
        version = publish_questionnaire(people.maple, own=own)
        with transaction():
            place, asked = db.session.merge(people.maple), db.session.merge(version)
            made = launch(place, asked, frozen_clock(), languages=["en", "ar"])
            work = Fieldwork(made.wave.id, made.wave.slug, made.recovery)
        texts = [*plain_comments(written), *[""] * (ANSWERED - written)]
        given = [
            answers_of(home) | {own[0]: text} | dict.fromkeys(own[1:], 1 + home % 5)
            for home, text in enumerate(texts)
        ]
        send_answers(work, zip(work.codes[:ANSWERED], given, strict=True), frozen_clock())
        later = frozen_clock() + timedelta(hours=1)
        with transaction():
            close_ballot_box(wave=work.wave, now=later)
        with transaction():
            open_ballot_box(wave=work.wave, passphrase=None, now=later)
        with pytest.raises(SurveyError):
            comments.offer_comments(work.wave, own[0])
        with transaction():
            make_release(wave=work.wave, now=later)
        return work, own[0]

    return released


def show_all(work: Fieldwork, item_id: str) -> None:
    with transaction():
        for position, one in enumerate(list_written(work.wave, item_id), 1):
            comments.decide(
                wave=work.wave,
                item_id=item_id,
                position=position,
                redaction=Redaction("show", one.text),
                seen=one.redaction.fingerprint,
            )


def test_fourteen_wrote(
    app: Flask,
    client: FlaskClient,
    people: Everybody,
    released: Callable[..., tuple[Fieldwork, str]],
) -> None:
    """W1, W2: of the bank's question, to which all forty wrote, everything can be read."""
    work, item_id = released(14)
    there = f"/staff/comments/{work.wave_id}/{item_id}"
    sign_in(client, people.faye)
    page = words_of(client.get(there))
    assert NEUTRAL in page
    assert "14" not in page
    assert client.get(f"{there}/1").status_code == 404
    client.post(f"{there}/release")
    with pytest.raises(SurveyError) as withheld, transaction():
        comments.release_comments(wave=work.wave, item_id=item_id, now=work.wave.ends_at)
    assert withheld.value.code == "comments_withheld"
    assert db.session.scalars(select(CommentsRelease)).all() == []
    listed = words_of(client.get("/staff/comments"))
    assert f"{IN_WORDS['text']} {MARK} {NEUTRAL}" in listed
    assert "40 comments to read" in listed
    public = words_of(app.test_client().get("/r/maple-court/en"))
    assert f"{IN_WORDS['text']} {MARK} {SENTENCE}" in public
    assert "Heronwort" not in public


def test_fifteen_wrote(
    app: Flask,
    client: FlaskClient,
    people: Everybody,
    released: Callable[..., tuple[Fieldwork, str]],
) -> None:
    """W1, W3, W4"""
    work, item_id = released(15)
    in_no_figure(item_id)
    there = f"/staff/comments/{work.wave_id}/{item_id}"
    sign_in(client, people.faye)
    assert f"{MARK} 15 comments to read" in words_of(client.get("/staff/comments"))
    for address in (there, f"{there}/1"):
        assert words_of(client.get(address)).count(MARK) == 1
    assert MARK not in words_of(client.get(f"/staff/comments/{work.wave_id}/opn_01"))
    assert "Heronwort" not in app.test_client().get("/r/maple-court/en").get_data(as_text=True)
    show_all(work, item_id)
    for _twice in range(2):
        assert client.post(f"{there}/release").status_code == 303
    kept = db.session.scalars(select(CommentsRelease)).one()
    body = json.loads(kept.body)
    assert (kept.item_id, body["item"]) == (item_id, item_id)
    assert sorted(body["comments"]) == sorted(plain_comments(15))
    assert set(body) == {"schema", "wave", "promise", "item", "made_on", "comments", "themes"}
    reply = app.test_client().get("/r/maple-court/en")
    public = words_of(reply)
    assert f"{IN_WORDS['text']} {MARK} {SENTENCE}" in public
    assert reply.get_data(as_text=True).count('class="remark"') == 15
    assert public.count(NEUTRAL) >= 1, "the bank's question was not released"
    arabic = words_of(app.test_client().get("/r/maple-court/ar"))
    assert f"ar: {IN_WORDS['text']}" in arabic
    staff = sign_in(app.test_client(), people.bob)
    number = db.session.scalars(select(Release.id)).one()
    page = staff.get(f"/staff/releases/{number}")
    assert f"{IN_WORDS['text']} {MARK} {SENTENCE}" in words_of(page)
    assert page.get_data(as_text=True).count('"remark"') == 15


def in_no_figure(item_id: str) -> None:
    """W1: but its words are, so that whoever reads the release knows what was asked."""
    body = db.session.scalars(select(Release.body)).one()
    document = json.loads(body)
    wording = document.pop("wording")
    assert wording["en"][item_id] == IN_WORDS["text"]
    assert item_id not in json.dumps(document)
    parsed = ReleaseDocument.from_json(body)
    assert item_id not in figures_csv(parsed).decode()
    sections = instrument(parsed, Wording(parsed, "en")).sections
    assert [one.code for one in sections[-1][1]] == ["opn_01", item_id]


def test_beside_a_closed_one(app: Flask, released: Callable[..., tuple[Fieldwork, str]]) -> None:
    """W3: both are marked, each in its place, and the sentence stands once."""
    _work, item_id = released(0, closed=True)
    parsed = ReleaseDocument.from_json(db.session.scalars(select(Release.body)).one())
    assert [item.id for item in parsed.items if item.own] != [item_id]
    assert len([item for item in parsed.items if item.own]) == 1
    public = words_of(app.test_client().get("/r/maple-court/en"))
    assert public.count(SENTENCE) == 1
    own_words = public.split("In people’s own words")[1]
    assert f"{IN_WORDS['text']} {MARK} not shown {NEUTRAL}" in own_words
    assert GARDEN.text not in own_words
