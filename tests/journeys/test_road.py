"""The whole road over HTTP, without mocks: from an empty database to a PDF in Arabic, twice.

J1  The first administrator comes from the command line; a manager launches from the question bank.
J2  Residents answer in every language, with and without the page's script; one takes it back.
J3  The manager closes and opens; the promise page shows count and hash before anything is opened.
J4  Residents see the results in each language; an evaluator downloads the PDF, and gets the same
    bytes again; recomputing gives the same release.
J5  A second wave says what changed.
J6  A wave with too few answers gets its own page and PDF, and shows no figure.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from survey.db import db
from survey.keys.store import get_key_store
from survey.reports.models import Rendering
from survey.results.models import Release
from survey.waves.models import Wave
from survey.waves.promise import asked_questionnaire
from tests.journeys import residents
from tests.journeys.browser import Browser
from tests.journeys.residents import LANGUAGES, Fields, as_fields, make_answers
from tests.journeys.staff import (
    Launched,
    add_person,
    add_property,
    close_and_open,
    create_administrator,
    launch,
    publish_pulse,
)
from tests.support.frozen_clock import FrozenClock

pytestmark = pytest.mark.timeout(240)
ADULTS = 180
ANSWERING = 48
ON_PLAIN_PAGES = 8
"""Two in each language answer without JavaScript."""


def wave_of(launched: Launched) -> Wave:
    """The wave as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Wave, launched.address.rsplit("/", 1)[1])


def answers_of(wave: Wave, number: int, favor: float) -> dict[str, Any]:
    """What a resident answers in a wave."""
    return make_answers(asked_questionnaire(wave), f"{wave.number}/{number}", favor)


def everybody_answers(
    app: Flask, launched: Launched, count: int, favor: float
) -> list[tuple[str, str]]:
    """Let residents answer, a quarter of them in each language: language and receipt of each."""
    wave = wave_of(launched)
    slug = wave.slug
    sets: list[Fields] = [
        as_fields({**answers_of(wave, number, favor), "code": launched.codes[3 * number]})
        for number in range(count)
    ]
    receipts = []
    for number, fields in enumerate(sets):
        tag = LANGUAGES[number % len(LANGUAGES)]
        if number >= ON_PLAIN_PAGES:
            receipt = residents.answer_by_script(app, slug, tag, fields)
        elif number >= len(LANGUAGES):
            receipt = residents.answer_from_a_letter(app, tag, fields)
        else:
            receipt = residents.answer_on_paper_plain_pages(app, slug, tag, fields)
        receipts.append((tag, receipt))
    return receipts


def release_of(launched: Launched) -> dict[str, Any]:
    """The release document of a wave."""
    wave = wave_of(launched)
    body = db.session.scalars(select(Release.body).where(Release.wave_id == wave.id)).one()
    document: dict[str, Any] = json.loads(body)
    return document


def summaries(evaluator: Browser, place_name: str) -> dict[tuple[str, str], str]:
    """Language and paper -> the address of a summary of the newest wave of a place."""
    page = evaluator.visit("/staff/results")
    assert place_name in page.words
    found: dict[tuple[str, str], str] = {}
    for link in page.links():
        if "summary.pdf" in link:
            parts = dict(part.split("=") for part in link.split("?")[1].split("&"))
            found.setdefault((parts["lang"], parts["paper"]), link)
    return found


def download_twice(evaluator: Browser, address: str) -> PdfReader:
    """Get a summary, made at first and stored, then served from there."""
    first = evaluator.download(address)
    assert (first.mimetype, first.data[:5]) == ("application/pdf", b"%PDF-")
    assert evaluator.download(address).data == first.data
    assert first.data in set(db.session.scalars(select(Rendering.content)))
    return PdfReader(BytesIO(first.data))


def recompute(app: Flask, launched: Launched) -> str:
    """What `flask results recompute` says."""
    wave_id = wave_of(launched).id
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["results", "recompute", wave_id]).output


def check_withdrawing(app: Flask, launched: Launched, tag: str, receipt: str) -> None:
    """Taking answers back works once, and leaves the others."""
    slug = wave_of(launched).slug
    assert residents.withdraw(app, slug, tag, receipt).status == 200
    assert residents.withdraw(app, slug, tag, receipt).status == 404


def test_the_whole_road(app: Flask, frozen_clock: FrozenClock) -> None:
    """J1 to J5"""
    alice = create_administrator(app).sign_in(app)
    place = add_property(alice, "Maple Court", 120, ADULTS)
    bob = add_person(alice, "Bob", "manager", ["Maple Court"])
    charlie = add_person(alice, "Charlie", "evaluator")
    manager = bob.sign_in(app)
    publish_pulse(manager, place)

    first = launch(manager, place)
    assert len(set(first.codes)) == len(first.codes) == ADULTS
    frozen_clock.forward(days=1)
    receipts = everybody_answers(app, first, ANSWERING, favor=0.2)
    assert len(set(receipts)) == ANSWERING
    check_withdrawing(app, first, *receipts[5])
    manager = bob.sign_in(app)
    promise = close_and_open(manager, first)
    assert f"{ANSWERING - 1} sealed answers" in promise.words
    wave = wave_of(first)
    assert (wave.state, wave.envelope_count) == ("released", ANSWERING - 1)
    assert wave.envelope_digest is not None
    assert wave.envelope_digest in promise.words.replace(" ", "").replace("-", "")
    assert get_key_store().list() == []

    document = release_of(first)
    assert (document["status"], document["change"]) == ("released", None)
    assert document["response"]["rate"] == "25"  # 47 of 180
    for tag in LANGUAGES:
        public = Browser(app, tag).visit("/r/maple-court")
        assert public.status == 200
        assert public.document.get("lang") == tag
        assert Browser(app, tag).visit(f"/r/maple-court/{tag}").words == public.words
    evaluator = charlie.sign_in(app)
    found = summaries(evaluator, "Maple Court")
    assert set(found) == {(tag, paper) for tag in LANGUAGES for paper in ("a4", "letter")}
    english = download_twice(evaluator, found["en", "a4"])
    assert str(english.root_object["/Lang"]) == "en"
    assert "Maple Court" in "".join(page.extract_text() for page in english.pages)
    arabic = download_twice(evaluator, found["ar", "letter"])
    assert str(arabic.root_object["/Lang"]) == "ar"
    assert recompute(app, first) == "Equal, byte for byte.\n"

    frozen_clock.forward(days=90)
    second = launch(bob.sign_in(app), place)
    frozen_clock.forward(days=1)
    everybody_answers(app, second, ANSWERING, favor=0.95)
    close_and_open(bob.sign_in(app), second)
    change = release_of(second)["change"]
    assert change["since"]["hash"] == wave_of(first).promise_hash
    assert {one["verdict"] for one in change["levels"]} == {"clear_rise"}
    assert "What changed since" in Browser(app).visit("/r/maple-court/en").words
    assert recompute(app, second) == "Equal, byte for byte.\n"
    assert recompute(app, first) == "Equal, byte for byte.\n"


def test_too_few_answers(app: Flask, frozen_clock: FrozenClock) -> None:
    """J6"""
    account = create_administrator(app)
    alice = account.sign_in(app)
    place = add_property(alice, "Juniper House", 30, 40)
    launched = launch(alice, place)
    frozen_clock.forward(days=1)
    everybody_answers(app, launched, 7, favor=0.5)
    alice = account.sign_in(app)
    close_and_open(alice, launched)

    document = release_of(launched)
    assert document["status"] == "too_few"
    assert (document["levels"], document["items"], document["cuts"]) == ([], [], [])
    assert document["response"] == {"respondents": None, "rate": None, "participation": []}
    public = Browser(app).visit("/r/juniper-house")
    assert public.heading == "Thank you for answering"
    assert "%" not in public.words
    for (tag, _paper), address in sorted(summaries(alice, "Juniper House").items())[::3]:
        summary = download_twice(alice, address)
        assert str(summary.root_object["/Lang"]) == tag
        assert "%" not in "".join(page.extract_text() for page in summary.pages)
    assert recompute(app, launched) == "Equal, byte for byte.\n"
