"""Every address of Porchlight: a new one has to be entered here, with who may use it.

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

ROUTES = """
/                                                      GET       everybody
/api                                                   GET       everybody
/api/v1/                                               GET       everybody
/api/v1/openapi.json                                   GET       everybody
/api/v1/portfolio                                      GET       programs
/api/v1/properties                                     GET       programs
/api/v1/properties/<slug>                              GET       programs
/api/v1/releases                                       GET       programs
/api/v1/releases/<int(max=2147483647):release_id>      GET       programs
/api/v1/releases/<int(max=2147483647):release_id>/comments               GET       programs
/api/v1/releases/<int(max=2147483647):release_id>/comments/<item_id>     GET       programs
/api/v1/releases/<int(max=2147483647):release_id>/document               GET       programs
/api/v1/releases/<int(max=2147483647):release_id>/figures                GET       programs
/api/v1/releases/<int(max=2147483647):release_id>/figures.csv            GET       programs
/c                                                     GET POST  everybody
/calendar/<feed>.ics                                   GET       everybody
/genuine                                               GET POST  everybody
/health                                                GET       everybody
/messages/leave/<slip>                                 GET POST  everybody
/messages/stop                                         POST      everybody
/promise/<text>                                        GET       everybody
/promise/<text>.json                                   GET       everybody
/promise/<text>/<tag>                                  GET       everybody
/r/<slug>                                              GET       everybody
/r/<slug>/<tag>                                        GET       everybody
/r/<slug>/<tag>/<int:number>                           GET       everybody
/s/<slug>                                              GET       everybody
/s/<slug>/<tag>                                        GET POST  everybody
/s/<slug>/interviewer                                  GET       everybody
/s/<slug>/interviewer/<tag>                            GET POST  everybody
/s/<slug>/kiosk                                        GET       everybody
/s/<slug>/kiosk/<tag>                                  GET POST  everybody
/s/<slug>/withdraw                                     GET POST  everybody
/s/worker.js                                           GET       everybody
/staff                                                 GET       staff
/staff/account                                         GET POST  staff
/staff/bank                                            GET       staff
/staff/bank/own/<int:organization_id>                  GET       member
/staff/bank/own/<int:organization_id>/<item_id>        GET POST  writer
/staff/bank/own/<int:organization_id>/<item_id>/retire POST      writer
/staff/bank/own/<int:organization_id>/new              GET POST  writer
/staff/calendar                                        GET       planners
/staff/calendar/address                                POST      planners
/staff/comments                                        GET       redactors
/staff/comments/<wave_id>/<item_id>                    GET       redactor
/staff/comments/<wave_id>/<item_id>/<int:position>     GET POST  redactor
/staff/comments/<wave_id>/<item_id>/release            POST      redactor
/staff/comments/words/<slug>                           GET POST  redactor
/staff/homes                                           GET       staff
/staff/messages                                        GET       senders
/staff/paper                                           GET       paper
/staff/paper/<wave_id>                                 GET POST  keyer
/staff/paper/<wave_id>/<tag>                           GET POST  keyer
/staff/paper/<wave_id>/end                             POST      keyer
/staff/people                                          GET       administrators
/staff/people/<int:membership_id>                      GET POST  administrator
/staff/people/<int:membership_id>/disabled             POST      administrator
/staff/people/<int:membership_id>/password             POST      administrator
/staff/people/new/<int:organization_id>                GET POST  administrator
/staff/plans/waves/<int:planned_id>/moved              POST      manager
/staff/plans/waves/<int:planned_id>/skipped            POST      manager
/staff/portfolio                                       GET       staff
/staff/portfolio/archives                              POST      staff
/staff/portfolio/archives/<int:archive_id>             GET       archivist
/staff/portfolio/archives/<int:archive_id>/reports.zip GET       archivist
/staff/portfolio/summary.pdf                           GET       staff
/staff/portfolio/table.csv                             GET       staff
/staff/programs                                        GET       makers
/staff/programs/<int:program_id>/revoked               POST      maker
/staff/programs/new/<int:organization_id>              GET POST  maker
/staff/properties/<slug>                               GET       visitor
/staff/properties/<slug>/edit                          GET POST  manager
/staff/properties/<slug>/homes                         GET       sender
/staff/properties/<slug>/homes/<int:number>            GET POST  sender
/staff/properties/<slug>/homes/<int:number>/remove     POST      sender
/staff/properties/<slug>/homes/end-contacts            POST      sender
/staff/properties/<slug>/homes/import                  GET POST  sender
/staff/properties/<slug>/homes/import/<upload_id>      GET       sender
/staff/properties/<slug>/homes/import/<upload_id>/columns  GET POST  sender
/staff/properties/<slug>/homes/import/<upload_id>/drop POST      sender
/staff/properties/<slug>/homes/import/<upload_id>/leave-out POST sender
/staff/properties/<slug>/homes/import/<upload_id>/problems.csv  GET  sender
/staff/properties/<slug>/homes/import/<upload_id>/take POST      sender
/staff/properties/<slug>/homes/list.csv                GET       sender
/staff/properties/<slug>/homes/list.xlsx               GET       sender
/staff/properties/<slug>/homes/new                     GET POST  sender
/staff/properties/<slug>/homes/template.csv            GET       sender
/staff/properties/<slug>/launch                        GET POST  manager
/staff/properties/<slug>/plan                          GET       manager
/staff/properties/<slug>/plan/edit                     GET POST  manager
/staff/properties/<slug>/plan/stopped                  POST      manager
/staff/properties/<slug>/questionnaires                GET       manager
/staff/properties/<slug>/questionnaires                POST      manager
/staff/properties/new                                  GET POST  administrators
/staff/questionnaires/<int:questionnaire_id>           GET POST  manager
/staff/questionnaires/<int:questionnaire_id>/phone     GET       manager
/staff/questionnaires/<int:questionnaire_id>/preview   GET       manager
/staff/questionnaires/<int:questionnaire_id>/publish   POST      manager
/staff/releases/<int:release_id>                       GET       viewer
/staff/releases/<int:release_id>/agenda.pdf            GET       viewer
/staff/releases/<int:release_id>/board.pdf             GET       viewer
/staff/releases/<int:release_id>/bundle.zip            GET       viewer
/staff/releases/<int:release_id>/codebook.xml          GET       viewer
/staff/releases/<int:release_id>/data.zip              GET       viewer
/staff/releases/<int:release_id>/figures.sav           GET       viewer
/staff/releases/<int:release_id>/figures.xlsx          GET       viewer
/staff/releases/<int:release_id>/full.pdf              GET       viewer
/staff/releases/<int:release_id>/sheet.pdf             GET       viewer
/staff/releases/<int:release_id>/summary.pdf           GET       viewer
/staff/results                                         GET       staff
/staff/sign-in                                         GET POST  everybody
/staff/sign-out                                        POST      everybody
/staff/studies                                         GET       studies
/staff/studies/<int(max=2147483647):number>            GET       studier
/staff/studies/<int(max=2147483647):number>/study.csv  GET       studier
/staff/studies/<int(max=2147483647):number>/study.json GET       studier
/staff/studies/of/<int(max=2147483647):organization_id>                  GET       studier
/staff/studies/of/<int(max=2147483647):organization_id>                  POST      studier
/staff/translations                                    GET       translators
/staff/translations/<int:organization_id>/<tag>        GET       translator
/staff/translations/<int:organization_id>/<tag>/export/<kind>            GET       translator
/staff/translations/<int:organization_id>/<tag>/import POST      translator
/staff/translations/<int:organization_id>/<tag>/tested POST      translator
/staff/translations/<int:organization_id>/<tag>/texts/<unit_id>          GET POST  translator
/staff/translations/<int:organization_id>/<tag>/texts/<unit_id>/preview  GET       writer
/staff/waves/<wave_id>                                 GET       manager
/staff/waves/<wave_id>/cancel                          POST      manager
/staff/waves/<wave_id>/check                           POST      manager
/staff/waves/<wave_id>/close                           POST      manager
/staff/waves/<wave_id>/extend                          POST      manager
/staff/waves/<wave_id>/letters                         GET POST  sender
/staff/waves/<wave_id>/letters/<printing_id>/delete    POST      sender
/staff/waves/<wave_id>/letters/<printing_id>/file      POST      sender
/staff/waves/<wave_id>/letters/again                   POST      sender
/staff/waves/<wave_id>/letters/mailing                 POST      sender
/staff/waves/<wave_id>/letters/test                    GET       sender
/staff/waves/<wave_id>/messages                        GET       sender
/staff/waves/<wave_id>/messages/<contact>/<channel>    GET POST  sender
/staff/waves/<wave_id>/messages/<contact>/<channel>/stop                 POST      sender
/staff/waves/<wave_id>/messages/<contact>/<channel>/test                 POST      sender
/staff/waves/<wave_id>/moved-in                        GET POST  sender
/staff/waves/<wave_id>/moved-in/<hand_out>/file        POST      sender
/staff/waves/<wave_id>/moved-in/again                  POST      sender
/staff/waves/<wave_id>/open                            POST      manager
/staff/waves/<wave_id>/paper                           GET POST  sender
/staff/waves/<wave_id>/posters/<tag>                   GET       sender
/staff/waves/<wave_id>/tent                            GET       sender
/staff/waves/<wave_id>/tighten                         POST      manager
/staff/work                                            GET       administrators
/staff/work/<int:job_id>/again                         POST      administrators
/static/<path:filename>                                GET       everybody
"""
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
    """The table above: address, methods, who."""
    lines = [line.split() for line in ROUTES.strip().splitlines()]
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
                assert client.post(address, data={"confirm": "y"}).status_code == 400, address
    assert written == []
    for rule, address, _who in doors_for(app, house, "POST"):
        if rule.endpoint in RESIDENTS:
            assert client.post(address, data=answer_with_code(house)).status_code in {200, 404}
