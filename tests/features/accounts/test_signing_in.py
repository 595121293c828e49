"""Signing in.

A1  E-mail and password lead to the page that was asked for, if it is one of the staff side.
A2  A wrong password, an unknown address and a disabled person get the same answer.
A3  After five tries in a quarter of an hour the sixth is refused, right or wrong.
A4  A session ends after 12 hours, with another password, and when its person is disabled.
A5  Signing out ends the session in this browser.
A6  No page outside of the staff side is ever sent the cookie.
A7  Nothing is posted without the page's own token.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts import services
from survey.accounts.models import Person, SignInThrottle
from survey.accounts.passwords import make_first_password, verify_password
from survey.accounts.signing_in import safe_way_back
from survey.db import db, transaction
from tests.factories.accounts import PASSWORD, make_person, sign_in
from tests.factories.communities import make_organization
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of


@pytest.fixture
def alice(app: Flask) -> Person:
    app.config["WTF_CSRF_ENABLED"] = False
    return make_person("Alice", organization=make_organization())


def try_to_sign_in(client: FlaskClient, password: str, email: str = "alice@example.org") -> str:
    response = client.post("/staff/sign-in", data={"email": email, "password": password})
    return "in" if response.status_code == 302 else words_of(response)


def test_the_page_that_was_asked_for_is_shown_after_signing_in(
    client: FlaskClient, alice: Person
) -> None:
    """A1"""
    asked = client.get("/staff/account")
    assert asked.status_code == 302
    page = client.get(asked.location)
    assert heading_of(page) == "Sign in"
    answer = client.post(
        asked.location,
        data={"email": " ALICE@example.org ", "password": PASSWORD, "next": "/staff/account"},
    )
    assert answer.location == "/staff/account"
    assert heading_of(client.get(answer.location)) == "Your account"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/staff", "/staff"),
        ("/staff/people?a=b", "/staff/people?a=b"),
        ("/staffing", None),
        ("/", None),
        ("//example.org/staff", None),
        ("https://example.org/staff", None),
        ("/staff\\@example.org", None),
        ("/staff/\nx", None),
        ("", None),
        (None, None),
    ],
)
def test_only_paths_of_the_staff_side_are_gone_back_to(path: str | None, kept: str | None) -> None:
    """A1"""
    assert safe_way_back(path) == kept


def test_what_does_not_fit_gets_one_answer(client: FlaskClient, alice: Person) -> None:
    """A2"""
    wrong = try_to_sign_in(client, "not the password")
    unknown = try_to_sign_in(client, PASSWORD, email="nobody@example.org")
    with transaction():
        alice.disabled_at = alice.created_at
    disabled = try_to_sign_in(client, PASSWORD)
    assert "do not fit together" in wrong
    assert wrong == unknown == disabled


def test_the_sixth_try_waits(client: FlaskClient, alice: Person, frozen_clock: FrozenClock) -> None:
    """A3"""
    for _try in range(5):
        assert "do not fit" in try_to_sign_in(client, "not the password")
        frozen_clock.forward(minutes=1)
    assert "Minutes to wait until the next one: 10." in try_to_sign_in(client, PASSWORD)
    assert try_to_sign_in(client, "x", email="bob@example.org").count("do not fit") == 1
    frozen_clock.forward(minutes=10)
    assert try_to_sign_in(client, PASSWORD) == "in"


def test_signing_in_forgets_the_tries_and_addresses_are_never_stored(
    client: FlaskClient, alice: Person
) -> None:
    """A3"""
    try_to_sign_in(client, "not the password")
    counted = db.session.scalars(select(SignInThrottle)).all()
    assert [row.failures for row in counted] == [1]
    assert "alice" not in counted[0].key
    assert try_to_sign_in(client, PASSWORD) == "in"
    assert db.session.scalars(select(SignInThrottle)).all() == []


def test_a_session_ends_after_twelve_hours(
    client: FlaskClient, alice: Person, frozen_clock: FrozenClock
) -> None:
    """A4"""
    sign_in(client, alice)
    frozen_clock.forward(hours=11, minutes=59)
    assert client.get("/staff/account").status_code == 200
    frozen_clock.forward(minutes=1)
    assert client.get("/staff/account").status_code == 302


def test_another_password_signs_out_everywhere_but_here(
    app: Flask, client: FlaskClient, alice: Person
) -> None:
    """A4"""
    elsewhere = sign_in(app.test_client(), alice)
    sign_in(client, alice)
    changed = client.post(
        "/staff/account",
        data={
            "password-current": PASSWORD,
            "password-new": "another lamp for tonight",
            "password-again": "another lamp for tonight",
        },
    )
    assert changed.status_code == 302
    assert client.get("/staff/account").status_code == 200
    assert elsewhere.get("/staff/account").status_code == 302
    assert try_to_sign_in(app.test_client(), "another lamp for tonight") == "in"


@pytest.mark.parametrize(
    ("current", "new", "again", "sentence"),
    [
        ("wrong", "another lamp for tonight", "another lamp for tonight", "not the password that"),
        (PASSWORD, "another lamp for tonight", "another lamp", "The two new passwords differ"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "x" * 201, "x" * 201, "at most 200 characters"),
        (PASSWORD, "", "", "Write a new password."),
    ],
)
def test_a_password_is_changed_with_care(
    client: FlaskClient, alice: Person, current: str, new: str, again: str, sentence: str
) -> None:
    """A4"""
    sign_in(client, alice)
    refused = client.post(
        "/staff/account",
        data={"password-current": current, "password-new": new, "password-again": again},
    )
    assert refused.status_code == 400
    assert sentence in words_of(refused)
    assert client.get("/staff/account").status_code == 200
    assert verify_password(db.session.get_one(Person, alice.id).password_hash, PASSWORD)


def test_a_disabled_person_is_out_at_once(
    client: FlaskClient, alice: Person, frozen_clock: FrozenClock
) -> None:
    """A4"""
    bob = make_person("Bob", organization=make_organization("Elsewhere"))
    sign_in(client, bob)
    with transaction():
        # Not through the service: it would keep the last administrator.
        bob.disabled_at = frozen_clock()
    assert client.get("/staff/account").status_code == 302


def test_signing_out(client: FlaskClient, alice: Person) -> None:
    """A5"""
    sign_in(client, alice)
    assert client.get("/staff/sign-out").status_code == 405
    assert client.get("/staff/account").status_code == 200
    assert client.post("/staff/sign-out").location == "/staff/sign-in"
    assert client.get("/staff/account").status_code == 302


def test_the_cookie_stays_on_the_staff_side(client: FlaskClient, alice: Person) -> None:
    """A6"""
    signed = client.post("/staff/sign-in", data={"email": alice.email, "password": PASSWORD})
    cookie = signed.headers["Set-Cookie"]
    assert "Path=/staff" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get_cookie("porchlight", path="/staff") is not None
    assert "Set-Cookie" not in client.get("/").headers


def test_a_form_without_its_token_is_refused(
    app: Flask, client: FlaskClient, alice: Person
) -> None:
    """A7"""
    app.config["WTF_CSRF_ENABLED"] = True
    refused = client.post(
        "/staff/sign-in", data={"email": "alice@example.org", "password": PASSWORD}
    )
    assert refused.status_code == 400
    assert "The page was open for a long time" in words_of(refused)


def test_the_pages_follow_a_persons_language(client: FlaskClient, alice: Person) -> None:
    """The staff side is written in each person's own language."""
    sign_in(client, alice)
    kept = client.post("/staff/account", data={"profile-name": "Alia", "profile-locale": "ar"})
    assert kept.status_code == 302
    page = client.get("/staff/account").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert "Alia" in page
    nowhere = client.get("/staff/nothing-here")
    assert nowhere.status_code == 404
    assert '<html lang="ar" dir="rtl">' in nowhere.get_data(as_text=True)
    assert 'href="/staff/account"' in nowhere.get_data(as_text=True)
    other = client.post("/staff/account", data={"profile-name": "", "profile-locale": "xx"})
    assert other.status_code == 400


def test_a_first_password_is_long_enough_and_never_the_same() -> None:
    """A first password fits the rule that it will be judged by."""
    first, second = make_first_password(), make_first_password()
    assert first != second
    assert [len(part) for part in first.split("-")] == [4, 4, 4, 4]


def test_the_hash_is_argon2id_with_the_recommended_cost(
    alice: Person, frozen_clock: FrozenClock
) -> None:
    """OWASP: argon2id, 19 MiB, two passes, one lane."""
    with transaction():
        services.set_password(person=alice, password=PASSWORD, actor=None, now=frozen_clock())
    assert alice.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_services_write_down_what_was_done(alice: Person, frozen_clock: FrozenClock) -> None:
    """Setting a password ends every session of the person."""
    before = alice.session_epoch
    with transaction():
        services.set_password(
            person=alice, password="a third lamp for you", actor=None, now=frozen_clock()
        )
    assert alice.session_epoch == before + 1
