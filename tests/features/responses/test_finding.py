"""Finding a survey by its code, taking answers back, and surveys that take none.

F1  /c finds the survey of a code, whose letters stand in no address; what was typed is kept.
F2  The receipt takes answers back until the survey closes; an unknown one is said kindly.
F3  Not open yet, closed, called off, unknown: a kind page each, in the visitor's language.
F4  A late sending is told the truth, and writes nothing.
F5  Staff see a draft as residents will; it can send nothing, and strangers do not see it.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from survey.db import transaction
from survey.responses.services import cancel_wave
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization, make_property
from tests.factories.questionnaires import make_questionnaire
from tests.factories.surveys import LINK, box_of, count_sent
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

JSON = {"Accept": "application/json"}
SENT: dict[str, Any] = {"out_sat_01": "4", "submission_id": "K" * 32}


@pytest.fixture
def coded(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with codes."""
    return launch_wave_for_tests(frozen_clock())


@pytest.fixture
def link(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with an open link."""
    return launch_wave_for_tests(frozen_clock(), **LINK)


def test_asks_for_the_code(client: FlaskClient) -> None:
    """F1"""
    page = client.get("/c", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl"' in page.text
    assert client.get("/c?lang=en").text.count('name="code"') == 1


def test_finds_the_survey_of_a_code(
    client: FlaskClient, coded: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """F1"""
    other = launch_wave_for_tests(frozen_clock())
    for work in (coded, other):
        typed = work.codes[3].lower().replace("-", "")
        found = client.post("/c", data={"code": typed}, headers=JSON)
        assert found.json == {"address": f"/s/{work.slug}"}
        assert found.headers["Cache-Control"] == "no-store"
    chosen = client.post("/c?lang=es", data={"code": coded.codes[0]}, headers=JSON)
    assert chosen.json == {"address": f"/s/{coded.slug}/es"}


def test_plain_form_gets_the_survey_with_its_code(client: FlaskClient, coded: Fieldwork) -> None:
    """F1"""
    page = client.post("/c", data={"code": coded.codes[0]})
    assert page.status_code == 200
    assert f'value="{coded.codes[0]}"' in page.text
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_unknown_code_is_kept(client: FlaskClient, coded: Fieldwork) -> None:
    """F1"""
    for typed in ("", "ZZZZ ZZZZ ZZZZ", "<i>"):
        page = client.post("/c", data={"code": typed})
        assert page.status_code == 404
        assert "<title>Error: " in page.text
        assert "Where to find your code" in page.text
    assert 'value="&lt;i&gt;"' in page.text
    said = client.post("/c", data={"code": "ZZZZ"}, headers=JSON)
    assert said.status_code == 404
    assert said.get_json()["text"].startswith("We do not know this code.")


def test_takes_answers_back(client: FlaskClient, link: Fieldwork) -> None:
    """F2"""
    receipt = client.post(f"/s/{link.slug}/en", data=SENT, headers=JSON).get_json()["receipt"]
    assert count_sent(link) == 1
    wrong = client.post(f"/s/{link.slug}/withdraw", data={"receipt": "ZZZZ-<b>"})
    assert wrong.status_code == 404
    assert 'value="ZZZZ-&lt;b&gt;"' in wrong.text
    assert count_sent(link) == 1
    done = client.post(f"/s/{link.slug}/withdraw", data={"receipt": receipt.lower()})
    assert heading_of(done) == "Your answers were taken back"
    assert box_of(link) == []


def test_receipt_is_worth_nothing_elsewhere(
    client: FlaskClient, link: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """F2"""
    receipt = client.post(f"/s/{link.slug}/en", data=SENT, headers=JSON).get_json()["receipt"]
    other = launch_wave_for_tests(frozen_clock(), **LINK)
    answer = client.post(f"/s/{other.slug}/withdraw", data={"receipt": receipt})
    assert answer.status_code == 404
    assert count_sent(link) == 1


def test_not_open_yet(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """F3, F4"""
    opens = frozen_clock().date().replace(day=20)
    closes = opens.replace(month=9)
    wave = launch_wave_for_tests(
        frozen_clock(), opens_on=opens, closes_on=closes, report_by=closes.replace(month=10), **LINK
    )
    for path in (f"/s/{wave.slug}", f"/s/{wave.slug}/en", f"/s/{wave.slug}/withdraw"):
        page = client.get(path)
        assert heading_of(page) == "This survey has not opened yet"
        assert "It opens on August 20, 2026" in words_of(page)
    assert client.post(f"/s/{wave.slug}/en", data=SENT).status_code == 409
    assert box_of(wave) == []


def test_closed(client: FlaskClient, link: Fieldwork, frozen_clock: FrozenClock) -> None:
    """F3, F4"""
    client.post(f"/s/{link.slug}/en", data=SENT, headers=JSON)
    before = box_of(link)
    frozen_clock.forward(days=30)
    page = client.get(f"/s/{link.slug}", headers={"Accept-Language": "es"})
    assert '<html lang="es"' in page.text
    assert "/r/" in page.text
    assert "/promise/" in page.text
    late = client.post(f"/s/{link.slug}/en", data={**SENT, "out_sat_01": "1"})
    assert late.status_code == 409
    assert "If sending had begun earlier, it may have counted." in words_of(late)
    said = client.post(f"/s/{link.slug}/en", data=SENT, headers=JSON)
    assert (said.status_code, said.get_json()["closed"]) == (409, True)
    assert client.post(f"/s/{link.slug}/withdraw", data={"receipt": "A"}).status_code == 409
    assert box_of(link) == before


def test_called_off(client: FlaskClient, link: Fieldwork, frozen_clock: FrozenClock) -> None:
    """F3, F4"""
    with transaction():
        cancel_wave(wave=link.wave, now=frozen_clock())
    page = client.get(f"/s/{link.slug}/en")
    assert heading_of(page) == "This survey was called off"
    assert "destroyed" in words_of(page)
    assert client.post(f"/s/{link.slug}/en", data=SENT, headers=JSON).status_code == 409


def test_unknown(client: FlaskClient) -> None:
    """F3"""
    for path in ("/s/nothing", "/s/nothing/en", "/s/nothing/withdraw"):
        page = client.get(path)
        assert page.status_code == 404
        assert heading_of(page) == "We do not know this survey"
        assert 'href="/c"' in page.text


def test_staff_see_the_draft(client: FlaskClient) -> None:
    """F5"""
    organization = make_organization()
    alice = make_person(organization=organization)
    draft = make_questionnaire(make_property(organization=organization))
    path = f"/staff/questionnaires/{draft.id}/preview"
    sign_in(client, alice)
    page = client.get(f"{path}?lang=ar")
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert 'method="get"' in page.text
    assert client.post(path, data=SENT).status_code == 405


def test_strangers_do_not_see_the_draft(client: FlaskClient) -> None:
    """F5"""
    draft = make_questionnaire(make_property())
    path = f"/staff/questionnaires/{draft.id}/preview"
    assert client.get(path).status_code == 302
    sign_in(client, make_person("Bob", organization=make_organization("Others")))
    assert client.get(path).status_code == 404
