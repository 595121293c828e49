"""A form whose person was signed out meanwhile is kept, and can be sent once more.

F1  After signing out elsewhere, after twelve hours, after another password: what was written stands
    in the page, and is saved when it is sent from there by somebody signed in.
F2  Passwords never come back; files are asked for again.
F3  What did not stand on a page of ours, or holds nothing, is not kept.
F4  Signing in by a page that was open for too long is asked for again, with the address kept; who
    is in already is led on.
"""

from __future__ import annotations

import io
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey.accounts.models import Person
from survey.db import db
from tests.factories.accounts import PASSWORD, sign_in
from tests.factories.everybody import Everybody, make_everybody
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

OURS = {"Sec-Fetch-Site": "same-origin"}
HOMES = "/staff/properties/maple-court/homes"


@pytest.fixture
def everybody(app: Flask) -> Everybody:
    return make_everybody()


def fields_of(response: TestResponse) -> list[tuple[str, str]]:
    """What a browser would send from the page's own form."""
    page = lxml.html.fromstring(response.get_data(as_text=True))
    form = next(one for one in page.forms if not one.get("action"))
    return [
        (one.get("name"), one.get("value"))
        for one in form.iter("input")
        if one.get("type") == "hidden"
    ]


def send(client: FlaskClient, path: str, fields: list[tuple[str, Any]]) -> TestResponse:
    data: dict[str, list[Any]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return client.post(path, data=data, headers=OURS)


def sign_in_here(client: FlaskClient, person: Person) -> None:
    """Through the page, with its token."""
    fields = fields_of(client.get("/staff/sign-in"))
    who = [("email", person.email), ("password", PASSWORD)]
    assert send(client, "/staff/sign-in", [*fields, *who]).status_code == 302


def test_kept_until_signed_in_again(app: Flask, client: FlaskClient, everybody: Everybody) -> None:
    """F1: signed out in another tab, in again, and sent once more."""
    sign_in_here(client, everybody.alice)
    page = client.get("/staff/account")
    token = dict(fields_of(page))["csrf_token"]
    for _tab in range(2):
        out = send(client, "/staff/sign-out", [("csrf_token", token)])
        assert out.headers["Location"] == "/staff/sign-in"
    written = [("profile-name", 'Alice "A."\n<Adams>'), ("profile-locale", "es")]
    kept = send(client, "/staff/account", [("csrf_token", token), *written])
    assert kept.status_code == 400
    assert heading_of(kept) == "You are not signed in any more"
    assert fields_of(kept)[1:] == written
    # Going on before signing in changes nothing.
    assert fields_of(send(client, "/staff/account", fields_of(kept)))[1:] == written
    sign_in_here(client, everybody.alice)
    again = send(client, "/staff/account", fields_of(kept))
    assert heading_of(again) == "Send this once more"
    assert fields_of(again)[1:] == written
    assert send(client, "/staff/account", fields_of(again)).status_code == 302
    assert db.session.get(Person, everybody.alice.id).locale == "es"  # type: ignore[union-attr]


def test_kept_after_twelve_hours(
    client: FlaskClient, everybody: Everybody, frozen_clock: FrozenClock
) -> None:
    """F1: the token fits, but the session is over; what was chosen twice is kept twice."""
    sign_in_here(client, everybody.alice)
    token = dict(fields_of(client.get("/staff/account")))["csrf_token"]
    frozen_clock.forward(hours=12)
    written = [("label", "404"), ("languages", "en"), ("languages", "es")]
    kept = send(client, f"{HOMES}/new", [("csrf_token", token), *written])
    assert heading_of(kept) == "You are not signed in any more"
    assert fields_of(kept)[1:] == written


def test_no_password_and_no_file(client: FlaskClient, everybody: Everybody) -> None:
    """F2"""
    sign_in_here(client, everybody.alice)
    written = [("name", "x"), ("passphrase_again", "hush hush"), ("password-new", "hush hush")]
    kept = send(client, f"{HOMES}/new", written)
    assert heading_of(kept) == "Send this once more"
    assert fields_of(kept)[1:] == [("name", "x")]
    assert "hush" not in kept.get_data(as_text=True)
    assert "you will be asked for them again" in words_of(kept)
    kept = send(client, f"{HOMES}/import", [("file", (io.BytesIO(b"a,b"), "homes.csv"))])
    assert "Choose the file once more" in words_of(kept)
    assert "multipart/form-data" in kept.get_data(as_text=True)


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, {"label": "404"}),
        ({"Sec-Fetch-Site": "same-site"}, {"label": "404"}),
        ({"Origin": "https://example.org"}, {"label": "404"}),
        ({}, {"label": "404"}),
        (OURS, {"label": " ", "csrf_token": "x"}),
    ],
)
def test_what_is_not_kept(
    app: Flask,
    client: FlaskClient,
    everybody: Everybody,
    headers: dict[str, str],
    fields: dict[str, str],
) -> None:
    """F3"""
    told = client.post(f"{HOMES}/new", data=fields, headers=headers)
    assert heading_of(told) == "This could not be read"
    assert "404" not in told.get_data(as_text=True)
    app.config["WTF_CSRF_ENABLED"] = False
    told = client.post(f"{HOMES}/new", data=fields, headers=headers)
    assert told.headers["Location"] == "/staff/sign-in"
    sign_in(client, everybody.alice)


def test_signing_in_by_a_stale_page(client: FlaskClient, everybody: Everybody) -> None:
    """F4"""
    who = [("email", everybody.alice.email), ("password", PASSWORD), ("next", "/staff/account")]
    told = send(client, "/staff/sign-in", who)
    assert told.status_code == 400
    assert heading_of(told) == "Sign in"
    assert "Sign in once more." in words_of(told)
    assert PASSWORD not in told.get_data(as_text=True)
    page = lxml.html.fromstring(told.get_data(as_text=True))
    assert page.get_element_by_id("email").get("value") == everybody.alice.email
    typed_again = [*fields_of(told), *who[:2]]
    assert send(client, "/staff/sign-in", typed_again).headers["Location"] == "/staff/account"
    # In another tab the page still stands, with the token of before.
    assert send(client, "/staff/sign-in", typed_again).headers["Location"] == "/staff"


def test_an_older_browser_names_its_origin(client: FlaskClient, everybody: Everybody) -> None:
    """F3"""
    told = client.post(
        f"{HOMES}/new", data={"label": "404"}, headers={"Origin": "http://localhost"}
    )
    assert fields_of(told)[1:] == [("label", "404")]
