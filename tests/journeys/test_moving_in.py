"""Somebody moves in, over HTTP: both kinds of survey side by side, a hand-out, and an answer.

N1  A manager launches a wave of each kind with the pages' own forms, one while the other is open.
N2  A household moves in; its hand-out's code leads to the questions of its own survey, which says
    who is asked and until when nothing is opened. A letter's code leads to the other one.
N3  Answering changes one row of one table. No page shows that anybody did.
N4  Closed and opened with so few, nothing is published, and no page says how few.
"""

from __future__ import annotations

import pytest
from flask import Flask

from survey.db import db
from survey.waves.models import Wave
from survey.waves.promise import asked_questionnaire
from tests.features.letters.reading import codes_in
from tests.journeys.browser import Browser
from tests.journeys.residents import answer_from_a_letter, as_fields, make_answers
from tests.journeys.staff import (
    Launched,
    add_property,
    close_and_open,
    create_administrator,
    launch,
)
from tests.journeys.thief import changed_between, copy_tables
from tests.support.frozen_clock import FrozenClock

pytestmark = pytest.mark.timeout(120)


def launch_both(manager: Browser, place: str) -> tuple[Launched, Launched]:
    """N1: a wave for everybody, then one for people who move in."""
    everybody = launch(manager, place, {"languages": ["en", "es"]})
    draft = manager.press(manager.visit(f"{place}/questionnaires"), "First 90 days")
    assert "is published" in manager.press(draft, "Publish").words
    page = manager.visit(f"{place}/launch")
    assert "Only people who move in" not in page.words
    assert "Adults who move in while the survey is open, each once." in page.words
    chosen = {"unreviewed": "accepted", "languages": ["en", "es"]}
    shown = manager.press(page, "Seal and launch", chosen)
    assert "Only people who move in" in shown.words
    return everybody, Launched(shown.address, [])


def hand_out(manager: Browser, wave: Launched, adults: int) -> list[str]:
    """The codes on the hand-out of a household."""
    page = manager.visit(f"{wave.address}/moved-in")
    ready = manager.press(page, "Make the codes", {"adults": str(adults), "language": "es"})
    assert f"is ready, with {adults} page" in ready.words
    return codes_in(manager.fetch(ready, "Download the hand-out").data)


def first_page(app: Flask, code: str) -> str:
    """What somebody reads who types a code."""
    browser = Browser(app)
    return browser.press(browser.visit("/c"), ".next", {"code": code}).words


def test_somebody_moves_in(app: Flask, frozen_clock: FrozenClock) -> None:
    """N1 to N4"""
    account = create_administrator(app)
    alice = account.sign_in(app)
    everybody, movers = launch_both(alice, add_property(alice, "Maple Court", 40, 60))
    first, second = hand_out(alice, movers, 1), hand_out(alice, movers, 2)
    assert len({*first, *second, *everybody.codes}) == 63
    said = "Adults who moved in between August 3, 2026 and August 2, 2027."
    assert said in first_page(app, second[1])
    assert "Results come after that, by September 1, 2027." in first_page(app, second[1])
    assert said not in first_page(app, everybody.codes[0])
    wave = db.session.get_one(Wave, movers.address.rsplit("/", 1)[1])
    answers = as_fields(make_answers(asked_questionnaire(wave), "a mover", 0.5))
    shown, before = alice.visit(movers.address).words, copy_tables()
    assert answer_from_a_letter(app, "en", {**answers, "code": first[0]})
    assert changed_between(before, copy_tables()) == {"envelope": (0, 1)}
    frozen_clock.forward(hours=2)
    assert alice.visit(movers.address).words == shown
    promise = close_and_open(alice, movers)
    assert "fewer than 10 sealed answers were in the box" in promise.words
    results = Browser(app).visit("/r/maple-court/en").words
    assert "Thank you for answering" in results
