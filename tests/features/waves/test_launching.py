"""Launching a wave: what is frozen, what is refused, and what is never written down.

L1  The promise says everything that was chosen, and its hash is that of its canonical JSON.
L2  The questionnaire asks only what a chosen breakdown needs; its content has its own hash.
L3  Codes: one per adult, only checks in the database, in sorted order, strata of 25 or more only.
L4  Secrets are in the key store, not in the database; a failed launch leaves none.
L5  Whatever is wrong is refused with a code and its field.
L6  One open wave at a property; numbers go on.
L7  A custodian's key is wrapped; the sheet and the passphrase give it back.
L8  Opening and closing are whole days at the property.
L9  Who launched is in the audit trail.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from survey.accounts.models import AuditEvent
from survey.core.canonical import content_hash
from survey.core.errors import SurveyError
from survey.core.sealing.codes import code_check
from survey.core.sealing.custody import unwrap_key
from survey.core.sealing.hpke import public_key_of
from survey.core.sealing.recovery import read_recovery_text
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.waves.models import AccessCode, Wave
from survey.waves.promise import asked_questionnaire, effective_promise, sealed_promise
from survey.waves.queries import is_accepting
from tests.factories.waves import (
    PASSPHRASE,
    launch,
    launch_choices,
    launch_wave_for_tests,
    make_property,
    publish_for_tests,
)
from tests.support.backends import BOTH_DATABASES, ONE_DATABASE
from tests.support.frozen_clock import FrozenClock

pytestmark = [BOTH_DATABASES, pytest.mark.usefixtures("app")]


def test_promise_says_what_was_chosen(frozen_clock: FrozenClock) -> None:
    """L1"""
    wave = launch_wave_for_tests(frozen_clock(), min_group=12, destroy_after_days=20).wave
    promise = sealed_promise(wave)
    assert content_hash(promise) == wave.promise_hash
    assert promise["wave_id"] == wave.id
    assert promise["wave"] == {
        "number": 1,
        "title": "Pulse check-in",
        "opens_on": "2026-08-03",
        "closes_on": "2026-08-24",
        "latest_close_on": "2026-09-20",
        "report_by": "2026-09-21",
    }
    assert promise["runner"] == {
        "name": "Hearth Research",
        "is_landlord": False,
        "contact": "612-555-0142",
    }
    assert (promise["min_group"], promise["answers_destroyed_after_days"]) == (12, 20)
    assert promise["unopened_destroyed_on"] == "2026-10-05"
    assert promise["answers_destroyed_by"] == "2026-10-25"
    assert promise["public_key"] == wave.public_key.hex()
    assert promise["languages"] == ["en", "es", "zh-Hans", "ar"]
    assert promise["wording"]["es"]["per_bel_01"] != promise["wording"]["en"]["per_bel_01"]
    assert effective_promise(wave) == promise


def test_asks_only_what_a_cut_needs(frozen_clock: FrozenClock) -> None:
    """L2"""
    wave = launch_wave_for_tests(frozen_clock(), template="annual", cuts=("dem_age",)).wave
    promise = sealed_promise(wave)
    assert [one["id"] for one in promise["questionnaire"]["content"]["demographics"]] == ["dem_age"]
    assert promise["questionnaire"]["hash"] == content_hash(promise["questionnaire"]["content"])
    assert promise["questionnaire"]["hash"] != promise["questionnaire"]["version_hash"]
    assert [one.id for one in asked_questionnaire(wave).demographics] == ["dem_age"]
    assert "dem_race" not in promise["wording"]["en"]
    assert promise["cuts"] == [
        {
            "id": "dem_age",
            "groups": [
                {"id": "under50", "label_key": "dem_age:under50"},
                {"id": "over50", "label_key": "dem_age:over50"},
            ],
        }
    ]


def _rows(wave_id: str) -> list[tuple[bytes, str | None]]:
    wanted = select(AccessCode.code_check, AccessCode.stratum).where(AccessCode.wave_id == wave_id)
    return [(check, stratum) for check, stratum in db.session.execute(wanted)]


def test_codes(frozen_clock: FrozenClock) -> None:
    """L3"""
    made = launch_wave_for_tests(frozen_clock())
    codes, rows = made.codes, _rows(made.wave_id)
    assert len(set(codes)) == len(codes) == len(rows) == 180
    box_secret = get_key_store().get(made.wave_id).box_secret
    assert {check for check, _stratum in rows} == {code_check(box_secret, code) for code in codes}
    strata = dict(rows)
    assert [strata[code_check(box_secret, code)] for code in codes] == (
        ["full_price"] * 90 + ["lower_cost"] * 90
    )


def test_codes_lie_in_sorted_order(frozen_clock: FrozenClock) -> None:
    """L3: in the order in which PostgreSQL and SQLite hold the rows without being asked for one."""
    made = launch_wave_for_tests(frozen_clock())
    checks = [check for check, _stratum in _rows(made.wave_id)]
    assert checks == sorted(checks)


def test_small_and_unneeded_strata_stay_unknown(frozen_clock: FrozenClock) -> None:
    """L3"""
    parts = (("a", "A", 60, 90), ("b", "B", 40, 60), ("c", "C", 8, 12))
    with transaction():
        place = make_property(strata=parts)
    made = launch_wave_for_tests(frozen_clock(), place=place)
    strata = [stratum for _check, stratum in _rows(made.wave_id)]
    assert (strata.count("a"), strata.count("b"), strata.count(None)) == (90, 60, 12)
    groups = sealed_promise(made.wave)["cuts"][0]["groups"]
    assert groups == [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    other = launch_wave_for_tests(frozen_clock(), cuts=())
    assert {stratum for _check, stratum in _rows(other.wave_id)} == {None}


def test_link_has_no_codes(frozen_clock: FrozenClock) -> None:
    """L3"""
    made = launch_wave_for_tests(frozen_clock(), access="link", cuts=("dem_ten",))
    assert _rows(made.wave_id) == []
    with pytest.raises(SurveyError) as refused:
        _ = made.codes
    assert refused.value.code == "no_codes"


def test_secrets_are_not_in_the_database(app: Flask, frozen_clock: FrozenClock) -> None:
    """L4"""
    made = launch_wave_for_tests(frozen_clock())
    secrets = get_key_store().get(made.wave_id)
    assert secrets.opening_key is not None
    assert public_key_of(secrets.opening_key) == made.wave.public_key
    if db.engine.dialect.name != "sqlite":
        return
    stored = b"".join(
        path.read_bytes() for path in Path(str(db.engine.url.database)).parent.glob("*.sqlite3*")
    )
    assert made.wave.public_key in stored
    assert secrets.box_secret not in stored
    assert secrets.opening_key not in stored
    codes = [code.replace("-", "") for code in made.codes]
    assert [code for code in codes if code.encode() in stored] == []


def test_failed_launch_leaves_no_secrets(
    frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L4"""

    def fail(*_args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("survey.waves.services.launching.deal_codes", fail)
    with pytest.raises(OSError, match="disk is full"):
        launch_wave_for_tests(frozen_clock())
    assert get_key_store().list() == []
    assert db.session.scalars(select(Wave)).all() == []


DAY = timedelta(days=1)
TODAY = launch_choices(datetime(2026, 8, 3, 12, tzinfo=UTC))["opens_on"]
WRONG: list[tuple[str, str, dict[str, Any]]] = [
    ("languages_needed", "languages", {"languages": []}),
    ("unknown_language", "languages", {"languages": ["en", "tlh"]}),
    ("text_needed", "runner_name", {"runner_name": "  "}),
    ("text_too_long", "runner_name", {"runner_name": "x" * 201}),
    ("text_needed", "contact", {"contact": ""}),
    ("text_needed", "emergency", {"emergency": ""}),
    ("unknown_custody", "custody", {"custody": "landlord"}),
    ("text_needed", "custodian_name", {"custody": "custodian", "passphrase": PASSPHRASE}),
    (
        "passphrase_too_short",
        "passphrase",
        {"custody": "custodian", "custodian_name": "Council", "passphrase": "eleven char"},
    ),
    (
        "passphrase_too_short",
        "passphrase",
        {"custody": "custodian", "custodian_name": "Council", "passphrase": None},
    ),
    ("unknown_access", "access", {"access": "email"}),
    ("opens_in_past", "opens_on", {"opens_on": TODAY - DAY}),
    ("closes_before_opening", "closes_on", {"closes_on": TODAY - DAY}),
    ("open_too_long", "closes_on", {"closes_on": TODAY + 121 * DAY}),
    ("report_before_closing", "report_by", {"report_by": TODAY + 21 * DAY}),
    ("report_too_late", "report_by", {"report_by": TODAY + 142 * DAY}),
    ("min_group_too_small", "min_group", {"min_group": 4}),
    ("min_group_too_large", "min_group", {"min_group": 101}),
    ("kept_days_out_of_range", "destroy_after_days", {"destroy_after_days": 0}),
    ("kept_days_out_of_range", "destroy_after_days", {"destroy_after_days": 366}),
    ("cut_not_supported", "cuts", {"cuts": ("dem_ten",)}),
    ("cut_not_supported", "cuts", {"cuts": ("stratum", "dem_race")}),
    ("cut_not_supported", "cuts", {"cuts": ("stratum",), "access": "link"}),
]


@ONE_DATABASE
@pytest.mark.parametrize(("code", "field", "changes"), WRONG, ids=lambda value: str(value)[:40])
def test_refusals(
    frozen_clock: FrozenClock, code: str, field: str, changes: dict[str, Any]
) -> None:
    """L5"""
    with pytest.raises(SurveyError) as refused:
        launch_wave_for_tests(frozen_clock(), **changes)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)
    assert get_key_store().list() == []


@pytest.mark.parametrize(("adults", "access"), [(9, "codes"), (10, "codes"), (9, "link")])
def test_fewer_adults_than_the_smallest_group(
    frozen_clock: FrozenClock, adults: int, access: str
) -> None:
    """L5: of ten adults with a code each there would be no figure, whoever answers."""
    with transaction():
        place = make_property(strata=(), adults=adults, homes=6)
    with pytest.raises(SurveyError, match="fewer_adults_than_group"):
        launch_wave_for_tests(frozen_clock(), place=place, cuts=(), access=access)


def test_ten_adults_with_a_link(frozen_clock: FrozenClock) -> None:
    """L5: a link says nothing of who answered, so that ten answers can be shown."""
    with transaction():
        place = make_property(strata=(), adults=10, homes=6)
    fieldwork = launch_wave_for_tests(frozen_clock(), place=place, cuts=(), access="link")
    assert fieldwork.wave.state == "open"


def test_questionnaire_of_another_property(frozen_clock: FrozenClock) -> None:
    """L5"""
    with pytest.raises(SurveyError, match="no_such_version"), transaction():
        launch(make_property(), publish_for_tests(make_property(), frozen_clock()), frozen_clock())


def test_one_open_wave_at_a_property(frozen_clock: FrozenClock) -> None:
    """L6"""
    with transaction():
        place = make_property()
    first = launch_wave_for_tests(frozen_clock(), place=place)
    with pytest.raises(SurveyError) as refused:
        launch_wave_for_tests(frozen_clock(), place=place)
    assert refused.value.code == "wave_already_open"
    assert refused.value.params["wave_id"] == first.wave_id
    with transaction():
        first.wave.state = "closed"
    assert launch_wave_for_tests(frozen_clock(), place=place).wave.number == 2


def test_custodian(frozen_clock: FrozenClock) -> None:
    """L7"""
    made = launch_wave_for_tests(
        frozen_clock(),
        custody="custodian",
        custodian_name="Residents' council",
        passphrase=PASSPHRASE,
    )
    secrets = get_key_store().get(made.wave_id)
    assert secrets.opening_key is None
    assert made.recovery is not None
    assert read_recovery_text(made.recovery) == secrets.wrapped_opening_key
    private_key = unwrap_key(read_recovery_text(made.recovery), PASSPHRASE)
    assert public_key_of(private_key) == made.wave.public_key
    assert sealed_promise(made.wave)["custody"] == {
        "kind": "custodian",
        "name": "Residents' council",
    }


def test_whole_days_at_the_property(frozen_clock: FrozenClock) -> None:
    """L8: Chicago is five hours behind UTC in August."""
    wave = launch_wave_for_tests(frozen_clock()).wave
    assert wave.opens_at == datetime(2026, 8, 3, 5, tzinfo=UTC)
    assert wave.closes_at == datetime(2026, 8, 25, 5, tzinfo=UTC)
    moments = {
        wave.opens_at - timedelta(seconds=1): "not_yet",
        wave.opens_at: "open",
        wave.closes_at - timedelta(seconds=1): "open",
        wave.closes_at: "closed",
    }
    assert {moment: is_accepting(wave, moment) for moment in moments} == moments


def test_audit_trail(frozen_clock: FrozenClock) -> None:
    """L9"""
    wave = launch_wave_for_tests(frozen_clock()).wave
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.subject, event.at) == (
        "wave.launched",
        f"wave:{wave.id}",
        frozen_clock(),
    )
    assert json.loads(json.dumps(event.details)) == {
        "number": 1,
        "promise": wave.promise_hash,
        "not_reviewed": [tag for tag in json.loads(wave.promise)["languages"] if tag != "en"],
    }
