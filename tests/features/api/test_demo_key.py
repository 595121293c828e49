"""The key that the demo shows when it starts.

D1  It reads what the demo's evaluator reads, and is printed whole where it is made, nowhere else.
D2  The next start ends it; so does the day after the next.
D3  Nothing is made where there is no demo, or on a production server.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from survey.accounts.models import Role
from survey.api.models import ApiKey
from survey.db import db, transaction
from survey.demo.programs import MAKER, NAME
from tests.factories.accounts import make_person
from tests.factories.communities import make_organization, make_property
from tests.features.api.conftest import Ask
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def evaluator(app: Flask) -> None:
    """The demo's evaluator, at an organization with a property; one elsewhere."""
    lantern = make_organization("Lantern Homes")
    make_property("Alder House", organization=lantern)
    make_property("Elsewhere", organization=make_organization("Other"))
    person = make_person("Emery", organization=lantern, role=Role.EVALUATOR)
    with transaction():
        db.session.merge(person).email = MAKER


def start(app: Flask) -> str:
    """What starting the demo prints of programs."""
    result = app.test_cli_runner().invoke(args=["demo", "--key"])
    assert result.exit_code == 0, result.output
    return result.output


def key_of(said: str) -> str:
    """The key in it."""
    (found,) = re.findall(r"Bearer (plk_[\w-]+)", said)
    return str(found)


def test_d1_d2_one_for_each_start(
    app: Flask, ask: Ask, evaluator: None, frozen_clock: FrozenClock
) -> None:
    said = start(app)
    first = key_of(said)
    assert "/api/v1/releases" in said
    assert ask("/releases", first).status_code == 200
    read = ask("/properties", first).get_json()["items"]
    assert [place["name"] for place in read] == ["Alder House"]
    second = key_of(start(app))
    assert ask("/releases", first).get_json()["code"] == "key_revoked"
    assert ask("/releases", second).status_code == 200
    db.session.rollback()
    kept = list(db.session.scalars(select(ApiKey).order_by(ApiKey.id)))
    assert [(key.name, key.revoked_at is None) for key in kept] == [(NAME, False), (NAME, True)]
    assert not any(token in str(vars(key)) for key in kept for token in (first, second))
    frozen_clock.forward(days=2)
    assert ask("/releases", second).get_json()["code"] == "key_expired"


def test_d3_no_demo(app: Flask) -> None:
    assert start(app).strip() == ""
    assert db.session.scalars(select(ApiKey)).all() == []


def test_d3_not_in_production(app: Flask, evaluator: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, mode="production"))
    result = app.test_cli_runner().invoke(args=["demo", "--key"])
    assert result.exit_code == 1
    assert "production database" in result.output
    assert db.session.scalars(select(ApiKey)).all() == []
