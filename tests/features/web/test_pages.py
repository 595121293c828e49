"""Pages that belong to nobody.

W1  The front page says what Porchlight is and leads to the code and to signing in.
W2  /health answers for whoever watches the server.
W3  Errors have a page in the house's look and the reader's language; none tells what was typed.
W4  Every code that rules raise has a sentence, and each sentence can be filled in.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from survey.core.errors import KINDS, SurveyError
from survey.core.version import VERSION
from survey.db import db
from survey.web.public_sentences import KIND_SENTENCES, PUBLIC_SENTENCES
from survey.web.sentences import SENTENCES, sentence_for
from tests.support.backends import ONE_DATABASE
from tests.support.pages import heading_of, words_of

SURVEY = Path(__file__).resolve().parents[3] / "survey"
RAISED = re.compile(r'SurveyError\(\s*"(\w+)",\s*"(\w+)"')


def test_the_front_page(client: FlaskClient) -> None:
    """W1"""
    page = client.get("/")
    assert page.status_code == 200
    html = page.get_data(as_text=True)
    assert 'href="/c"' in html
    assert 'href="/staff"' in html
    assert "Set-Cookie" not in page.headers


@ONE_DATABASE
@pytest.mark.parametrize(
    ("url", "accept", "tag", "direction"),
    [
        ("/", "ar,en;q=0.5", "ar", "rtl"),
        ("/", "de", "en", "ltr"),
        ("/", "fr-CA", "fr", "ltr"),
        ("/?lang=zh-Hans", "ar", "zh-Hans", "ltr"),
        ("/?lang=xx", "es-MX", "es", "ltr"),
    ],
)
def test_the_front_page_speaks_the_readers_language(
    client: FlaskClient, url: str, accept: str, tag: str, direction: str
) -> None:
    """W1"""
    html = client.get(url, headers={"Accept-Language": accept}).get_data(as_text=True)
    assert f'<html lang="{tag}" dir="{direction}">' in html


def test_health(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """W2"""
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "version": VERSION})

    def no_database(*_args: object) -> None:
        raise db_error

    db_error = OperationalError("SELECT 1", {}, Exception("gone"))
    monkeypatch.setattr(db.session, "execute", no_database)
    assert client.get("/health").status_code == 503


@pytest.mark.parametrize("path", ["/nowhere", "/staff/nowhere"])
def test_nothing_at_this_address(client: FlaskClient, path: str) -> None:
    """W3"""
    page = client.get(path)
    assert page.status_code == 404
    assert heading_of(page) == "There is nothing at this address"
    assert "nowhere" not in words_of(page)


def test_a_method_that_does_not_fit_names_those_that_do(client: FlaskClient) -> None:
    """W3"""
    page = client.post("/health")
    assert page.status_code in {400, 405}


def test_errors_speak_the_readers_language(client: FlaskClient) -> None:
    """W3"""
    page = client.get("/nowhere", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in page.get_data(as_text=True)


def test_an_error_can_be_read_in_another_language(client: FlaskClient) -> None:
    """W3"""
    page = client.get("/nowhere/at%20all?code=ABCD").get_data(as_text=True)
    assert 'href="/nowhere/at%20all?lang=ko"' in page
    assert "ABCD" not in page
    there = client.get("/nowhere/at%20all?lang=ko", headers={"Accept-Language": "ar"})
    assert '<html lang="ko" dir="ltr">' in there.get_data(as_text=True)
    assert 'href="/?lang=ko"' in there.get_data(as_text=True)


def test_the_languages_of_an_error_lead_to_this_host(client: FlaskClient) -> None:
    """W3"""
    page = client.get("http://localhost//example.org/").get_data(as_text=True)
    assert "lang=ko" in page
    assert 'href="//' not in page


def test_an_error_after_sending_has_no_languages(client: FlaskClient) -> None:
    """W3: the address in another language would not do again what was sent."""
    page = client.post("/health")
    assert page.status_code in {400, 405}
    assert "lang=ko" not in page.get_data(as_text=True)


def test_what_was_not_foreseen_tells_nothing(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """W3"""

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("what a resident wrote")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR, logger="porchlight.errors"):
        page = client.get("/broken?code=ABCD")
    assert page.status_code == 500
    assert heading_of(page) == "Something broke on our side"
    assert "resident" not in words_of(page)
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "RuntimeError" in logged
    assert "resident" not in logged
    assert "ABCD" not in logged


@pytest.mark.parametrize(
    ("kind", "status"), [("missing", 404), ("refused", 403), ("conflict", 409), ("input", 400)]
)
def test_each_kind_of_error_has_its_status(
    app: Flask, client: FlaskClient, kind: str, status: int
) -> None:
    """W3"""

    @app.get(f"/staff/{kind}")
    def fail() -> str:
        raise SurveyError(kind, "some_code_without_a_sentence")  # type: ignore[arg-type]

    page = client.get(f"/staff/{kind}")
    assert page.status_code == status
    assert str(KIND_SENTENCES[kind]) in words_of(page)  # type: ignore[index]
    assert "some_code" not in words_of(page)


def test_every_code_has_a_sentence(app: Flask) -> None:
    """W4"""
    raised = {
        code
        for path in SURVEY.rglob("*.py")
        for _kind, code in RAISED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(raised) > 20
    assert raised - SENTENCES.keys() - PUBLIC_SENTENCES.keys() == set()
    assert SENTENCES.keys() & PUBLIC_SENTENCES.keys() == set()


def test_sentences_can_be_filled_in(app: Flask) -> None:
    """W4"""
    with app.test_request_context():
        for code, sentence in {**SENTENCES, **PUBLIC_SENTENCES}.items():
            names = re.findall(r"%\((\w+)\)", str(sentence))
            error = SurveyError("input", code, **dict.fromkeys(names, 3))
            assert "%(" not in sentence_for(error)
        assert set(KIND_SENTENCES) == set(KINDS)
