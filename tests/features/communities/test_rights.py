"""Rights: who may do what where.

R1  Administrators may do everything in their organization, and nothing in another.
R2  Managers and stewards reach the places that they are named for, and no others.
R3  Evaluators and stewards read; they change nothing but, stewards, the wording of translations
    and the questions that their organization adds. Evaluators let programs of theirs read.
R4  What is absent and what is not theirs get the same answer.
R5  Every page of the staff side turns away whoever is not signed in.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.access import Right, has_right, has_right_in_organization
from survey.communities.queries import get_property_for, list_properties_for
from survey.core.errors import SurveyError
from tests.factories.accounts import make_person, sign_in
from tests.factories.everybody import Everybody
from tests.factories.jobs import make_failed_job
from tests.factories.own_questions import make_own_question
from tests.factories.questionnaires import make_questionnaire
from tests.support.pages import heading_of, words_of

WRITE = Right.WRITE_QUESTIONS
SEND = Right.SEND
KEYS = Right.MAKE_API_KEYS
ALL = {Right.VIEW_RELEASES, Right.MANAGE, Right.TRANSLATE, Right.ADMINISTER, WRITE, SEND, KEYS}
RUN = {Right.VIEW_RELEASES, Right.MANAGE, WRITE, SEND}
READ = {Right.VIEW_RELEASES, KEYS}
REVIEW = {Right.VIEW_RELEASES, Right.TRANSLATE, WRITE}


@pytest.mark.parametrize(
    ("name", "at_maple", "at_birch", "at_away"),
    [
        ("alice", ALL, ALL, set()),
        ("bob", RUN, set(), set()),
        ("charlie", READ, READ, set()),
        ("dana", REVIEW, set(), set()),
        ("eve", set(), set(), ALL),
        ("faye", {Right.VIEW_RELEASES, Right.REDACT}, set(), set()),
        ("greta", {SEND}, set(), set()),
        ("hana", {Right.KEY}, set(), set()),
    ],
)
def test_the_rights_of_each_role(
    everybody: Everybody,
    name: str,
    at_maple: set[Right],
    at_birch: set[Right],
    at_away: set[Right],
) -> None:
    """R1, R2, R3"""
    person = everybody.named(name)

    def rights(place: object) -> set[Right]:
        return {right for right in Right if has_right(person, place, right)}  # type: ignore[arg-type]

    assert rights(everybody.maple) == at_maple
    assert rights(everybody.birch) == at_birch
    assert rights(everybody.away) == at_away


def test_what_is_not_theirs_is_as_if_it_were_not(everybody: Everybody) -> None:
    """R4"""
    with pytest.raises(SurveyError) as absent:
        get_property_for(everybody.bob, "no-such-place", Right.VIEW_RELEASES)
    with pytest.raises(SurveyError) as not_his:
        get_property_for(everybody.bob, "birch-row", Right.VIEW_RELEASES)
    assert (absent.value.kind, absent.value.code) == (not_his.value.kind, not_his.value.code)
    assert (absent.value.kind, absent.value.code) == ("missing", "no_such_property")
    found = get_property_for(everybody.bob, "maple-court", Right.MANAGE)
    assert found is everybody.maple


def test_places_are_listed_by_right(everybody: Everybody) -> None:
    """R2"""
    listed = {
        name: [place.name for place in list_properties_for(everybody.named(name), Right.MANAGE)]
        for name in ("alice", "bob", "charlie", "dana", "eve")
    }
    assert listed == {
        "alice": ["Birch Row", "Maple Court"],
        "bob": ["Maple Court"],
        "charlie": [],
        "dana": [],
        "eve": ["Far Away"],
    }


def test_only_administrators_and_evaluators_reach_a_whole_organization(
    everybody: Everybody,
) -> None:
    """R1, R2"""
    reading = {
        name: has_right_in_organization(
            everybody.named(name), everybody.hearth.id, Right.VIEW_RELEASES
        )
        for name in ("alice", "bob", "charlie", "dana", "eve")
    }
    assert reading == {"alice": True, "bob": False, "charlie": True, "dana": False, "eve": False}


# Each door, and who gets in. POST doors are tried with nothing filled in, so that 302 and 400
# both mean "let in"; 404 means that the door is not there for them.
DOORS = [
    ("GET", "/staff", "abcde"),
    ("GET", "/staff/account", "abcde"),
    ("GET", "/staff/people", "ae"),
    ("GET", "/staff/people/new/{hearth}", "a"),
    ("POST", "/staff/people/new/{hearth}", "a"),
    ("GET", "/staff/people/{bob}", "a"),
    ("POST", "/staff/people/{bob}", "a"),
    ("POST", "/staff/people/{frank}/password", "a"),
    ("POST", "/staff/people/{frank}/disabled", "a"),
    ("GET", "/staff/work", "ae"),
    ("POST", "/staff/work/{job}/again", "a"),
    ("GET", "/staff/properties/new", "ae"),
    ("POST", "/staff/properties/new", "ae"),
    ("GET", "/staff/properties/maple-court", "abcd"),
    ("GET", "/staff/properties/birch-row", "ac"),
    ("GET", "/staff/properties/far-away", "e"),
    ("GET", "/staff/properties/maple-court/edit", "ab"),
    ("POST", "/staff/properties/maple-court/edit", "ab"),
    ("POST", "/staff/properties/birch-row/edit", "a"),
    ("GET", "/staff/bank", "abcde"),
    ("GET", "/staff/bank/own/{hearth}", "abcd"),
    ("GET", "/staff/bank/own/{hearth}/new", "abd"),
    ("POST", "/staff/bank/own/{hearth}/new", "abd"),
    ("GET", "/staff/bank/own/{hearth}/{own}", "abd"),
    ("POST", "/staff/bank/own/{hearth}/{own}", "abd"),
    ("POST", "/staff/bank/own/{hearth}/{own}/retire", "abd"),
    ("GET", "/staff/properties/maple-court/questionnaires", "ab"),
    ("POST", "/staff/properties/birch-row/questionnaires", "a"),
    ("GET", "/staff/questionnaires/{draft}", "ab"),
    ("POST", "/staff/questionnaires/{draft}", "ab"),
    ("GET", "/staff/questionnaires/{draft}/phone", "ab"),
    ("POST", "/staff/questionnaires/{draft}/publish", "ab"),
    ("GET", "/staff/translations", "ade"),
    ("GET", "/staff/translations/{hearth}/es", "ad"),
    ("GET", "/staff/translations/{hearth}/es/export/xlf", "ad"),
    ("POST", "/staff/translations/{hearth}/es/import", "ad"),
    ("POST", "/staff/translations/{hearth}/es/tested", "ad"),
    ("GET", "/staff/translations/{hearth}/es/texts/consent", "ad"),
    ("POST", "/staff/translations/{hearth}/es/texts/consent", "ad"),
]
NAMES = {"a": "alice", "b": "bob", "c": "charlie", "d": "dana", "e": "eve"}


def doors(everybody: Everybody) -> dict[tuple[str, str], str]:
    """Return who is let in by method and address, with the addresses filled in."""
    # Frank tries no door, and so may lose a password or be shut out.
    frank = make_person("Frank", organization=everybody.hearth)
    numbers: dict[str, int | str] = {
        "hearth": everybody.hearth.id,
        "bob": everybody.bob.memberships[0].id,
        "frank": frank.memberships[0].id,
        "draft": make_questionnaire(everybody.maple).id,
        "own": make_own_question(everybody.hearth).item_id,
        "job": make_failed_job(everybody.hearth).id,
    }
    return {(method, path.format(**numbers)): let_in for method, path, let_in in DOORS}


@pytest.mark.parametrize("letter", list(NAMES))
def test_every_door_with_everybody(client: FlaskClient, everybody: Everybody, letter: str) -> None:
    """R1, R2, R3, R4"""
    wanted = doors(everybody)
    sign_in(client, everybody.named(NAMES[letter]))
    opened = []
    for method, url in wanted:
        form = {"template": "pulse_core"} if method == "POST" else None
        status = client.open(url, method=method, data=form).status_code
        assert status in {200, 302, 303, 400, 404}, (method, url, status)
        if status != 404:
            opened.append((method, url))
    assert opened == [door for door, let_in in wanted.items() if letter in let_in]


def test_every_door_is_shut_to_strangers(client: FlaskClient, everybody: Everybody) -> None:
    """R5"""
    for method, url in doors(everybody):
        response = client.open(url, method=method)
        assert response.status_code == 302, (method, url)
        assert response.location.startswith("/staff/sign-in"), (method, url)


def test_every_route_of_the_staff_side_is_tried(app: Flask, everybody: Everybody) -> None:
    """R5: a page that nobody thought of is found here."""
    mine = {"communities", "questionnaires", "accounts"}
    open_to_all = {"accounts.sign_in", "accounts.sign_out"}
    rules = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in mine and rule.endpoint not in open_to_all
    }
    urls = app.url_map.bind("127.0.0.1")
    numbers = dict.fromkeys(("hearth", "bob", "frank", "draft", "own", "job"), 1)
    tried = {
        urls.match(path.format(**numbers), method=method)[0] for method, path, _let_in in DOORS
    }
    assert tried == rules


def test_a_refusal_names_nothing(client: FlaskClient, everybody: Everybody) -> None:
    """R4: the page for a place of somebody else says what the page for no place says."""
    sign_in(client, everybody.bob)
    not_his = client.get("/staff/properties/birch-row")
    absent = client.get("/staff/properties/no-such-place")
    assert heading_of(not_his) == "There is nothing at this address"
    assert words_of(not_his) == words_of(absent)
    assert "Birch" not in words_of(not_his)
