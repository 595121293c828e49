"""Own questions on the resident's side.

N1  They stand after the bank's questions, marked, with one sentence before the first of them.
N2  The check of answers and the sealed promise mark them too; other questions are not marked.
N3  Their answers are taken, checked and kept like any other; what is no answer is refused.
N4  In Arabic and Chinese they are asked in their translation, and the mark is there.
N5  A hundred of them, with long words, still make a document; the sealed size fits them all.
N6  Words that look like markup are text.
N7  One that is asked only after certain answers: on the page, its check, sent, opened, on paper.
N8  One that is answered in words: last, marked, below it no names and whom to call as below the
    bank's, no longer than those, on the page, on paper and in keying.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from survey.communities.models import Property
from survey.core.bank.model import Term
from survey.core.flow import AnswerCheck
from survey.db import db, transaction
from survey.questionnaires.models import OwnQuestion
from survey.responses.paper.printing import Returning, questionnaire_html
from survey.responses.terms import get_terms
from survey.waves.promise import sealed_promise
from tests.factories.communities import make_property
from tests.factories.own_questions import (
    GARDEN,
    IN_WORDS,
    make_own_question,
    translate_own_question,
)
from tests.factories.questionnaires import publish_questionnaire
from tests.factories.surveys import box_of, sealed_answers
from tests.factories.waves import Fieldwork, launch
from tests.features.responses.paper.keying import keyer_at
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import unpacked, words_of

MARK = "This community’s own question"
SAID_ONCE = "This community added questions of its own."
SCRIPT = '<script>alert("x")</script>'


def launched(
    place: Property, questions: list[OwnQuestion], clock: FrozenClock, **changes: Any
) -> Fieldwork:
    """An open wave by an open link that asks the pulse and these questions."""
    version = publish_questionnaire(place, own=[one.item_id for one in questions])
    with transaction():
        made = launch(
            db.session.merge(place),
            db.session.merge(version),
            clock(),
            **{"access": "link", "cuts": (), "languages": ["en"], **changes},
        )
        return Fieldwork(made.wave.id, made.wave.slug, made.recovery)


@pytest.fixture
def place(client: FlaskClient) -> Property:
    """A place with its organization."""
    return make_property("Alder Row")


def sections(page: str) -> list[str]:
    """The ids of the questions, in the order of the page."""
    return re.findall(r'<section class="q(?: bad)?" id="q-(\w+)">', page)


def test_marked_after_the_banks(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N1"""
    first = make_own_question(place.organization)
    second = make_own_question(
        place.organization,
        level="relational",
        answers="several",
        scale="",
        options=("By day", "At night"),
        alone="Never",
    )
    wave = launched(place, [first, second], frozen_clock)
    page = unpacked(client.get(f"/s/{wave.slug}/en"))
    asked = sections(page)
    assert asked[10:13] == [second.item_id, first.item_id, "opn_01"]
    assert asked[0] == "out_sat_01"
    assert page.count(MARK) == 2
    assert page.count(SAID_ONCE) == 1
    parts = re.split(r'<section class="q', page)
    own = [part for part in parts if MARK in part]
    assert [part.split('id="q-')[1].split('"')[0] for part in own] == asked[10:12]
    assert SAID_ONCE in own[0]
    legend = re.search(r"<legend>.*?</legend>", own[1], re.DOTALL)
    assert legend, "the mark belongs to the name that is read out"
    assert MARK in legend[0]
    assert "We plan to open it more often." in own[1]
    assert "data-alone" in own[0]
    assert f"<span>{MARK}" not in parts[0]


def test_the_check_and_the_promise(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N2, N3"""
    own = make_own_question(place.organization)
    wave = launched(place, [own], frozen_clock)
    given = {"per_bel_01": "4", own.item_id: "5"}
    page = client.post(f"/s/{wave.slug}/en", data=given)
    words = words_of(page)
    assert "Check your answers" in words
    assert f"{GARDEN.text} {MARK} Very easy" in words
    assert words.count(MARK) == 1
    sealed = wave.wave.promise_hash
    promise = words_of(client.get(f"/promise/{sealed}/en"))
    assert f"{GARDEN.text} {MARK} Very hard" in promise
    assert promise.count(MARK) == 1


def test_answers_are_taken_and_checked(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N3"""
    own = make_own_question(place.organization)
    wave = launched(place, [own], frozen_clock)
    sent = {"per_bel_01": "4", own.item_id: "5", "submission_id": "0" * 32, "act": "send"}
    client.post(f"/s/{wave.slug}/en", data=sent)
    assert [one[own.item_id] for one in sealed_answers(wave)] == [5]
    wrong = {**sent, own.item_id: "6", "submission_id": "1" * 32}
    refused = client.post(f"/s/{wave.slug}/en", data=wrong)
    assert refused.status_code == 422
    assert len(sealed_answers(wave)) == 1


def test_in_other_languages(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N4"""
    own = make_own_question(place.organization)
    for tag in ("ar", "zh-Hans"):
        translate_own_question(own, tag)
    wave = launched(place, [own], frozen_clock, languages=["en", "ar", "zh-Hans"])
    for tag, direction in (("ar", "rtl"), ("zh-Hans", "ltr")):
        page = unpacked(client.get(f"/s/{wave.slug}/{tag}"))
        assert f'<html lang="{tag}" dir="{direction}"' in page
        assert f"{tag}: {GARDEN.text}" in page
        assert page.count('<span class="own">') == 1


def test_a_hundred_with_long_words(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N5"""
    long = "Donaudampfschifffahrtsgesellschaftskapitän"
    questions = []
    for _number in range(100):
        own = make_own_question(place.organization)
        with transaction():
            db.session.merge(own).text = f"{long} {long}?"
        questions.append(own)
    wave = launched(place, questions, frozen_clock)
    page = unpacked(client.get(f"/s/{wave.slug}/en"))
    assert len(sections(page)) == 111
    sent: dict[str, str] = {own.item_id: "5" for own in questions}
    sent |= {"submission_id": "0" * 32, "act": "send", "opn_01": "x" * 500}
    client.post(f"/s/{wave.slug}/en", data=sent)
    assert [len(one) for one in sealed_answers(wave)] == [101]


def test_markup_is_text(client: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    """N6"""
    own = make_own_question(place.organization)
    with transaction():
        row = db.session.merge(own)
        row.text = row.hint = row.meaning = row.why = SCRIPT
    wave = launched(place, [own], frozen_clock)
    given = {own.item_id: "5"}
    pages = [
        unpacked(client.get(f"/s/{wave.slug}/en")),
        client.post(f"/s/{wave.slug}/en", data=given).get_data(as_text=True),
        client.get(f"/promise/{wave.wave.promise_hash}/en").get_data(as_text=True),
    ]
    for page in pages:
        assert "&lt;script&gt;alert" in page
        assert SCRIPT not in page


def led_to(place: Property) -> tuple[OwnQuestion, OwnQuestion]:
    """A question, and one that is asked of those who find it very hard or hard."""
    leading = make_own_question(place.organization)
    terms = (Term(leading.item_id, "eq", 1), Term(leading.item_id, "eq", 2))
    led = make_own_question(place.organization, text="What makes it hard?", asked_if=terms)
    return leading, led


def test_asked_only_of_some(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N7: on the page and its check, sent and sealed, whatever was sent."""
    leading, led = led_to(place)
    wave = launched(place, [leading, led], frozen_clock)
    page = unpacked(client.get(f"/s/{wave.slug}/en"))
    assert sections(page)[10:12] == [leading.item_id, led.item_id]
    terms = [[leading.item_id, "eq", 1], [leading.item_id, "eq", 2]]
    told = re.search(r'"conditions":\s*(\{.*?\]\]\}\})', page)
    assert told
    assert json.loads(told[1]) == {led.item_id: {"all": [], "any": terms}}
    for number, (answer, applies) in enumerate((("1", True), ("2", True), ("5", False))):
        given = {"per_bel_01": "4", leading.item_id: answer, led.item_id: "3"}
        check = words_of(client.post(f"/s/{wave.slug}/en", data=given))
        assert ("What makes it hard?" in check.split("Check your answers")[1]) is applies
        sent = {**given, "submission_id": str(number) * 32, "act": "send"}
        client.post(f"/s/{wave.slug}/en", data=sent)
    asked = sorted((one[leading.item_id], one.get(led.item_id)) for one in sealed_answers(wave))
    assert asked == [(1, 3), (2, 3), (5, None)]


def test_asked_only_of_some_at_opening(place: Property, frozen_clock: FrozenClock) -> None:
    """N7: an envelope that somebody made by hand is read by the same rule."""
    leading, led = led_to(place)
    wave = launched(place, [leading, led], frozen_clock)
    check = AnswerCheck(get_terms(wave.wave).questionnaire, wave_number=1)
    read = check.check({leading.item_id: 5, led.item_id: 3})
    assert (read.answers, read.dropped) == ({leading.item_id: 5}, 1)


def test_asked_only_of_some_on_paper(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """N7: said in one sentence on the sheet."""
    leading, led = led_to(place)
    wave = launched(place, [leading, led], frozen_clock, paper=True)
    page = questionnaire_html(
        sealed_promise(wave.wave),
        promise_hash=wave.wave.promise_hash,
        tag="en",
        paper="a4",
        size="normal",
        returning=Returning("The white box", date(2026, 8, 20)),
    )
    assert re.findall(r'<p class="skip">(.+?)</p>', page) == [
        "Answer this only if you ticked one of the boxes 1 or 2 in question 11. "
        "If not, skip to question 13."
    ]


def part_of(page: str, item_id: str) -> str:
    """The section of one question."""
    return page.split(f'id="q-{item_id}">')[1].split("</section>")[0]


def test_in_words(client: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    """N8: all that stands below the bank's stands below it, too."""
    words, closed = make_own_question(place.organization, **IN_WORDS), led_to(place)[0]
    wave = launched(place, [words, closed], frozen_clock)
    page = unpacked(client.get(f"/s/{wave.slug}/en"))
    assert sections(page)[10:13] == [closed.item_id, "opn_01", words.item_id]
    own, shipped = part_of(page, words.item_id), part_of(page, "opn_01")
    assert (own.count(MARK), shipped.count(MARK)) == (1, 0)
    for said in (
        re.findall(r'<p class="hint"[^>]*>(.+?)</p>', shipped)
        + re.findall(r'<p class="cap">(.+?)</p>', shipped)
        + re.findall(r"<summary>Who will read this</summary><p>(.+?)</p>", shipped)
    ):
        assert said in own
    assert "Do not write names or home numbers" in own
    assert re.search(r"In danger now\? Call .*911", own)
    assert own.count('data-max="500"') == 1
    sent = {"submission_id": "0" * 32, "act": "send", words.item_id: "x" * 510}
    assert "Make your text shorter. Letters too many: 10." in words_of(
        client.post(f"/s/{wave.slug}/en", data=sent)
    )
    sent |= {words.item_id: "More shade.", closed.item_id: "5"}
    client.post(f"/s/{wave.slug}/en", data=sent)
    assert sealed_answers(wave) == [{words.item_id: "More shade.", closed.item_id: 5}]


def test_in_words_on_paper(client: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    """N8: four lines to write on; the keyer types no more than fits, and it is sealed."""
    words = make_own_question(place.organization, **IN_WORDS)
    wave = launched(place, [words], frozen_clock, paper=True)
    page = questionnaire_html(
        sealed_promise(wave.wave),
        promise_hash=wave.wave.promise_hash,
        tag="en",
        paper="a4",
        size="normal",
        returning=Returning("The white box", date(2026, 8, 20)),
    )
    question = page.split(IN_WORDS["text"])[1].split('<div class="question">')[0]
    assert MARK in question
    assert question.count('<span class="line">') == 4
    keyer = keyer_at(client, wave)
    long = keyer.send(keyer.take(), **{words.item_id: "W" * 501})
    assert "There is room for 500 letters, and this has 501." in words_of(long)
    assert box_of(wave) == []
    assert keyer.key(per_bel_01="2", **{words.item_id: "More shade."}).status_code == 303
    assert sealed_answers(wave) == [{"per_bel_01": 2, words.item_id: "More shade."}]
