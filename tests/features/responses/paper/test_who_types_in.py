"""Who may type in sheets, and of which waves.

K4  Nobody types in who manages, administers or sends there; nobody may hold such roles together.
    A promise without paper, and a survey that is not open, take no sheet.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.access import may_key
from survey.accounts.models import Membership, MembershipProperty, Person, Role
from survey.accounts.services import change_membership
from survey.core.errors import SurveyError
from survey.db import db, transaction
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.paper import Keyer
from tests.factories.surveys import box_of
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.features.responses.paper.keying import SHEET
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


def test_nobody_else_types_in(app: Flask, people: Everybody, work: Fieldwork) -> None:
    """K4: administrator, manager, evaluator, steward, redactor, sender, stranger."""
    sent = {"sheet": "a" * 32, "q-per_bel_01": "3", "code": work.codes[0], "act": "seal"}
    for name in ("alice", "bob", "charlie", "dana", "faye", "greta", "eve"):
        keyer = Keyer(sign_in(app.test_client(), people.named(name)), work)
        assert keyer.client.get(keyer.address).status_code == 404, name
        assert keyer.begin().status_code == 404, name
        assert keyer.client.post(keyer.address, data=sent).status_code == 404, name
    assert box_of(work) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.SENDER])
def test_a_keyer_who_is_more_is_none(people: Everybody, role: Role) -> None:
    """K4: not even where a row of the database says both; the service refuses to write it."""
    assert may_key(people.hana, people.maple)
    with transaction():
        hana = db.session.get_one(Person, people.hana.id)
        hana.memberships.append(
            Membership(
                organization_id=people.hearth.id,
                role=role,
                properties=[MembershipProperty(property_id=people.maple.id)],
            )
        )
    hana = db.session.get_one(Person, people.hana.id)
    assert not may_key(hana, people.maple)
    with pytest.raises(SurveyError) as refused, transaction():
        change_membership(
            membership=next(one for one in hana.memberships if one.role == Role.KEYER),
            role=Role.KEYER,
            property_ids=[people.maple.id],
            actor=people.alice,
            now=people.alice.created_at,
        )
    expected = "keyer_sends" if role == Role.SENDER else "keyer_manages"
    assert refused.value.code == expected


def test_no_paper_without_the_promise(
    client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """K4: and such a wave is in no list; sheets of it cannot be printed either."""
    work = launch_wave_for_tests(frozen_clock(), place=people.maple)
    keyer = Keyer(sign_in(client, people.hana), work)
    assert keyer.begin().status_code == 403
    assert client.get(keyer.address).status_code == 403
    assert work.wave_id not in client.get("/staff/paper").get_data(as_text=True)
    client.post("/staff/sign-out")
    sign_in(client, people.greta)
    assert client.get(f"/staff/waves/{work.wave_id}/paper").status_code == 403


def test_only_while_the_survey_is_open(
    hana: Keyer, work: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """K4: what is sent after the last day is told of, and sealed nowhere."""
    page = hana.take()
    frozen_clock.forward(days=40)
    assert hana.begin().headers["Location"].startswith("/staff/sign-in")
    sign_in(hana.client, db.session.get_one(Person, work_keyer(work)))
    assert "takes no answers any more" in words_of(hana.begin())
    assert "takes no answers any more" in words_of(hana.send(page, code=work.codes[0], **SHEET))
    assert box_of(work) == []


def work_keyer(work: Fieldwork) -> int:
    """The keyer's id."""
    return db.session.query(Membership).filter_by(role=Role.KEYER).one().person_id
