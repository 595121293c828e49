"""Answers are sealed on the phone, in real Chromium.

S1  The page's HPKE gives the bytes of RFC 9180's vectors (appendix A.3.1).
S2  What the page seals the server's own receiver opens, for every kind of question, and the
    flow takes every answer as it would from a form; the slip says who sealed it.
S3  What travels, and what waits, has one size, and holds no answer.
S4  A text that is too long is refused on the phone, with the server's sentence.
S5  A browser whose cryptography does not know our curve lets the server seal, and never said
    that it seals itself; one that said so sends nothing unsealed.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect

from survey.core.flow.checking import AnswerCheck
from survey.core.sealing import hpke
from survey.core.sealing.envelopes import open_slip
from survey.keys.store import get_key_store
from survey.responses.terms import get_frozen_terms
from tests.browser.conftest import NewPhone
from tests.browser.walking import answer_all, begin, send
from tests.factories.surveys import LINK, box_of, launch_annual, sealed_answers
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock
from tests.unit.core.sealing import test_hpke as vectors

SOURCE = Path("survey/static/js/resident/sealing.js")
EPHEMERAL = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb"
"""The vector's skEm."""

SEAL = """async ([key, info, plain, jwk]) => {
const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
%s
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
const { d, ...open } = jwk;
const pair = jwk.d && {
  privateKey: await subtle.importKey("jwk", jwk, P256, false, ["deriveBits"]),
  publicKey: await subtle.importKey("jwk", open, P256, true, []),
};
const sealed = await sealTo(bytes(key), bytes(info), bytes(plain), pair);
return Array.from(sealed, (byte) => byte.toString(16).padStart(2, "0")).join("");
}"""


REFUSE = "SubtleCrypto.prototype.importKey = () => Promise.reject(new Error())"
"""What a browser does that does not know our curve."""


def _seal_in_page(phone: Page, key: bytes, plain: bytes, jwk: dict[str, str]) -> bytes:
    phone.goto("/health")
    source = SEAL % SOURCE.read_text(encoding="utf-8")
    sealed = phone.evaluate(source, [key.hex(), vectors.INFO.hex(), plain.hex(), jwk])
    return bytes.fromhex(sealed)


def _text(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def test_published_vector(phone: Page) -> None:
    """S1: the point and the text. The vector's tag covers additional data, which we have not."""
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": _text(vectors.ENC[1:33]),
        "y": _text(vectors.ENC[33:]),
        "d": _text(bytes.fromhex(EPHEMERAL)),
    }
    sealed = _seal_in_page(phone, vectors.PUBLIC, vectors.PLAINTEXT, jwk)
    length = len(vectors.ENC) + len(vectors.PLAINTEXT)
    expected = vectors.ENC + bytes.fromhex(vectors.CIPHERTEXTS[0])
    assert sealed[:length] == expected[:length]
    assert hpke.unseal(vectors.PRIVATE, sealed, info=vectors.INFO) == vectors.PLAINTEXT


def test_fresh_every_time(phone: Page) -> None:
    """S1"""
    one, two = (_seal_in_page(phone, vectors.PUBLIC, b"an answer", {}) for _time in range(2))
    assert one[:65] != two[:65]
    assert hpke.unseal(vectors.PRIVATE, one, info=vectors.INFO) == b"an answer"
    assert hpke.unseal(vectors.PRIVATE, two, info=vectors.INFO) == b"an answer"


def test_every_kind_of_question(phone: Page, app: Flask, frozen_clock: FrozenClock) -> None:
    """S2"""
    work = launch_annual(frozen_clock(), **LINK)
    phone.goto(f"/s/{work.slug}/en")
    begin(phone)
    count = answer_all(phone)
    send(phone)
    [found] = sealed_answers(work)
    terms = get_frozen_terms(work.wave)
    checked = AnswerCheck(terms.questionnaire, wave_number=terms.number).check(found)
    assert (checked.answers, checked.blanked, checked.dropped) == (found, 0, 0)
    assert len(found) == count
    assert {type(one) for one in found.values()} == {int, str, list}
    assert _sealers(work) == ["phone"]


def test_words_that_no_database_takes(phone: Page, link_wave: Fieldwork) -> None:
    """S2"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    while not phone.locator(".shown textarea").count():
        phone.click("#next")
    name = phone.locator(".shown textarea").get_attribute("name")
    phone.evaluate(
        "() => { const box = document.querySelector('.shown textarea');"
        "box.value = ' a\\u0000b\\ud800c \\u{1F3E1}\\r\\nd\\u0085 ';"
        "box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    send(phone)
    assert sealed_answers(link_wave) == [{name: "abc \U0001f3e1\nd"}]


def test_nothing_readable_travels_or_waits(phone: Page, link_wave: Fieldwork) -> None:
    """S3"""
    bodies: list[dict[str, list[str]]] = []

    def note_body(request: Request) -> None:
        if request.method == "POST":
            bodies.append(parse_qs(request.post_data or ""))

    phone.on("request", note_body)
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.context.set_offline(True)
    phone.click("#next")
    phone.locator("#waits").wait_for()
    kept: dict[str, Any] = phone.evaluate("Object.assign({}, localStorage, sessionStorage)")
    assert list(kept) == [f"porchlight:waiting:{link_wave.slug}"]
    assert not re.search(r"[a-z]{3}_[a-z]{3}_\d\d|bench|pond", str(kept))
    assert phone.locator("textarea").evaluate_all("(all) => all.every((one) => !one.value)")
    expect(phone.locator(":checked")).to_have_count(0)
    phone.context.set_offline(False)
    phone.locator("#receipt").wait_for()
    assert all(set(body) == {"submission_id", "sealed"} for body in bodies)
    size = get_frozen_terms(link_wave.wave).answers_size + hpke.OVERHEAD_BYTES
    sizes = {len(urlsafe_b64decode(body["sealed"][0] + "===")) for body in bodies}
    assert sizes == {size}


def test_too_long(phone: Page, link_wave: Fieldwork) -> None:
    """S4"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    while not phone.locator(".shown textarea").count():
        phone.click("#next")
    phone.fill(".shown textarea", "\U0001f3e1" * 501)
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    phone.click("#next")
    expect(phone.locator("#trouble h2")).to_have_text("One answer needs a change")
    expect(phone.locator("#trouble li")).to_contain_text(
        "Make your text shorter. Letters too many: 1."
    )
    expect(phone.locator("#trouble")).to_be_focused()
    phone.locator("#trouble a").click()
    expect(phone.locator(".shown .err").first).to_contain_text("there is room for 500.")
    assert box_of(link_wave) == []
    phone.fill(".shown textarea", "\U0001f3e1" * 500)
    phone.click("#next")
    send(phone)
    assert len(sealed_answers(link_wave)) == 1


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("Object.defineProperty(window, 'isSecureContext', { value: false })", id="S2"),
        pytest.param(REFUSE, id="S5"),
    ],
)
def test_without_cryptography_the_server_seals(
    new_phone: NewPhone, link_wave: Fieldwork, broken: str
) -> None:
    """S2, S5: where it failed, the button said "Sending" for ever. The page says nothing untrue."""
    phone = new_phone(locale="en-US")
    phone.add_init_script(broken)
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    assert phone.locator("#sealed-here").get_attribute("hidden") is not None
    send(phone)
    assert _sealers(link_wave) == ["server"]


def test_what_was_promised_holds(phone: Page, link_wave: Fieldwork) -> None:
    """S5: whoever read that answers are sealed here sends them sealed, or not at all."""
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#sealed-here")).to_be_visible()
    begin(phone)
    answer_all(phone)
    phone.evaluate(f"() => {{ {REFUSE} }}")
    phone.click("#next")
    expect(phone.locator("#unsent")).to_be_visible()
    assert box_of(link_wave) == []


def _sealers(work: Fieldwork) -> list[str]:
    key = get_key_store().get(work.wave_id).opening_key
    assert key is not None
    return [open_slip(key, slip, wave_id=work.wave_id).sealed_by for _s, _a, slip in box_of(work)]
