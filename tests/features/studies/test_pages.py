"""The pages of studies: all of them, making one, one with its figures, and what releases say.

SP1 From five launches to the figures: sealed answers, released waves, a form, a job, a page.
SP2 Where there is nothing, the page says what is missing; each wave that cannot take part, why.
SP3 What is wrong with a choice is said beside it; what was ticked stays, and nothing is asked for.
SP4 What is not given has one sign and one sentence; levels that overlap are not ranked.
SP5 The table and the document: no more than the page, and nothing that a spreadsheet would run.
SP6 A release's page points to the newest study of its place, or says why there is none.
SP7 Only whoever may view all of an organization's releases sees its studies.
SP8 The commands list and verify.
"""

from __future__ import annotations

import csv
import io
import json
import re
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.core.analysis.scale_report import Reliability, reliability_of
from survey.core.analysis.scales import points_of_index
from survey.db import db, transaction
from survey.jobs.working import work_until_idle
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.services import make_release
from survey.studies.services import JOB
from survey.waves.models import Wave
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization, make_property
from tests.factories.releases import make_release as store_release
from tests.factories.sendings import send_answers
from tests.factories.studies import (
    publish_studied,
    store_five,
    store_study,
    store_wave,
    study_document,
)
from tests.factories.waves import Fieldwork, launch
from tests.factories.waves import make_property as make_waves_property
from tests.support import release_documents as documents
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of
from tests.support.studied import PLACES, Answers, answers_of_places, studied_questionnaire


def hold_survey(place: Property, answers: list[Answers], clock: FrozenClock) -> Fieldwork:
    """Launch a wave whose promise allows a study, and have people answer by their codes."""
    with transaction():
        there = db.session.merge(place)
        launched = launch(there, publish_studied(there, clock()), clock(), cuts=(), study=True)
        wave = Fieldwork(launched.wave.id, launched.wave.slug, None)
    codes = Random(1).sample(wave.codes, len(answers))
    send_answers(wave, zip(codes, answers, strict=True), clock())
    return wave


def finish(wave: Fieldwork, clock: FrozenClock) -> int:
    """Close, open and release at the last moment; the release's id."""
    clock.set(max(clock(), wave.wave.ends_at))
    with transaction():
        close_ballot_box(wave=wave.wave, now=clock())
    with transaction():
        open_ballot_box(wave=wave.wave, passphrase=None, now=clock())
    with transaction():
        return make_release(wave=wave.wave, now=clock()).id


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's form, with every wave ticked."""
    (request_id,) = re.findall(r'name="request_id"[^>]*value="([0-9a-f]{32})"', page)
    waves = re.findall(r'name="waves"[^>]*value="([0-9a-f]{32})"', page)
    return {"request_id": request_id, "waves": waves}


def test_sp1_the_whole_road(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """SP1, SP6: the figures are those of the pure functions on what people sent."""
    organization = make_organization("Lantern Homes")
    places = answers_of_places(1)
    waves = []
    for name, answers in zip(PLACES, places, strict=True):
        with transaction():
            there = make_waves_property(name=name, organization=db.session.merge(organization))
        waves.append(hold_survey(there, answers, frozen_clock))
    releases = [finish(wave, frozen_clock) for wave in waves]
    sign_in(client, make_person("Charlie", organization=organization, role=Role.EVALUATOR))
    before = client.get(f"/staff/releases/{releases[0]}")
    assert "This wave can be in one until its answers are destroyed" in words_of(before)
    sent = form_of(client.get("/staff/studies").get_data(as_text=True))
    assert sorted(sent["waves"]) == sorted(wave.wave_id for wave in waves)
    address = f"/staff/studies/of/{organization.id}"
    asked = client.post(address, data=sent, follow_redirects=True)
    assert "A study of 5 places has been asked for" in words_of(asked)
    assert work_until_idle([JOB]) == 1
    document = json.loads(client.get("/staff/studies/1/study.json").get_data(as_text=True))
    (printed,) = document["indices"]
    questionnaire = studied_questionnaire()
    (index,) = (one for one in questionnaire.indices if one.model == "reflective")
    rows = points_of_index(
        index,
        {item.id: item for item in questionnaire.items},
        questionnaire.scales,
        [one for answers in places for one in answers],
    )
    names = [name for name, answers in zip(PLACES, places, strict=True) for _one in answers]
    found = reliability_of(index, rows, names)
    assert isinstance(found, Reliability)
    assert printed["alpha"]["value"] == round(found.alpha.value, 2)
    assert printed["item_rest"] == [round(one, 2) for one in found.item_rest]
    page = words_of(client.get("/staff/studies/1"))
    assert f"{found.alpha.value:.2f} (" in page
    assert "The levels cannot be ranked" in page
    after = words_of(client.get(f"/staff/releases/{releases[0]}"))
    assert "Study 1 of August 25, 2026 looked at how well the questions work at 5 places" in after


@ONE_DATABASE
def test_sp2_nothing_yet(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """SP2"""
    organization = make_organization()
    sign_in(client, make_person(organization=organization))
    page = words_of(client.get("/staff/studies"))
    assert "There is no study yet." in page
    assert "No wave can be in a study now." in page
    place = make_property(organization=organization)
    store_wave(place, answers_of_places(1)[0], frozen_clock(), promised={"study": False})
    page = words_of(client.get("/staff/studies"))
    assert "Its promise does not allow it." in page


@ONE_DATABASE
def test_sp3_wrong_choices(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """SP3"""
    organization, _waves = store_five(frozen_clock())
    sign_in(client, make_person(organization=organization))
    address = f"/staff/studies/of/{organization.id}"
    sent = form_of(client.get(address).get_data(as_text=True))
    few = client.post(address, data=sent | {"waves": sent["waves"][:4]})
    assert few.status_code == 400
    assert "Choose waves of at least five places." in words_of(few)
    assert few.get_data(as_text=True).count("checked") == 4
    for wrong, said in (
        ({"waves": []}, "Choose waves of at least five places."),
        ({"waves": ["0" * 32]}, "Choose from the list."),
        ({"request_id": "x"}, "a part of it was lost on the way"),
    ):
        answer = client.post(address, data=sent | wrong)
        assert (answer.status_code, said in words_of(answer)) == (400, True), said
    assert "has been asked for" not in words_of(client.get(address))


@ONE_DATABASE
def test_sp4_one_study(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """SP4"""
    organization = make_organization()
    store_study(organization, study_document(), frozen_clock())
    nothing = {"importance": {"state": "hidden"}, "indices": [], "wording": {}}
    store_study(organization, study_document(**nothing), frozen_clock())
    ranked = study_document()
    ranked["importance"] |= {"ranked": True}
    ranked["importance"]["levels"][0] |= {"share": 5}
    store_study(organization, ranked, frozen_clock())
    sign_in(client, make_person(organization=organization))
    page = words_of(client.get("/staff/studies/1"))
    for said in (
        "0.82 (0.78 to 0.86)",
        "-0.05 (-0.40 to 0.86)",
        "45% (20% to 61%)",
        "The levels cannot be ranked",
        "No reason is given to anybody, since a reason could be an answer.",
        "I feel that I belong here.",
        "go together with the three levels",
        "which language somebody used is forgotten",
    ):
        assert said in page
    page = words_of(client.get("/staff/studies/2"))
    assert "No index was asked alike and shown at all of these places." in page
    page = words_of(client.get("/staff/studies/3"))
    assert page.index("Having a say") < page.index("Feeling at home")
    assert "The levels cannot be ranked" not in page


@ONE_DATABASE
def test_sp5_table(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """SP5"""
    organization = make_organization()
    document = study_document()
    document["waves"][0]["place"] = "=HYPERLINK()"
    store_study(organization, document, frozen_clock())
    sign_in(client, make_person(organization=organization))
    answer = client.get("/staff/studies/1/study.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert rows[1] == ["study", "1", "", "places", "5", "", "", "215"]
    assert rows[2][1] == "'=HYPERLINK()"
    assert ["index", "belonging", "", "alpha", "0.82", "0.78", "0.86", "210"] in rows
    assert ["index", "belonging", "per_bel_02", "item_rest", "-0.02", "", "", "210"] in rows
    assert ["level", "structural", "out_lad_01", "share", "22", "9", "40", "205"] in rows
    assert [row for row in rows if "trust" in row or "omega" in row] == []
    assert json.loads(client.get("/staff/studies/1/study.json").data) == document


@ONE_DATABASE
def test_sp6_why_there_is_none(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """SP6"""
    organization = make_organization()
    place = make_property(organization=organization)
    release_id = store_release(documents.full(), place=place)
    sign_in(client, make_person(organization=organization))
    said = words_of(client.get(f"/staff/releases/{release_id}"))
    assert "There is no study with this place. Its answers were destroyed, as promised." in said
    with transaction():
        wave = db.session.query(Wave).one()
        wave.opened_at = wave.released_at = frozen_clock()
    said = words_of(client.get(f"/staff/releases/{release_id}"))
    assert "There is no study with this place. Its promise does not allow it." in said


@ONE_DATABASE
@pytest.mark.parametrize("role", [Role.MANAGER, Role.STEWARD])
def test_sp7_not_for_one_place(client: FlaskClient, frozen_clock: FrozenClock, role: Role) -> None:
    """SP7: the routes' own test tries everybody; here, whoever reads the results of one place."""
    organization = make_organization()
    store_study(organization, study_document(), frozen_clock())
    place = make_property(organization=organization)
    sign_in(client, make_person(organization=organization, role=role, properties=[place]))
    for address in ("", "/1", "/1/study.csv", "/1/study.json", f"/of/{organization.id}"):
        assert client.get(f"/staff/studies{address}").status_code == 404
    assert "/staff/studies" not in client.get("/staff/results").get_data(as_text=True)


@ONE_DATABASE
def test_sp8_commands(app: Flask, frozen_clock: FrozenClock) -> None:
    """SP8"""
    organization = make_organization()
    store_study(organization, study_document(waves=[]), frozen_clock())
    runner = app.test_cli_runner()
    listed = runner.invoke(args=["studies", "list"])
    assert listed.output.split("\t")[:3] == ["1", "2026-08-03", str(organization.id)]
    whole = runner.invoke(args=["studies", "verify"])
    assert (whole.exit_code, whole.output) == (0, "The studies are whole: 1.\n")
    store_study(organization, study_document(), frozen_clock())  # its waves are marked nowhere
    broken = runner.invoke(args=["studies", "verify"])
    assert broken.exit_code == 1
    assert "wave w0 does not go with study 2" in broken.output
