"""Own questions in releases, and in what readers get of them.

V1  The release names them as own, has the written-down shape, and names no other question so.
V2  Levels, indices, and the bank's questions with their changes, are the same with and without.
V3  They go through the same door: too few answers hide them as any other, and each is audited.
V4  Their changes compare the same words only; another wording is another question.
V5  Page, paper, table and staff page mark them, in every language, once with a whole sentence.
V6  No headline and no level's sentence is made of one, not even where nothing else is shown.
V7  What looks like markup in their words is text on every page.
V8  One that only some are asked has the base of those who answered it, and no breakdown; the
    release, the note and the codebook say of whom it was asked.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from survey.communities.models import Property
from survey.core.bank.model import Term, is_own
from survey.db import db, transaction
from survey.questionnaires.models import OwnQuestion
from survey.reports.exports.codebook import codebook
from survey.reports.figures import figures_csv
from survey.reports.levels import lead_item
from survey.reports.public_page import public_page
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import summary_html
from survey.responses.services import seal_response
from survey.results.models import Release
from survey.results.queries import list_ledger
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_property
from tests.factories.own_questions import GARDEN, make_own_question, translate_own_question
from tests.factories.questionnaires import publish_questionnaire
from tests.factories.sendings import send_answers
from tests.factories.waves import Fieldwork, launch
from tests.features.results.conftest import Finish, answers_of
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of

MARK = "This community’s own question"
SENTENCE = "The community added these questions itself."
PEOPLE = 60
SCRIPT = '<script>alert("x")</script>'


@pytest.fixture
def place(client: FlaskClient) -> Property:
    """A place with its organization."""
    return make_property("Alder Row")


def add_questions(place: Property) -> list[OwnQuestion]:
    """Two questions of a place's organization: on a scale of the bank, and with its own list."""
    scaled = make_own_question(place.organization, level="perceptual")
    listed = make_own_question(
        place.organization,
        answers="several",
        scale="",
        options=("By day", "At night"),
        text="When do you use the roof garden?",
    )
    for tag in ("ar", "zh-Hans"):
        translate_own_question(scaled, tag)
        translate_own_question(listed, tag)
    return [scaled, listed]


def asked(
    place: Property,
    own: list[str],
    clock: FrozenClock,
    *,
    people: int = PEOPLE,
    answering_own: int = PEOPLE,
    seed: int = 1,
    favor: float = 0.5,
    second: Sequence[int] = (),
) -> Fieldwork:
    """A wave of the pulse and own questions, answered; only the first few answer the own ones."""
    # Noon of a later day: launches are told the day of another time zone than the place’s.
    clock.set(clock() + timedelta(hours=36))
    version = publish_questionnaire(place, own=own)
    with transaction():
        made = launch(
            db.session.merge(place),
            db.session.merge(version),
            clock(),
            languages=["en", "ar", "zh-Hans"],
        )
        wave = Fieldwork(made.wave.id, made.wave.slug, made.recovery)
    draw, other = Random(seed), Random(seed + 1)
    codes = Random(seed).sample(wave.codes, people)
    sets = []
    for number, code in enumerate(codes):
        answers = answers_of(draw, favor)
        if own and number < answering_own:
            answers[own[0]] = other.choice((1, 2, 3, 4, 5, 5))
            if second:
                answers[own[1]] = second[number % len(second)]
            elif own[1:]:
                answers[own[1]] = other.choice((["a1"], ["a2"], ["a1", "a2"]))
        sets.append((code, answers))
    send_answers(wave, sets, clock())
    return wave


def read(release: Release) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(release.body)
    return document


def of_the_bank(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in entries if not is_own(entry["id"])]


def test_two_waves(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock, finish: Finish
) -> None:
    """V1, V2, V3, V4"""
    own = [one.item_id for one in add_questions(place)]
    plain = make_property("Birch Yard")
    documents = {}
    for name, where, ids in (("with", place, own), ("without", plain, [])):
        start = frozen_clock()
        first = read(finish(asked(where, ids, frozen_clock, favor=0.2)))
        second = read(finish(asked(where, ids, frozen_clock, seed=5, favor=0.8)))
        documents[name] = first, second
        frozen_clock.set(start)
    shape = json.loads((files("survey.results") / "schemas" / "release-2.json").read_text())
    for having, lacking in zip(documents["with"], documents["without"], strict=True):
        assert [one.message for one in Draft202012Validator(shape).iter_errors(having)] == []
        assert {one["id"] for one in having["items"] if one.get("own")} == set(own)
        assert not any("own" in one for one in lacking["items"])
        assert (having["levels"], having["indices"]) == (lacking["levels"], lacking["indices"])
        assert of_the_bank(having["items"]) == lacking["items"]
        assert all(one["state"] == "shown" for one in having["items"])
    change, without = documents["with"][1]["change"], documents["without"][1]["change"]
    assert change["levels"] == without["levels"]
    assert of_the_bank(change["items"]) == without["items"]
    assert [one["id"] for one in change["items"] if is_own(one["id"])] == own[:1]
    assert {"clear_rise"} <= {one["verdict"] for one in without["items"]}
    subjects = {row.subject for row in list_ledger()}
    assert set(own) <= subjects


def test_too_few_hide_it(place: Property, frozen_clock: FrozenClock, finish: Finish) -> None:
    """V3"""
    own = [one.item_id for one in add_questions(place)]
    document = read(finish(asked(place, own, frozen_clock, answering_own=6)))
    hidden = {one["id"]: one for one in document["items"] if one["state"] == "hidden"}
    assert set(hidden) == set(own)
    assert all(one["bands"] == [] and one["options"] is None for one in hidden.values())
    assert {
        split["state"] for cut in document["cuts"] for split in cut["items"] if split["id"] in own
    } == {"hidden"}
    assert not any(row[1] in own for row in rows_of(document))


def test_another_wording_is_another_question(
    place: Property, frozen_clock: FrozenClock, finish: Finish
) -> None:
    """V4: a copy has an id of its own, so nothing is compared with the one before."""
    first, second = add_questions(place)[0], make_own_question(place.organization)
    for tag in ("ar", "zh-Hans"):
        translate_own_question(second, tag)
    finish(asked(place, [first.item_id], frozen_clock))
    document = read(finish(asked(place, [second.item_id], frozen_clock, seed=5)))
    assert document["change"]["items"]
    assert not any(is_own(one["id"]) for one in document["change"]["items"])


def rows_of(document: dict[str, Any]) -> list[list[str]]:
    table = figures_csv(ReleaseDocument.from_json(json.dumps(document))).decode()
    return list(csv.reader(io.StringIO(table)))


def test_what_readers_get(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock, finish: Finish
) -> None:
    """V5"""
    own = [one.item_id for one in add_questions(place)]
    release = finish(asked(place, own, frozen_clock))
    document, release_id = read(release), release.id
    rows = rows_of(document)
    assert rows[0][-1] == "own"
    assert {row[1] for row in rows[1:] if row[-1] == "yes"} == set(own)
    assert {row[1] for row in rows[1:] if is_own(row[1])} == set(own)
    public = words_of(client.get(f"/r/{place.slug}/en"))
    paper = summary_html(ReleaseDocument.from_json(release.body), "en", "a4")
    sign_in(client, make_person("Alice", organization=place.organization))
    staff = words_of(client.get(f"/staff/releases/{release_id}"))
    for page in (public, paper, staff):
        assert page.count(SENTENCE) == 1
        assert "This community’s own questions" in page
        assert f"When do you use the roof garden? {MARK}" in page.replace('<span class="own">', "")
    for tag in ("ar", "zh-Hans"):
        assert f"{tag}: {GARDEN.text}" in words_of(client.get(f"/r/{place.slug}/{tag}"))
    groups = public_page(ReleaseDocument.from_json(release.body), "en", []).groups
    assert [group.id for group in groups][-1] == "own"
    assert [row.id for row in groups[-1].rows] == own[:1]
    assert not any(row.own for group in groups[:-1] for row in group.rows)


def test_no_headline(place: Property, frozen_clock: FrozenClock, finish: Finish) -> None:
    """V6: also of a document in which everything else is hidden."""
    own = [one.item_id for one in add_questions(place)]
    document = read(finish(asked(place, own, frozen_clock)))
    for item in document["items"]:
        if not is_own(item["id"]):
            item |= {"state": "hidden", "bands": [], "points": None, "answered": None}
    for level in document["levels"]:
        level |= {"items": [], "state": "hidden", "score": None}
    poor = ReleaseDocument.from_json(json.dumps(document))
    assert [item.id for item in poor.items if item.shown] == own
    assert public_page(poor, "en", []).lead is None
    assert [lead_item(poor, score) for score in poor.levels] == [None, None, None]


def test_asked_only_of_some(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock, finish: Finish
) -> None:
    """V8: everybody sends an answer to it, and it counts for those who were asked."""
    leading = make_own_question(place.organization)
    terms = tuple(Term(leading.item_id, "eq", answer) for answer in (1, 2, 3))
    led = make_own_question(place.organization, text="What makes it hard?", asked_if=terms)
    for tag in ("ar", "zh-Hans"):
        translate_own_question(leading, tag)
        translate_own_question(led, tag)
    own = [leading.item_id, led.item_id]
    wave = asked(place, own, frozen_clock, second=[1, 2, 3, 4, 5])
    release = finish(wave)
    document = read(release)
    shape = json.loads((files("survey.results") / "schemas" / "release-2.json").read_text())
    assert [one.message for one in Draft202012Validator(shape).iter_errors(document)] == []
    items = {one["id"]: one for one in document["items"]}
    other = Random(2)
    base = sum(other.choice((1, 2, 3, 4, 5, 5)) <= 3 for _ in range(PEOPLE))
    assert base < PEOPLE
    assert items[own[1]]["answered"] == base // 5 * 5
    assert items[own[1]]["asked_after"] == {"id": own[0], "answers": [1, 2, 3]}
    assert "asked_after" not in items[own[0]]
    states = {
        name: {
            one["state"] for cut in document["cuts"] for one in cut["items"] if one["id"] == name
        }
        for name in own
    }
    assert states == {own[0]: {"shown"}, own[1]: {"hidden"}}
    note = "Some were asked only of people who gave certain answers to another question"
    parsed = ReleaseDocument.from_json(release.body)
    assert note in summary_html(parsed, "en", "a4")
    assert words_of(client.get(f"/r/{place.slug}/en")).count(note) == 1
    book = codebook(parsed, release.sha256).decode()
    assert f"Asked only of those who answered {own[0]} with one of: 1, 2, 3." in book


def test_markup_is_text(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock, finish: Finish
) -> None:
    """V7"""
    questions = add_questions(place)
    with transaction():
        for question in questions:
            db.session.merge(question).text = f"How is it? {SCRIPT}"
    own = [one.item_id for one in questions]
    version = publish_questionnaire(place, own=own)
    with transaction():
        made = launch(
            db.session.merge(place), db.session.merge(version), frozen_clock(), languages=["en"]
        )
        wave = Fieldwork(made.wave.id, made.wave.slug, made.recovery)
    draw = Random(1)
    with transaction():
        for code in wave.codes[:PEOPLE]:
            answers = answers_of(draw, 0.5) | {own[0]: draw.choice((1, 5)), own[1]: ["a1"]}
            seal_response(
                wave=wave.wave,
                code=code,
                submission_id=None,
                answers=answers,
                language="en",
                mode="code",
                now=frozen_clock(),
            )
    release = finish(wave)
    paper = summary_html(ReleaseDocument.from_json(release.body), "en", "a4")
    public = client.get(f"/r/{place.slug}/en").get_data(as_text=True)
    for page in (paper, public):
        assert "&lt;script&gt;alert" in page
        assert SCRIPT not in page
