"""The list and its homes by hand, as files, and by commands.

P1  Senders and managers of a property see its list, nobody else; senders find it from their home.
P2  The list is searched and filtered; contacts stand on a home's own page only.
P3  A home is added, changed and let go; the property counts along; two at once are told.
P4  What is wrong in a form is said beside its field, and what was typed stays.
P5  Files hold no formula, and come back as they went.
P6  Commands do what the pages do; a dry run changes nothing.
P7  Where list and property differ, the property's pages say so.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.communities.models import Property
from survey.db import db, transaction
from survey.homes.contacts import Contact
from survey.homes.files.reading import read_table
from survey.homes.models import Home
from survey.homes.queries import count_list, iterate_reached
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.homes import make_even_list, make_home_list
from tests.features.homes.maple_court import maple
from tests.support.home_files import ROWS, csv_of, listed, look_through, take
from tests.support.pages import words_of

LIST = "/staff/properties/maple-court/homes"
TYPED = {
    "label": "2-1",
    "stratum": "full_price_homes",
    "adults": "2",
    "language": "vi",
    "name": "Trần Thị Mai",
    "address": "2 Elm Street\n Minneapolis ",
    "email": "mai@mail.example.org; Mai.T@Mail.Example.org",
    "phone": "(612) 555-0123",
}


@pytest.fixture
def greta(client: FlaskClient, everybody: Everybody) -> FlaskClient:
    """Return the browser of Maple Court's sender, where there is a list that agrees."""
    with transaction():
        make_even_list(db.session.get_one(Property, everybody.maple.id), languages=("en", "es"))
    return sign_in(client, everybody.greta)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        *((name, True) for name in ("alice", "bob", "greta")),
        *((name, False) for name in ("hana", "faye", "charlie", "dana", "eve")),
    ],
)
def test_rights(client: FlaskClient, everybody: Everybody, name: str, may: bool) -> None:
    """P1"""
    with transaction():
        make_even_list(maple())
    sign_in(client, everybody.named(name))
    for page in ("", "/1", "/new", "/import", "/list.csv"):
        assert client.get(LIST + page).status_code == (200 if may else 404), page
    assert client.get("/staff/properties/birch-row/homes").status_code == (
        200 if name == "alice" else 404
    )
    menu = client.get("/staff").get_data(as_text=True)
    assert ('href="/staff/homes"' in menu) is (may or name == "eve")
    if name == "greta":
        assert LIST in client.get("/staff/homes", follow_redirects=True).get_data(as_text=True)
        assert "No property has been given to you" not in menu


def test_the_list(greta: FlaskClient) -> None:
    """P2"""
    first = words_of(greta.get(LIST))
    assert "120 homes with 180 adults. The property counts the same" in first
    assert "1-1 Full-price homes 2 Español Name · Address · E-mail · Telephone 1-2 " in first
    assert "1-50 Full-price homes" in first
    assert "1-51 " not in first
    assert "Page 1 of 3" in first
    known = ("Household", "residents.example", "+1612", "Elm")
    assert not [word for word in known if word in first]
    assert "1-51 Full-price homes" in words_of(greta.get(f"{LIST}?page=2"))
    few = words_of(greta.get(f"{LIST}?door=1-11&kind=lower_cost_homes&language=en&reach=mail"))
    assert "5 homes" in few
    assert "No home is like this." in words_of(greta.get(f"{LIST}?reach=no_mail"))
    assert 'value="Household 7"' in greta.get(f"{LIST}/7").get_data(as_text=True)
    assert greta.get(f"{LIST}/999").status_code == 404


def test_no_list_yet(client: FlaskClient, everybody: Everybody) -> None:
    """P1, P5: the empty page leads on, with a file to begin with."""
    sign_in(client, everybody.bob)
    assert "No list yet. Read one in from a CSV or XLSX file" in words_of(client.get(LIST))
    rows = read_table(client.get(f"{LIST}/template.csv").data).rows
    assert [row[:4] for row in rows] == [
        ("Unit", "Kind of homes", "Adults", "Language"),
        ("101", "Full-price homes", "2", "en"),
        ("102", "Lower-cost homes", "1", "es"),
    ]
    reply = client.post(f"{LIST}/new", data={"version": "0", **TYPED})
    assert reply.status_code == 302
    assert [one.home.number for one in iterate_reached(maple())] == [1]
    # Its kind has one home, and the other has none.
    assert [(one.homes, one.adults) for one in maple().strata] == [(1, 2), (0, 0)]


def test_by_hand(greta: FlaskClient) -> None:
    """P3"""
    assert greta.post(f"{LIST}/new", data=TYPED).headers["Location"] == LIST
    new = list(iterate_reached(maple()))[-1]
    assert (new.home.number, new.home.label, new.home.language) == (121, "2-1", "vi")
    assert new.contact == Contact(
        "Trần Thị Mai",
        ("2 Elm Street", "Minneapolis"),
        ("mai@mail.example.org", "Mai.T@mail.example.org"),
        ("+16125550123",),
    )
    assert (maple().homes, maple().adults) == (121, 182)
    assert count_list(maple()).agree_with(maple())
    stale = greta.post(f"{LIST}/121", data={**TYPED, "version": "0", "adults": "5"})
    assert stale.status_code == 400
    assert "The list of homes has changed meanwhile." in words_of(stale)
    assert 'value="5"' in stale.get_data(as_text=True)
    fresh = {**TYPED, "version": "1", "adults": "5", "phone": "", "language": "none"}
    assert greta.post(f"{LIST}/121", data=fresh).status_code == 302
    changed = list(iterate_reached(maple()))[-1]
    assert (changed.home.adults, changed.home.language, changed.contact.phone) == (5, None, ())
    assert maple().adults == 185
    assert greta.post(f"{LIST}/121/remove", data={"version": "1"}).status_code == 409
    assert greta.post(f"{LIST}/121/remove", data={"version": "2"}).status_code == 302
    assert greta.post(f"{LIST}/121/remove", data={"version": "3"}).status_code == 404
    gone = db.session.scalars(select(Home).where(Home.number == 121)).one()
    assert gone.contact is None
    assert gone.gone_on is not None
    assert (maple().homes, maple().adults) == (120, 180)


def test_what_is_wrong_in_a_form(greta: FlaskClient) -> None:
    """P4"""
    wrong = {**TYPED, "label": " 1-7 ", "email": "mai@mail", "phone": "12; 34"}
    told = words_of(greta.post(f"{LIST}/new", data=wrong))
    assert "E-mail: “mai@mail” is no e-mail address." in told
    assert "Telephone: “12” is no telephone number." in told
    twice = greta.post(f"{LIST}/new", data={**TYPED, "label": "1-7"})
    assert "Door or unit: 1-7 is on the list already." in words_of(twice)
    assert "mai@mail.example.org" in twice.get_data(as_text=True)
    many = greta.post(f"{LIST}/new", data={**TYPED, "adults": "21", "stratum": "none"})
    assert "Number of adults: Write a number from 0 to 20." in words_of(many)
    assert "Kind of homes: Choose one from the list." in words_of(many)
    assert len(list(iterate_reached(maple()))) == 120


FORMULA = "=HYPERLINK(1)"


def test_files_hold_no_formula(client: FlaskClient, everybody: Everybody) -> None:
    """P5"""
    contact = Contact(FORMULA, ("@SUM(1)", "-2 Elm"), ("a@mail.example.org",), ("+16125550101",))
    with transaction():
        make_home_list(maple(), [("+1", "full_price_homes", 2, "en", contact)])
    sign_in(client, everybody.greta)
    text = client.get(f"{LIST}/list.csv").data.decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text)))[1]
    assert cells[0] == "'+1"
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    book = client.get(f"{LIST}/list.xlsx")
    for data in (text.encode(), book.data):
        heads, row = read_table(data).rows
        told = dict(zip(heads, row, strict=True))
        assert (told["Unit"], told["Name"], told["Telephone"]) == ("+1", FORMULA, "+16125550101")
        assert told["Address"] == "@SUM(1)\n-2 Elm"
    assert book.headers["Cache-Control"] == "no-store"
    assert f'filename="homes-{maple().slug}.xlsx"' in book.headers["Content-Disposition"]
    problems = csv_of([("=1+1", "", "1", "", "", "=cmd", "")])
    page = look_through(client, problems, **listed("kinds", [""]), **listed("languages", ["none"]))
    assert "“=cmd” is no e-mail address." in client.get(f"{page}/problems.csv").text


def test_commands(app: Flask, everybody: Everybody, tmp_path: Path) -> None:
    """P6"""
    run = app.test_cli_runner().invoke
    file = tmp_path / "roll.csv"
    file.write_bytes(csv_of(ROWS))
    meant = ["--kind", "Market=full_price_homes", "--kind", "section 8=lower_cost_homes"]
    command = ["homes", "import", "maple-court", str(file)]
    told = run(args=command)
    assert told.exit_code == 1
    assert "Row 2: “Section 8” has not been given a kind of homes." in told.output
    dry = run(args=[*command, *meant, "--dry-run"])
    assert (dry.exit_code, count_list(maple()).homes) == (0, 0)
    assert dry.output.splitlines() == [
        "4 new, 0 changed, 0 the same, 0 gone; 4 homes, 6 adults",
        "Nothing was changed.",
    ]
    late = run(args=[*command, *meant, "--contacts-until", "2030-01-01"])
    assert "Keep contacts for at most two years" in late.output
    done = run(args=[*command, *meant, "--contacts-until", "2027-01-01"])
    assert "Contacts are destroyed on 2027-01-01." in done.output
    assert run(args=["homes", "list", "maple-court"]).output.splitlines() == [
        "4 homes, 6 adults",
        "  Full-price homes: 2 homes, 1 adults",
        "  Lower-cost homes: 2 homes, 5 adults",
        "Contacts until: 2027-01-01",
    ]
    out = tmp_path / "out.xlsx"
    assert run(args=["homes", "export", "maple-court", str(out)]).exit_code == 0
    assert out.stat().st_mode & 0o077 == 0
    assert read_table(out.read_bytes()).rows[1][4] == "José Núñez"
    for args, sentence in (
        (["import", "nowhere", str(file)], "There is no property 'nowhere'."),
        (["import", "maple-court", str(file), "--column", "Flat=door"], "no column with the head"),
        (["import", "maple-court", str(file), "--column", "Unit=dorr"], "'dorr' is none of: door"),
    ):
        told = run(args=["homes", *args])
        assert (told.exit_code, sentence in told.output) == (1, True), told.output


def test_the_property_says_so(client: FlaskClient, everybody: Everybody) -> None:
    """P7"""
    with transaction():
        make_even_list(maple())
    sign_in(client, everybody.bob)
    page = "/staff/properties/maple-court"
    assert "which is something else" not in words_of(client.get(page))
    assert "The list of homes has 120 homes with 180 adults." in words_of(
        client.get(f"{page}/edit")
    )
    with transaction():
        place = maple()
        place.adults += 1
        place.strata[0].adults += 1
    assert "The list of homes has 120 homes with 180 adults, which is something else." in words_of(
        client.get(page)
    )
    assert "the property counts otherwise" in words_of(client.get(LIST))
    home = {**TYPED, "label": "1-1", "version": "0"}
    assert client.post(f"{LIST}/1", data=home).status_code == 302
    assert "The property counts the same" in words_of(client.get(LIST))
    assert take(client, f"{LIST}/import/{'0' * 32}").headers["Location"] == LIST
