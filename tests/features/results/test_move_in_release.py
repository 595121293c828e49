"""What is released of a wave that asked people who moved in.

M1  Its frame are the adults who were given codes: it bears rate, margins and near-complete
    response. The document says its kind, is of the schema, and is equal when it is made again.
M2  Fewer answers than the smallest group: nothing is published, also where nobody moved in; and no
    page says how few they were.
M3  Changes are made against the last move-in wave, whatever ran beside; an ordinary wave is
    compared with the last ordinary one, and the newest figures of a place are an ordinary wave's.
M4  No reading is ever made while it is open.
M5  The public page shows the last ordinary wave and names the other; each says who was asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from survey.communities.models import Property
from survey.db import db, transaction
from survey.reports.method import method_facts
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.responses.monitor import list_waves_to_read, refresh_participation
from survey.responses.services import close_ballot_box
from survey.results.models import NewestRelease, Release
from survey.results.queries import list_releases_before
from survey.results.services import recompute_release
from survey.waves import words
from survey.waves.sealed_count import SealedCount, count_shown
from tests.factories.move_ins import launch_move_in_for_tests, move_in, send
from tests.factories.waves import Fieldwork, make_property
from tests.features.results.conftest import Answer, Finish
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


def moved_in(
    clock: FrozenClock, households: Sequence[int], answering: int, **launch: Any
) -> Fieldwork:
    """A move-in wave into which these households moved, some of whose adults answered."""
    made = launch_move_in_for_tests(clock(), **launch)
    codes = [code for adults in households for code in move_in(made, adults, clock())]
    send(made, codes[:answering], clock(), favor=0.7)
    return made


def document_of(release: Release) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(release.body)
    return found


def test_m1_the_frame(app: Flask, finish: Finish, frozen_clock: FrozenClock) -> None:
    made = moved_in(frozen_clock, [1, 2] * 20, 33)
    release = finish(made)
    document = document_of(release)
    assert document["wave"]["kind"] == "move_in"
    assert (document["property"]["adults"], document["property"]["homes"]) == (60, 40)
    assert (document["response"]["respondents"], document["response"]["rate"]) == (33, "55")
    assert (document["promise"]["strata"], document["cuts"], document["gaps"]) == ([], [], [])
    assert document["method"]["finite_population"]
    assert not document["method"]["weighting"]["used"]
    assert document["promise"]["code_roles"] == ["operator"]
    assert document["promise"]["codes_listed"]
    shown = [item for item in document["items"] if item["state"] == "shown"]
    assert all(item["certain_high"] - item["certain_low"] >= 45 for item in shown if item["bands"])
    assert len(shown) >= 10
    with transaction():
        assert recompute_release(wave=made.wave)
    validate(document)


def test_m1_nearly_all(app: Flask, finish: Finish, frozen_clock: FrozenClock) -> None:
    document = document_of(finish(moved_in(frozen_clock, [2] * 20, 37)))
    assert document["property"]["adults"] == 40
    assert (document["response"]["respondents"], document["response"]["rate"]) == (None, "90+")
    assert document["method"]["base"] == "band"
    validate(document)


@pytest.mark.parametrize(("households", "answering"), [([], 0), ([2] * 8, 9)])
def test_m2_too_few(
    app: Flask,
    client: FlaskClient,
    finish: Finish,
    frozen_clock: FrozenClock,
    households: list[int],
    answering: int,
) -> None:
    made = moved_in(frozen_clock, households, answering)
    document = document_of(finish(made))
    assert document["status"] == "too_few"
    assert (document["items"], document["levels"]) == ([], [])
    assert document["response"] == {"respondents": None, "rate": None, "participation": []}
    assert document["property"]["adults"] == sum(households)
    validate(document)
    counted = count_shown(made.wave)
    assert counted == SealedCount(None, sum(households), fewer_than=10)
    sentence = words.sealed_in_the_box(counted)
    assert "fewer than 10 sealed answers" in sentence
    promise = words_of(client.get(f"/promise/{made.wave.promise_hash}/en"))
    assert sentence in promise
    assert "Adults who moved in between August 3, 2026 and August 2, 2027." in promise
    assert "who live here, in" not in promise
    slug = document["property"]["slug"]
    page = words_of(client.get(f"/r/{slug}/en"))
    assert "Thank you for answering" in page


def test_m3_against_its_own_kind(
    app: Flask, client: FlaskClient, answer: Answer, finish: Finish, frozen_clock: FrozenClock
) -> None:
    """M3 and M5: the clock runs from one year to the next."""
    with transaction():
        place_id = make_property().id

    def place() -> Property:
        return db.session.get_one(Property, place_id)

    first = moved_in(frozen_clock, [2] * 20, 24, place=place())
    pulse = finish(answer(90, place_id=place_id))
    first_release = finish(first)
    second = moved_in(frozen_clock, [2] * 20, 22, place=place())
    later_pulse = finish(answer(80, place_id=place_id, seed=2))
    second_release = finish(second)
    changes = [document_of(one)["change"] for one in (pulse, first_release)]
    assert changes == [None, None]
    change, since = document_of(later_pulse)["change"], document_of(pulse)["wave"]
    assert (change["since"]["number"], change["trends"]) == (since["number"], [])
    change = document_of(second_release)["change"]
    assert change["since"]["number"] == first.wave.number == 1
    assert change["since"]["hash"] == first.wave.promise_hash
    assert document_of(second_release)["before"]["sha256"] == first_release.sha256
    assert any(item["verdict"] for item in change["items"])
    assert [one.id for one in list_releases_before(second_release)] == [first_release.id]
    assert [one.id for one in list_releases_before(later_pulse)] == [pulse.id]
    newest = db.session.get_one(NewestRelease, place_id)
    assert newest.release_id == later_pulse.id
    with transaction():
        assert recompute_release(wave=second.wave)
    check_words(client, place().slug, second_release)


def check_words(client: FlaskClient, slug: str, release: Release) -> None:
    """M5"""
    newest = client.get(f"/r/{slug}/en")
    asked = "Only adults who moved in between August 3, 2027 and August 1, 2028 were asked."
    assert asked not in words_of(newest)
    assert "August 2028, only people who moved in" in words_of(newest)
    number = document_of(release)["wave"]["number"]
    page = words_of(client.get(f"/r/{slug}/en/{number}"))
    assert asked in page
    assert "40 adults in 20 homes. Wherever the adults here are named, they are meant." in page
    document = ReleaseDocument.from_json(release.body)
    assert document.wave.moves_in
    facts = {fact.name: fact.text for fact in method_facts(document, Wording(document, "en"))}
    assert facts["Who was asked"].startswith("Adults who moved in between August 3, 2027")
    assert "55% of the adults who moved in" in facts["Response"]


def test_m4_no_reading(app: Flask, frozen_clock: FrozenClock) -> None:
    made = moved_in(frozen_clock, [2] * 10, 15)
    frozen_clock.forward(days=3)
    assert list_waves_to_read(frozen_clock()) == []
    with transaction():
        assert refresh_participation(wave=made.wave, now=frozen_clock()) is None
    with transaction():
        close_ballot_box(wave=made.wave, now=frozen_clock())
    assert count_shown(made.wave) == SealedCount(15, 20)


def validate(document: dict[str, Any]) -> None:
    """Hold a document against the schema that is published."""
    shape = json.loads((files("survey.results") / "schemas" / "release-2.json").read_text())
    assert [one.message for one in Draft202012Validator(shape).iter_errors(document)] == []
