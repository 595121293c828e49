"""Who gets in with a key, and how far.

E1  A key reads in its organization what its maker may read there at that moment, and no more.
E2  A key for some properties reads those; what is not its own is answered as what is nowhere.
E3  A key that is revoked or too old, or whose maker is shut out, reads nothing from then on.
E4  A key reads what its scopes name; the answer to anything else names the scope that it lacks.
E5  A key that asks too often waits, and as long as it is told; others do not.
E6  The day of the last use is kept, and no moment; a second use on that day writes nothing.
E7  No cookie opens anything here, and the key counts in the header only.
E8  Neither the database nor a log ever holds a key, whatever happens while it is used.
"""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from survey.accounts.models import Membership, MembershipProperty, Person, Role
from survey.api import queries
from survey.api.entering import LIMITS
from survey.api.limits import TIDIED_FROM, Limits
from survey.api.models import ApiKey, Scope
from survey.api.services import revoke_key
from survey.communities.models import Property
from survey.db import Base, db, transaction
from tests.architecture.doors import writes_watched
from tests.factories.accounts import sign_in
from tests.factories.api_keys import bearer, make_api_key
from tests.factories.everybody import Everybody
from tests.factories.releases import make_release
from tests.features.api.conftest import Ask
from tests.support import release_documents as documents
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import PageClient


@pytest.fixture
def released(everybody: Everybody) -> dict[str, int]:
    """Return a release of each of the three places, by slug."""
    places = (everybody.maple, everybody.birch, everybody.away)
    return {place.slug: make_release(documents.too_few(), place=place) for place in places}


def reads(ask: Ask, token: str) -> set[str]:
    """The slugs of the properties whose releases a key lists."""
    reply = ask("/releases", token)
    assert reply.status_code == 200, reply.data
    return {one["property"]["slug"] for one in reply.get_json()["items"]}


def told(ask: Ask, path: str, token: str | None) -> tuple[int, str]:
    """The status and the code of a problem."""
    reply = ask(path, token)
    assert reply.mimetype == "application/problem+json"
    problem = reply.get_json()
    assert problem["status"] == reply.status_code
    assert problem["type"].endswith(f"/api#{problem['code']}")
    assert "ETag" not in reply.headers
    return reply.status_code, problem["code"]


def change_role(person: Person, role: Role, places: list[int]) -> None:
    """Give a person another role at these properties."""
    membership_id = person.memberships[0].id
    with transaction():
        membership = db.session.get_one(Membership, membership_id)
        membership.role = role
        membership.properties = [MembershipProperty(property_id=one) for one in places]


def test_a_key_reads_in_its_organization(
    ask: Ask, everybody: Everybody, released: dict[str, int]
) -> None:
    """E1, E2"""
    _number, token = make_api_key(everybody.charlie, everybody.hearth)
    assert reads(ask, token) == {"maple-court", "birch-row"}
    away, nowhere = released["far-away"], 999
    for path in ("", "/document", "/figures", "/figures.csv", "/comments", "/comments/opn_01"):
        theirs, nothing = (ask(f"/releases/{one}{path}", token) for one in (away, nowhere))
        assert theirs.status_code == 404
        assert theirs.data == nothing.data
        assert theirs.headers.to_wsgi_list() == nothing.headers.to_wsgi_list()
    for slug in ("far-away", "nowhere"):
        assert told(ask, f"/properties/{slug}", token) == (404, "no_such_property")
        assert told(ask, f"/releases?property={slug}", token) == (404, "no_such_property")
    listed = ask("/properties", token).get_json()["items"]
    assert [one["slug"] for one in listed] == ["birch-row", "maple-court"]


def test_a_key_never_outgrows_its_maker(
    ask: Ask, everybody: Everybody, released: dict[str, int]
) -> None:
    """E1: limited, widened and removed while the keys stay as they are."""
    maple, birch = everybody.maple.id, everybody.birch.id
    _number, token = make_api_key(everybody.charlie, everybody.hearth)
    _number, limited = make_api_key(
        everybody.charlie, everybody.hearth, name="Limited", properties=[everybody.maple]
    )
    change_role(everybody.charlie, Role.MANAGER, [birch])
    assert reads(ask, token) == {"birch-row"}
    assert ask("/portfolio", token).get_json()["places"] == 1
    assert told(ask, f"/releases/{released['maple-court']}", token)[0] == 404
    assert reads(ask, limited) == set()
    change_role(everybody.charlie, Role.STEWARD, [maple, birch])
    assert reads(ask, token) == {"birch-row", "maple-court"}
    assert reads(ask, limited) == {"maple-court"}
    change_role(everybody.charlie, Role.MANAGER, [])
    assert reads(ask, token) == set()
    with transaction():
        db.session.delete(db.session.get_one(Membership, everybody.charlie.memberships[0].id))
    assert reads(ask, token) == set()


def test_a_key_for_named_properties(
    ask: Ask, everybody: Everybody, released: dict[str, int]
) -> None:
    """E2: it does not grow when it loses its last property, either."""
    number, token = make_api_key(
        everybody.alice, everybody.hearth, properties=[everybody.maple, everybody.maple]
    )
    assert reads(ask, token) == {"maple-court"}
    assert told(ask, f"/releases/{released['birch-row']}/document", token)[0] == 404
    assert told(ask, "/properties/birch-row", token) == (404, "no_such_property")
    assert ask("/portfolio", token).get_json()["places"] == 1
    with transaction():
        key = db.session.get_one(ApiKey, number)
        key.properties.clear()
    assert reads(ask, token) == set()
    assert ask("/properties", token).get_json()["items"] == []


def test_keys_end(
    ask: Ask, everybody: Everybody, frozen_clock: FrozenClock, released: dict[str, int]
) -> None:
    """E3: on the last day it still works."""
    number, token = make_api_key(everybody.alice, everybody.hearth, days=1, now=frozen_clock())
    other_number, other = make_api_key(
        everybody.charlie, everybody.hearth, name="Other", now=frozen_clock()
    )
    frozen_clock.forward(hours=35, minutes=59)
    assert ask("/releases", token).status_code == 200
    frozen_clock.forward(minutes=1)
    assert told(ask, "/releases", token) == (401, "key_expired")
    charlie_id = everybody.charlie.id
    for disabled, code in ((frozen_clock(), (401, "key_suspended")), (None, None)):
        with transaction():
            db.session.get_one(Person, charlie_id).disabled_at = disabled
        if code is None:
            assert ask("/releases", other).status_code == 200
        else:
            assert told(ask, "/releases", other) == code
    with transaction():
        revoke_key(key=db.session.get_one(ApiKey, other_number), actor=None, now=frozen_clock())
    reply = ask("/releases", other)
    assert reply.get_json()["code"] == "key_revoked"
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="Porchlight", error="invalid_token"'
    assert number != other_number


def test_scopes(ask: Ask, everybody: Everybody) -> None:
    """E4"""
    for scope, open_to, shut in (
        (Scope.RELEASES, "/releases", "/properties"),
        (Scope.PROPERTIES, "/properties", "/portfolio"),
    ):
        _number, token = make_api_key(
            everybody.alice, everybody.hearth, name=str(scope), scopes=[scope]
        )
        assert ask(open_to, token).status_code == 200
        reply = ask(shut, token)
        lacking = next(str(one) for one in Scope if one != scope)
        assert (reply.status_code, reply.get_json()["scope"]) == (403, lacking)
        assert reply.headers["WWW-Authenticate"] == (
            f'Bearer realm="Porchlight", error="insufficient_scope", scope="{lacking}"'
        )


def test_too_often(app: Flask, ask: Ask, everybody: Everybody, frozen_clock: FrozenClock) -> None:
    """E5"""
    app.extensions[LIMITS] = Limits(requests=2)
    _number, token = make_api_key(everybody.alice, everybody.hearth)
    _number, other = make_api_key(everybody.charlie, everybody.hearth)
    assert [ask("/releases", token).status_code for _ in range(2)] == [200, 200]
    frozen_clock.forward(seconds=20.5)
    assert told(ask, "/releases", token) == (429, "too_many_requests")
    assert ask("/properties", token).headers["Retry-After"] == "40"
    assert ask("/releases", other).status_code == 200
    frozen_clock.forward(seconds=39)
    assert ask("/releases", token).headers["Retry-After"] == "1"
    frozen_clock.forward(seconds=1)
    assert ask("/releases", token).status_code == 200


def test_the_count_does_not_grow_for_ever(frozen_clock: FrozenClock) -> None:
    """E5"""
    limits = Limits(requests=1)
    for key_id in range(TIDIED_FROM + 1):
        limits.count(key_id, frozen_clock())
    frozen_clock.forward(minutes=2)
    assert limits.count(-1, frozen_clock()) == 0
    assert len(limits._windows) == 1


def test_the_day_of_the_last_use(ask: Ask, everybody: Everybody, frozen_clock: FrozenClock) -> None:
    """E6: a refused try is no use."""
    number, token = make_api_key(
        everybody.alice, everybody.hearth, scopes=[Scope.PROPERTIES], now=frozen_clock()
    )
    assert ask("/releases", token).status_code == 403
    assert db.session.get_one(ApiKey, number).last_used_on is None
    for _day in range(2):
        assert ask("/properties", token).status_code == 200
        assert db.session.get_one(ApiKey, number).last_used_on == frozen_clock().date()
        db.session.rollback()
        with writes_watched() as written:
            assert ask("/properties", token).status_code == 200
        assert written == []
        frozen_clock.forward(days=1)
    moments = {column.name for column in inspect(ApiKey).columns if "Date" in repr(column.type)}
    assert moments == {"created_at", "expires_on", "revoked_at", "last_used_on"}
    assert ApiKey.__table__.c.last_used_on.type.python_type.__name__ == "date"


def test_only_the_header_counts(app: Flask, ask: Ask, everybody: Everybody) -> None:
    """E7"""
    _number, token = make_api_key(everybody.alice, everybody.hearth)
    client = PageClient(app, use_cookies=True)
    sign_in(client, everybody.alice)
    reply = client.get("/api/v1/releases")
    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="Porchlight"'
    assert "Cookie" not in reply.headers.get("Vary", "")
    for path in (f"/releases?access_token={token}", f"/releases?key={token}"):
        assert told(ask, path, None) == (401, "key_missing")
        assert told(ask, path, token) == (400, "bad_parameter")
    for sent in (f"Basic {token}", token, f"bearer{token}", f"Bearer {token[:-1]}", "Bearer"):
        reply = ask("/releases", headers={"Authorization": sent})
        assert reply.get_json()["code"] == "key_unknown"
    assert ask("/releases", headers={"Authorization": f"bearer  {token} "}).status_code == 200
    assert "Access-Control-Allow-Origin" not in ask("/releases", token).headers


def test_a_key_is_nowhere(
    ask: Ask,
    everybody: Everybody,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """E8: its hash and its first letters are; so there is something to find."""

    def broken(*_asked: object, **_more: object) -> None:
        raise RuntimeError(f"nobody foresaw {token}")

    caplog.set_level(logging.DEBUG)
    number, token = make_api_key(everybody.alice, everybody.hearth)
    monkeypatch.setattr(queries, "list_releases_within", broken)
    reply = ask("/releases", token)
    assert (reply.status_code, reply.get_json()["code"]) == (500, "server_error")
    assert token not in reply.get_data(as_text=True)
    assert "unforeseen error kind=RuntimeError" in caplog.text
    held = [
        str(row)
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()  # noqa: S608
    ]
    assert any(token[:10] in row for row in held)
    for secret in (token, token[len("plk_") :], token[10:]):
        assert secret not in caplog.text
        assert [row for row in held if secret in row] == []
    assert db.session.get_one(ApiKey, number).prefix == token[:10]


def test_places_of_others_are_refused(everybody: Everybody) -> None:
    """E2: no key is made for somebody else's property."""
    with pytest.raises(Exception, match="no_such_property"):
        make_api_key(
            everybody.alice,
            everybody.hearth,
            properties=[db.session.get_one(Property, everybody.away.id)],
        )
    assert bearer("x") == {"Authorization": "Bearer x"}
