"""Releases.

R1 a finished wave has one release: whole, readable, hashed, and the wave says so
R2 asked again, it gives the same release back
R3 too few answers: a release that says so, without a figure
R4 recomputed, it is equal byte for byte, whatever came later; and not if an answer changed
R5 once the answers are destroyed it cannot be recomputed, and the release stays
R6 nothing is released before the wave is opened, or after it was cancelled
R7 the second wave is compared with the first
R8 without codes there is no rate; a set that answers too little is no respondent
R9 stricter conditions are kept
R10 the database refuses to change or delete a release
R11 the release says whether staff were given the codes
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from survey.core.canonical import canonical_json
from survey.core.disclosure import clearing
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.reports.reading import ReleaseDocument
from survey.responses.models import OpenedAnswer
from survey.responses.services import cancel_wave, destroy_opened_answers, seal_response
from survey.results.ledger import hash_body
from survey.results.models import Release
from survey.results.queries import find_release, latest_release, list_releases
from survey.results.services import make_release, recompute_release
from survey.waves.services import record_codes_listed, tighten_promise
from tests.features.results.conftest import Answer, Finish
from tests.support.frozen_clock import FrozenClock


def _read(release: Release) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(release.body)
    return document


def test_r1_a_release(answer: Answer, finish: Finish) -> None:
    fieldwork = answer(90)
    release = finish(fieldwork)
    document = _read(release)
    assert release.body == canonical_json(document)
    assert release.sha256 == hash_body(release.body)
    assert (fieldwork.wave.state, fieldwork.wave.released_at) == ("released", release.made_at)
    assert document["response"] == {
        "respondents": 90,
        "rate": "50",
        "participation": [
            {"cut": "stratum", "group": group, "share": "about"}
            for group in ("full_price", "lower_cost")
        ],
    }
    assert [level["state"] for level in document["levels"]] == ["shown"] * 3
    assert len(document["items"]) == 10
    assert {item["state"] for item in document["items"]} == {"shown"}
    assert [cut["id"] for cut in document["cuts"]] == ["stratum"]
    assert document["cuts"][0]["groups"] == [
        {"id": "full_price", "label": "Full-price homes", "state": "shown"},
        {"id": "lower_cost", "label": "Lower-cost homes", "state": "shown"},
    ]
    assert document["change"] is None
    assert document["promise"]["answers_destroyed_on"] == "2026-09-24"
    assert document["wave"]["next_by"] == "2026-09-21"
    assert set(document["wording"]) == {"en", "es", "zh-Hans", "ar"}
    assert not any(key.startswith("consent.") for key in document["wording"]["en"])


def test_r1_readers_can_read_it(answer: Answer, finish: Finish) -> None:
    document = ReleaseDocument.from_json(finish(answer(90)).body)
    assert document.place.name == "Larkspur Court"
    assert all(item.shown for item in document.items)


def test_r1_no_words_of_residents(answer: Answer, finish: Finish) -> None:
    release = finish(answer(40))
    assert "bench" not in release.body


def test_r2_once(answer: Answer, finish: Finish, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(30)
    first = finish(fieldwork).id
    frozen_clock.forward(days=1)
    with transaction():
        assert make_release(wave=fieldwork.wave, now=frozen_clock()).id == first


def test_r3_too_few(answer: Answer, finish: Finish) -> None:
    fieldwork = answer(9)
    document = _read(finish(fieldwork))
    assert document["status"] == "too_few"
    assert document["response"] == {"respondents": None, "rate": None, "participation": []}
    assert document["levels"] == document["items"] == document["cuts"] == []
    assert fieldwork.wave.state == "released"
    assert recompute_release(fieldwork.wave) is True


def test_r4_recomputed(answer: Answer, finish: Finish, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(60)
    finish(fieldwork)
    frozen_clock.forward(days=2)
    assert recompute_release(fieldwork.wave) is True
    with transaction():
        tighten_promise(
            wave=fieldwork.wave,
            change={"answers_destroyed_after_days": 9},
            actor=None,
            now=frozen_clock(),
        )
    assert recompute_release(fieldwork.wave) is True


def test_r4_a_changed_answer_is_noticed(answer: Answer, finish: Finish) -> None:
    fieldwork = answer(60)
    finish(fieldwork)
    with transaction():
        rows = db.session.query(OpenedAnswer).filter_by(wave_id=fieldwork.wave_id)
        for row in rows.limit(10):
            row.answers = canonical_json(json.loads(row.answers) | {"per_bel_01": 1})
    assert recompute_release(fieldwork.wave) is False


@pytest.mark.parametrize("listed", [True, False])
def test_r11_who_had_the_codes(
    answer: Answer, finish: Finish, frozen_clock: FrozenClock, listed: bool
) -> None:
    fieldwork = answer(30)
    if listed:
        with transaction():
            record_codes_listed(wave=fieldwork.wave, actor=None, way="letters", now=frozen_clock())
    promise = _read(finish(fieldwork))["promise"]
    assert promise["codes_listed"] is listed
    assert promise.get("code_roles") == (["operator"] if listed else None)
    assert recompute_release(fieldwork.wave) is True


def test_r5_answers_gone(answer: Answer, finish: Finish, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(30)
    release = finish(fieldwork)
    body = release.body
    frozen_clock.forward(days=31)
    with transaction():
        destroy_opened_answers(wave=fieldwork.wave, now=frozen_clock())
    with pytest.raises(SurveyError) as refusal:
        recompute_release(fieldwork.wave)
    assert refusal.value.code == "answers_gone"
    kept = find_release(fieldwork.wave_id)
    assert kept is not None
    assert kept.body == body


def test_r6_not_before_opening(answer: Answer, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(20)
    with pytest.raises(SurveyError) as refusal, transaction():
        make_release(wave=fieldwork.wave, now=frozen_clock())
    assert refusal.value.code == "wave_not_opened"
    with transaction():
        cancel_wave(wave=fieldwork.wave, now=frozen_clock())
    with pytest.raises(SurveyError) as refusal, transaction():
        make_release(wave=fieldwork.wave, now=frozen_clock())
    assert refusal.value.code == "wave_cancelled"
    with pytest.raises(SurveyError) as refusal:
        recompute_release(fieldwork.wave)
    assert refusal.value.code == "no_such_release"


def test_r7_change(answer: Answer, finish: Finish, frozen_clock: FrozenClock) -> None:
    first = answer(90, favor=0.1)
    finish(first)
    place_id = first.wave.property_id
    frozen_clock.forward(days=60)
    second = answer(95, place_id=place_id, seed=2, favor=0.9)
    change = _read(finish(second))["change"]
    assert change["since"]["number"] == 1
    assert change["since"]["hash"] == first.wave.promise_hash
    assert [level["verdict"] for level in change["levels"]] == ["clear_rise"] * 3
    assert len(change["items"]) == 10
    frozen_clock.forward(days=1)
    assert recompute_release(second.wave) is True
    assert [one.wave_id for one in list_releases(place_id)] == [first.wave_id, second.wave_id]
    latest = latest_release(place_id)
    assert latest is not None
    assert latest.wave_id == second.wave_id


def test_r8_without_codes(answer: Answer, finish: Finish) -> None:
    document = _read(finish(answer(40, access="link", cuts=())))
    assert document["promise"]["limited_to_one"] is False
    assert document["response"] == {"respondents": 40, "rate": None, "participation": []}


def test_r8_half_of_the_core_makes_a_respondent(
    answer: Answer, finish: Finish, frozen_clock: FrozenClock
) -> None:
    fieldwork = answer(30)
    codes = fieldwork.codes
    with transaction():
        for code in codes:
            seal_response(
                wave=fieldwork.wave,
                code=code,
                submission_id=None,
                answers={"per_bel_01": 5, "out_sat_01": 5},
                language="en",
                mode="code",
                now=frozen_clock(),
            )
    # Every code was used by somebody who answered two questions of ten.
    assert _read(finish(fieldwork))["status"] == "too_few"


def test_r9_stricter(answer: Answer, finish: Finish, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(30)
    with transaction():
        tighten_promise(
            wave=fieldwork.wave,
            change={"min_group": 31, "cuts": []},
            actor=None,
            now=frozen_clock(),
        )
    document = _read(finish(fieldwork))
    assert document["promise"]["min_group"] == 31
    assert document["status"] == "too_few"


def test_r10_immutable(app: Flask, answer: Answer, finish: Finish) -> None:
    release_id = finish(answer(30)).id
    for act in (
        update(Release).where(Release.id == release_id).values(body="{}"),
        delete(Release).where(Release.id == release_id),
    ):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(act)
    assert db.session.scalar(text("SELECT count(*) FROM release")) == 1


def test_r4_of_before_a_key_was_added(
    answer: Answer, finish: Finish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release of an earlier version says less: that is no sign that it was altered."""
    fieldwork = answer(60)
    with monkeypatch.context() as before:
        write = clearing._document

        def without_gaps(*arguments: Any) -> dict[str, Any]:
            return {name: held for name, held in write(*arguments).items() if name != "gaps"}

        before.setattr(clearing, "_document", without_gaps)
        finish(fieldwork)
    with pytest.raises(SurveyError) as refused:
        recompute_release(fieldwork.wave)
    assert refused.value.code == "older_rules"


def test_r4_of_before_a_rule_was_changed(
    answer: Answer, finish: Finish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release by older rules rounds otherwise: that is no sign that it was altered."""
    fieldwork = answer(60)
    with monkeypatch.context() as before:
        before.setattr(clearing, "RULES_VERSION", "2")
        finish(fieldwork)
    with pytest.raises(SurveyError) as refused:
        recompute_release(fieldwork.wave)
    assert refused.value.code == "older_rules"
