"""Questionnaires: drafts and published versions.

Q1  A draft starts from a ready-made questionnaire, which is explained.
Q2  Items can be left out; the ten core ones cannot, by whatever route.
Q3  At most as many extra questions as there are slots.
Q4  What the site does not have is dropped, with the reason.
Q5  A level without a question left is named: reports will say "not asked".
Q6  Publishing makes a version; unchanged content makes none; a version never changes.
Q7  The preview shows each language.
Q8  A ready-made title is shown in the language of whoever reads it, and kept in the bank's, so
    that reports in other languages do not bear it in one that its manager read.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from survey.accounts.models import Person
from survey.core.bank.content import to_content
from survey.core.canonical import content_hash
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import Questionnaire, QuestionnaireVersion
from survey.questionnaires.queries import list_last_versions, read_version
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.questionnaires import MADE, make_questionnaire, publish_questionnaire
from tests.support.backends import ONE_DATABASE
from tests.support.pages import heading_of, words_of

CORE = [
    "out_sat_01",
    "per_bel_01",
    "per_val_01",
    "per_tru_01",
    "rel_eas_01",
    "rel_coh_01",
    "rel_bri_01",
    "str_fai_02",
    "str_voi_02",
    "str_inf_01",
]


def save(client: FlaskClient, draft: int, **fields: object) -> tuple[int, str]:
    data = {"title": "Pulse check-in", "asked": ["opn_01"], **fields}
    response = client.post(f"/staff/questionnaires/{draft}", data=data)
    return response.status_code, words_of(response) if response.status_code != 302 else ""


def test_a_draft_starts_from_a_ready_made_one(client: FlaskClient, everybody: Everybody) -> None:
    """Q1"""
    sign_in(client, everybody.bob)
    page = words_of(client.get("/staff/properties/maple-court/questionnaires"))
    assert "Pulse check-in 12 questions, about 4 minutes. Every 3 to 6 months" in page
    assert page.index("about 4 minutes") < page.index("about 10 minutes")
    started = client.post(
        "/staff/properties/maple-court/questionnaires", data={"template": "pulse_core"}
    )
    draft = client.get(started.location)
    assert heading_of(draft) == "Pulse check-in"
    assert "About 4 minutes" in words_of(draft)
    assert words_of(draft).count("core: always asked") == 10
    assert "A draft, not published yet" in words_of(
        client.get("/staff/properties/maple-court/questionnaires")
    )


def test_an_unknown_ready_made_one(client: FlaskClient, everybody: Everybody) -> None:
    """Q1"""
    sign_in(client, everybody.bob)
    refused = client.post(
        "/staff/properties/maple-court/questionnaires", data={"template": "census"}
    )
    assert refused.status_code == 404
    assert "There is no such ready-made questionnaire." in words_of(refused)


def test_an_item_is_left_out_and_comes_back(client: FlaskClient, everybody: Everybody) -> None:
    """Q2"""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple)
    assert save(client, draft.id, asked=[], title="Short one")[0] == 302
    kept = db.session.get_one(Questionnaire, draft.id)
    assert (kept.title, kept.left_out) == ("Short one", ["opn_01"])
    assert "“In your own words” has no question left. Reports will say: not asked." in words_of(
        client.get(f"/staff/questionnaires/{draft.id}")
    )
    assert save(client, draft.id)[0] == 302
    assert db.session.get_one(Questionnaire, draft.id).left_out == []


@ONE_DATABASE
def test_a_title_is_said_in_each_language(client: FlaskClient, everybody: Everybody) -> None:
    """Q8"""
    with transaction():
        db.session.get_one(Person, everybody.bob.id).locale = "zh-Hans"
    sign_in(client, everybody.bob)
    there = "/staff/properties/maple-court/questionnaires"
    client.post(there, data={"template": "pulse_core"})
    draft = db.session.scalars(select(Questionnaire)).one()
    assert draft.title == "Pulse check-in"
    said = heading_of(client.get(f"/staff/questionnaires/{draft.id}"))
    assert said == "简短调查"
    assert said in words_of(client.get(there))
    for typed, kept in ((said, "Pulse check-in"), ("我们的问卷", "我们的问卷")):
        assert save(client, draft.id, title=typed)[0] == 302
        db.session.expire_all()
        assert db.session.get_one(Questionnaire, draft.id).title == kept


@pytest.mark.parametrize("core", CORE)
def test_core_items_stay(client: FlaskClient, everybody: Everybody, core: str) -> None:
    """Q2"""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple)
    # The page offers no box for it, and ticking nothing leaves it in.
    assert save(client, draft.id, asked=[])[0] == 302
    assert core not in db.session.get_one(Questionnaire, draft.id).left_out
    with pytest.raises(SurveyError) as refused, transaction():
        services.change_questionnaire(
            questionnaire=draft,
            title="x",
            left_out=[core],
            rotating=[],
            actor=everybody.bob,
            now=MADE,
        )
    assert refused.value.code == "core_item_locked"
    # Even written past the service, it is asked.
    with transaction():
        db.session.get_one(Questionnaire, draft.id).left_out = [core]
    with transaction():
        version = services.publish_questionnaire(
            questionnaire=db.session.get_one(Questionnaire, draft.id), actor=None, now=MADE
        )
    assert core in read_version(version).asked


@ONE_DATABASE
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Write a title."),
        ({"asked": ["per_bel_01"]}, "Choose from the list."),
        ({"asked": ["nonsense"]}, "Choose from the list."),
        ({"rotating": ["nonsense"]}, "Choose from the list."),
        ({"rotating": ["ctx_cov_01"]}, "Choose from the list."),
        (
            {"rotating": ["per_saf_01", "per_sti_02", "out_hea_01"]},
            "Choose at most 2 extra questions.",
        ),
    ],
)
def test_what_cannot_be_asked_is_said(
    client: FlaskClient, everybody: Everybody, fields: dict[str, object], sentence: str
) -> None:
    """Q2, Q3, Q4: Maple Court has no written agreement, so ctx_cov_01 is not offered."""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple)
    status, words = save(client, draft.id, **fields)
    assert status == 400
    assert sentence in words
    untouched = db.session.get_one(Questionnaire, draft.id)
    assert (untouched.left_out, untouched.rotating) == ([], [])


def test_extra_questions_come_after_the_core(client: FlaskClient, everybody: Everybody) -> None:
    """Q3"""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple)
    assert save(client, draft.id, rotating=["per_saf_01", "out_hea_01"])[0] == 302
    client.post(f"/staff/questionnaires/{draft.id}/publish")
    version = list_last_versions(everybody.maple)[0]
    assert [item.id for item in read_version(version).items] == [
        *CORE,
        "per_saf_01",
        "out_hea_01",
        "opn_01",
    ]
    assert "About 4 minutes 14 questions." in words_of(
        client.get(f"/staff/questionnaires/{draft.id}")
    )


def test_what_the_site_does_not_have_is_dropped(client: FlaskClient, everybody: Everybody) -> None:
    """Q4"""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple, template="annual")
    words = words_of(client.get(f"/staff/questionnaires/{draft.id}"))
    assert "Not asked: this property has no written agreement." in words
    assert "Not asked: this property has no shared spaces." not in words
    with transaction():
        everybody.maple.features = []
    words = words_of(client.get(f"/staff/questionnaires/{draft.id}"))
    assert "Not asked: this property has no shared spaces." in words


def test_a_choice_outlives_a_feature(client: FlaskClient, everybody: Everybody) -> None:
    """Q4: what was left out while it could be asked stays out when it can be asked again."""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple, template="annual", left_out=["per_bel_02"])
    with transaction():
        everybody.maple.features = []
    page = client.get(f"/staff/questionnaires/{draft.id}")
    asked = [
        item
        for item in (*get_bank().templates["annual"].items, "opn_01")
        if f'id="asked-{item}"' in page.get_data(as_text=True)
    ]
    assert "per_bel_02" not in asked
    assert save(client, draft.id, asked=asked)[0] == 302
    assert db.session.get_one(Questionnaire, draft.id).left_out == ["per_bel_02"]


def test_publishing(client: FlaskClient, everybody: Everybody) -> None:
    """Q6"""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple)
    assert client.post(f"/staff/questionnaires/{draft.id}/publish").status_code == 302
    page = words_of(client.get(f"/staff/questionnaires/{draft.id}"))
    assert "Version 1, published on August 3, 2026." in page
    assert "Go on to the launch" in page
    client.post(f"/staff/questionnaires/{draft.id}/publish")
    assert [one.number for one in db.session.scalars(select(QuestionnaireVersion))] == [1]
    save(client, draft.id, asked=[])
    assert "The choices were changed since." in words_of(
        client.get(f"/staff/questionnaires/{draft.id}")
    )
    client.post(f"/staff/questionnaires/{draft.id}/publish")
    versions = db.session.scalars(select(QuestionnaireVersion)).all()
    assert [one.number for one in versions] == [1, 2]
    assert versions[0].content_hash != versions[1].content_hash
    assert [one.number for one in list_last_versions(everybody.maple)] == [2]


def test_a_version_holds_its_content_exactly(everybody: Everybody) -> None:
    """Q6"""
    version = publish_questionnaire(everybody.maple)
    assert content_hash(to_content(read_version(version))) == version.content_hash


def test_the_database_refuses_to_change_a_version(everybody: Everybody) -> None:
    """Q6"""
    version = publish_questionnaire(everybody.maple)
    before = version.content
    with pytest.raises(DatabaseError, match="never changes"), transaction():
        db.session.execute(update(QuestionnaireVersion).values(content="{}"))
    with pytest.raises(DatabaseError, match="never changes"), transaction():
        db.session.delete(version)
    assert db.session.get_one(QuestionnaireVersion, version.id).content == before


@ONE_DATABASE
@pytest.mark.parametrize(
    ("tag", "name"), [("en", "English"), ("ar", "العربية"), ("zh-Hans", "简体中文")]
)
def test_the_phone_shows_each_language(
    client: FlaskClient, everybody: Everybody, tag: str, name: str
) -> None:
    """Q7"""
    sign_in(client, everybody.bob)
    draft = make_questionnaire(everybody.maple)
    page = client.get(f"/staff/questionnaires/{draft.id}/phone?lang={tag}")
    html = page.get_data(as_text=True)
    assert f'src="/staff/questionnaires/{draft.id}/preview?lang={tag}"' in html
    assert f"The questionnaire on a phone, in {name}" in html
