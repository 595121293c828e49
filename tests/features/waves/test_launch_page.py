"""The launch page: filled in, forgiving, and launching once.

LP1  With nothing changed, one press launches a pulse with the recommended values.
LP2  Only whoever manages the property sees the page; for everybody else there is none.
LP3  What is wrong is said beside its field; nothing typed is lost, nothing is launched.
LP4  Sent twice, a form launches once; a second form meets a clear sentence.
LP5  A custodian's sheet is shown once, not to be stored, and again only for a double press.
LP6  The promise stands beside the button and follows what is chosen.
LP7  Breakdowns that the property cannot support are not offered, with the reason.
"""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.core.sealing.custody import unwrap_key
from survey.core.sealing.hpke import public_key_of
from survey.core.sealing.recovery import read_recovery_text
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.questionnaires.models import QuestionnaireVersion
from survey.waves.models import AccessCode
from survey.waves.promise import asked_questionnaire, sealed_promise
from survey.web.locales import LANGUAGES
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.waves import PASSPHRASE, make_property
from tests.features.waves.launch_form import count_waves, fields_of, filled_in, the_wave
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


@ONE_DATABASE
def test_as_many_questions_as_residents_count(
    client: FlaskClient, address: str, frozen_clock: FrozenClock
) -> None:
    """LP6: with the one about the person only where results are broken down by it."""
    assert "11 questions, about 4 minutes." in words_of(client.get(address))
    by_link = filled_in(client, address, access="link", cuts=["dem_ten"])
    shown = client.post(address, data={**by_link, "act": ["show"]})
    assert "12 questions, about 4 minutes." in words_of(shown)
    assert client.post(address, data=by_link).status_code == 303
    asked = asked_questionnaire(the_wave())
    assert (len(asked.items), [one.id for one in asked.demographics]) == (11, ["dem_ten"])


def test_one_press_launches(client: FlaskClient, address: str, place: Property) -> None:
    """LP1"""
    answer = client.post(address, data=filled_in(client, address))
    assert answer.status_code == 303
    wave = the_wave()
    assert answer.location == f"/staff/waves/{wave.id}"
    promise = sealed_promise(wave)
    assert promise["wave"] == {
        "number": 1,
        "title": "Pulse check-in",
        "opens_on": "2026-08-11",
        "closes_on": "2026-09-01",
        "latest_close_on": "2026-09-28",
        "report_by": "2026-09-29",
    }
    assert promise["languages"] == list(LANGUAGES)
    assert (promise["min_group"], promise["access"]) == (10, "codes")
    assert promise["custody"] == {"kind": "server", "name": ""}
    assert promise["answers_destroyed_after_days"] == 30
    assert [cut["id"] for cut in promise["cuts"]] == ["stratum"]
    assert promise["runner"] == {
        "name": "Hearth Homes",
        "is_landlord": True,
        "contact": "alice@example.org",
    }
    assert db.session.scalars(select(func.count()).select_from(AccessCode)).one() == 180
    assert wave.launched_by is not None
    told = words_of(client.get(answer.location))
    assert "Wave 1 opens on August 11, 2026." in told
    assert "Print the letters with codes" in told


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.STEWARD, Role.MANAGER])
def test_only_its_manager_sees_it(app: object, client: FlaskClient, role: Role) -> None:
    """LP2: a manager of another property of the same organization is nobody here."""
    organization = make_organization()
    with transaction():
        place, other = (make_property(organization=organization) for _ in range(2))
    bob = make_person("Bob", organization=organization, role=role, properties=[other])
    address = f"/staff/properties/{place.slug}/launch"
    assert client.get(address).status_code == 302
    sign_in(client, bob)
    assert client.get(address).status_code == 404
    assert client.post(address, data={"act": "launch"}).status_code == 404
    assert client.get("/staff/properties/nowhere/launch").status_code == 404


WRONG = [
    ("opens_on", "2026-08-02", "This day is over."),
    ("opens_on", "", "Choose a day."),
    ("opens_on", "tomorrow", "Write a day like this"),
    ("closes_on", "2026-08-01", "The survey would close before it opens."),
    ("report_by", "2026-08-24", "Results can follow from the day after closing."),
    ("languages", [], "Choose at least one language."),
    ("languages", ["tlh"], "Choose from the list."),
    ("runner_name", "", "Write who runs the survey"),
    ("contact", " ", "Write a telephone number"),
    ("emergency", "", "Write the number to call in danger"),
    ("min_group", "4", "Write a number from 5 to 100."),
    ("min_group", "ten", "Write a whole number"),
    ("cuts", ["stratum", "dem_ten"], "One of the breakdowns cannot be made"),
    ("cuts", ["dem_race"], "Choose from the list."),
    ("access", "email", "Choose one from the list."),
    ("questionnaire", "version-99", "Choose one from the list."),
    ("custody", "nobody", "Choose one from the list."),
    ("destroy_after_days", "366", "Write a number from 1 to 365."),
    ("wave_id", "' or 1=1", "Load the page again"),
]


@ONE_DATABASE
@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_wrong_input_is_told_and_kept(
    client: FlaskClient, address: str, name: str, value: str | list[str], sentence: str
) -> None:
    """LP3"""
    changes: dict[str, str | list[str]] = {"contact": "desk@example.org", name: value}
    sent = filled_in(client, address, **changes)
    answer = client.post(address, data=sent)
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400
    assert sentence in page
    assert "<title>Error:" in page
    assert (count_waves(), get_key_store().list()) == (0, [])
    kept = fields_of(page)
    untouched = {"act", "cuts", "questionnaire", "access", "custody", "languages", "wave_id", name}
    assert {key: kept[key] for key in sent if key not in untouched} == {
        key: sent[key] for key in sent if key not in untouched
    }


CUSTODIAN = {
    "custody": "custodian",
    "custodian_name": "Residents’ council",
    "passphrase": PASSPHRASE,
    "passphrase_again": PASSPHRASE,
}


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"passphrase_again": "another one entirely"}, "The two passphrases differ."),
        ({"passphrase": "short", "passphrase_again": "short"}, "at least 12 characters"),
        ({"passphrase": "", "passphrase_again": ""}, "at least 12 characters"),
        ({"custodian_name": ""}, "Write something here: residents read it."),
    ],
)
def test_wrong_custodian(
    client: FlaskClient, address: str, changes: dict[str, str], sentence: str
) -> None:
    """LP3: and no passphrase is ever written back into a page."""
    answer = client.post(address, data=filled_in(client, address, **{**CUSTODIAN, **changes}))
    page = unescape(answer.get_data(as_text=True))
    assert (answer.status_code, count_waves()) == (400, 0)
    assert sentence in page
    assert PASSPHRASE not in page


def test_pressing_twice_launches_once(client: FlaskClient, address: str) -> None:
    """LP4"""
    sent = filled_in(client, address)
    first, second = (client.post(address, data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert count_waves() == 1
    assert len(get_key_store().list()) == 1


def test_two_forms_launch_one_wave(client: FlaskClient, address: str) -> None:
    """LP4: two windows, each with a form of its own."""
    one, two = (filled_in(client, address) for _ in range(2))
    assert one["wave_id"] != two["wave_id"]
    client.post(address, data=one)
    page = client.post(address, data=two).get_data(as_text=True)
    assert "Wave 1 is not closed yet." in page
    assert count_waves() == 1
    assert db.session.scalars(select(func.count()).select_from(QuestionnaireVersion)).one() == 1


def _sheet_lines(page: str) -> list[str]:
    return re.findall(r"<code>(\d\d  [^<]+)</code>", page)


def test_recovery_sheet(client: FlaskClient, address: str, frozen_clock: FrozenClock) -> None:
    """LP5"""
    sent = filled_in(client, address, **CUSTODIAN)
    answer = client.post(address, data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    lines = _sheet_lines(page)
    wrapped = read_recovery_text(lines)
    assert public_key_of(unwrap_key(wrapped, PASSPHRASE)) == the_wave().public_key
    assert "Then the whole wave is lost." in page
    assert PASSPHRASE not in page
    assert _sheet_lines(client.post(address, data=sent).get_data(as_text=True)) == lines
    frozen_clock.forward(minutes=16)
    assert client.post(address, data=sent).status_code == 303
    wave_page = client.get(f"/staff/waves/{the_wave().id}").get_data(as_text=True)
    assert [line for line in lines if line in wave_page] == []


def test_sheet_is_for_whoever_launched(client: FlaskClient, address: str, place: Property) -> None:
    """LP5: not for another manager who sends the same form again."""
    sent = filled_in(client, address, **CUSTODIAN)
    client.post(address, data=sent)
    organization = db.session.get_one(Property, place.id).organization
    carol = make_person("Carol", organization=organization, role=Role.ADMINISTRATOR)
    client.post("/staff/sign-out")
    sign_in(client, carol)
    assert client.post(address, data=sent).status_code == 303


def test_promise_follows_the_choices(client: FlaskClient, address: str) -> None:
    """LP6"""
    page = unescape(client.get(address).get_data(as_text=True))
    assert "is your landlord" in page
    assert "Only these: Full-price homes and Lower-cost homes." in page
    sent = filled_in(
        client, address, runner_is_landlord="no", min_group="15", access="link", cuts=[]
    )
    page = unescape(client.post(address, data={**sent, "act": "show"}).get_data(as_text=True))
    assert "is not your landlord" in page
    assert "15 people. We show nothing about a smaller group." in page
    assert "None. Results are about everybody together." in page
    assert "It cannot stop one person from sending answers more than once." in page
    assert count_waves() == 0


def test_promise_is_shown_even_of_an_empty_form(client: FlaskClient, address: str) -> None:
    """LP6"""
    sent = filled_in(client, address, opens_on="", closes_on="", report_by="", runner_name="")
    answer = client.post(address, data={**sent, "act": "show"})
    assert answer.status_code == 200
    assert "No report will show what you said." in answer.get_data(as_text=True)


def test_unsupported_breakdowns_are_not_offered(client: FlaskClient) -> None:
    """LP7"""
    organization = make_organization()
    with transaction():
        place = make_property(
            organization=organization,
            strata=(("full_price", "Full-price", 14, 20), ("lower_cost", "Lower-cost", 14, 22)),
        )
    sign_in(client, make_person("Alice", organization=organization))
    page = unescape(client.get(f"/staff/properties/{place.slug}/launch").get_data(as_text=True))
    assert 'name="cuts"' not in page
    assert "Too few adults live here to compare groups" in page
    assert "A group would be too small to show." in page
    assert "It would need 50 adults or more on the list." in page


@ONE_DATABASE
def test_small_kinds_of_homes_are_named(client: FlaskClient) -> None:
    """LP7: whoever knows three kinds and reads of two is told where the third one is."""
    organization = make_organization("Eastgate Homes")
    strata = [
        ("market", "Market", 30, 60),
        ("section_8", "Section 8", 15, 15),
        ("tax_credit", "Tax credit", 15, 45),
    ]
    with transaction():
        place = make_property(organization=organization, strata=strata)
    sign_in(client, make_person("Nadia", organization=organization))
    said = words_of(client.get(f"/staff/properties/{place.slug}/launch"))
    assert "Too few adults live in these homes to be a group of their own: Section 8." in said
