"""An own question that people answer in their own words: written, chosen, changed.

W1  It is kept with the bank's answers and under their heading, listed, copied, and can be asked.
W2  What it cannot have is told beside its field: another heading, a hint, a special answer, a
    question before it; and what it must not ask. The service refuses the same.
W3  A questionnaire has room for one, and says so; the choice that was there stays.
W4  One that a draft asks already cannot become one; one of them can change its words.
W5  No question is asked after it, and none that leads on to another becomes one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from survey.core.bank.model import Term
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.models import OwnQuestion, Questionnaire
from survey.questionnaires.own_questions import get_own
from survey.questionnaires.queries import list_last_versions, read_version
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import GARDEN, IN_WORDS, make_own_question
from tests.factories.questionnaires import MADE, make_questionnaire
from tests.features.questionnaires.own_form import (
    address,
    choose,
    count_questions,
    field_of,
    only_question,
    send,
)
from tests.support.backends import ONE_DATABASE
from tests.support.pages import words_of

FORM: dict[str, Any] = {
    "text": IN_WORDS["text"],
    "level": "open",
    "answers": "open_text",
    "hint": "",
    "traits": [],
}
HEADING = "The last heading is for questions that people answer in their own words"
ONE = "Choose at most one question of this community’s own that people answer in their own words"


def change(organization_id: int, item_id: str, **changes: Any) -> None:
    with transaction():
        services.change_own_question(
            question=get_own(organization_id, item_id),
            wording=replace(GARDEN, **changes),
            allowances={},
            actor=None,
            now=MADE,
        )


def test_it_is_kept(client: FlaskClient, people: Everybody) -> None:
    """W1"""
    new = client.get(address(people, "/new")).get_data(as_text=True)
    assert "People answer in their own words, in at most 500 letters" in new
    assert send(client, address(people, "/new"), **FORM)[0] == 302
    question = only_question()
    assert (question.level, question.answers, question.scale) == ("open", "scale", "open_text")
    page = words_of(client.get(address(people)))
    assert "People answer in their own words, in at most 500 letters" in page
    there = client.get(address(people, f"/{question.item_id}")).get_data(as_text=True)
    assert '<option selected value="open_text">' in there
    phone = re.search(r'<iframe[^>]* src="([^"#]+)', there)
    assert phone
    shown = words_of(client.get(phone[1]))
    assert f"{IN_WORDS['text']} This community’s own question Do not write names" in shown
    seen = field_of(there, "seen")[0]
    changed = {**FORM, "text": "What do you miss in the roof garden?", "seen": seen}
    assert send(client, address(people, f"/{question.item_id}"), **changed)[0] == 302
    assert only_question().text == "What do you miss in the roof garden?"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level": "context"}, HEADING),
        ({"answers": "contact5"}, HEADING),
        ({"answers": "one", "options": "Yes\nNo"}, HEADING),
        ({"hint": "The garden on top."}, "below a question that people answer in their own words"),
        ({"traits": ["sensitive"]}, "This is only for questions with answers to choose from."),
        ({"traits": ["allow_na"]}, "This is only for questions with answers to choose from."),
        (
            {"after": "per_bel_02", "shown_after": "per_bel_02", "after_answers": ["1"]},
            "Everybody is asked a question that people answer in their own words.",
        ),
        ({"text": "Which neighbor helps in the garden?"}, "asks for a name, a home or a number."),
        ({"meaning": "Tell us your unit number."}, "asks for a name, a home or a number."),
        ({"text": "What is good? What is bad?"}, "Use one question mark."),
    ],
)
def test_what_it_cannot_have(
    client: FlaskClient, people: Everybody, changes: dict[str, Any], sentence: str
) -> None:
    """W2: with what was typed still there."""
    code, page = send(client, address(people, "/new"), **{**FORM, **changes})
    assert (code, count_questions()) == (400, 0)
    assert sentence in page
    assert field_of(page, "text")[0] == {**FORM, **changes}["text"]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"level": "context"}, "own_incomplete"),
        ({"scale": "ease5"}, "own_incomplete"),
        ({"hint": "Up there."}, "own_incomplete"),
        ({"allow_na": True}, "own_incomplete"),
        ({"sensitive": True, "meaning": "Any stay."}, "own_incomplete"),
        ({"asked_if": (Term("per_bel_02", "eq", 1),)}, "own_incomplete"),
        ({"text": "Who is good at gardening?"}, "own_findings"),
    ],
)
def test_the_service_refuses_the_same(
    everybody: Everybody, changes: dict[str, Any], code: str
) -> None:
    """W2"""
    with pytest.raises(SurveyError) as refused:
        make_own_question(everybody.hearth, **{**IN_WORDS, **changes})
    assert (refused.value.code, count_questions()) == (code, 0)


def test_room_for_one(client: FlaskClient, everybody: Everybody) -> None:
    """W3"""
    ids = [
        make_own_question(everybody.hearth, **changes).item_id
        for changes in (IN_WORDS, {**IN_WORDS, "text": "What do you grow?"}, {})
    ]
    draft_id = make_questionnaire(everybody.maple).id
    sign_in(client, everybody.alice)
    assert choose(client, draft_id, [ids[0], ids[2]])[0] == 302
    code, page = choose(client, draft_id, ids)
    assert code == 400
    assert ONE in page
    db.session.expire_all()
    assert db.session.get_one(Questionnaire, draft_id).own == sorted([ids[0], ids[2]])
    assert client.post(f"/staff/questionnaires/{draft_id}/publish").status_code == 302
    asked = read_version(list_last_versions(everybody.maple)[0])
    assert [item.id for item in asked.items][-3:] == [ids[2], "opn_01", ids[0]]
    assert not any(name in index.items for index in asked.indices for name in ids)
    phone = client.get(f"/staff/bank/own/{everybody.hearth.id}")
    assert words_of(phone).count("published: never changes") == 2


def test_two_are_not_published(everybody: Everybody) -> None:
    """W3: of two people, one chose a question while the other made it an open one."""
    ids = [
        make_own_question(everybody.hearth, **changes).item_id
        for changes in (IN_WORDS, {**IN_WORDS, "text": "What do you grow?"})
    ]
    draft_id = make_questionnaire(everybody.maple, own=ids[:1]).id
    with transaction():
        db.session.get_one(Questionnaire, draft_id).own = ids
    with pytest.raises(SurveyError) as refused, transaction():
        services.publish_questionnaire(
            questionnaire=db.session.get_one(Questionnaire, draft_id), actor=None, now=MADE
        )
    assert refused.value.code == "own_one_in_words"
    assert list_last_versions(everybody.maple) == []
    assert get_own(everybody.hearth.id, ids[1]).published_at is None


def test_it_does_not_come_into_a_draft_by_a_change(everybody: Everybody) -> None:
    """W4"""
    hearth = everybody.hearth.id
    words = make_own_question(everybody.hearth, **IN_WORDS).item_id
    closed = make_own_question(everybody.hearth).item_id
    make_questionnaire(everybody.maple, own=[words, closed])
    with pytest.raises(SurveyError) as refused:
        change(hearth, closed, **IN_WORDS)
    assert refused.value.code == "own_kind_chosen"
    assert get_own(hearth, closed).level == "context"
    change(hearth, words, **{**IN_WORDS, "text": "What do you miss up there?"})
    change(hearth, words)
    assert get_own(hearth, words).scale == "ease5"


def test_nothing_is_asked_after_it(client: FlaskClient, people: Everybody) -> None:
    """W5"""
    words = make_own_question(people.hearth, **IN_WORDS).item_id
    new = client.get(address(people, "/new")).get_data(as_text=True)
    after = new.split('id="after"')[1].split("</select>")[0]
    assert 'value="per_bel_02"' in after
    assert words not in after
    with pytest.raises(SurveyError) as refused:
        make_own_question(people.hearth, asked_if=(Term(words, "eq", "a"),))
    assert refused.value.code == "own_findings"
    leading = make_own_question(people.hearth).item_id
    make_own_question(people.hearth, text="What makes it hard?", asked_if=(Term(leading, "eq", 1),))
    with pytest.raises(SurveyError) as leads:
        change(people.hearth.id, leading, **IN_WORDS)
    assert leads.value.code == "own_leads_on"
    assert {row.level for row in db.session.query(OwnQuestion)} == {"open", "context"}
