"""`flask accounts`: the first administrator, and a forgotten password."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.access import list_administered
from survey.accounts.queries import find_person_by_email
from survey.communities.queries import find_organization_by_name
from survey.db import db

ADMIN = [
    "accounts",
    "create-admin",
    "--organization=Hearth Homes",
    "--name=Alice",
    "--email=Alice@example.org",
    "--password-stdin",
]


def test_the_first_administrator_can_sign_in(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    result = app.test_cli_runner().invoke(args=ADMIN, input="a lamp in every window\n")
    assert result.exit_code == 0, result.output
    assert "Alice administers Hearth Homes" in result.output
    signed = client.post(
        "/staff/sign-in",
        data={"email": "alice@example.org", "password": "a lamp in every window"},
    )
    assert signed.status_code == 302
    alice = find_person_by_email("alice@example.org")
    hearth = find_organization_by_name("Hearth Homes")
    assert alice is not None
    assert hearth is not None
    assert list_administered(alice) == (hearth.id,)


def test_a_second_administrator_joins_the_same_organization(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=ADMIN, input="a lamp in every window\n")
    second = [part.replace("Alice", "Ann") for part in ADMIN]
    assert runner.invoke(args=second, input="a lamp in every window\n").exit_code == 0
    db.session.rollback()
    ann, alice = find_person_by_email("ann@example.org"), find_person_by_email("alice@example.org")
    assert ann is not None
    assert alice is not None
    assert list_administered(ann) == list_administered(alice)


def test_prompts_ask_for_what_is_missing(app: Flask) -> None:
    answers = (
        "Hearth Homes\nAlice\nalice@example.org\na lamp in every window\na lamp in every window\n"
    )
    result = app.test_cli_runner().invoke(args=["accounts", "create-admin"], input=answers)
    assert result.exit_code == 0, result.output
    assert find_person_by_email("alice@example.org") is not None


def test_what_cannot_be_used_is_said_and_nothing_is_made(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=ADMIN, input="short\n")
    assert result.exit_code == 1
    assert "Choose a password of at least 12 characters." in result.output
    assert find_organization_by_name("Hearth Homes") is None


def test_a_forgotten_password(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=ADMIN, input="a lamp in every window\n")
    args = ["accounts", "set-password", "alice@example.org", "--password-stdin"]
    assert runner.invoke(args=args, input="another lamp for tonight\n").exit_code == 0
    db.session.rollback()
    alice = find_person_by_email("alice@example.org")
    assert alice is not None
    assert alice.session_epoch == 1
    nobody = runner.invoke(args=[*args[:2], "x@example.org", args[3]], input="y\n")
    assert "Nobody has the address x@example.org." in nobody.output
