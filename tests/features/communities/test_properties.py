"""Properties and their housing mix.

H1  A property is added with its facts; its slug comes from its name and is its own.
H2  The rows of a mix add up to the property, or there are none.
H3  What cannot be used is said in a sentence, and nothing typed is lost.
H4  A changed property keeps its slug, and a kind of homes that keeps its name keeps its key.
H5  Home shows one property's state with one next step, or the list of several.
H6  A name keeps its own direction in a line that runs the other way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.communities.queries import find_property
from survey.communities.slugs import make_slug
from survey.communities.standing import Line, Standing, Step, register_standing
from survey.db import db
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization, make_property
from tests.factories.everybody import Everybody
from tests.support.backends import ONE_DATABASE
from tests.support.pages import heading_of, words_of

FACTS = {
    "name": "Cedar Place",
    "address": "12 Cedar Street\nSpringfield",
    "timezone": "America/Chicago",
    "homes": "100",
    "adults": "1,150",
    "features": ["shared_space", "covenant"],
    "strata-0-label": "Full-price homes",
    "strata-0-homes": "60",
    "strata-0-adults": "700",
    "strata-1-label": "Lower-cost homes",
    "strata-1-homes": "40",
    "strata-1-adults": "450",
}


def add(client: FlaskClient, **changes: object) -> tuple[int, str]:
    data: Mapping[str, object] = {**FACTS, **changes}
    response = client.post("/staff/properties/new", data=data)
    return response.status_code, words_of(response) if response.status_code != 302 else ""


def test_a_property_is_added(client: FlaskClient, everybody: Everybody) -> None:
    """H1, H2"""
    sign_in(client, everybody.alice)
    assert add(client)[0] == 302
    place = find_property("cedar-place")
    assert place is not None
    assert (place.name, place.homes, place.adults) == ("Cedar Place", 100, 1150)
    assert (place.timezone, place.features) == ("America/Chicago", ["shared_space", "covenant"])
    assert place.address == "12 Cedar Street\nSpringfield"
    assert place.organization_id == everybody.hearth.id
    assert [(row.key, row.homes, row.adults) for row in place.strata] == [
        ("full_price_homes", 60, 700),
        ("lower_cost_homes", 40, 450),
    ]
    page = words_of(client.get("/staff/properties/cedar-place"))
    assert "1150 adults in 100 homes." in page
    assert "No survey has run here yet." in page


def test_pressed_twice_it_is_one_property(client: FlaskClient, everybody: Everybody) -> None:
    """H1: with any other fact it is another one, of the same name."""
    sign_in(client, everybody.alice)
    changed = {**FACTS, "features": ["covenant", "shared_space"]}
    answers = [client.post("/staff/properties/new", data=sent) for sent in (FACTS, changed)]
    assert {answer.location for answer in answers} == {"/staff/properties/cedar-place"}
    other = client.post("/staff/properties/new", data={**FACTS, "address": "14 Cedar Street"})
    assert other.location == "/staff/properties/cedar-place-2"
    named = select(Property.slug).where(Property.name == "Cedar Place").order_by(Property.id)
    assert db.session.scalars(named).all() == ["cedar-place", "cedar-place-2"]


def test_slugs(everybody: Everybody) -> None:
    """H1"""
    taken = {"maple-court", "property"}
    made = [
        make_slug(name, fallback="property", is_taken=taken.__contains__)
        for name in ("Maple Court", "Résidence Étoile", "枫苑", "O'Hara's", "x" * 90)
    ]
    assert made == ["maple-court-2", "residence-etoile", "property-2", "oharas", "x" * 40]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Write the property's name."),
        ({"homes": ""}, "Write how many homes there are."),
        ({"homes": "many"}, "Write a whole number, such as 120."),
        ({"homes": "-3"}, "Write a whole number, such as 120."),
        ({"homes": "0"}, "Write a number from 1 to 100000."),
        ({"adults": "1e9"}, "Write a whole number, such as 120."),
        ({"timezone": "Mars/Base"}, "Choose one from the list."),
        ({"features": ["swimming_pool"]}, "Choose from the list."),
        ({"strata-1-homes": "39"}, "homes of each kind add up to 99, but the property has 100"),
        ({"strata-1-adults": "451"}, "adults of each kind add up to 1151, but the property has"),
        ({"strata-1-label": "FULL-PRICE homes"}, "Two kinds of homes have the same name."),
        ({"strata-1-label": ""}, "Give this kind of homes a name."),
        ({"strata-1-adults": ""}, "Write a number. It may be 0."),
        ({"strata-1-adults": "x"}, "Adults: Write a whole number, such as 120."),
        (
            {"strata-1-label": "", "strata-1-homes": "", "strata-1-adults": ""},
            "One kind of homes is no mix.",
        ),
    ],
)
def test_what_cannot_be_used_is_said(
    client: FlaskClient, everybody: Everybody, changes: dict[str, object], sentence: str
) -> None:
    """H2, H3"""
    sign_in(client, everybody.alice)
    status, words = add(client, **changes)
    assert status == 400
    assert sentence in words
    assert find_property("cedar-place") is None
    response = client.post("/staff/properties/new", data={**FACTS, **changes})
    html = response.get_data(as_text=True)
    assert "<title>Error: Add a property" in html
    assert 'value="Full-price homes"' in html


def test_a_property_without_a_mix(client: FlaskClient, everybody: Everybody) -> None:
    """H2"""
    sign_in(client, everybody.alice)
    none = {key: "" for key in FACTS if key.startswith("strata-")}
    assert add(client, **none)[0] == 302
    place = find_property("cedar-place")
    assert place is not None
    assert place.strata == []
    page = words_of(client.get("/staff/properties/cedar-place"))
    assert "No housing mix is given" in page


def test_a_changed_property_keeps_slug_and_keys(client: FlaskClient, everybody: Everybody) -> None:
    """H4"""
    sign_in(client, everybody.alice)
    add(client)
    changed = client.post(
        "/staff/properties/cedar-place/edit",
        data={
            **FACTS,
            "name": "Cedar Gardens",
            "strata-0-label": "Lower-cost homes",
            "strata-0-homes": "50",
            "strata-0-adults": "500",
            "strata-1-label": "Owners",
            "strata-1-homes": "50",
            "strata-1-adults": "650",
        },
    )
    assert changed.status_code == 302
    place = db.session.scalars(select(Property).where(Property.name == "Cedar Gardens")).one()
    assert place.slug == "cedar-place"
    assert [(row.key, row.homes) for row in place.strata] == [
        ("lower_cost_homes", 50),
        ("owners", 50),
    ]


def test_the_form_shows_what_is_known(client: FlaskClient, everybody: Everybody) -> None:
    """H4"""
    sign_in(client, everybody.bob)
    html = client.get("/staff/properties/maple-court/edit").get_data(as_text=True)
    assert 'value="Maple Court"' in html
    assert 'value="Lower-cost homes"' in html
    assert "Hearth Homes" not in html


def test_home_of_one_property(client: FlaskClient, everybody: Everybody) -> None:
    """H5"""
    sign_in(client, everybody.bob)
    page = client.get("/staff")
    assert heading_of(page) == "No survey has run here yet."
    assert "Launch a wave" in words_of(page)
    assert "/staff/properties/maple-court/launch" in page.get_data(as_text=True)


def test_home_of_several_properties(client: FlaskClient, everybody: Everybody) -> None:
    """H5"""
    sign_in(client, everybody.charlie)
    page = client.get("/staff")
    words = words_of(page)
    assert heading_of(page) == "Your properties"
    assert "Birch Row No survey has run here yet." in words
    assert "Launch a wave" not in words
    assert "Add a property" not in words


@pytest.mark.parametrize("page", ["/staff", "/staff/homes", "/staff/calendar", "/staff/portfolio"])
@ONE_DATABASE
def test_before_the_first_property(client: FlaskClient, everybody: Everybody, page: str) -> None:
    """H5: whoever may add one is led there from every page that would show it."""
    empty = make_organization("New Ground")
    sign_in(client, make_person("Gil", organization=empty))
    answer = client.get(page)
    assert "No property yet." in words_of(answer)
    assert '<a class="button" href="/staff/properties/new">Add a property</a>' in answer.text
    assert "Ask an administrator" not in answer.text


@pytest.mark.parametrize("page", ["/staff", "/staff/homes", "/staff/calendar"])
@ONE_DATABASE
def test_before_one_is_given(client: FlaskClient, everybody: Everybody, page: str) -> None:
    """H5: a manager without a property reads whom to ask, and of nothing else to do."""
    organization = everybody.hearth
    sign_in(client, make_person("Ike", organization=organization, role=Role.MANAGER))
    answer = client.get(page)
    assert "No property has been given to you yet." in words_of(answer)
    assert 'class="button' not in answer.text


@pytest.mark.parametrize(("locale", "apart"), [("en", False), ("ar", True)])
@ONE_DATABASE
def test_a_name_that_begins_with_a_number(
    client: FlaskClient, everybody: Everybody, locale: str, apart: bool
) -> None:
    """H6"""
    street, organization = "101 Main St.", everybody.hearth
    make_property(street, organization=organization)
    sign_in(client, make_person("Joy", organization=organization, locale=locale))
    for page in ("/staff", "/staff/homes", "/staff/calendar"):
        assert (f"\u2068{street}\u2069" in client.get(page).text) is apart, page
    edited = client.get("/staff/properties/101-main-st/edit").text
    typed = re.findall(r'<(?:input|select)[^>]* dir="ltr"[^>]*>', edited)
    assert any('id="name"' in one for one in typed) is apart
    assert not [one for one in typed if 'id="adults"' in one or 'id="timezone"' in one]


def test_home_of_whoever_types_in_paper(client: FlaskClient, everybody: Everybody) -> None:
    """H5: the one thing that a keyer does, and no way to results that are not for them."""
    organization, places = everybody.maple.organization, [everybody.maple, everybody.birch]
    keyer = make_person("Kit", organization=organization, role=Role.KEYER, properties=places)
    sign_in(client, keyer)
    page = client.get("/staff")
    assert heading_of(page) == "Answers on paper"
    assert '<a class="button" href="/staff/paper">Type in sheets</a>' in page.text
    assert "No property has been given to you" not in words_of(page)
    assert "/staff/portfolio" not in page.text


def test_fieldwork_says_how_things_stand(
    app: Flask, client: FlaskClient, everybody: Everybody
) -> None:
    """H5: places show what a feature above them registers."""
    register_standing(
        app,
        lambda _person, place: Standing(
            headline=f"The pulse at {place.name} is open.",
            step=Step("Print the letters", "/staff/account", "The codes stand on them."),
            waves=(Line("Pulse 1", "open until 24 August", "/staff/bank"),),
        ),
    )
    sign_in(client, everybody.bob)
    page = client.get("/staff")
    assert heading_of(page) == "The pulse at Maple Court is open."
    assert "Print the letters" in words_of(page)
    assert "Pulse 1 open until 24 August" in words_of(page)
