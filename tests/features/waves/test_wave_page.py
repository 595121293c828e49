"""The wave's own page: state, participation in steps, what can be done now, and for whom.

WP1  Only whoever manages the property sees it, whatever the wave's state.
WP2  Participation is one coarse step, never a count; with an open link it is no share.
WP3  Closing, opening and cancelling are offered only where they can be done.
WP4  The promise can be made stricter here, and not weaker, whatever is sent.
WP5  The address to share is that of the wave, without any code.
WP6  More time can be given here within what was sealed, once, and said to everybody.
WP7  How exact results get is expected from the frame, the target and the band's lower edge.
WP8  Advice follows from days and step; nobody is shown who is missing, and that is said.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.accounts.models import Person, Role
from survey.communities.models import Property
from survey.db import db, transaction
from survey.waves.models import ParticipationReading, PromiseTightening
from survey.waves.promise import effective_promise
from tests.factories.accounts import make_person, sign_in
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def made(place: Property, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes."""
    return launch_wave_for_tests(frozen_clock(), place=place)


def read(client: FlaskClient, made: Fieldwork) -> str:
    """The wave's page as text."""
    answer = client.get(f"/staff/waves/{made.wave_id}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.STEWARD])
def test_only_managers(client: FlaskClient, made: Fieldwork, place: Property, role: Role) -> None:
    """WP1"""
    organization = db.session.get_one(Property, place.id).organization
    bob = make_person("Bob", organization=organization, role=role, properties=[place])
    client.post("/staff/sign-out")
    assert client.get(f"/staff/waves/{made.wave_id}").status_code == 302
    sign_in(client, bob)
    assert client.get(f"/staff/waves/{made.wave_id}").status_code == 404
    assert client.post(f"/staff/waves/{made.wave_id}/tighten", data={}).status_code == 404
    assert client.get("/staff/waves/none").status_code == 404


def take_reading(made: Fieldwork, *, counted: int, step: int) -> None:
    """Store a reading as the monitor would."""
    with transaction():
        db.session.add(
            ParticipationReading(
                wave_id=made.wave_id, read_on=date(2026, 8, 3), counted=counted, step=step
            )
        )


def test_before_the_first_reading(client: FlaskClient, made: Fieldwork) -> None:
    """WP2"""
    page = read(client, made)
    assert "not yet" in page
    assert "of the 180 adults" not in page


def test_step_not_count(client: FlaskClient, made: Fieldwork) -> None:
    """WP2"""
    take_reading(made, counted=87, step=45)
    page = read(client, made)
    assert "about 45%" in page
    assert "of the 180 adults who live here have answered." in page
    assert page.count('<i class="on"></i>') == 9
    assert re.findall(r"\b87\b", page) == []


def test_top_step(client: FlaskClient, made: Fieldwork) -> None:
    """WP2"""
    take_reading(made, counted=178, step=90)
    page = read(client, made)
    assert "90% or more" in page
    assert re.findall(r"\b178\b", page) == []


def test_open_link_is_no_share(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """WP2, WP5"""
    made = launch_wave_for_tests(frozen_clock(), place=place, access="link", cuts=())
    take_reading(made, counted=47, step=45)
    page = read(client, made)
    assert "at least 45" in page
    assert "one person may have sent several" in page
    assert "of the 180 adults who live here have answered." not in page
    assert f"http://127.0.0.1:8000/s/{made.slug}" in page


CLOSE, OPEN, CANCEL = "Close the survey early", "Open the answers and release", "Cancel this wave"


@pytest.mark.parametrize(
    ("states", "offered"),
    [
        ((), [CLOSE, CANCEL]),
        (("closed",), [OPEN, CANCEL]),
        (("closed", "opened"), [CANCEL]),
        (("closed", "opened", "released"), []),
        (("cancelled",), []),
    ],
)
def test_what_can_be_done(
    client: FlaskClient, made: Fieldwork, states: tuple[str, ...], offered: list[str]
) -> None:
    """WP3"""
    for state in states:
        with transaction():
            made.wave.state = state
    page = read(client, made)
    assert [act for act in (CLOSE, OPEN, CANCEL) if act in page] == offered


def test_nothing_to_close_before_the_first_day(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """WP3"""
    made = launch_wave_for_tests(frozen_clock(), place=place, opens_on=date(2026, 8, 5))
    page = read(client, made)
    assert "Wave 1 opens on August 5, 2026." in page
    assert [act for act in (CLOSE, OPEN, CANCEL) if act in page] == [CANCEL]


def test_close_by_the_button(client: FlaskClient, made: Fieldwork) -> None:
    """WP3: a press alone closes nothing before the last day; with the tick the box is closed, and
    the count stands on the page.
    """
    close = f"/staff/waves/{made.wave_id}/close"
    assert "until August 24, 2026; after that day the survey closes by itself" in read(client, made)
    assert client.post(close).status_code == 303
    assert made.wave.state == "open"
    assert "Tick the box to say that the survey may be closed" in read(client, made)
    assert client.post(close, data={"early": "y"}).status_code == 303
    assert made.wave.state == "closed"
    public = f"/promise/{made.wave.promise_hash}"
    for page in (read(client, made), unescape(client.get(public).get_data(as_text=True))):
        assert "The survey was closed on August 3, 2026, before its last day." in page
    assert "0 sealed answers were counted at closing." in read(client, made)


@ONE_DATABASE
def test_close_on_the_last_day(
    client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """WP3: at noon of the last day a tick is asked for, and the promised day is kept."""
    frozen_clock.forward(days=21)
    sign_in_again(client)
    close = f"/staff/waves/{made.wave_id}/close"
    assert client.post(close).status_code == 303
    assert made.wave.state == "open"
    assert client.post(close, data={"early": "y"}).status_code == 303
    assert made.wave.state == "closed"
    public = unescape(client.get(f"/promise/{made.wave.promise_hash}").get_data(as_text=True))
    assert "The survey was closed on" not in public + read(client, made)


def test_close_after_the_last_day(
    client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """WP3: then no tick is asked for, since nothing is cut short."""
    frozen_clock.forward(days=22)
    sign_in_again(client)
    page = read(client, made)
    assert ("Close the survey now" in page, CLOSE in page) == (True, False)
    client.post(f"/staff/waves/{made.wave_id}/close")
    assert made.wave.state == "closed"
    assert "before its last day" not in read(client, made)


def tighten(client: FlaskClient, made: Fieldwork, **fields: str | list[str]) -> str:
    """Send the form that makes a promise stricter, and read the page that follows."""
    sent = {"min_group": "10", "cuts": ["stratum"], "destroy_after_days": "30", **fields}
    answer = client.post(f"/staff/waves/{made.wave_id}/tighten", data=sent)
    assert answer.status_code == 303
    return read(client, made)


def test_stricter(client: FlaskClient, made: Fieldwork) -> None:
    """WP4"""
    page = tighten(client, made, min_group="12", cuts=[], destroy_after_days="10")
    assert "The promise is stricter now." in page
    promise = effective_promise(made.wave)
    assert (promise["min_group"], promise["cuts"]) == (12, [])
    assert promise["answers_destroyed_after_days"] == 10


@ONE_DATABASE
@pytest.mark.parametrize(
    "fields",
    [
        {"min_group": "9"},
        {"min_group": "0"},
        {"destroy_after_days": "31"},
        {"destroy_after_days": "0"},
        {"min_group": "12", "destroy_after_days": "31"},
        {"min_group": "-12"},
        {"min_group": ""},
        {"cuts": ["stratum", "dem_ten"]},
        {},
    ],
)
def test_not_weaker(
    client: FlaskClient, made: Fieldwork, fields: dict[str, str | list[str]]
) -> None:
    """WP4"""
    before = effective_promise(made.wave)
    page = tighten(client, made, **fields)
    assert "The promise is stricter now." not in page
    assert effective_promise(made.wave) == before
    assert db.session.scalars(select(func.count()).select_from(PromiseTightening)).one() == 0


def test_address(client: FlaskClient, made: Fieldwork) -> None:
    """WP5"""
    page = read(client, made)
    assert "http://127.0.0.1:8000/c<" in page
    assert [code for code in made.codes if code in page] == []


EXTEND = "Extend the survey"


def extend(client: FlaskClient, made: Fieldwork, **fields: str) -> tuple[int, str]:
    """Send the form that gives more time; the status and the page, followed."""
    sent = {"closes_on": "2026-09-03", "reason": "letters_late", **fields}
    answer = client.post(f"/staff/waves/{made.wave_id}/extend", data=sent)
    if answer.status_code == 303:
        return 303, read(client, made)
    return answer.status_code, unescape(answer.get_data(as_text=True))


def test_more_time(
    client: FlaskClient, made: Fieldwork, place: Property, frozen_clock: FrozenClock
) -> None:
    """WP6: the day moves, the page and the public promise say since when and why; once."""
    frozen_clock.set(datetime(2026, 8, 20, 2, tzinfo=UTC))  # an evening at the property
    bea = make_person("Bea", organization=place.organization, role=Role.MANAGER, properties=[place])
    sign_in(client, bea)
    for _ in range(2):
        status, page = extend(client, made)
        assert status == 303
    assert "Wave 1 is open until the end of September 3, 2026." in page
    assert page.count("Reason: Letters or messages came late.") == 1
    assert "October 5, 2026" in page
    public = unescape(client.get(f"/promise/{made.wave.promise_hash}").get_data(as_text=True))
    assert "More time was given" in public
    assert "Extended on August 19, 2026." in page
    assert "<b>August 19, 2026</b>" in public
    assert "Answers are taken until September 3, 2026. Reason: Letters or messages" in public
    assert "From August 3, 2026 to August 24, 2026." in public


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"closes_on": "2026-08-24"}, "Choose a day after August 24, 2026, which is the last day"),
        ({"closes_on": "2026-08-10"}, "Choose a day after August 24, 2026, which is the last day"),
        ({"closes_on": "2026-09-21"}, "The latest one is September 20, 2026."),
        ({"closes_on": ""}, "Choose a day."),
        ({"closes_on": "soon"}, "Write a day like this: 2026-10-05."),
        ({"reason": "they are slow"}, "Choose one from the list."),
        ({"reason": ""}, "Choose one from the list."),
    ],
)
def test_no_such_time(
    client: FlaskClient, made: Fieldwork, fields: dict[str, str], said: str
) -> None:
    """WP6: on top of the page and beside the field, with what was chosen still there; nothing is
    written. The form stands far down, where a phone shows nothing of it after sending.
    """
    status, page = extend(client, made, **fields)
    assert status == 400
    top, below = page.split('<p class="say">', 1)
    assert "<title>Error: Wave 1 is open" in top
    assert said in top
    assert said in below
    assert '<details class="more" open><summary>Extend the survey' in page
    if "reason" not in fields:
        assert re.search(r'checked[^>]*value="letters_late"', page)
    assert made.wave.extensions == []


def test_no_more_time(client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """WP6: not offered at the limit, nor once the last day is over; then it is refused."""
    assert EXTEND in read(client, made)
    assert extend(client, made, closes_on="2026-09-20")[0] == 303
    assert EXTEND not in read(client, made)
    frozen_clock.forward(days=60)
    sign_in_again(client)
    assert EXTEND not in read(client, made)
    status, page = extend(client, made, closes_on="2026-09-20")
    assert status == 303
    assert "This wave is closed." in page


def test_how_exact(client: FlaskClient, made: Fieldwork) -> None:
    """WP7: before the first step only the target; then the band's lower edge, 81 of 180."""
    page = read(client, made)
    assert "With what is in now" not in page
    assert "If 4 in 10 answer" in page
    assert "A change of less than 17 points in a share cannot be told from chance" in page
    take_reading(made, counted=87, step=45)
    page = read(client, made)
    assert "Shares are exact to within 9 points either way" in page
    assert "A change of less than 16 points in a share cannot be told from chance" in page


def test_advice_knows_days_and_step_only(
    client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """WP8: it changes with the day; no part of the frame is named, and why is said."""
    assert "most answers come in the days after each letter" in read(client, made)
    frozen_clock.forward(days=9)
    sign_in_again(client)
    page = read(client, made)
    assert "Send the next reminder to every home" in page
    assert "It is not shown who is missing, not even by type of home." in page
    assert [part for part in ("Full-price homes", "Lower-cost homes") if part in page] == []
    take_reading(made, counted=90, step=50)
    assert "The target is reached." in read(client, made)
    frozen_clock.forward(days=11)
    sign_in_again(client)
    assert "Say the last day in everything" in read(client, made)


def sign_in_again(client: FlaskClient) -> None:
    """A session ends before fieldwork does."""
    sign_in(client, db.session.scalars(select(Person)).one())
