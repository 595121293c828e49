"""Answers that a phone has sealed, over HTTP.

P1  They go into the box as they are; the slip says who sealed them and how they came.
P2  Sent again they replace, with the same receipt, sealed anew or not.
P3  What is not of the one size, or is no sealed text, is refused in words, and nothing is kept.
P4  A code is asked for as ever; without one, an id.
P5  At the opening they are checked like all others: what is no answer is blanked, what does not
    open is counted and lost alone.
P6  The kiosk's page is for the next person only; the worker may do nothing but fetch.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from survey import clock
from survey.core.sealing.envelopes import open_slip, seal_answers, sealed_size
from survey.db import transaction
from survey.keys.store import get_key_store
from survey.responses.services import Opening, close_ballot_box, open_ballot_box
from survey.responses.terms import get_frozen_terms
from tests.factories.surveys import LINK, box_of, count_sent, sealed_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

JSON = {"Accept": "application/json"}
ID = "K" * 32


@pytest.fixture
def link(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with an open link."""
    return launch_wave_for_tests(frozen_clock(), **LINK)


@pytest.fixture
def coded(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with codes."""
    return launch_wave_for_tests(frozen_clock())


def _seal(work: Fieldwork, answers: Mapping[str, object]) -> bytes:
    wave = work.wave
    size = get_frozen_terms(wave).answers_size
    return seal_answers(wave.public_key, answers, size=size, wave_id=wave.id)


def _text(sealed: bytes) -> str:
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _slip_words(work: Fieldwork) -> list[tuple[str, str, str]]:
    key = get_key_store().get(work.wave_id).opening_key
    assert key is not None
    slips = [open_slip(key, slip, wave_id=work.wave_id) for _slot, _answers, slip in box_of(work)]
    return [(slip.sealed_by, slip.mode, slip.language) for slip in slips]


@pytest.mark.parametrize(
    ("path", "mode", "tag"),
    [("es", "link", "es"), ("kiosk/ar", "kiosk", "ar"), ("interviewer/en", "interviewer", "en")],
)
def test_goes_in_as_it_is(
    client: FlaskClient, link: Fieldwork, path: str, mode: str, tag: str
) -> None:
    """P1"""
    sealed = _seal(link, {"out_sat_01": 4})
    data = {"submission_id": ID, "sealed": _text(sealed)}
    sent = client.post(f"/s/{link.slug}/{path}", data=data, headers=JSON)
    assert (sent.status_code, list(sent.get_json())) == (200, ["receipt"])
    assert [answers for _slot, answers, _slip in box_of(link)] == [sealed]
    assert _slip_words(link) == [("phone", mode, tag)]


def test_sent_again(client: FlaskClient, coded: Fieldwork) -> None:
    """P2, P4"""
    code = {"code": coded.codes[0]}
    first = {**code, "sealed": _text(_seal(coded, {"out_sat_01": 4})), "submission_id": ID}
    second = {**code, "sealed": _text(_seal(coded, {"out_sat_01": 2})), "submission_id": "L" * 32}
    third = {**code, "out_sat_01": "5", "submission_id": ID}
    receipts = set()
    for data, value in ((first, 4), (second, 2), (third, 5)):
        sent = client.post(f"/s/{coded.slug}/en", data=data, headers=JSON)
        receipts.add(sent.get_json()["receipt"])
        assert sealed_answers(coded) == [{"out_sat_01": value}]
    assert len(receipts) == 1


@pytest.mark.parametrize("script", [True, False])
def test_what_is_not_sealed_is_refused(client: FlaskClient, link: Fieldwork, script: bool) -> None:
    """P3"""
    size = sealed_size(get_frozen_terms(link.wave).answers_size)
    good = _seal(link, {})
    wrong = [b"", good[:-1], good + b"\0", b"\x03" + good[1:], bytes(size)]
    for text in [*map(_text, wrong), "#", "é", _text(good)[:-2] + "!!", "A" * 200_000]:
        data = {"submission_id": ID, "sealed": text}
        sent = client.post(f"/s/{link.slug}/en", data=data, headers=JSON if script else {})
        assert sent.status_code == 422, text[:20]
        assert "Load this page again" in sent.get_data(as_text=True)
    assert box_of(link) == []


def test_needs_its_code_or_id(client: FlaskClient, link: Fieldwork, coded: Fieldwork) -> None:
    """P4"""
    for headers in (JSON, {}):
        for data in ({}, {"submission_id": "short"}):
            given = {**data, "sealed": _text(_seal(link, {}))}
            sent = client.post(f"/s/{link.slug}/en", data=given, headers=headers)
            assert sent.status_code == 422
    wrong: Any = {"submission_id": ID, "sealed": _text(_seal(coded, {})), "code": "ABCD"}
    sent = client.post(f"/s/{coded.slug}/en", data=wrong, headers=JSON)
    assert (sent.status_code, sent.get_json()["errors"][0]["id"]) == (422, "code")
    assert count_sent(link) == count_sent(coded) == 0


def test_opening_checks_it(client: FlaskClient, link: Fieldwork, frozen_clock: FrozenClock) -> None:
    """P5: two honest phones, one that invents answers, one that sends noise."""
    size = sealed_size(get_frozen_terms(link.wave).answers_size)
    invented = {"out_sat_01": 99, "per_bel_01": ["1"], "no_such": 1, "opn_01": 7}
    boxes = [
        _seal(link, {"out_sat_01": 4}),
        _seal(link, {"out_sat_01": 2, "opn_01": "A bench."}),
        _seal(link, invented),
        b"\x04" + b"x" * (size - 1),
    ]
    for serial, sealed in enumerate(boxes):
        data = {"submission_id": f"{serial}" * 32, "sealed": _text(sealed)}
        assert client.post(f"/s/{link.slug}/en", data=data, headers=JSON).status_code == 200
    frozen_clock.forward(days=30)
    with transaction():
        close_ballot_box(wave=link.wave, now=clock.now())
    with transaction():
        found = open_ballot_box(wave=link.wave, passphrase=None, now=clock.now())
    assert found == Opening(respondents=3, blanked=4, unreadable=1)


def test_interviewers_page(client: FlaskClient, link: Fieldwork) -> None:
    """P6: the same, and whoever answers is told that they are heard."""
    page = client.get(f"/s/{link.slug}/interviewer/en")
    assert page.headers["Cache-Control"] == "no-store"
    assert "So they hear your answers." in page.text
    assert f'action="/s/{link.slug}/interviewer/en"' in page.text
    assert "So they hear your answers." not in client.get(f"/s/{link.slug}/kiosk/en").text


@pytest.mark.parametrize("entrance", ["kiosk", "interviewer"])
def test_entrance_without_a_script(client: FlaskClient, link: Fieldwork, entrance: str) -> None:
    """P6: every step of the plain form leads back to the entrance that it came from."""
    address = f"/s/{link.slug}/{entrance}/en"
    check = client.post(address, data={"act": "answer", "out_sat_01": "4"})
    assert f'action="{address}"' in check.text
    again = client.post(address, data={"act": "change", "out_sat_01": "4"})
    assert f'action="{address}"' in again.text
    sent = client.post(address, data={"act": "answer", "out_sat_01": "4", "submission_id": ID})
    assert sent.status_code == 200
    assert _slip_words(link) == [("server", entrance, "en")]


def test_kiosk_and_worker_pages(client: FlaskClient, link: Fieldwork) -> None:
    """P6"""
    kiosk = client.get(f"/s/{link.slug}/kiosk/en")
    assert kiosk.headers["Cache-Control"] == "no-store"
    assert "This tablet is shared." in kiosk.get_data(as_text=True)
    assert f'action="/s/{link.slug}/kiosk/en"' in kiosk.get_data(as_text=True)
    assert "worker-src 'self'" in kiosk.headers["Content-Security-Policy"]
    assert "This tablet is shared." not in client.get(f"/s/{link.slug}/en").get_data(as_text=True)
    worker = client.get("/s/worker.js")
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert worker.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    worker.close()
