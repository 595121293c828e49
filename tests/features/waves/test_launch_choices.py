"""What the launch page offers, keeps from the last launch, and folds away.

LP8  The next launch is filled in from the last one.
LP9  "Exit this page" is on unless a launch says no.
LP8a A launch like the last one takes a tick for languages without a review, and one press.
LP10 What can be seen is said for each target; the one that is chosen is kept, and is no promise.
LP11 Answers may be used for a study only where a launch says so; the next one is filled in alike.
LP12 What is filled in is folded, with what stands in it in sight; what has to be changed is open.
LP13 Languages that nobody has reviewed are decided on beside the button, where there are any.
LP14 The first day leaves a week for letters, and is a Tuesday; an open link can open tomorrow, and
     any wave today. Of a plan's wave the plan's days are filled in.
"""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.communities.models import Property
from survey.db import db, transaction
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from tests.factories.waves import launch_wave_for_tests
from tests.features.waves.launch_form import fields_of, filled_in, the_wave
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


@pytest.fixture
def second_address(place: Property, address: str, frozen_clock: FrozenClock) -> str:
    """The launch page after a closed wave with values of its own."""
    made = launch_wave_for_tests(
        frozen_clock(), place=place, languages=["en", "ar"], min_group=15, emergency="112"
    )
    with transaction():
        made.wave.state = "closed"
    return address


def test_filled_in_from_last_time(client: FlaskClient, second_address: str) -> None:
    """LP8"""
    sent = filled_in(client, second_address)
    assert sent["languages"] == ["en", "ar"]
    assert (sent["min_group"], sent["emergency"]) == (["15"], ["112"])
    assert sent["runner_name"] == ["Hearth Research"]
    assert client.post(second_address, data=sent).status_code == 303
    numbers = db.session.scalars(select(Wave.number).order_by(Wave.number)).all()
    assert numbers == [1, 2]


@pytest.mark.parametrize(
    ("access", "days", "told"),
    [
        (
            "codes",
            ["2026-08-11", "2026-09-01", "2026-09-29"],
            "Letters need a week to reach every home.",
        ),
        ("link", ["2026-08-04", "2026-08-25", "2026-09-22"], "An open link needs no letters"),
    ],
)
def test_the_days_that_are_filled_in(
    client: FlaskClient,
    address: str,
    place: Property,
    frozen_clock: FrozenClock,
    access: str,
    days: list[str],
    told: str,
) -> None:
    """LP14: on a Monday"""
    made = launch_wave_for_tests(frozen_clock(), place=place, cuts=(), access=access)
    with transaction():
        made.wave.state = "closed"
    names = ("opens_on", "closes_on", "report_by")
    page = client.get(address)
    assert told in words_of(page)
    sent = fields_of(page.text)
    assert [sent[name][0] for name in names] == days
    of_plan = dict(zip(names, ("2026-08-18", "2026-09-07", "2026-10-05"), strict=True))
    for late, filled in ((False, list(of_plan.values())), (True, days)):
        asked = {**of_plan, "opens_on": "2026-08-02"} if late else of_plan
        sent = fields_of(client.get(address, query_string=asked).text)
        assert [sent[name][0] for name in names] == filled
    today = filled_in(client, address, opens_on="2026-08-03")
    assert client.post(address, data=today).status_code == 303


def test_a_tick_and_a_press_launch_again(client: FlaskClient, second_address: str) -> None:
    """LP8a: the form as it stands; languages without a review are chosen each time."""
    sent = fields_of(client.get(second_address).get_data(as_text=True))
    assert "unreviewed" not in sent
    assert client.post(second_address, data={**sent, "act": "launch"}).status_code == 400
    sent["unreviewed"] = ["accepted"]
    assert client.post(second_address, data={**sent, "act": "launch"}).status_code == 303


def opened(page: str) -> list[str]:
    """The parts that can be folded and are not."""
    return re.findall(r'<details class="part fold" open>\s*<summary><b>([^<]+)', unescape(page))


def test_what_is_filled_in_is_folded(
    client: FlaskClient, address: str, second_address: str
) -> None:
    """LP12"""
    again = client.get(second_address)
    assert opened(again.get_data(as_text=True)) == []
    for shown in (
        "Who gets in All 180 adults in 120 homes. · One code for each adult",
        "How exact the results get 4 in 10 adults",
        "Who asks Hearth Research · 612-555-0142 · 112",
        "Languages English and العربية",
        "The key This installation",
        "What may be shown Groups of 15 people or more · Type of home, as the property’s list has",
    ):
        assert shown in words_of(again)
    sent = filled_in(client, second_address)
    for name, wrong, part in (
        ("contact", "", "Who asks"),
        ("languages", [], "Languages"),
        ("cuts", ["dem_race"], "What may be shown"),
        ("custody", ["custodian"], "The key"),
    ):
        refused = client.post(second_address, data={**sent, name: wrong})
        assert (refused.status_code, opened(refused.text)) == (400, [part])


def test_the_first_launch_is_folded_alike(client: FlaskClient, address: str) -> None:
    """LP12"""
    page = client.get(address)
    assert opened(page.text) == []
    assert "Languages 15 languages" in words_of(page)


def test_languages_without_review_stand_beside_the_button(
    client: FlaskClient, address: str
) -> None:
    """LP13"""
    page = client.get(address).text
    assert "accepted" not in fields_of(page).get("unreviewed", [])
    assert page.index('id="promise"') < page.index('name="unreviewed"') < page.index("Seal and")
    sent = filled_in(client, address, languages=["en"], unreviewed=[])
    shown = client.post(address, data={**sent, "act": "show"})
    assert 'name="unreviewed"' not in shown.text
    refused = client.post(address, data={**sent, "languages": ["en", "so"]})
    assert refused.status_code == 400
    assert 'name="unreviewed"' in refused.text
    assert client.post(address, data=sent).status_code == 303


def test_exit_is_on_unless_a_launch_says_no(
    client: FlaskClient, address: str, place: Property
) -> None:
    """LP8, LP9"""
    assert fields_of(client.get(address).get_data(as_text=True))["exit_button"] == ["yes"]
    client.post(address, data=filled_in(client, address, exit_button="no"))
    assert sealed_promise(the_wave())["exit_button"] is False
    with transaction():
        the_wave().state = "closed"
    assert fields_of(client.get(address).get_data(as_text=True))["exit_button"] == ["no"]


def test_target(client: FlaskClient, address: str) -> None:
    """LP10"""
    page = unescape(client.get(address).get_data(as_text=True))
    assert (
        "Answers: 72. Shares are exact to within 10 points, and a change of less than 17 points "
        "cannot be told from chance."
    ) in page
    linked = client.post(address, data={**filled_in(client, address, access="link"), "act": "show"})
    assert "Answers: 72. Shares are exact to within 12 points" in linked.get_data(as_text=True)
    for wrong in ("95", "0", "many", "-40"):
        refused = client.post(address, data=filled_in(client, address, target=wrong))
        assert refused.status_code == 400
        assert "Choose one from the list." in refused.get_data(as_text=True)
    assert client.post(address, data=filled_in(client, address, target="60")).status_code == 303
    wave = the_wave()
    assert wave.target_percent == 60
    assert "target" not in wave.promise
    assert "If 6 in 10 answer" in client.get(f"/staff/waves/{wave.id}").get_data(as_text=True)


def test_paper_only_where_a_launch_says_so(
    client: FlaskClient, address: str, place: Property
) -> None:
    """LP8, LP9: off at first; the promise beside the button says who sees a sheet, or nothing."""
    assert fields_of(client.get(address).get_data(as_text=True))["paper"] == ["no"]
    told = "Who sees my sheet if I answer on paper?"
    for choice, shown in (("no", False), ("yes", True)):
        sent = {**filled_in(client, address, paper=choice), "act": ["show"]}
        assert (told in words_of(client.post(address, data=sent))) is shown
    client.post(address, data=filled_in(client, address, paper="yes"))
    assert sealed_promise(the_wave())["paper"] is True
    with transaction():
        the_wave().state = "closed"
    assert fields_of(client.get(address).get_data(as_text=True))["paper"] == ["yes"]


def test_study_only_where_a_launch_says_so(client: FlaskClient, address: str) -> None:
    """LP11: unless it is ticked, the promise does not know the word."""
    assert "study" not in fields_of(client.get(address).get_data(as_text=True))
    told = "Are my answers used for anything else?"
    for ticked in ("", "allowed"):
        sent = filled_in(client, address) | ({"study": [ticked]} if ticked else {})
        shown = client.post(address, data={**sent, "act": ["show"]})
        assert (told in words_of(shown)) is bool(ticked)
    client.post(address, data=filled_in(client, address))
    first = the_wave()
    assert "study" not in sealed_promise(first)
    assert told not in client.get(f"/promise/{first.promise_hash}/en").get_data(as_text=True)
    with transaction():
        the_wave().state = "closed"
    client.post(address, data=filled_in(client, address, study="allowed"))
    second = db.session.scalars(select(Wave).where(Wave.number == 2)).one()
    assert sealed_promise(second)["study"] is True
    assert told in client.get(f"/promise/{second.promise_hash}/en").get_data(as_text=True)
    with transaction():
        db.session.scalars(select(Wave).where(Wave.number == 2)).one().state = "closed"
    assert fields_of(client.get(address).get_data(as_text=True))["study"] == ["allowed"]
