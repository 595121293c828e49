"""Every address of Porchlight: a new one has to be entered in routes.txt, with who may use it.

R1  These are all the routes, with these methods and nobody else let in: tried with each person.
R2  A GET writes nothing. The one exception is stored, not changed: a PDF that is made once.
    (A key's first use on a day is noted: tests/features/api/test_entering.py, E6.)
R3  What the public and residents use opens no session and sets no cookie.
R4  No address and no query has a place for a code, a receipt or an answer.
R5  Every post but the residents' needs the form's own token. Residents have no session to forge.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from survey.db import db
from survey.letters.views import papers
from survey.reports.portfolio import services as portfolio_services
from survey.reports.services import KINDS, Kind
from tests.architecture.doors import House, furnish, writes_watched
from tests.architecture.source import python_files
from tests.factories.accounts import sign_in
from tests.factories.api_keys import bearer
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock

ROUTES = Path(__file__).with_name("routes.txt")
"""Each address, its methods, and who may use it."""
WHO = {
    "everybody": {"nobody", "alice", "bob", "charlie", "dana", "eve", "faye", "greta", "hana"},
    "staff": {"alice", "bob", "charlie", "dana", "eve", "faye", "greta", "hana"},
    "viewer": {"alice", "bob", "charlie", "dana", "faye"},  # of Maple Court
    "visitor": {"alice", "bob", "charlie", "dana", "faye", "greta"},  # of Maple Court
    "sender": {"alice", "bob", "greta"},  # of Maple Court
    "manager": {"alice", "bob"},  # of Maple Court
    "administrator": {"alice"},  # of Hearth Homes
    "translator": {"alice", "dana"},  # of Hearth Homes
    "senders": {"alice", "bob", "eve", "greta"},  # each of their own places
    "member": {"alice", "bob", "charlie", "dana", "faye", "greta", "hana"},  # of Hearth Homes
    "writer": {"alice", "bob", "dana"},  # of Hearth Homes
    "translators": {"alice", "dana", "eve"},  # each of their own organization
    "administrators": {"alice", "eve"},  # each of their own organization
    "maker": {"alice", "charlie"},  # of keys of Hearth Homes
    "makers": {"alice", "charlie", "eve"},  # each of their own organization
    "studier": {"alice", "charlie"},  # who may view all releases of Hearth Homes
    "studies": {"alice", "charlie", "eve"},  # each of their own organization
    "programs": set[str](),  # by a key: no sign-in opens these
    "redactor": {"faye"},  # of Maple Court: not even an administrator
    "redactors": {"faye"},
    "archivist": {"alice"},  # who asked for it
    "planners": {"alice", "bob", "eve", "greta"},  # whoever sends, each at their own places
    "keyer": {"hana"},  # of Maple Court: not even an administrator
    "paper": {"alice", "bob", "eve", "greta", "hana"},  # prints or types in somewhere
}
SIGN_IN = "/staff/sign-in"
STORES_WHAT_IT_MAKES = {
    "portfolio.archive_zip",
    "reports.agenda_pdf",
    "portfolio.summary_pdf",
    "reports.board_pdf",
    "reports.full_pdf",
    "reports.sheet_pdf",
    "reports.summary_pdf",
}
RESIDENTS = {
    "genuine.check",
    "leaving.leave",
    "leaving.stop",
    "responses.code",
    "responses.interviewer",
    "responses.kiosk",
    "responses.survey",
    "responses.withdraw",
}
QUERIES = (
    {"lang", "paper", "next", "of", "show", "page"}
    | {
        "owner",
        "size",
        "homes",
        "zone",
        "feature",
    }
    | {"door", "kind", "language", "reach"}
    | {"contact", "shape"}
    | {"made"}
)
"""The second ones choose places by what they are, the third homes, the fourth a test page, the last
is the random name of a form that has been sent."""
SECRET_WORDS = ("code", "receipt", "answer", "token", "key", "passphrase", "password", "email")


def table() -> list[tuple[str, str, str]]:
    """The lines of routes.txt: address, methods, who."""
    lines = [line.split() for line in ROUTES.read_text(encoding="utf-8").splitlines()]
    return [(line[0], " ".join(line[1:-1]), line[-1]) for line in lines]


def rules(app: Flask) -> list[Rule]:
    """Every rule, by address."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, methods(rule)))


def methods(rule: Rule) -> str:
    """A rule's methods without those that follow from GET."""
    return " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def is_public(rule: Rule) -> bool:
    """Whether a rule is for residents and the public."""
    return not rule.rule.startswith("/staff")


@pytest.fixture
def house(app: Flask, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a house with something behind each door; forms need no token, paper no printing."""
    app.config["WTF_CSRF_ENABLED"] = False
    for name, kind in KINDS.items():
        quick = replace(kind, make=lambda *_release: b"%PDF")
        monkeypatch.setitem(cast("dict[str, Kind]", KINDS), name, quick)
    monkeypatch.setattr(portfolio_services, "render_portfolio", lambda _composed: b"%PDF")
    for name in ("print_samples", "render_poster", "render_tent"):
        monkeypatch.setattr(papers, name, lambda *_asked: b"%PDF")
    return furnish(frozen_clock())


def doors_for(app: Flask, house: House, method: str) -> Iterator[tuple[Rule, str, str]]:
    """Each rule that takes a method: the rule, its address, who may use it."""
    who = {(rule, of): group for rule, of, group in table()}
    for rule in rules(app):
        if method in methods(rule).split():
            yield rule, house.address(rule), who[rule.rule, methods(rule)]


def enter(app: Flask, house: House, name: str) -> FlaskClient:
    """A browser of this person, signed in unless it is nobody."""
    client = app.test_client()
    return client if name == "nobody" else sign_in(client, house.people.named(name))


def told(reply: Response) -> tuple[int, str]:
    """The status, and where to go instead, without the way back."""
    return reply.status_code, reply.headers.get("Location", "").split("?")[0]


def test_all_routes(app: Flask) -> None:
    """R1"""
    found = [(rule.rule, methods(rule)) for rule in rules(app)]
    assert found == [(rule, of) for rule, of, _who in table()]


@ONE_DATABASE
def test_who_may_look(app: Flask, house: House) -> None:
    """R1: whoever may not is sent to sign in, or told that there is nothing."""
    got, expected = {}, {}
    for name in sorted(WHO["everybody"]):
        client = enter(app, house, name)
        for rule, address, who in doors_for(app, house, "GET"):
            with client.get(address) as reply:
                got[name, address] = told(reply)
            expected[name, address] = expected_of(name, rule, who)
    assert got == expected


def expected_of(name: str, rule: Rule, who: str) -> tuple[int, str]:
    """What somebody is told at a door that is open for these."""
    if name in WHO[who]:
        return (302, "/staff") if rule.rule == SIGN_IN and name != "nobody" else (200, "")
    if who == "programs":
        return 401, ""
    return (302, SIGN_IN) if name == "nobody" else (404, "")


@ONE_DATABASE
def test_who_may_not_act(app: Flask, house: House) -> None:
    """R1: a post by somebody without the right changes nothing."""
    for name in sorted(WHO["everybody"]):
        client = enter(app, house, name)
        db.session.rollback()
        tried = 0
        with writes_watched() as written:
            for _rule, address, who in doors_for(app, house, "POST"):
                if name in WHO[who]:
                    continue
                tried += 1
                reply = client.post(address, data={"confirm": "y", "disabled": "1"})
                refused = (302, SIGN_IN) if name == "nobody" else (404, "")
                assert told(reply) == refused, (name, address)
        assert written == [], name
        assert tried > (2 if name in {"alice", "eve"} else 3), name


def test_looking_writes_nothing(app: Flask, house: House) -> None:
    """R2, as one who may see it, whoever that is; the watch sees a post."""
    clients = {name: enter(app, house, name) for name in ("alice", "faye", "hana")}
    writers = set()
    for rule, address, who in doors_for(app, house, "GET"):
        client = next((one for name, one in clients.items() if name in WHO[who]), clients["alice"])
        headers = bearer(house.key) if who == "programs" else {}
        with writes_watched() as written, client.get(address, headers=headers) as reply:
            status = reply.status_code
        assert (status < 400) == (not written), address
        if written:
            writers.add(rule.endpoint)
    assert writers == STORES_WHAT_IT_MAKES
    with writes_watched() as written:
        client.post(f"/s/{house.open_wave.slug}/es", data=answer_with_code(house))
    assert written == ["INSERT INTO envelope"]


def answer_with_code(house: House) -> dict[str, str]:
    """An answer with one of the open wave's codes, as a page without script sends it."""
    return {
        "code": house.open_wave.codes[1],
        "submission_id": "a-made-up-submission-id",
        "per_bel_01": "4",
    }


def test_the_public_side_has_no_session(app: Flask, house: House) -> None:
    """R3: with a signed-in person's cookie too. Staff pages do vary by it: the watch sees."""
    stranger, alice = app.test_client(), enter(app, house, "alice")
    for rule, address, _who in doors_for(app, house, "GET"):
        for client in (stranger, alice):
            with client.get(address) as reply:
                headers = reply.headers
            knows = "Cookie" in headers.get("Vary", "") or "Set-Cookie" in headers
            assert knows != is_public(rule), address
    for rule, address, _who in doors_for(app, house, "POST"):
        if is_public(rule):
            for sent in (answer_with_code(house), {"code": "ABCD"}, {"receipt": "ABCD"}, {}):
                headers = stranger.post(address, data=sent).headers
                assert "Cookie" not in headers.get("Vary", ""), address
                assert "Set-Cookie" not in headers, address


def test_no_secret_in_an_address(app: Flask) -> None:
    """R4"""
    variables = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert [name for name in variables for word in SECRET_WORDS if word in name.lower()] == []
    asked = {
        node.args[0].value
        for path in python_files("survey")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "request.args.get"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked == QUERIES


def test_posts_need_a_token(app: Flask, house: House) -> None:
    """R5"""
    client = enter(app, house, "alice")
    app.config["WTF_CSRF_ENABLED"] = True
    db.session.rollback()
    with writes_watched() as written:
        for rule, address, _who in doors_for(app, house, "POST"):
            if rule.endpoint not in RESIDENTS:
                # Who is in already has nothing to do at the sign-in page, and is led home.
                expected = 302 if rule.endpoint == "accounts.sign_in" else 400
                reply = client.post(address, data={"confirm": "y"})
                assert reply.status_code == expected, address
    assert written == []
    for rule, address, _who in doors_for(app, house, "POST"):
        if rule.endpoint in RESIDENTS:
            assert client.post(address, data=answer_with_code(house)).status_code in {200, 404}
