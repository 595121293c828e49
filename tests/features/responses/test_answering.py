"""Sending answers over HTTP, as the page's script does and as a plain form does.

A1  With the script: one post, JSON back, the receipt is the same however often it is sent.
A2  Without it: check first, nothing is written; then send. Nothing typed is ever lost.
A3  What cannot be taken is said in words, at the top and at the field, as "Error: ".
A4  A code is forgiven its form; an unknown one is kept and said kindly. "Already used" is not said.
A5  Other language, same answers.
A6  What does not apply or is no question is not sealed.
A7  Nothing of it stands in a log, and no answer may be kept by a cache.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories.surveys import LINK, box_of, count_sent, launch_annual, sealed_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

JSON = {"Accept": "application/json"}
ID = "K" * 32
ANSWERS: dict[str, Any] = {"out_sat_01": "4", "per_bel_01": "5", "opn_01": "A bench, please."}
SEALED = {"out_sat_01": 4, "per_bel_01": 5, "opn_01": "A bench, please."}


@pytest.fixture
def link(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with an open link."""
    return launch_wave_for_tests(frozen_clock(), **LINK)


@pytest.fixture
def coded(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with codes."""
    return launch_wave_for_tests(frozen_clock())


def test_sends_once(client: FlaskClient, link: Fieldwork) -> None:
    """A1"""
    sent = client.post(f"/s/{link.slug}/en", data={**ANSWERS, "submission_id": ID}, headers=JSON)
    assert (sent.status_code, list(sent.get_json())) == (200, ["receipt"])
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", sent.get_json()["receipt"])
    again = client.post(f"/s/{link.slug}/es", data={**ANSWERS, "submission_id": ID}, headers=JSON)
    assert again.json == sent.json
    assert sealed_answers(link) == [SEALED]


def test_sending_again_replaces(client: FlaskClient, coded: Fieldwork) -> None:
    """A1, A4"""
    first = {**ANSWERS, "code": coded.codes[0]}
    client.post(f"/s/{coded.slug}/en", data=first, headers=JSON)
    second = {"out_sat_01": "2", "code": coded.codes[0].lower().replace("-", " ")}
    sent = client.post(f"/s/{coded.slug}/en", data=second, headers=JSON)
    assert sent.status_code == 200
    assert sealed_answers(coded) == [{"out_sat_01": 2}]


def test_link_needs_a_submission_id(client: FlaskClient, link: Fieldwork) -> None:
    """A1"""
    for wrong in ("", "short", "x" * 65, "has a blank in it"):
        data = {**ANSWERS, "submission_id": wrong}
        sent = client.post(f"/s/{link.slug}/en", data=data, headers=JSON)
        assert (sent.status_code, sent.get_json()["errors"][0]["id"]) == (422, "submission_id")
    assert box_of(link) == []


def test_plain_form_is_checked_then_sent(client: FlaskClient, link: Fieldwork) -> None:
    """A2, A7"""
    check = client.post(f"/s/{link.slug}/en", data=ANSWERS)
    assert heading_of(check) == "Check your answers"
    assert check.headers["Cache-Control"] == "no-store"
    assert "Happy" in words_of(check)
    assert "You skipped this" in words_of(check)
    assert box_of(link) == []
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', check.text))
    assert {name: hidden[name] for name in ANSWERS} == ANSWERS
    thanks = client.post(f"/s/{link.slug}/en", data=hidden)
    assert heading_of(thanks) == "Thank you. Your answers are in."
    assert thanks.headers["Cache-Control"] == "no-store"
    assert client.post(f"/s/{link.slug}/en", data=hidden).text == thanks.text
    assert sealed_answers(link) == [SEALED]


def test_each_check_has_an_id_of_its_own(client: FlaskClient, link: Fieldwork) -> None:
    """A2"""
    ids = {
        re.search(r'name="submission_id" value="([^"]{20,})"', page.text)[1]  # type: ignore[index]
        for page in (client.post(f"/s/{link.slug}/en", data=ANSWERS) for _time in range(2))
    }
    assert len(ids) == 2


def test_change_brings_everything_back(client: FlaskClient, link: Fieldwork) -> None:
    """A2"""
    page = client.post(f"/s/{link.slug}/en", data={**ANSWERS, "act": "change"}).text
    assert re.search(r'name="out_sat_01" value="4" checked', page)
    assert "A bench, please.</textarea>" in page
    assert "<script" not in page


def test_mistakes_are_said_in_words(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """A3"""
    wave = launch_annual(frozen_clock(), **LINK)
    data = {
        "opn_01": "b" * 528,
        "ctx_spa_01": ["gym", "none_of_these"],
        "per_bel_01": "9",
        "out_lad_01": "11",
        "submission_id": ID,
    }
    page = client.post(f"/s/{wave.slug}/en", data=data)
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    words = words_of(page)
    for sentence in (
        "4 answers need a change",
        "Make your text shorter. Letters too many: 28. It has 528, and there is room for 500.",
        "Choose “None of these” or other answers, not both.",
        "Choose one of the answers that stand here.",
        "Choose a step from 0 to 10.",
    ):
        assert words.count(sentence) == (1 if "need a change" in sentence else 2), sentence
    assert 'href="#f-ctx_spa_01"' in page.text
    assert 'value="gym" checked' in page.text
    assert "b" * 528 in page.text
    assert box_of(wave) == []
    as_json = client.post(f"/s/{wave.slug}/en", data=data, headers=JSON)
    assert as_json.status_code == 422
    assert [one["id"] for one in as_json.get_json()["errors"]] == [
        "out_lad_01",
        "per_bel_01",
        "ctx_spa_01",
        "opn_01",
    ]


def test_unknown_code_is_kept_and_said(
    client: FlaskClient, coded: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """A4"""
    other = launch_wave_for_tests(frozen_clock())
    for code in ("", "ZZZZ-ZZZZ-ZZZZ", other.codes[0], "<b>"):
        page = client.post(f"/s/{coded.slug}/en", data={**ANSWERS, "code": code})
        assert page.status_code == 422
        assert page.text.count("already") == 0
        assert "Where to find your code" in page.text
        assert 'name="out_sat_01" value="4" checked' in page.text
    assert 'value="&lt;b&gt;"' in page.text
    assert box_of(coded) == []


def test_code_is_checked_before_the_check_page(client: FlaskClient, coded: Fieldwork) -> None:
    """A4"""
    page = client.post(f"/s/{coded.slug}/en", data={**ANSWERS, "code": coded.codes[1]})
    assert heading_of(page) == "Check your answers"
    assert f'name="code" value="{coded.codes[1]}"' in page.text


def test_switching_keeps_the_answers(client: FlaskClient, coded: Fieldwork) -> None:
    """A5"""
    data = {**ANSWERS, "code": "abcd", "act": "switch"}
    page = client.post(f"/s/{coded.slug}/zh-Hans", data=data).text
    assert '<html lang="zh-Hans"' in page
    assert 'name="out_sat_01" value="4" checked' in page
    assert "A bench, please.</textarea>" in page
    assert 'value="abcd"' in page


def test_seals_only_what_applies(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """A6"""
    wave = launch_annual(frozen_clock(), **LINK)
    data = {
        "out_sat_01": "4",
        "ctx_spa_01": ["gym", "pool"],
        "str_acc_02": "yes",
        "nothing": "1",
        "submission_id": ID,
    }
    assert client.post(f"/s/{wave.slug}/en", data=data, headers=JSON).status_code == 200
    assert sealed_answers(wave) == [{"out_sat_01": 4, "ctx_spa_01": ["gym", "pool"]}]


def test_nothing_is_logged(
    client: FlaskClient, coded: Fieldwork, caplog: pytest.LogCaptureFixture
) -> None:
    """A7"""
    caplog.set_level(logging.DEBUG)
    data = {**ANSWERS, "code": coded.codes[0]}
    client.post(f"/s/{coded.slug}/en", data=data, headers={**JSON, "User-Agent": "Heronphone"})
    client.post(f"/s/{coded.slug}/en", data={**data, "code": "HERN-HERN-HERN"}, headers=JSON)
    client.post("/c", data={"code": coded.codes[0]})
    for planted in ("A bench", coded.codes[0], coded.codes[0].replace("-", ""), "HERN", "Heron"):
        assert planted not in caplog.text


def test_a_flood_is_refused(client: FlaskClient, link: Fieldwork) -> None:
    """A7"""
    data = {"opn_01": "x" * 300_000, "submission_id": ID}
    assert client.post(f"/s/{link.slug}/en", data=data, headers=JSON).status_code == 413
    assert count_sent(link) == 0
