"""Letters, hangers and slips on paper, read back as a phone and an envelope see them.

S1  One sheet a home, whatever its language, with eight adults and the longest names; more adults
    take another sheet.
S2  The address stands in the windows of DIN 5008 and US no. 10 envelopes, on both papers.
S3  Every square leads to its code, which is printed beside it.
S4  The home's language first, then a line in each other one; no name but the list's.
S5  A reminder has the same codes and thanks those who have answered.
S6  Test pages hold no code that leads anywhere.
S7  Names keep their order in sentences that are written the other way: of the place, of whoever
    asks, of whoever is greeted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from survey.communities.models import Property
from survey.core.sealing.codes import code_check
from survey.db import db, transaction
from survey.homes.contacts import Contact
from survey.keys.store import get_key_store
from survey.letters.homes import LetterHome, list_letter_homes
from survey.letters.making import print_homes, print_samples, speaker
from survey.letters.rendering import STYLES, Look, sheets_html
from survey.letters.sheets import DUMMY_CODE, MOST_CODES, make_sheets, sample_sheet
from survey.letters.windows import window_size
from survey.letters.words import REMINDER
from survey.pdf.papers import PAPERS, SIZES
from survey.pdf.rendering import count_pages
from survey.waves.models import AccessCode
from survey.web.locales import LANGUAGES, apart
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.features.letters.reading import codes_in, pages_of, place_of, rows_at_left, squares_in
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import gaps_in

pytestmark = ONE_DATABASE
LONG = "The Neighbors of Larkspur Court and Old Mill Terrace at Wilhelmina-von-Hohenstaufen-Avenue"
WORDY = ("es", "vi", "fil", "ru", "fr")
HOST = "http://127.0.0.1:8000"


def print_all(wave: Fieldwork, place: Property, look: Look, contact: str = "invitation") -> bytes:
    there = db.session.get_one(Property, place.id)
    return print_homes(wave.wave, there, list_letter_homes(wave.wave), look, contact)


def test_s1_one_sheet_in_every_language(frozen_clock: FrozenClock, app: object) -> None:
    """In the smallest type, which is taken where the others do not fit, on the lower paper; letters
    also with the most codes below each other and in two columns, where these take most words.
    """
    place = make_long_property()
    work = launch_wave_for_tests(
        frozen_clock(), place=place, languages=list(LANGUAGES), cuts=(), runner_name=LONG
    )
    say = speaker(work.wave, place, REMINDER)
    for shape, most in MOST_CODES.items():
        sheets = [sample_sheet(say(tag), most) for tag in LANGUAGES]
        if shape == "letters":
            sheets += [sample_sheet(say(tag), codes) for tag in WORDY for codes in (2, 4)]
        look = Look(shape, "letter", "9" * 120)
        html = sheets_html([(one, SIZES[-1]) for one in sheets], look)
        assert list(gaps_in(html)) == []
        assert count_pages(html, stylesheets=STYLES) == -(-len(sheets) // look.on_a_page), shape


def make_long_property() -> Property:
    with transaction():
        place = make_property(name=LONG)
        place.address = f"12 {LONG}"
    return place


def test_s1_more_adults_take_another_sheet(wave: Fieldwork, place: Property) -> None:
    say = speaker(wave.wave, place, "invitation")
    home = LetterHome("7", None, 1, "en", Contact(), tuple(f"AAAA-BBBB-{n:04}" for n in range(9)))
    sheets = list(make_sheets([home], say, "letters"))
    assert [(sheet.codes, sheet.of) for sheet in sheets] == [(8, "1 of 2"), (1, "2 of 2")]
    assert [sheet.codes for sheet in make_sheets([home], say, "hangers")] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize("paper", PAPERS)
def test_s2_in_the_window(wave: Fieldwork, place: Property, paper: str, tmp_path: Path) -> None:
    homes = [one for one in list_letter_homes(wave.wave) if one.door == "2-10"]
    pdf = print_homes(wave.wave, place, homes, Look("letters", paper), "invitation")
    for line in ("The Rivera family", "10 Elm St", "St. Paul, MN 55102"):
        left, top = place_of(pdf, line)
        assert 24 <= left <= 30
        assert 56 <= top <= 80
    first, second = {"a4": (105, 210), "letter": (93.1, 186.3)}[paper]
    marks = rows_at_left(pdf, tmp_path)
    assert marks
    assert all(min(abs(row - first), abs(row - second)) < 0.4 for row in marks), marks
    assert marks[-1] - marks[0] == pytest.approx(second - first, abs=0.4)


LONG_ADDRESSES = {
    "close": (
        "The Homes at Larkspur Court and Meadow",
        "4100 Meadowlark Boulevard Northeast, Building 2",
        "Third Entrance, behind the Community Garden",
        "Minneapolis, MN 55421-1801",
    ),
    "closest": (
        "THE HOMES AT LARKSPUR COURT AND OLD MILL TERRACE",
        "4100 MEADOWLARK BOULEVARD NORTHEAST, BUILDING 2",
        "Third Entrance, behind the Community Garden and the Mailboxes",
        "Minneapolis, MN 55421-1801",
    ),
}


@pytest.mark.parametrize("size", LONG_ADDRESSES)
def test_s2_long_lines_in_the_window(wave: Fieldwork, place: Property, size: str) -> None:
    """The last line, with the postal code, is what mail is sorted by."""
    (home,) = [one for one in list_letter_homes(wave.wave) if one.door == "2-10"]
    there = replace(home, contact=Contact("The Rivera family", LONG_ADDRESSES[size]))
    pdf = print_homes(wave.wave, place, [there], Look("letters", "letter"), "invitation")
    lines = [place_of(pdf, line)[1] for line in ("The Rivera", "55421-1801")]
    assert lines == sorted(lines)
    assert all(56 <= top <= 79.5 for top in lines), lines
    assert window_size(("The Rivera family", *LONG_ADDRESSES[size])) == size


@pytest.mark.parametrize("shape", MOST_CODES)
def test_s3_squares_and_codes(wave: Fieldwork, place: Property, shape: str, tmp_path: Path) -> None:
    pdf = print_all(wave, place, Look(shape, "a4"))
    in_order = [code for home in list_letter_homes(wave.wave) for code in home.codes]
    assert sorted(in_order) == sorted(wave.codes)
    assert codes_in(pdf) == in_order
    assert squares_in(pdf, tmp_path) == sorted(f"{HOST}/c#{code}" for code in wave.codes)


def test_s4_language_and_names(wave: Fieldwork, place: Property) -> None:
    arabic, spanish, plain, vietnamese = pages_of(print_all(wave, place, Look("letters", "letter")))
    assert spanish.count("The Rivera family") == 2  # in the window and in the greeting
    assert "10-1" in plain
    assert "1 Elm Street, Minneapolis, MN 55401" in plain
    # The survey is not asked in Vietnamese: that home is written to in English.
    for page in (plain, vietnamese):
        assert "Hearth Research is not your landlord." in " ".join(page.split())
    assert "Hearth Research no es" in " ".join(spanish.split())
    assert re.search("[\u0600-\u06ff]", arabic)
    line = "127.0.0.1:8000/c"
    assert (
        plain.replace("\n", "").count(line) == 4
    )  # beside the code, and a line in each other language


def test_s5_reminder(wave: Fieldwork, place: Property) -> None:
    first = print_all(wave, place, Look("letters", "a4"))
    second = print_all(wave, place, Look("letters", "a4"), REMINDER)
    assert codes_in(first) == codes_in(second)
    assert "Nobody knows who has" in " ".join(" ".join(pages_of(second)).split())
    assert "Nobody knows who has" not in " ".join(" ".join(pages_of(first)).split())


def test_s6_test_pages(wave: Fieldwork, place: Property, greta: FlaskClient) -> None:
    """One language at a time, as chosen on the page."""
    address = f"/staff/waves/{wave.wave_id}/letters"
    form = html5lib.parse(greta.get(address).data, namespaceHTMLElements=False).find(
        f".//form[@action='{address}/test']"
    )
    assert form is not None
    offered = {
        one.get("name"): [option.get("value") for option in one.iter("option")]
        for one in form.iter("select")
    }
    assert offered["language"] == ["en", "es", "zh-Hans", "ar"]
    assert offered["shape"] == list(MOST_CODES)
    choice = {"language": "ar", "contact": REMINDER, "shape": "letters", "paper": "a4"}
    assert all(value in offered[name] for name, value in choice.items())
    pdf = greta.get(f"{address}/test", query_string=choice).data
    (words,) = pages_of(pdf)
    assert "صفحة تجريبية" in words
    assert set(codes_in(pdf)) == {DUMMY_CODE}
    secret = get_key_store().get(wave.wave_id).box_secret
    check = code_check(secret, DUMMY_CODE)
    assert db.session.get(AccessCode, (wave.wave_id, check)) is None
    slips = print_samples(wave.wave, place, Look("slips", "a4"), REMINDER, ["ar", "en"])
    assert len(pages_of(slips)) == 1


def test_s7_names_keep_their_order(frozen_clock: FrozenClock, app: object) -> None:
    """S7"""
    with transaction():
        place = make_property(name="1200 Court")
    work = launch_wave_for_tests(frozen_clock(), place=place, runner_name="Homes (2)", cuts=())
    say = speaker(work.wave, place, "invitation")
    home = LetterHome("7", None, 1, "ar", Contact("Ann (B)", ("9 Elm St",)), ("AAAA-BBBB-CCCC",))
    (sheet,) = make_sheets([home], say, "letters")
    assert f"{apart('1200 Court')}؟" in sheet.words.title
    assert apart("Homes (2)") in sheet.words.lead
    assert apart("Ann (B)") in sheet.greeting
    english = say("en")
    assert "\u2068" not in english.title + english.lead
