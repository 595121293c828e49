"""People, as administrators see them.

P1  Somebody is added with a role and places, and their first password is shown once.
P2  A role can be changed; places belong to managers and stewards only.
P3  Nobody can take away the last administrator.
P4  Somebody who is shut out cannot sign in, until let in again.
P5  Nobody touches the account of a person who also belongs elsewhere.
P6  What was done is written down.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.access import Right, has_right
from survey.accounts.models import AuditEvent, Membership, Person, Role
from survey.accounts.queries import find_person_by_email
from survey.db import db, transaction
from tests.factories.accounts import PASSWORD, make_person, sign_in
from tests.factories.everybody import Everybody
from tests.support.backends import ONE_DATABASE
from tests.support.pages import heading_of, words_of

PASSWORD_SHOWN = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


def add(client: FlaskClient, everybody: Everybody, **fields: object) -> str:
    data = {"name": "Grace", "email": "grace@example.org", "role": "manager", **fields}
    response = client.post(f"/staff/people/new/{everybody.hearth.id}", data=data)
    return words_of(response)


def test_somebody_is_added(app: Flask, client: FlaskClient, everybody: Everybody) -> None:
    """P1, P6"""
    sign_in(client, everybody.alice)
    page = add(client, everybody, email="Grace@Example.org", properties=[str(everybody.birch.id)])
    shown = PASSWORD_SHOWN.search(page)
    assert shown is not None
    grace = find_person_by_email("grace@example.org")
    assert grace is not None
    assert has_right(grace, everybody.birch, Right.MANAGE)
    assert not has_right(grace, everybody.maple, Right.VIEW_RELEASES)
    signed = app.test_client().post(
        "/staff/sign-in", data={"email": "grace@example.org", "password": shown[0]}
    )
    assert signed.status_code == 302
    acts = db.session.scalars(select(AuditEvent.action)).all()
    assert acts.count("person.added") == 1
    assert shown[0] not in str(db.session.execute(select(AuditEvent.details)).all())
    assert shown[0] not in words_of(client.get("/staff/people"))


@ONE_DATABASE
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Write the person's name."),
        ({"name": "x" * 121}, "at most 120 characters. It has 121 now."),
        ({"email": ""}, "Write the person's e-mail address."),
        ({"email": "grace at example"}, "Write an e-mail address, such as name@example.org."),
        ({"email": "x" * 250 + "@example.org"}, "Write an e-mail address"),
        ({"email": "BOB@example.org"}, "Somebody with this e-mail address is here already."),
        ({"role": "landlord"}, "Choose one from the list."),
        ({"role": ""}, "Choose one from the list."),
        ({"properties": ["999"]}, "Choose from the list."),
    ],
)
def test_what_cannot_be_used_is_said(
    client: FlaskClient, everybody: Everybody, fields: dict[str, object], sentence: str
) -> None:
    """P1"""
    sign_in(client, everybody.alice)
    before = len(db.session.scalars(select(Person)).all())
    assert sentence in add(client, everybody, **fields)
    assert len(db.session.scalars(select(Person)).all()) == before


def test_a_place_of_another_organization_cannot_be_named(
    client: FlaskClient, everybody: Everybody
) -> None:
    """P1"""
    sign_in(client, everybody.alice)
    page = add(client, everybody, properties=[str(everybody.away.id)])
    assert "Choose from the list." in page


def test_a_role_is_changed(client: FlaskClient, everybody: Everybody) -> None:
    """P2, P6"""
    sign_in(client, everybody.alice)
    member = everybody.bob.memberships[0].id
    birch = str(everybody.birch.id)
    changed = client.post(f"/staff/people/{member}", data={"role": "steward", "properties": birch})
    assert changed.status_code == 302
    assert not has_right(everybody.bob, everybody.maple, Right.VIEW_RELEASES)
    assert has_right(everybody.bob, everybody.birch, Right.VIEW_RELEASES)
    assert not has_right(everybody.bob, everybody.birch, Right.MANAGE)
    client.post(f"/staff/people/{member}", data={"role": "evaluator", "properties": birch})
    assert db.session.get_one(Membership, member).properties == []
    acts = db.session.scalars(select(AuditEvent.action)).all()
    assert acts.count("membership.changed") == 2


def test_the_last_administrator_stays(client: FlaskClient, everybody: Everybody) -> None:
    """P3"""
    sign_in(client, everybody.alice)
    member = everybody.alice.memberships[0].id
    refused = client.post(f"/staff/people/{member}", data={"role": "evaluator"})
    assert refused.status_code == 400
    assert "This is the last administrator" in words_of(refused)
    shut_out = client.post(f"/staff/people/{member}/disabled", data={"disabled": "yes"})
    assert shut_out.status_code == 403
    assert "This is the last administrator" in words_of(shut_out)
    assert db.session.get_one(Person, everybody.alice.id).disabled_at is None

    second = make_person("Frank", organization=everybody.hearth)
    changed = client.post(f"/staff/people/{member}", data={"role": "evaluator"})
    assert changed.status_code == 302
    assert second.memberships[0].role == Role.ADMINISTRATOR


def test_a_disabled_administrator_does_not_count(client: FlaskClient, everybody: Everybody) -> None:
    """P3"""
    frank = make_person("Frank", organization=everybody.hearth)
    with transaction():
        frank.disabled_at = frank.created_at
    sign_in(client, everybody.alice)
    member = everybody.alice.memberships[0].id
    refused = client.post(f"/staff/people/{member}", data={"role": "evaluator"})
    assert refused.status_code == 400


def test_shut_out_and_let_in_again(app: Flask, client: FlaskClient, everybody: Everybody) -> None:
    """P4"""
    bobs = sign_in(app.test_client(), everybody.bob)
    sign_in(client, everybody.alice)
    member = everybody.bob.memberships[0].id
    client.post(f"/staff/people/{member}/disabled", data={"disabled": "yes"})
    assert bobs.get("/staff").status_code == 302
    assert "shut out" in words_of(client.get("/staff/people"))
    again = {"email": "bob@example.org", "password": PASSWORD}
    assert bobs.post("/staff/sign-in", data=again).status_code == 400
    client.post(f"/staff/people/{member}/disabled", data={})
    assert bobs.post("/staff/sign-in", data=again).status_code == 302


def test_a_new_password(app: Flask, client: FlaskClient, everybody: Everybody) -> None:
    """P1, P4"""
    bobs = sign_in(app.test_client(), everybody.bob)
    sign_in(client, everybody.alice)
    page = client.post(f"/staff/people/{everybody.bob.memberships[0].id}/password")
    assert heading_of(page) == "A password for Bob"
    shown = PASSWORD_SHOWN.search(words_of(page))
    assert shown is not None
    assert bobs.get("/staff").status_code == 302
    signed = bobs.post("/staff/sign-in", data={"email": "bob@example.org", "password": shown[0]})
    assert signed.status_code == 302


def test_the_account_of_somebody_elses_person_is_left_alone(
    client: FlaskClient, everybody: Everybody
) -> None:
    """P5"""
    with transaction():
        bob = db.session.get_one(Person, everybody.bob.id)
        away = everybody.away.organization_id
        bob.memberships.append(Membership(organization_id=away, role=Role.EVALUATOR))
    hash_before = everybody.bob.password_hash
    sign_in(client, everybody.alice)
    here = next(m for m in everybody.bob.memberships if m.organization_id == everybody.hearth.id)
    for act in ("password", "disabled"):
        refused = client.post(f"/staff/people/{here.id}/{act}", data={"disabled": "yes"})
        assert refused.status_code == 403
        assert "also belongs to another organization" in words_of(refused)
    bob = db.session.get_one(Person, everybody.bob.id)
    assert (bob.password_hash, bob.disabled_at) == (hash_before, None)


def test_the_list_shows_roles_and_places(client: FlaskClient, everybody: Everybody) -> None:
    """P1"""
    sign_in(client, everybody.alice)
    words = words_of(client.get("/staff/people"))
    assert "Bob bob@example.org Manager Maple Court" in words
    assert "Charlie charlie@example.org Evaluator all properties" in words
    assert "eve@example.org" not in words
