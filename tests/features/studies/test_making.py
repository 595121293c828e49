"""Making a study: asked for by what is printed anyway, worked out once, published or refused.

MK1 A published study is what core.disclosure makes of exactly these answers; its waves are used up.
MK2 What stands against a wave or a pool is refused before anything is read.
MK3 A wave is in one study ever: asked for again, at once by two, or written past the service.
MK4 Destroyed answers make no study, also when they go while one is being worked out.
MK5 Without any figure it is refused: nothing is kept, waves stay free, but not for a fourth try.
MK6 A study never changes, and follows on the last; who alters or removes one is found out.
MK7 A form sent twice and a job done twice make one study.
"""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from survey.accounts.models import AuditEvent
from survey.communities.models import Organization, Property
from survey.core.disclosure.study import Part, study_figures
from survey.core.disclosure.study_questions import questions_of
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.jobs.working import work_until_idle
from survey.responses.models import OpenedAnswer
from survey.responses.services import destroy_opened_answers
from survey.studies import services, standing
from survey.studies.chain import verify_studies
from survey.studies.models import Study, StudyRequest, StudyWave
from survey.studies.queries import list_used_waves
from survey.studies.services import JOB, ask_for_study, make_study
from survey.studies.standing import list_candidates
from survey.waves.models import Wave
from tests.factories.communities import make_organization, make_property
from tests.factories.studies import store_five, store_wave, studied_release
from tests.features.results.test_ledger import past_the_guards
from tests.support.frozen_clock import FrozenClock
from tests.support.studied import PLACES, answers_of_places, studied_questionnaire

Five = tuple[Organization, list[str]]
FIRST, SECOND = "a" * 32, "b" * 32


@pytest.fixture
def five(app: Flask, frozen_clock: FrozenClock) -> Five:
    """Waves of five places that can be studied together."""
    return store_five(frozen_clock())


def ask(five: Five, clock: FrozenClock, request_id: str = FIRST, **changes: Any) -> str:
    """Ask for a study of these waves."""
    organization, waves = five
    with transaction():
        return ask_for_study(
            **{
                "organization_id": organization.id,
                "wave_ids": waves,
                "request_id": request_id,
                "actor": None,
                "now": clock(),
                **changes,
            }
        ).id


def make(five: Five, clock: FrozenClock, request_id: str = FIRST) -> Study | None:
    """Ask, and work it out at once."""
    return make_study(request_id=ask(five, clock, request_id), now=clock())


def state_of(request_id: str) -> str:
    db.session.rollback()
    return db.session.get_one(StudyRequest, request_id).state


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def destroy(wave_id: str, clock: FrozenClock) -> None:
    """Destroy a wave's answers on their day."""
    with transaction():
        destroy_opened_answers(wave=db.session.get_one(Wave, wave_id), now=clock())


def test_mk1_by_a_job(five: Five, frozen_clock: FrozenClock) -> None:
    """MK1"""
    organization, waves = five
    organization_id = organization.id
    ask(five, frozen_clock)
    assert work_until_idle([JOB]) == 1
    study = db.session.scalars(select(Study)).one()
    document = json.loads(study.body)
    asked = studied_questionnaire()
    place = db.session.scalars(select(Property).limit(1)).one()
    releases = [studied_release("w", place, 1, 40)] * 5
    held = dict(zip(waves, answers_of_places(1), strict=True))
    expected = study_figures(
        [Part(wave_id, 30, held[wave_id]) for wave_id in sorted(waves)],
        questions_of([asked] * 5, releases),
        seed=services._seed(sorted(waves)),
    )
    assert expected.pop("published") is True
    assert {name: document[name] for name in expected} == expected
    assert (document["schema"], document["organization"]) == (1, "Lantern Homes")
    assert sorted(wave["place"] for wave in document["waves"]) == sorted(PLACES)
    assert list_used_waves() == {(wave_id, 1) for wave_id in waves}
    assert state_of(FIRST) == "published"
    assert verify_studies() == ()
    acts = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert acts[-2:] == ["study.asked", "study.published"]
    assert {one.reason for one in list_candidates(organization_id)} == {"in_study"}


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "not_promised": ({"study": False}, {}),
    "open_link": ({"access": "link"}, {}),
    "no_figures": ({}, {"status": "too_few"}),
    "nearly_all": ({}, {"response": {"respondents": None}}),
    "few_answers": ({}, {"response": {"respondents": 29}}),
}


def test_mk2_what_stands_against_a_wave(five: Five, frozen_clock: FrozenClock) -> None:
    """MK2: and a wave of another organization, one that is not there, or is not released."""
    organization, waves = five
    answers = answers_of_places(2)[0]
    for reason, (promised, released) in REFUSED.items():
        place = make_property(reason, organization=organization)
        wave_id = store_wave(place, answers, frozen_clock(), promised=promised, released=released)
        found = {one.wave_id: one.reason for one in list_candidates(organization.id)}
        assert found[wave_id] == reason
        with pytest.raises(SurveyError) as refused:
            ask(five, frozen_clock, wave_ids=[*waves, wave_id])
        assert refused.value.code == "study_wave_cannot"
    elsewhere = store_wave(make_property("Elsewhere"), answers, frozen_clock())
    for stranger in (elsewhere, "0" * 32):
        with pytest.raises(SurveyError) as refused:
            ask(five, frozen_clock, wave_ids=[*waves, stranger])
        assert refused.value.code == "study_wave_cannot"
    assert count(StudyRequest) == 0


def test_mk2_what_stands_against_a_pool(five: Five, frozen_clock: FrozenClock) -> None:
    """MK2"""
    organization, waves = five
    place = db.session.scalars(select(Property).where(Property.name == PLACES[0])).one()
    again = store_wave(place, answers_of_places(2)[0], frozen_clock())
    large = make_property("Large", organization=organization)
    whole = store_wave(
        large, answers_of_places(2)[0], frozen_clock(), released={"response": {"respondents": 999}}
    )
    cases: dict[str, dict[str, Any]] = {
        "study_too_few_places": {"wave_ids": waves[:4]},
        "study_place_twice": {"wave_ids": [*waves, again]},
        "study_one_place_large": {"wave_ids": [*waves, whole]},
        "study_form_lost": {"request_id": "not a number"},
    }
    for code, changes in cases.items():
        with pytest.raises(SurveyError) as refused:
            ask(five, frozen_clock, **changes)
        assert refused.value.code == code
    assert count(StudyRequest) == 0


def test_mk3_a_wave_is_used_once(five: Five, frozen_clock: FrozenClock) -> None:
    """MK3: no two studies differ by one place. The database refuses it of whoever writes."""
    organization, waves = five
    sixth = make_property("Sixth", organization=organization)
    more = store_wave(sixth, answers_of_places(4)[0], frozen_clock())
    waiting = ask(five, frozen_clock)
    with pytest.raises(SurveyError) as refused:
        ask(five, frozen_clock, SECOND, wave_ids=[*waves[1:], more])
    assert refused.value.code == "study_wave_cannot"
    assert make_study(request_id=waiting, now=frozen_clock()) is not None
    with pytest.raises(SurveyError) as refused:
        ask(five, frozen_clock, SECOND, wave_ids=[*waves[1:], more])
    assert refused.value.code == "study_wave_cannot"
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(insert(StudyWave), [{"wave_id": waves[0], "number": 1}])


def test_mk3_two_at_once(app: Flask, five: Five, frozen_clock: FrozenClock) -> None:
    """MK3: two requests that were let in beside each other, worked out at the same moment."""
    organization, waves = five
    now, organization_id = frozen_clock(), organization.id
    with transaction():
        for request_id in (FIRST, SECOND):
            db.session.add(
                StudyRequest(
                    id=request_id,
                    organization_id=organization_id,
                    wave_ids=sorted(waves),
                    state="waiting",
                    asked_at=now,
                )
            )
    # Neither sees the other as waiting: as if both had been asked for in the same moment.
    original = standing.why_not
    began = threading.Barrier(2)

    def prepare(request: StudyRequest, at: Any) -> Any:
        document = original_prepare(request, at)
        began.wait(30)
        return document

    original_prepare = services._prepare
    patched = pytest.MonkeyPatch()
    patched.setattr(services, "_prepare", prepare)
    patched.setattr(
        services, "why_not", lambda wave, _requests, used, own: original(wave, [], used, own=own)
    )

    def work(request_id: str) -> None:
        with app.app_context():
            make_study(request_id=request_id, now=now)

    workers = [threading.Thread(target=work, args=(one,)) for one in (FIRST, SECOND)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    patched.undo()
    assert sorted([state_of(FIRST), state_of(SECOND)]) == ["published", "refused"]
    assert (count(Study), count(StudyWave)) == (1, 5)
    assert verify_studies() == ()


def test_mk4_destroyed_answers(
    five: Five, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MK4: before it is asked for, before it is begun, and while it is worked out."""
    _organization, waves = five
    ask(five, frozen_clock)
    prepare = services._prepare

    def and_then_they_go(request: StudyRequest, now: Any) -> Any:
        document = prepare(request, now)
        assert document is not None, "there was something to publish"
        frozen_clock.forward(days=31)
        destroy(waves[0], frozen_clock)
        return document

    monkeypatch.setattr(services, "_prepare", and_then_they_go)
    assert make_study(request_id=FIRST, now=frozen_clock()) is None
    monkeypatch.undo()
    assert (state_of(FIRST), count(Study), count(StudyWave)) == ("refused", 0, 0)
    with pytest.raises(SurveyError) as refused:
        ask(five, frozen_clock, SECOND)
    assert refused.value.code == "study_wave_cannot"


def test_mk5_refused_without_a_reason(five: Five, frozen_clock: FrozenClock) -> None:
    """MK5"""
    organization, waves = five
    organization_id = organization.id
    with transaction():  # far fewer than were printed: nothing can be said any more
        kept = select(OpenedAnswer.id).where(OpenedAnswer.wave_id == waves[0]).limit(29)
        ids = db.session.scalars(kept).all()
        db.session.execute(
            delete(OpenedAnswer).where(
                OpenedAnswer.wave_id == waves[0], OpenedAnswer.id.not_in(ids)
            )
        )
    for tried in range(1, 4):
        assert make(five, frozen_clock, f"{tried:032x}") is None
        request = db.session.get_one(StudyRequest, f"{tried:032x}")
        assert (request.state, request.ended_at) == ("refused", frozen_clock())
        assert (count(Study), count(StudyWave)) == (0, 0)
    assert {one.reason for one in list_candidates(organization_id)} == {"refused_often"}
    with pytest.raises(SurveyError) as refused:
        ask(five, frozen_clock, SECOND)
    assert refused.value.code == "study_wave_cannot"


CHANGES = (
    "UPDATE study SET body = '{}'",
    "DELETE FROM study",
    "UPDATE study_wave SET number = 1",
    "DELETE FROM study_wave",
    "INSERT INTO study SELECT number + 2, organization_id, 'x', 1, '{}', 'x', made_at, hash, 'y' "
    "FROM study",
    "INSERT INTO study SELECT number + 1, organization_id, 'x', 1, '{}', 'x', made_at, 'z', 'y' "
    "FROM study",
)
ATTACKS = {
    "UPDATE study SET body = replace(body, 'Lantern', 'Other')": "study 1 was altered",
    "UPDATE study SET previous_hash = 'f'": "study 1 does not follow on the study before it",
    "DELETE FROM study_wave; DELETE FROM study": f"request {FIRST} led to is missing",
    "DELETE FROM study_wave": "does not go with study 1",
}


def test_mk6_a_study_never_changes(five: Five, frozen_clock: FrozenClock) -> None:
    """MK6: the database refuses it; past its guards, verifying tells."""
    assert make(five, frozen_clock) is not None
    body = db.session.scalars(select(Study.body)).one()
    for statement in CHANGES:
        with pytest.raises(DBAPIError, match=r"never changes|follows on|refuse"), transaction():
            db.session.execute(text(statement))
    assert db.session.scalars(select(Study.body)).one() == body
    assert verify_studies() == ()


@pytest.mark.parametrize("attack", ATTACKS)
def test_mk6_tampering_shows(five: Five, frozen_clock: FrozenClock, attack: str) -> None:
    """MK6"""
    assert make(five, frozen_clock) is not None
    for statement in attack.split("; "):
        past_the_guards(statement)
    assert any(ATTACKS[attack] in fault for fault in verify_studies())


def test_mk7_twice_is_once(five: Five, frozen_clock: FrozenClock) -> None:
    """MK7"""
    assert ask(five, frozen_clock) == ask(five, frozen_clock) == FIRST
    assert make_study(request_id=FIRST, now=frozen_clock()) is not None
    frozen_clock.set(frozen_clock() + timedelta(minutes=5))
    assert make_study(request_id=FIRST, now=frozen_clock()) is None
    assert ask(five, frozen_clock) == FIRST
    with pytest.raises(SurveyError) as refused:
        ask(five, frozen_clock, organization_id=make_organization("Others").id)
    assert refused.value.code == "study_form_lost"
    assert (count(Study), count(StudyRequest)) == (1, 1)


def test_mk7_pressed_twice_at_once(app: Flask, five: Five, frozen_clock: FrozenClock) -> None:
    """MK7: by two processes at the same moment."""
    organization, waves = five
    organization_id, now = organization.id, frozen_clock()
    together, asked = threading.Barrier(2), []

    def press() -> None:
        with app.app_context():
            together.wait(30)
            with transaction():
                request = ask_for_study(
                    organization_id=organization_id,
                    wave_ids=waves,
                    request_id=FIRST,
                    actor=None,
                    now=now,
                )
                asked.append(request.id)

    pressing = [threading.Thread(target=press) for _ in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(60)
    assert asked == [FIRST, FIRST]
    assert (count(StudyRequest), work_until_idle([JOB]), count(Study)) == (1, 1, 1)
