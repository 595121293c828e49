"""A sealed promise becomes stricter, and never weaker, whichever way somebody tries.

T1  The service takes stricter changes, adds them up, and records who made them.
T2  The service refuses what is weaker, the same, unknown or not of its kind.
T3  The ORM and raw SQL are refused by the database, for each sealed column and the tightenings.
T4  A tightening smuggled in as a row still cannot weaken what is read.
T5  What is read at opening and shown is the stricter promise.
T6  A change comes too late once it could no longer be kept.
T7  The key store never takes other secrets for a wave.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from typing import Any

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError

from survey.accounts.models import AuditEvent
from survey.core.errors import SurveyError
from survey.core.sealing.hpke import generate_opening_key
from survey.db import db, transaction
from survey.keys.store import SecretsExist, WaveSecrets, get_key_store
from survey.responses.terms import get_terms
from survey.waves.models import PromiseTightening, Wave
from survey.waves.promise import effective_promise, sealed_promise
from survey.waves.services import tighten_promise
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def made(app: object, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave: 10 people, one breakdown, 30 days."""
    return launch_wave_for_tests(frozen_clock())


def tighten(made: Fieldwork, now: datetime, **change: Any) -> None:
    """Make the promise stricter by the service."""
    with transaction():
        tighten_promise(wave=made.wave, change=change, actor=None, now=now)


def test_stricter_changes_add_up(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """T1"""
    sealed = sealed_promise(made.wave)
    tighten(made, frozen_clock(), min_group=12)
    tighten(made, frozen_clock(), answers_destroyed_after_days=20)
    tighten(made, frozen_clock(), min_group=15, cuts=[])
    promise = effective_promise(made.wave)
    assert (promise["min_group"], promise["cuts"]) == (15, [])
    assert promise["answers_destroyed_after_days"] == 20
    assert (sealed["answers_destroyed_by"], promise["answers_destroyed_by"]) == (
        "2026-11-04",
        "2026-10-25",
    )
    assert sealed_promise(made.wave) == sealed
    tightened = select(AuditEvent).where(AuditEvent.action == "promise.tightened")
    assert [event.details for event in db.session.scalars(tightened)] == [
        {"min_group": 12},
        {"answers_destroyed_after_days": 20},
        {"min_group": 15, "cuts": []},
    ]


WEAKER: list[dict[str, Any]] = [
    {"min_group": 10},
    {"min_group": 9},
    {"min_group": 0},
    {"min_group": -20},
    {"min_group": 101},
    {"min_group": True},
    {"min_group": "12"},
    {"min_group": 12.5},
    {"answers_destroyed_after_days": 30},
    {"answers_destroyed_after_days": 31},
    {"answers_destroyed_after_days": 0},
    {"answers_destroyed_after_days": -1},
    {"cuts": ["stratum"]},
    {"cuts": ["stratum", "dem_ten"]},
    {"cuts": ["dem_ten"]},
    {"cuts": "stratum"},
    {"min_group": 12, "answers_destroyed_after_days": 31},
]


@ONE_DATABASE
@pytest.mark.parametrize("change", WEAKER, ids=str)
def test_weaker_is_refused(
    made: Fieldwork, frozen_clock: FrozenClock, change: dict[str, Any]
) -> None:
    """T2"""
    before = effective_promise(made.wave)
    with pytest.raises(SurveyError) as refused:
        tighten(made, frozen_clock(), **change)
    assert (refused.value.kind, refused.value.code) == ("refused", "promise_weaker")
    assert effective_promise(made.wave) == before


@ONE_DATABASE
@pytest.mark.parametrize("change", [{}, {"runner": "Other"}, {"min_group": 12, "custody": "x"}])
def test_unknown_is_refused(
    made: Fieldwork, frozen_clock: FrozenClock, change: dict[str, Any]
) -> None:
    """T2"""
    with pytest.raises(SurveyError, match="unknown_change"):
        tighten(made, frozen_clock(), **change)


def test_a_tightening_cannot_be_taken_back(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """T2"""
    tighten(made, frozen_clock(), min_group=15)
    with pytest.raises(SurveyError, match="promise_weaker"):
        tighten(made, frozen_clock(), min_group=12)


OTHER: dict[str, Any] = {
    "promise": "{}",
    "promise_hash": "0" * 64,
    "public_key": generate_opening_key()[1],
    "access": "link",
    "custody": "custodian",
    "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
    "closes_at": datetime(2030, 1, 1, tzinfo=UTC),
    "slug": "another",
    "number": 7,
    "property_id": 99,
    "questionnaire_version_id": 99,
    "launched_at": datetime(2026, 1, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("column", OTHER)
def test_orm_is_refused(made: Fieldwork, column: str) -> None:
    """T3"""
    with pytest.raises(DatabaseError), transaction():
        setattr(made.wave, column, OTHER[column])
    db.session.expire_all()
    assert getattr(made.wave, column) != OTHER[column]


STATEMENTS = [
    "UPDATE wave SET promise = replace(promise, '\"min_group\"\\:10', '\"min_group\"\\:5')",
    "UPDATE wave SET promise_hash = 'x'",
    "DELETE FROM wave",
    "DELETE FROM promise_tightening",
    "UPDATE promise_tightening SET wave_id = 'x'",
    "UPDATE wave SET state = 'released'",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_raw_sql_is_refused(made: Fieldwork, frozen_clock: FrozenClock, statement: str) -> None:
    """T3"""
    tighten(made, frozen_clock(), min_group=12)
    before = effective_promise(made.wave)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))
    assert effective_promise(made.wave) == before


def test_orm_cannot_remove_a_tightening(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """T3"""
    tighten(made, frozen_clock(), min_group=12)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(delete(PromiseTightening))
    with pytest.raises(DatabaseError), transaction():
        db.session.scalars(select(PromiseTightening)).one().change = {"min_group": 5}
    assert effective_promise(made.wave)["min_group"] == 12


@pytest.mark.parametrize(
    "change",
    [
        {"min_group": 1},
        {"min_group": -100},
        {"cuts": ["stratum", "dem_ten", "dem_age"]},
        {"answers_destroyed_after_days": 9999},
        {"runner": {"name": "Somebody else"}},
    ],
    ids=str,
)
def test_smuggled_row_weakens_nothing(
    made: Fieldwork, frozen_clock: FrozenClock, change: dict[str, Any]
) -> None:
    """T4: whoever writes to the table past the service."""
    before = effective_promise(made.wave)
    with transaction():
        db.session.add(
            PromiseTightening(wave_id=made.wave_id, change=change, made_at=frozen_clock())
        )
    db.session.expire_all()
    assert len(made.wave.tightenings) == 1
    assert effective_promise(made.wave) == before


def test_opening_obeys_the_stricter_promise(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """T5"""
    assert [cut.id for cut in get_terms(made.wave).cuts] == ["stratum"]
    tighten(made, frozen_clock(), min_group=14, cuts=[], answers_destroyed_after_days=7)
    terms = get_terms(made.wave)
    assert (terms.min_group, terms.cuts, terms.destroyed_after_days) == (14, (), 7)


@pytest.mark.parametrize(
    ("states", "change", "code"),
    [
        (("closed",), {"min_group": 12}, None),
        (("closed", "opened"), {"min_group": 12}, "too_late_to_tighten"),
        (("closed", "opened"), {"cuts": []}, "too_late_to_tighten"),
        (("closed", "opened", "released"), {"answers_destroyed_after_days": 5}, None),
        (("cancelled",), {"min_group": 12}, "wave_cancelled"),
    ],
)
def test_too_late(
    made: Fieldwork,
    frozen_clock: FrozenClock,
    states: tuple[str, ...],
    change: dict[str, Any],
    code: str | None,
) -> None:
    """T6"""
    for state in states:
        with transaction():
            made.wave.state = state
    if code is None:
        tighten(made, frozen_clock(), **change)
        assert len(made.wave.tightenings) == 1
        return
    with pytest.raises(SurveyError) as refused:
        tighten(made, frozen_clock(), **change)
    assert refused.value.code == code


def test_too_late_once_destroyed(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """T6"""
    for state in ("closed", "opened", "released"):
        with transaction():
            made.wave.state = state
    with transaction():
        made.wave.answers_destroyed_at = frozen_clock() + timedelta(days=60)
    with pytest.raises(SurveyError, match="too_late_to_tighten"):
        tighten(made, frozen_clock(), answers_destroyed_after_days=5)


def test_key_store_takes_no_other_secrets(made: Fieldwork) -> None:
    """T7: swapping in a key that somebody else holds."""
    before = get_key_store().get(made.wave_id)
    with pytest.raises(SecretsExist):
        get_key_store().put(
            made.wave_id, WaveSecrets(token_bytes(32), opening_key=generate_opening_key()[0])
        )
    assert get_key_store().get(made.wave_id) == before
    assert db.session.get_one(Wave, made.wave_id).public_key == made.wave.public_key
