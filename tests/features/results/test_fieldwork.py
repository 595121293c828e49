"""How fieldwork went, in the release: how long, and how people answered.

F1  An extension is in the release and in the method of every report, and one without is as before.
    So is the day of a wave that was closed before its last one.
F2  The mix of modes is one word, fixed at opening; another word in the next wave is flagged.
F3  Both are made again byte for byte, and the database lets nobody change the word.
F4  How well paper was typed in is told in coarse numbers, fixed at opening: in the method of every
    report, in files and to programs. A release without it is as before.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from io import BytesIO
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from survey.api.facts import release_facts
from survey.db import db, transaction
from survey.reports.board.chosen import short_method
from survey.reports.breaks import break_of
from survey.reports.exports.codebook import codebook
from survey.reports.exports.package import data_package
from survey.reports.method import method_facts
from survey.reports.reading import ReleaseDocument
from survey.reports.reading.values import Keying
from survey.reports.wording import Wording
from survey.responses.paper.services import add_agreement
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.models import Release
from survey.results.services import make_release, recompute_release
from survey.waves.models import Wave
from tests.factories.communities import make_property
from tests.factories.waves import extend
from tests.features.results.conftest import Answer, Finish
from tests.support import ddi
from tests.support.frozen_clock import FrozenClock


def box(release: Release) -> dict[str, str]:
    """The method of a report on a release, by the names of its lines."""
    found = ReleaseDocument.from_json(release.body)
    return {fact.name: fact.text for fact in method_facts(found, Wording(found, "en"))}


def test_closed_before_its_last_day(
    answer: Answer, finish: Finish, frozen_clock: FrozenClock
) -> None:
    """F1: by the clocks of the place, where it is a day earlier still."""
    fieldwork = answer(60, cuts=())
    frozen_clock.set(datetime(2026, 8, 18, 3, 30, tzinfo=UTC))
    assert frozen_clock() < fieldwork.wave.ends_at
    with transaction():
        close_ballot_box(wave=fieldwork.wave, now=frozen_clock())
    with transaction():
        open_ballot_box(wave=fieldwork.wave, passphrase=None, now=frozen_clock())
    with transaction():
        release = make_release(wave=fieldwork.wave, now=frozen_clock())
    assert json.loads(release.body)["wave"]["closed_on"] == "2026-08-17"
    assert "The survey was closed on August 17, 2026" in box(release)["When"]
    assert release_facts(release, release.number)["wave"]["closed_on"] == "2026-08-17"
    place_id = fieldwork.wave.property_id
    frozen_clock.set(datetime(2026, 9, 1, 12, tzinfo=UTC))
    after = json.loads(finish(answer(60, place_id=place_id, seed=2, cuts=())).body)
    assert after["change"]["since"]["closes_on"] == "2026-08-17"
    assert "closed_on" not in after["wave"]


def test_two_waves(answer: Answer, finish: Finish, frozen_clock: FrozenClock) -> None:
    """F1, F2, F3"""
    first = answer(60, cuts=())
    place_id, first_id = first.wave.property_id, first.wave_id
    before = finish(first)
    frozen_clock.forward(days=1)
    second = answer(60, place_id=place_id, seed=2, mode="interviewer", cuts=())
    planned = json.loads(second.wave.promise)["wave"]["closes_on"]
    extend(second, frozen_clock(), date(2026, 9, 25))
    now = finish(second)
    told = [json.loads(release.body) for release in (before, now)]
    assert "extended_from" not in told[0]["wave"]
    assert (told[0]["wave"]["mode_mix"], told[1]["wave"]["mode_mix"]) == ("own", "interviewer")
    assert (planned, told[1]["wave"]["extended_from"]) == ("2026-09-16", "2026-09-16")
    assert told[1]["wave"]["closes_on"] == "2026-09-25"
    assert told[1]["wave"]["next_by"] == json.loads(second.wave.promise)["wave"]["report_by"]
    assert "mode_differs" in told[1]["change"]["warnings"]
    read = [ReleaseDocument.from_json(release.body) for release in (before, now)]
    assert break_of(read[0], read[1], "perceptual") == "caution"
    assert "extended" not in box(before)["When"]
    assert box(now)["When"].endswith(
        "Fieldwork was extended from September 16, 2026 to September 25, 2026."
    )
    assert "two thirds or more came from a person’s own device" in box(before)["How"]
    assert "two thirds or more were told to an interviewer" in box(now)["How"]
    for wave_id in (first_id, second.wave_id):
        assert recompute_release(db.session.get_one(Wave, wave_id))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE wave SET mode_mix = 'mixed'"))


def test_too_few_for_a_word(answer: Answer, finish: Finish) -> None:
    """F2: a third of 29 is no group that could be shown."""
    document = json.loads(finish(answer(29, cuts=())).body)
    assert "mode_mix" not in document["wave"]


@pytest.mark.parametrize("number", [27, 30])
def test_all_of_thirty(app: Flask, answer: Answer, finish: Finish, number: int) -> None:
    """F2: with a word for 30 and none for 27 it would say that each of thirty adults answered."""
    place = make_property("Alder Row", homes=20, adults=30)
    document = json.loads(finish(answer(number, place_id=place.id, cuts=())).body)
    assert document["response"]["rate"] == "90+"
    assert "mode_mix" not in document["wave"]


def test_typed_twice(app: Flask, answer: Answer, finish: Finish) -> None:
    """F3, F4: sheets that are counted after the opening change nothing that was told."""
    work = answer(60, mode="paper", cuts=())
    add_agreement(wave_id=work.wave_id, batch="a" * 32, compared=170, equal=166)
    release = finish(work)
    add_agreement(wave_id=work.wave_id, batch="b" * 32, compared=500, equal=500)
    found = ReleaseDocument.from_json(release.body)
    assert found.wave.keying == Keying(150, 97)
    said = "Of at least 150 answers that were compared, 97% or more were the same."
    assert said in box(release)["Paper typed twice"]
    assert any(said in fact.text for fact in short_method(found, Wording(found, "en")))
    shape = json.loads((files("survey.results") / "schemas" / "release-2.json").read_text())
    Draft202012Validator(shape).validate(json.loads(release.body))
    with app.test_request_context():
        assert release_facts(release, 1)["wave"]["keying"] == {"compared": 150, "agreed": 97}
    packed = ZipFile(BytesIO(data_package(found, release.body, release.sha256, "en")))
    assert json.loads(packed.read("datapackage.json"))["keying"] == {"compared": 150, "agreed": 97}
    described = fromstring(codebook(found, release.sha256))  # noqa: S314 - our own
    assert said in described.findtext(f".//{ddi.NAMESPACE}ConOps", "")
    assert ddi.faults(described) == []
    assert recompute_release(db.session.get_one(Wave, work.wave_id))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE wave SET keying_agreed = 99"))
