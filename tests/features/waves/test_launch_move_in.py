"""The launch page where a questionnaire for people who move in is published.

Q1  It stands among the others and says whom it asks. Chosen, nothing is launched before the page
    has shown its days and its promise; then one press launches it.
Q2  Back at the ordinary questionnaire the page is as it was.
Q3  While an ordinary wave is open, the page offers the other kind, and the other way round; while
    both are open it says so.
Q4  The wave's page leads to "Somebody has moved in", shows no figure, and offers nothing for all.
Q5  The place's page speaks of the ordinary wave first, and leads to both.
Q6  A plan cannot be made of it.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.communities.models import Property
from survey.db import db, transaction
from survey.questionnaires.models import QuestionnaireVersion
from survey.responses.services import close_ballot_box
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from tests.factories.move_ins import TEMPLATE
from tests.factories.waves import publish_for_tests
from tests.features.waves.launch_form import fields_of, filled_in
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


@pytest.fixture
def versions(place: Property, frozen_clock: FrozenClock) -> dict[str, str]:
    """The values of the pulse and of the first 90 days; the pulse is the newest."""
    with transaction():
        there = db.session.get_one(Property, place.id)
        made = {
            name: publish_for_tests(there, frozen_clock(), template=name)
            for name in (TEMPLATE, "pulse_core")
        }
        return {name: f"version-{version.id}" for name, version in made.items()}


def waves() -> list[Wave]:
    return list(db.session.scalars(select(Wave).order_by(Wave.number)))


def launch_it(client: FlaskClient, address: str, version: str) -> Wave:
    """Choose a questionnaire, look at what the page shows then, and launch."""
    sent = filled_in(client, address, questionnaire=version)
    shown = client.post(address, data={**sent, "act": ["show"]}).get_data(as_text=True)
    sent = {**fields_of(shown), "unreviewed": ["accepted"], "act": ["launch"]}
    assert client.post(address, data=sent).status_code == 303
    return waves()[-1]


def test_q1_q2(client: FlaskClient, address: str, versions: dict[str, str]) -> None:
    page = words_of(client.get(address))
    assert (
        "14 questions, about 5 minutes. Asks only people who move in, over twelve months." in page
    )
    sent = filled_in(client, address, questionnaire=versions[TEMPLATE])
    assert (sent["closes_on"], sent["kind"]) == (["2026-09-01"], ["everybody"])
    reply = client.post(address, data=sent)
    assert (reply.status_code, waves()) == (200, [])
    told = "These questions are for people who move in, so the days and the promise are others now."
    assert told in words_of(reply)
    assert "Adults who moved in between August 3, 2026 and August 2, 2027." in words_of(reply)
    shown = fields_of(reply.get_data(as_text=True))
    assert {
        name: shown[name] for name in ("kind", "access", "paper", "closes_on", "report_by")
    } == {
        "kind": ["move_in"],
        "access": ["codes"],
        "paper": ["no"],
        "closes_on": ["2027-08-02"],
        "report_by": ["2027-09-01"],
    }
    assert "cuts" not in shown
    back = {**shown, "questionnaire": [versions["pulse_core"]], "act": ["show"]}
    ordinary = fields_of(client.post(address, data=back).get_data(as_text=True))
    assert (ordinary["closes_on"], ordinary["kind"]) == (["2026-09-01"], ["everybody"])
    assert ordinary["access"] == ["codes"]
    reply = client.post(address, data={**shown, "unreviewed": ["accepted"], "act": ["launch"]})
    (wave,) = waves()
    assert (reply.status_code, reply.location) == (303, f"/staff/waves/{wave.id}")
    assert sealed_promise(wave)["wave"]["kind"] == wave.kind == "move_in"


@pytest.mark.parametrize("first", ["pulse_core", TEMPLATE])
def test_q3_q4_q5(
    client: FlaskClient,
    address: str,
    place: Property,
    versions: dict[str, str],
    frozen_clock: FrozenClock,
    first: str,
) -> None:
    other = TEMPLATE if first == "pulse_core" else "pulse_core"
    running = launch_it(client, address, versions[first]).kind
    sent = fields_of(client.get(address).get_data(as_text=True))
    assert (sent["questionnaire"], sent["kind"] == [running]) == ([versions[other]], False)
    launch_it(client, address, versions[other])
    assert len(waves()) == 2
    assert "A survey is open already" in words_of(client.get(address))
    (mine,) = [wave for wave in waves() if wave.kind == "move_in"]
    page = words_of(client.get(f"/staff/waves/{mine.id}"))
    assert "Somebody has moved in" in page
    assert "Nobody sees how many have moved in or answered before the survey is closed." in page
    for never in (
        "Answers so far",
        "Print the letters",
        "Letters and posters",
        "Messages by e-mail",
        "Give more time",
    ):
        assert never not in page
    (ordinary,) = [wave for wave in waves() if wave.kind == "everybody"]
    standing = words_of(client.get(f"/staff/properties/{place.slug}"))
    assert f"Wave {ordinary.number} opens on August 11, 2026." in standing
    assert f"Wave {mine.number}, for people who move in" in standing
    with transaction():
        close_ballot_box(wave=mine, now=frozen_clock())
    page = words_of(client.get(f"/staff/waves/{mine.id}"))
    assert "Fewer than 10 sealed answers were counted at closing." in page


def test_q6_no_plan(client: FlaskClient, place: Property, versions: dict[str, str]) -> None:
    page = client.get(f"/staff/properties/{place.slug}/plan/edit").get_data(as_text=True)
    titles = db.session.scalars(select(QuestionnaireVersion)).all()
    assert len(titles) == 2
    assert versions["pulse_core"] in page
    assert versions[TEMPLATE] not in page
