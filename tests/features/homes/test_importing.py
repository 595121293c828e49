"""A file becomes the list: over the pages, by Greta, who may send and sees no results.

I1  Columns in any order, mapped on screen, remembered; words of kinds and languages too.
I2  Every bad row is named with its number and its reason, on the page and as a file; nothing is
    taken while there is one.
I3  Read in again: numbers stay by door, what has no column stays, the gone leave, new ones come
    last; codes of an open wave stay as they are.
I4  The property's numbers and its housing mix become the list's; fewer than two kinds are no mix.
I5  Sent twice, from two tabs, by two people, too late: one outcome, and a sentence.
I6  Kinds of homes that the property does not know yet can be made by a file.
I7  What is probably a mistake is told before anything is taken.
"""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.models import AuditEvent
from survey.db import db, transaction
from survey.homes.models import Home, HomeUpload
from survey.homes.queries import count_list, find_list, find_remembered, iterate_reached
from survey.homes.services import uploads
from survey.keys.key_files import get_contact_keys
from survey.waves.letters import list_codes
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.homes import make_even_list
from tests.factories.waves import launch_wave_for_tests
from tests.features.homes.maple_court import IN_THE_FILE, LIST, PLACE, homes, maple
from tests.support.frozen_clock import FrozenClock
from tests.support.home_files import (
    FIELDS,
    HEADS,
    KINDS,
    ROWS,
    columns,
    csv_of,
    listed,
    look_through,
    send,
    take,
    xlsx_of,
)
from tests.support.pages import heading_of, words_of


def test_from_file_to_list(greta: FlaskClient) -> None:
    """I1, I4"""
    page = look_through(greta, csv_of(ROWS))
    shown = words_of(greta.get(page))
    assert heading_of(greta.get(page)) == "Is this right?"
    assert "New homes 4 Changed homes 0" in shown
    assert "Full-price homes 2 1 Lower-cost homes 2 5 In the file 4 6 The property now 120 180" in (
        shown
    )
    assert "jose@mail.example.org +16125550101" in shown
    taken = take(greta, page)
    assert taken.headers["Location"] == PLACE
    assert "The homes are read in." in words_of(greta.get(PLACE))
    assert homes() == IN_THE_FILE
    place = maple()
    assert (place.homes, place.adults) == (4, 6)
    assert [(one.key, one.homes, one.adults) for one in place.strata] == [
        ("full_price_homes", 2, 1),
        ("lower_cost_homes", 2, 5),
    ]
    assert count_list(place).agree_with(place)
    acts = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "homes.imported"))
    assert [(act.subject, act.details) for act in acts] == [(f"property:{place.id}", {"rows": 4})]
    # The next file is understood by what was chosen for this one.
    again = send(
        greta, xlsx_of({"Homes": [HEADS[::-1], ("", "", "", "Chinese", 1, "market", 101)]})
    )
    assert greta.get(f"{again}/columns").status_code == 200
    remembered = find_remembered(find_list(maple()))
    assert remembered.kinds == {"market": KINDS[0], "section 8": KINDS[1]}
    assert remembered.columns["program"] == "kind"
    choices = uploads.read_choices(db.session.scalars(select(HomeUpload)).one())
    assert choices.columns == FIELDS[::-1]
    assert (choices.kinds, choices.languages) == ({"market": KINDS[0]}, {"chinese": "zh-Hans"})


BAD = (
    ("", "Market", "1", "English", "", "", ""),
    ("102", "Market", "two", "English", "", "", ""),
    ("", "", "", "", "", "", ""),
    ("Apt  7", "Market", "21", "English", "", "", ""),
    ("apt 7", "Market", "", "English", "", "", ""),
    ("105", "Luxury", "1.5", "Klingon", "", "ann@mail; b@mail.example.org", "555-12"),
    ("106", "", "1", "", "x" * 201, "", ""),
    ("x" * 81, "Market", "1", "", "", "", "(212) 555-0199; 12"),
)
REASONS = """
Row 2 There is no door or unit in this row.
Row 3 “two” is no whole number of adults.
Row 5 21 adults are too many for one home: at most 20.
Row 6 The number of adults is missing. It may be 0.
Row 6 The door “apt 7” stands in row 5 already.
A home has one row, with the number of all its adults.
Row 7 “1.5” is no whole number of adults.
Row 7 “ann@mail” is no e-mail address.
Row 7 “555-12” is no telephone number.
Row 8 The kind of homes is missing.
"""


def test_bad_rows(greta: FlaskClient) -> None:
    """I2: a word that means nothing yet is asked about once, and not in each of its rows."""
    chosen = {"columns": FIELDS, "kinds": ["", "", KINDS[0]], "languages": ["none", "en", ""]}
    sent = {key: one for name, told in chosen.items() for key, one in listed(name, told).items()}
    asked = columns(greta, send(greta, csv_of(BAD)), **sent, adults="1")
    assert asked.status_code == 400
    assert "Luxury: Choose what this word means." in words_of(asked)
    assert "Klingon: Choose a language, or that none is given." in words_of(asked)
    assert "(empty): Choose" not in words_of(asked)
    page = look_through(
        greta,
        csv_of(BAD),
        **listed("kinds", ["", KINDS[1], KINDS[0]]),  # of nothing, Luxury, Market
        **listed("languages", ["none", "en", "none"]),  # of nothing, English, Klingon
    )
    shown = words_of(greta.get(page))
    assert " ".join(REASONS.split()) in shown
    assert f"Row 8 The name “{'x' * 40}…” is too long: at most 200 letters." in shown
    assert f"Row 9 “{'x' * 80}…” is too long for a door: at most 80 letters." in shown
    assert "Row 9 “12” is no telephone number." in shown
    assert "7 rows cannot be taken as they are" in shown
    lines = greta.get(f"{page}/problems.csv").get_data(as_text=True).splitlines()
    assert lines[0] == "\ufeffRow,What to change"
    assert lines[5].startswith('6,"The door “apt 7” stands in row 5 already. A home has one row,')
    assert len(lines) == 13
    # Whoever sends the form all the same is told, and nothing is taken.
    reply = take(greta, page)
    assert reply.status_code == 400
    assert "Rows of the file that have to change first: 12. Nothing was taken." in words_of(reply)
    assert homes() == []
    assert maple().homes == 120


def test_unreadable_contacts_can_be_left_out(greta: FlaskClient) -> None:
    """I2: by a press, not by hand in the file; whatever else is wrong stays, and is told."""
    rows = [*ROWS[:3], ("104", "Market", "two", "Chinese", "", "ann@mail", "office")]
    page = look_through(greta, csv_of(rows))
    shown = words_of(greta.get(page))
    offered, wrong = (shown.index(one) for one in ("2 e-mail addresses and", "Row 5"))
    assert "2 e-mail addresses and telephone numbers cannot be read." in shown
    assert offered < wrong  # on a phone a hundred rows are a long way
    assert greta.post(f"{page}/leave-out").headers["Location"] == page
    shown = words_of(greta.get(page))
    assert "2 e-mail addresses and telephone numbers are left out" in shown
    assert "Row 5 “two” is no whole number of adults. All of them" in shown
    assert "Leave out what" not in shown
    assert take(greta, page).status_code == 400
    page = look_through(greta, csv_of([*ROWS[:3], (*ROWS[3][:6], "office")]))
    greta.post(f"{page}/leave-out")
    greta.post(f"{page}/leave-out")
    assert heading_of(greta.get(page)) == "Is this right?"
    assert take(greta, page).status_code == 302
    assert homes() == IN_THE_FILE
    reached = {one.home.label: one.contact for one in iterate_reached(maple())}
    assert (reached["103"].phone, reached["104"].phone) == (("+16125550103",), ())


def test_thousands_of_bad_rows(greta: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """I2: fifty a page."""
    page = look_through(greta, csv_of([(str(one), "", "1", "", "", "", "") for one in range(120)]),
        **listed("kinds", [""]), **listed("languages", ["none"]))  # fmt: skip
    last = words_of(greta.get(f"{page}?page=3"))
    assert "120 rows cannot be taken" in last
    assert "Row 121 The kind of homes is missing. The page before Page 3 of 3" in last


def test_languages_in_words_of_the_reader(greta: FlaskClient, everybody: Everybody) -> None:
    """I1: each by its own name and by the reader's, and once where the two are the same."""
    page = f"{send(greta, csv_of(ROWS))}/columns"
    english = words_of(greta.get(page))
    assert "Español · Spanish" in english
    assert "English · English" not in english
    with transaction():
        db.session.merge(everybody.greta).locale = "ar"
    arabic = words_of(greta.get(page))
    assert "الإسبانية" in arabic
    assert "Vietnamese" not in arabic


def test_columns_that_do_not_fit(greta: FlaskClient) -> None:
    """I1: no door, one thing twice, a column of names as kinds."""
    many = [(str(one), f"Name {one}", "1") for one in range(50)]
    data = csv_of(many, heads=("Unit", "Name", "Adults"))
    page = send(greta, data + b"\n" * (1 - len(data) % 2))  # odd, which UTF-16 cannot be
    for chosen, sentence in (
        (("", "name", "adults"), "Say which column is the door or unit."),
        (("door", "door", "adults"), "Another column is this already."),
        (("door", "kind", "adults"), "This column has 50 different words"),
    ):
        reply = columns(greta, page, **listed("columns", chosen), adults="1")
        assert reply.status_code == 400
        assert sentence in words_of(reply)
    other = columns(greta, page, encoding="utf-16-le", **listed("columns", FIELDS[:3]), adults="1")
    assert "The file is not written in these letters." in words_of(other)


def test_read_in_again(greta: FlaskClient, frozen_clock: FrozenClock) -> None:
    """I3"""
    with transaction():
        make_even_list(maple())
    work = launch_wave_for_tests(frozen_clock(), place=maple())
    codes = list_codes(work.wave)
    first_key = find_list(maple()).contacts_key  # type: ignore[union-attr]
    kept = [(f"1-{number}", "2") for number in range(120, 1, -1)]
    page = send(greta, csv_of([*kept, ("new door", "3")], heads=("Apt", "Adults")))
    assert columns(
        greta, page, **listed("columns", ("door", "adults")), adults="1"
    ).headers["Location"] == page  # fmt: skip
    shown = words_of(greta.get(page))
    assert "Row 121 This home is new, and no column says its kind." in shown
    assert "Homes that leave the list 1: 1-1" in shown
    page = send(greta, csv_of(kept, heads=("Apt", "Adults")))
    columns(greta, page, **listed("columns", ("door", "adults")), adults="1")
    assert take(greta, page).status_code == 302
    now = {one[0]: one for one in homes()}
    assert set(now) == set(range(2, 121))
    assert now[7] == (7, "1-7", "full_price_homes", 2, "en", "Household 7")
    gone = db.session.scalars(select(Home).where(Home.number == 1)).one()
    assert (gone.gone_on, gone.contact) == (frozen_clock().date(), None)
    assert (maple().homes, maple().adults) == (119, 238)
    assert [(one.home, one.adult, one.code) for one in list_codes(work.wave)] == [
        (one.home, one.adult, one.code) for one in codes
    ]
    assert get_contact_keys().find(first_key or "") is None
    # A door that comes back takes up its number; a new one gets the next.
    back = csv_of([("9-9", "Market", "1"), ("1-1", "Market", "1"), ("1-2", "Section 8", "1")],
        heads=("Apt", "Program", "Adults"))  # fmt: skip
    page = send(greta, back)
    columns(greta, page, **listed("columns", FIELDS[:3]), **listed("kinds", KINDS), adults="1")
    assert take(greta, page, version=1).status_code == 302
    assert [one[:2] for one in homes()] == [(1, "1-1"), (2, "1-2"), (121, "9-9")]


def test_what_should_make_one_stop(greta: FlaskClient) -> None:
    """I7: adults that no column tells; a file that is another place's; no file at all."""
    with transaction():
        make_even_list(maple())
    adults, other = "No column says how many adults", "Is this the file of Maple Court?"
    said = []
    for rows, heads in (
        ([("1-2", "Ann"), ("new door", "Bo")], ("Apt", "Name")),
        ([("1-2", "3")], ("Apt", "Adults")),
        ([(f"1-{number}", "Ann") for number in range(1, 121)], ("Apt", "Name")),
    ):
        page = send(greta, csv_of(rows, heads=heads))
        chosen = ("door", "name" if "Name" in heads else "adults")
        columns(greta, page, **listed("columns", chosen), adults="2")
        shown = words_of(greta.get(page))
        said.append((adults in shown, other in shown))
    assert said == [(True, True), (False, True), (False, False)]
    nothing = greta.post(f"{LIST}/import", data={"file": (io.BytesIO(b""), "")})
    assert nothing.status_code == 400
    assert "The file: Choose a file first." in words_of(nothing)


def test_new_kinds_and_no_kinds(greta: FlaskClient) -> None:
    """I4, I6"""
    rows = [("1", "Key staff", "1"), ("2", "key  staff", "1"), ("3", "Market", "2")]
    heads = ("Unit", "Type", "Adults")
    page = send(greta, csv_of(rows, heads=heads))
    kinds = listed("kinds", ["new", KINDS[0]])
    columns(greta, page, **listed("columns", FIELDS[:3]), **kinds, adults="1")
    assert take(greta, page).status_code == 302
    assert [(one.key, one.label, one.homes) for one in maple().strata] == [
        ("full_price_homes", "Full-price homes", 1),
        ("key_staff", "Key staff", 2),
    ]
    page = send(greta, csv_of(rows[:2], heads=heads))
    kinds = listed("kinds", ["key_staff"])
    columns(greta, page, **listed("columns", FIELDS[:3]), **kinds, adults="1")
    assert "would have no housing mix any more" in words_of(greta.get(page))
    assert take(greta, page, version=1).status_code == 302
    assert [one[2] for one in homes()] == [None, None]
    assert list(maple().strata) == []
    empty = send(greta, csv_of([("1", "0")], heads=("Unit", "Adults")))
    columns(greta, empty, **listed("columns", ("door", "adults")), adults="1")
    assert "At least one adult lives in the homes of a list." in words_of(greta.get(empty))
    assert take(greta, empty, version=2).status_code == 400


def test_twice_and_by_two(greta: FlaskClient, everybody: Everybody, client: FlaskClient) -> None:
    """I5"""
    page = look_through(greta, csv_of(ROWS))
    bob = sign_in(client.application.test_client(), everybody.bob)
    other = look_through(bob, csv_of(ROWS[:2]), **listed("languages", ["en", "es"]))
    assert take(greta, page).status_code == 302
    # A double click, the back button: the file is not there any more, and the list is whole.
    for reply in (take(greta, page), greta.get(page), greta.get(f"{page}/columns")):
        assert (reply.status_code, reply.headers["Location"]) == (303, LIST)
    assert words_of(greta.get(LIST)).count("This file is not here any more") == 3
    # Bob decided on the empty list.
    refused = take(bob, other)
    assert refused.status_code == 400
    assert "The list of homes has changed meanwhile." in words_of(refused)
    assert "Homes that leave the list 2: 103 , 104" in words_of(refused)
    assert homes() == IN_THE_FILE
    assert take(bob, other, version=1).status_code == 302
    assert [one[0] for one in homes()] == [1, 2]
    assert bob.post(f"{other}/drop").headers["Location"] == LIST


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ("2026-08-03", "This day is over. Choose tomorrow or a later day."),
        ("2028-08-03", "Keep contacts for at most two years, until August 2, 2028."),
        ("", "Choose a day."),
    ],
)
def test_the_end_of_contacts(greta: FlaskClient, ends: str, sentence: str) -> None:
    """I5: whatever is wrong, the file still waits."""
    page = look_through(greta, csv_of(ROWS))
    reply = take(greta, page, ends=ends)
    assert reply.status_code == 400
    assert sentence in words_of(reply)
    assert take(greta, page).status_code == 302


def test_put_away(greta: FlaskClient, frozen_clock: FrozenClock) -> None:
    """I5: by hand; by another file of the same person; by the hour, even before the job comes."""
    send(greta, csv_of(ROWS))
    page = send(greta, csv_of(ROWS))
    assert len(get_contact_keys().list()) == 1
    assert greta.post(f"{page}/drop").headers["Location"] == LIST
    assert get_contact_keys().list() == []
    page = look_through(greta, csv_of(ROWS))
    frozen_clock.forward(hours=1)
    assert take(greta, page).headers["Location"] == LIST
    assert homes() == []


def test_a_file_too_large_and_a_form_too_large(greta: FlaskClient) -> None:
    """I5: ten megabytes here, one everywhere else."""
    large = b"Unit,Name\n" + b"1,Ann\n" * 1_800_000
    reply = greta.post(f"{LIST}/import", data=large, content_type="text/csv")
    assert reply.status_code == 413
    assert "at most 10 megabytes" in words_of(reply)
    elsewhere = greta.post(f"{LIST}/new", data=large[:1_100_000], content_type="text/csv")
    assert elsewhere.status_code == 413
