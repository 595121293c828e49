"""The pages of translation review, over HTTP, and the files that leave and come back.

X1  The list tells each language's state; units can be narrowed to drafts.
X2  A steward corrects, signs off and is led to the next draft; the phone shows what is kept.
X3  A second tab that shows older wording changes nothing, and what was typed stays.
X4  A broken translation is told in a sentence, and what was typed stays.
X5  Export as PO and XLIFF, read by other programs; what comes back is shown before it changes
    anything, and what cannot be taken over is told with its reason.
X6  Files that are no files of translations are refused with a sentence.
X7  "Tested" needs everything signed off.
X8  The launch page tells each language's state and asks for the choice.
"""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from xml.etree import ElementTree as ET

import polib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.bank import get_bank
from survey.questionnaires.exchange import LARGEST_FILE_BYTES, compare_file
from survey.questionnaires.models import WordingCorrection
from survey.questionnaires.queries import find_corrections
from survey.questionnaires.reviewing import current_texts
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.questionnaires import MADE
from tests.support.backends import ONE_DATABASE
from tests.support.pages import words_of

ITEM = "rel_eas_01"
OWN = "¿Le resulta fácil hablar con la gente que vive aquí?"
XLIFF = "{urn:oasis:names:tc:xliff:document:1.1}"


@pytest.fixture
def people(client: FlaskClient, everybody: Everybody) -> Everybody:
    """Everybody, with Dana signed in."""
    sign_in(client, everybody.dana)
    return everybody


def address(people: Everybody, rest: str = "", tag: str = "es") -> str:
    return f"/staff/translations/{people.hearth.id}/{tag}{rest}"


def send(
    client: FlaskClient,
    people: Everybody,
    act: str,
    texts: list[str],
    seen: str = "",
    unit: str = ITEM,
) -> tuple[int, str]:
    there = address(people, f"/texts/{ITEM}")
    page = client.get(there).get_data(as_text=True)
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert found
    data = {"act": act, "seen": seen or found[1]}
    data |= {f"texts-{place}": text for place, text in enumerate(texts)}
    reply = client.post(there, data=data)
    location = reply.headers.get("Location", "")
    return reply.status_code, location or words_of(reply)


def texts_of(people: Everybody, unit: str = ITEM) -> list[str]:
    current = current_texts(get_bank(), people.hearth.id, "es")
    return [text for key, text in current.items() if key == unit or key.startswith(f"{unit}.")]


def upload(client: FlaskClient, people: Everybody, data: bytes, name: str) -> tuple[int, str]:
    reply = client.post(
        address(people, "/import"), data={"act": "show", "file": (BytesIO(data), name)}
    )
    return reply.status_code, reply.get_data(as_text=True)


def corrections(people: Everybody) -> dict[str, str]:
    found = find_corrections(people.hearth.id, ["es"]).get("es", {})
    return {key: text for (key, _source), text in found.items()}


def sign_all(people: Everybody) -> None:
    with transaction():
        services.mark_wordings(
            organization_id=people.hearth.id,
            tag="es",
            wordings=current_texts(get_bank(), people.hearth.id, "es"),
            state="reviewed",
            actor=people.dana,
            now=MADE,
        )


def test_the_lists_tell_states(client: FlaskClient, people: Everybody) -> None:
    """X1"""
    page = words_of(client.get("/staff/translations"))
    assert "Español Not yet reviewed by a fluent person 0 of" in page
    every = words_of(client.get(address(people)))
    assert every.count("Not yet reviewed by a fluent person") > 100
    code, _where = send(client, people, "reviewed", texts_of(people))
    assert code == 302
    assert "Español Not yet reviewed by a fluent person 1 of" in words_of(
        client.get("/staff/translations")
    )
    drafts = words_of(client.get(address(people, "?show=draft")))
    source = get_bank().items[ITEM].text
    assert (source in every, source in drafts) == (True, False)


def test_correct_and_sign_off(client: FlaskClient, people: Everybody) -> None:
    """X2"""
    before = texts_of(people)
    assert send(client, people, "keep", [OWN, *before[1:]])[0] == 302
    assert corrections(people) == {ITEM: OWN}
    shown = words_of(client.get(address(people, f"/texts/{ITEM}")))
    assert "Not yet reviewed by a fluent person" in shown
    assert before[0] in shown
    phone = client.get(address(people, f"/texts/{ITEM}/preview")).get_data(as_text=True)
    assert OWN in unescape(phone)
    code, there = send(client, people, "reviewed", texts_of(people))
    assert (code, "/texts/" in there, ITEM in there) == (302, True, False)
    shown = words_of(client.get(address(people, f"/texts/{ITEM}")))
    assert "Reviewed by a fluent person: Dana, July 2, 2026" in shown or "Dana" in shown
    assert send(client, people, "shipped", texts_of(people))[0] == 302
    assert corrections(people) == {}
    assert "Not yet reviewed" in words_of(client.get(address(people, f"/texts/{ITEM}")))


def test_a_second_tab_changes_nothing(client: FlaskClient, people: Everybody) -> None:
    """X3"""
    old = client.get(address(people, f"/texts/{ITEM}")).get_data(as_text=True)
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', old)
    assert found
    rest = texts_of(people)[1:]
    send(client, people, "keep", [OWN, *rest])
    code, page = send(client, people, "reviewed", ["Otra cosa.", *rest], seen=found[1])
    assert (code, "Somebody changed this wording meanwhile" in page) == (400, True)
    assert "Otra cosa." in page
    assert corrections(people) == {ITEM: OWN}


def test_a_broken_translation_is_told(client: FlaskClient, people: Everybody) -> None:
    """X4"""
    rest = texts_of(people)[1:]
    code, page = send(client, people, "reviewed", ["¿<b>Fácil</b>?", *rest])
    assert (code, "Write plain words without markup." in page) == (400, True)
    assert "¿<b>Fácil</b>?" in unescape(page)
    assert corrections(people) == {}


def test_po_leaves_and_comes_back(client: FlaskClient, people: Everybody) -> None:
    """X5"""
    reply = client.get(address(people, "/export/po"))
    assert reply.headers["Content-Disposition"].endswith('-es.po"')
    catalog = polib.pofile(reply.get_data(as_text=True))
    entries = {entry.msgctxt: entry for entry in catalog}
    assert {key: entry.msgstr for key, entry in entries.items()} == current_texts(
        get_bank(), people.hearth.id, "es"
    )
    noted = next(item for item in get_bank().items.values() if item.translator_note)
    assert " ".join(entries[noted.id].comment.split()) == noted.translator_note
    entries[ITEM].msgstr = OWN
    entries["rel_coh_01"].msgstr = "<i>Aquí</i>"
    entries["here"].msgid = "Other words with {place}"
    code, page = upload(client, people, str(catalog).encode(), "es.po")
    words = unescape(page)
    assert (code, OWN in words, corrections(people)) == (200, True, {})
    assert "1 text would change." in words
    assert "Write plain words without markup." in words
    assert "The English of this text is another one by now." in words
    changes = unescape(re.findall(r'name="changes" value="([^"]*)"', page)[0])
    taken = client.post(address(people, "/import"), data={"act": "take", "changes": changes})
    assert (taken.status_code, corrections(people)) == (302, {ITEM: OWN})


def test_xliff_leaves_and_comes_back(client: FlaskClient, people: Everybody) -> None:
    """X5"""
    data = client.get(address(people, "/export/xlf")).data
    tree = ET.fromstring(data)  # noqa: S314  (our own file)
    units = {unit.get("id"): unit for unit in tree.iter(f"{XLIFF}trans-unit")}
    texts = {key: unit.findtext(f"{XLIFF}target") for key, unit in units.items()}
    assert texts == current_texts(get_bank(), people.hearth.id, "es")
    target = units[ITEM].find(f"{XLIFF}target")
    assert target is not None
    target.text = OWN
    code, page = upload(client, people, ET.tostring(tree), "es.xlf")
    assert (code, "1 text would change." in page) == (200, True)
    assert OWN in unescape(page)


@ONE_DATABASE
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"Dear agency, please", "This is no PO or XLIFF file"),
        (b"<html><p>", "This is no PO or XLIFF file"),
        (b"\x89PNG\r\n\x1a\n", "This is no PO or XLIFF file"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xliff/>', "This is no PO or"),
    ],
)
def test_other_files_are_refused(
    client: FlaskClient, people: Everybody, data: bytes, sentence: str
) -> None:
    """X6"""
    code, page = upload(client, people, data, "es.po")
    assert (code, sentence in unescape(page)) == (400, True)


def test_files_have_an_end() -> None:
    """X6"""
    with pytest.raises(SurveyError) as refused:
        compare_file(b"#" * (LARGEST_FILE_BYTES + 1), [])
    assert refused.value.code == "file_too_large"


@ONE_DATABASE
@pytest.mark.parametrize("changes", ["", "[]", "{", '{"rel_eas_01": 3}', '{"x": "y"}'])
def test_forged_changes_are_refused(client: FlaskClient, people: Everybody, changes: str) -> None:
    """X6"""
    reply = client.post(address(people, "/import"), data={"act": "take", "changes": changes})
    assert reply.status_code == 400
    assert db.session.scalars(select(func.count()).select_from(WordingCorrection)).one() == 0


def test_tested_needs_reviewed(client: FlaskClient, people: Everybody) -> None:
    """X7"""
    there = address(people, "/tested")
    assert client.post(there).status_code == 302
    assert "Review every text first." in words_of(client.get(address(people)))
    sign_all(people)
    assert "It was tested" in words_of(client.get(address(people)))
    client.post(there)
    assert "Reviewed, and tested with residents" in words_of(client.get(address(people)))
    assert "Nothing is left to review here." in words_of(client.get(address(people, "?show=draft")))


@pytest.mark.parametrize(
    "rest", ["?of=99", "/texts/nothing", "/export/mo", "/texts/nothing?of=bank"]
)
def test_what_is_not_there(client: FlaskClient, people: Everybody, rest: str) -> None:
    """X6"""
    assert client.get(address(people, rest)).status_code == 404
    assert client.get(address(people, "", "en")).status_code == 404


def test_the_launch_page_tells(client: FlaskClient, everybody: Everybody) -> None:
    """X8"""
    sign_all(everybody)
    sign_in(client, everybody.bob)
    page = words_of(client.get("/staff/properties/maple-court/launch"))
    assert "Español Reviewed by a fluent person" in page
    assert "Tiếng Việt Not yet reviewed by a fluent person" in page
    assert "Ask in them all the same" in page
