"""Keys as staff make and end them, on the pages and by command.

K1  Administrators and evaluators make keys; the key is shown once, and reads from then on.
K2  What cannot be used is said beside its field, and nothing is made.
K3  A form that is sent twice makes one key; so does the database, if both come at once.
K4  One ends one's own keys, administrators those of everybody in the organization; nobody others'.
K5  The list says of each key what it reads, until when, and when it was used last.
K6  What was done is in the audit trail, without the key.
K7  The commands do the same, for whoever runs the server.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from survey.accounts.models import AuditEvent, Person, Role
from survey.api.models import ApiKey
from survey.api.tokens import SHAPE, hash_token, make_token
from survey.core.errors import SurveyError
from survey.db import db, transaction
from tests.factories.accounts import make_person, sign_in
from tests.factories.api_keys import bearer, make_api_key
from tests.factories.everybody import Everybody
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

GIVEN = {
    "name": "Board dashboard",
    "scopes": ["releases:read"],
    "places": "all",
    "days": "30",
}


def keys() -> list[ApiKey]:
    """Every key that there is."""
    return list(db.session.scalars(select(ApiKey).order_by(ApiKey.id)))


def ask_new(client: FlaskClient, everybody: Everybody, **changes: object) -> str:
    """Send the form of a new key of Hearth Homes; the words of the page that comes."""
    address = f"/staff/programs/new/{everybody.hearth.id}"
    return words_of(client.post(address, data={**GIVEN, **changes}))


@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_a_key_is_made(
    app: Flask, client: FlaskClient, everybody: Everybody, frozen_clock: FrozenClock, name: str
) -> None:
    """K1, K5, K6"""
    sign_in(client, everybody.named(name))
    assert "There is no key yet." in words_of(client.get("/staff/programs"))
    page = ask_new(client, everybody, places="named", properties=[str(everybody.maple.id)])
    shown = SHAPE.search(page)
    assert shown is not None
    token = shown[0]
    assert "It works until September 2, 2026." in page
    (key,) = keys()
    assert key.secret_hash == hash_token(token)
    program = app.test_client()
    assert program.get("/api/v1/releases", headers=bearer(token)).status_code == 200
    assert program.get("/api/v1/properties", headers=bearer(token)).status_code == 403
    listed = words_of(client.get("/staff/programs"))
    assert token not in listed
    for told in (
        "Board dashboard",
        f"{token[:10]}…",
        "Released results: documents, figures and comments",
        "Maple Court",
        "September 2, 2026",
        "August 3, 2026",
    ):
        assert told in listed
    assert "The list of properties" not in listed
    (act,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "api_key.made"))
    assert act.details == {
        "for": everybody.named(name).id,
        "scopes": ["releases:read"],
        "properties": [everybody.maple.id],
        "expires_on": "2026-09-02",
    }
    assert (act.actor_id, act.subject) == (everybody.named(name).id, f"api_key:{key.id}")


UNUSABLE: tuple[tuple[dict[str, object], str], ...] = (
    ({"name": " "}, "Write a name for the key."),
    ({"name": "x" * 81}, "at most 80 characters. It has 81 now."),
    ({"scopes": []}, "Tick at least one thing that it may read."),
    ({"scopes": ["answers:read"]}, "Choose from the list."),
    ({"places": "named"}, "Tick at least one property, or choose every property above."),
    ({"places": "named", "properties": ["999"]}, "Choose from the list."),
    ({"places": "world"}, "Choose one from the list."),
    ({"days": "366"}, "Choose one from the list."),
)


def test_what_cannot_be_used_is_said(client: FlaskClient, everybody: Everybody) -> None:
    """K2"""
    sign_in(client, everybody.alice)
    for fields, sentence in UNUSABLE:
        assert sentence in ask_new(client, everybody, **fields), fields
    assert keys() == []


def test_somebody_elses_property_is_not_offered(client: FlaskClient, everybody: Everybody) -> None:
    """K2"""
    sign_in(client, everybody.alice)
    away = str(everybody.away.id)
    assert "Choose from the list." in ask_new(client, everybody, places="named", properties=[away])
    assert keys() == []


def test_sent_twice(client: FlaskClient, everybody: Everybody) -> None:
    """K3: a colleague may take the same name, and so may the person once the key has ended."""
    sign_in(client, everybody.alice)
    assert SHAPE.search(ask_new(client, everybody))
    page = ask_new(client, everybody, name="  Board   dashboard ")
    assert "You have a key of this name already." in page
    (key,) = keys()
    make_api_key(everybody.charlie, everybody.hearth, name="Board dashboard")
    client.post(f"/staff/programs/{key.id}/revoked")
    assert SHAPE.search(ask_new(client, everybody))
    assert len(keys()) == 3


def test_the_database_refuses(everybody: Everybody) -> None:
    """K3: a second key of a name in use; and anything that is no hash."""
    make_api_key(everybody.alice, everybody.hearth)
    copied = (
        "INSERT INTO api_key (organization_id, created_by_id, name, prefix, secret_hash, scopes,"
        " only_named, created_at, expires_on) SELECT organization_id, created_by_id, {name},"
        " prefix, '{secret}', scopes, only_named, created_at, expires_on FROM api_key"
    )
    for name, secret in (("name", "ab" * 32), ("'Other'", make_token().text)):
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(text(copied.format(name=name, secret=secret)))
    with transaction():
        db.session.execute(text(copied.format(name="'Other'", secret="ab" * 32)))
    assert len(keys()) == 2


def test_who_ends_a_key(client: FlaskClient, everybody: Everybody) -> None:
    """K4, K6"""
    ended = {}
    for maker, by in (
        *(("charlie", "charlie"), ("charlie", "alice")),
        *(("alice", "charlie"), ("alice", "eve"), ("alice", "bob")),
    ):
        number, _token = make_api_key(
            everybody.named(maker), everybody.hearth, name=f"For {by} to end"
        )
        sign_in(client, everybody.named(by))
        replies = {client.post(f"/staff/programs/{number}/revoked").status_code for _ in range(2)}
        ended[maker, by] = db.session.get_one(ApiKey, number).revoked_at is not None
        assert replies == ({302} if ended[maker, by] else {404})
        client.post("/staff/sign-out")
    assert [pair for pair, over in ended.items() if over] == [
        ("charlie", "charlie"),
        ("charlie", "alice"),
    ]
    acts = db.session.scalars(select(AuditEvent.action)).all()
    assert acts.count("api_key.revoked") == 2


def test_ending_is_told(client: FlaskClient, everybody: Everybody) -> None:
    """K5"""
    number, _token = make_api_key(everybody.alice, everybody.hearth)
    sign_in(client, everybody.alice)
    page = words_of(client.post(f"/staff/programs/{number}/revoked", follow_redirects=True))
    assert "The key “Dashboard” does not work any more." in page
    assert "revoked" in page
    assert "Revoke" not in page


def test_who_sees_which(client: FlaskClient, everybody: Everybody) -> None:
    """K4, K5: evaluators their own, administrators all of the organization."""
    make_api_key(everybody.alice, everybody.hearth, name="Of Alice")
    make_api_key(everybody.charlie, everybody.hearth, name="Of Charlie")
    make_api_key(everybody.eve, everybody.away.organization, name="Of Eve")
    seen = {}
    for name in ("alice", "charlie", "eve"):
        page = words_of(sign_in(client, everybody.named(name)).get("/staff/programs"))
        seen[name] = re.findall(r"Of (\w+)", page)
        client.post("/staff/sign-out")
    assert seen == {"alice": ["Charlie", "Alice"], "charlie": ["Charlie"], "eve": ["Eve"]}


def test_states_and_order(
    client: FlaskClient, everybody: Everybody, frozen_clock: FrozenClock
) -> None:
    """K5: keys that work stand first."""
    make_api_key(everybody.alice, everybody.hearth, name="Short", days=1)
    make_api_key(everybody.charlie, everybody.hearth, name="Long", days=365)
    with transaction():
        everybody.charlie.disabled_at = frozen_clock()
    page = words_of(sign_in(client, everybody.alice).get("/staff/programs"))
    assert page.index("Long") < page.index("its maker is shut out")
    assert page.index("its maker is shut out") < page.index("Short") < page.index("too old")
    assert page.count("never") == 2


def test_the_menu_leads_there(client: FlaskClient, everybody: Everybody) -> None:
    """K1: for those who may, and nobody else."""
    for name, there in (("alice", True), ("charlie", True), ("bob", False), ("dana", False)):
        page = sign_in(client, everybody.named(name)).get("/staff/account")
        assert ("For programs" in words_of(page)) == there, name
        client.post("/staff/sign-out")
    assert heading_of(sign_in(client, everybody.bob).get("/staff/programs")) != "Keys for programs"


def test_the_service_refuses(everybody: Everybody) -> None:
    """K2: whoever calls it."""
    cases: tuple[tuple[Person, dict[str, Any], str], ...] = (
        (everybody.bob, {}, "key_not_allowed"),
        (everybody.eve, {}, "key_not_allowed"),
        (everybody.alice, {"scopes": []}, "key_scopes_needed"),
        (everybody.alice, {"properties": []}, "key_properties_needed"),
        (everybody.alice, {"properties": [everybody.away]}, "no_such_property"),
        (everybody.alice, {"days": 0}, "key_days"),
        (everybody.alice, {"days": 366}, "key_days"),
    )
    for maker, changes, code in cases:
        with pytest.raises(SurveyError) as refused:
            make_api_key(maker, everybody.hearth, **changes)
        assert refused.value.code == code
    assert keys() == []


def test_commands(app: Flask, everybody: Everybody) -> None:
    """K6, K7"""
    runner = app.test_cli_runner()
    made = runner.invoke(
        args=[
            *("api-keys", "make", "Alice@example.org", "--name", "Nightly  copy"),
            *("--scope", "releases:read", "--property", "maple-court", "--days", "10"),
        ]
    )
    assert made.exit_code == 0, made.output
    token = made.stdout.strip()
    assert SHAPE.fullmatch(token)
    program = app.test_client()
    assert program.get("/api/v1/releases", headers=bearer(token)).status_code == 200
    (line,) = runner.invoke(args=["api-keys", "list"]).output.splitlines()
    number, prefix, *rest = line.split("\t")
    assert prefix == f"{token[:10]}..."
    assert rest == [
        "alice@example.org",
        "releases:read",
        "maple-court",
        "2026-08-13",
        "2026-08-03",
        "works",
        "Nightly copy",
    ]
    assert runner.invoke(args=["api-keys", "revoke", number]).exit_code == 0
    assert program.get("/api/v1/releases", headers=bearer(token)).status_code == 401
    assert "\tended\t" in runner.invoke(args=["api-keys", "list"]).output
    acts = db.session.execute(select(AuditEvent.action, AuditEvent.actor_id)).all()
    assert [tuple(one) for one in acts if one.action.startswith("api_key")] == [
        ("api_key.made", None),
        ("api_key.revoked", None),
    ]


def test_commands_that_cannot_be_done(app: Flask, everybody: Everybody) -> None:
    """K7"""
    runner = app.test_cli_runner()
    away = everybody.away.organization
    make_person("Quinn", organization=away, role=Role.EVALUATOR)
    for arguments, sentence in (
        (["revoke", "7"], "There is no key 7. See: flask api-keys list"),
        (["make", "nobody@example.org", "--name", "x"], "Nobody has the address"),
        (["make", "bob@example.org", "--name", "x"], "Say which organization"),
        (["make", "quinn@example.org", "--name", " "], "Give the key a name of 1 to 80"),
        (["make", "quinn@example.org", "--name", "x", "--days", "400"], "for 1 to 365 days"),
        (["make", "quinn@example.org", "--name", "x", "--property", "maple-court"], "no such"),
    ):
        done = runner.invoke(args=["api-keys", *arguments])
        assert done.exit_code == 1, arguments
        assert sentence in done.output
    assert keys() == []
