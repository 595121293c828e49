"""What becomes of an organization's own questions: changed, published, retired, never scored.

O4  A published question never changes: the page says what to do, and what was typed can be kept.
O5  Two people who change one at the same time do not overwrite each other.
O9  A question that is retired while a draft has it is passed over and told; it can come back.
O10 No choice of a draft brings one into a score, and none makes a question of the bank an own one.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.drafts import build_draft
from survey.questionnaires.models import Questionnaire
from survey.questionnaires.own_questions import wording_of
from survey.questionnaires.queries import read_version
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import GARDEN, make_own_question
from tests.factories.questionnaires import MADE, make_questionnaire, publish_questionnaire
from tests.features.questionnaires.own_form import (
    GOOD,
    address,
    choose,
    count_questions,
    field_of,
    only_question,
    send,
)
from tests.support.pages import words_of


def test_a_published_question_never_changes(client: FlaskClient, people: Everybody) -> None:
    """O4"""
    question = make_own_question(people.hearth)
    there = address(people, f"/{question.item_id}")
    seen = field_of(client.get(there).get_data(as_text=True), "seen")[0]
    publish_questionnaire(people.maple, own=[question.item_id])
    page = client.get(there).get_data(as_text=True)
    assert "Copy it to a new question, and change that one." in page
    assert 'name="text"' not in page
    code, page = send(client, there, seen=seen)
    assert code == 400
    assert "its words never change" in page
    assert field_of(page, "text")[0] == GOOD["text"]
    assert f'formaction="{address(people, "/new")}"' in page
    assert wording_of(only_question()) == GARDEN
    copy = client.get(address(people, f"/new?of={question.item_id}")).get_data(as_text=True)
    assert field_of(copy, "text")[0] == GARDEN.text
    code, _where = send(client, address(people, "/new"))
    assert (code, count_questions()) == (302, 2)
    words = words_of(client.get(address(people)))
    assert words.count("published: never changes") == 1
    assert words.count("Change the words") == 1


def test_an_unused_question_can_be_changed(client: FlaskClient, people: Everybody) -> None:
    """O5"""
    question = make_own_question(people.hearth)
    there = address(people, f"/{question.item_id}")
    seen = field_of(client.get(there).get_data(as_text=True), "seen")[0]
    code, _where = send(client, there, seen=seen)
    assert (code, wording_of(only_question()).text) == (302, GOOD["text"])
    code, page = send(client, there, seen=seen, hint="The roof.")
    assert (code, wording_of(only_question()).hint) == (400, GOOD["hint"])
    assert "Somebody changed this question meanwhile" in page
    assert field_of(page, "hint")[0] == "The roof."
    code, _where = send(client, there, seen=field_of(page, "seen")[0], hint="The roof.")
    assert (code, wording_of(only_question()).hint) == (302, "The roof.")


def test_retired_while_in_a_draft(client: FlaskClient, everybody: Everybody) -> None:
    """O9"""
    question = make_own_question(everybody.hearth)
    item_id = question.item_id
    draft = make_questionnaire(everybody.maple, own=[item_id])
    published = publish_questionnaire(everybody.maple, own=[item_id])
    sign_in(client, everybody.alice)
    there = f"/staff/questionnaires/{draft.id}"
    assert "Pulse check-in" in words_of(client.get(address(everybody)))
    assert client.post(address(everybody, f"/{item_id}/retire")).status_code == 302
    assert "not offered any more" in words_of(client.get(address(everybody)))
    words = words_of(client.get(there))
    assert "Not asked: it is not offered any more." in words
    assert "12 questions" in words
    assert choose(client, draft.id, [item_id])[0] == 400
    assert item_id not in {item.id for item in build_draft(reread(draft), everybody.maple).items}
    assert item_id in read_version(published).asked
    client.post(address(everybody, f"/{item_id}/retire"), data={"act": "restore"})
    assert "13 questions" in words_of(client.get(there))
    assert choose(client, draft.id, [item_id])[0] == 302
    assert item_id in {item.id for item in build_draft(reread(draft), everybody.maple).items}


def reread(draft: Questionnaire) -> Questionnaire:
    session: Session = db.session()
    session.expire_all()
    return session.get_one(Questionnaire, draft.id)


def test_no_way_into_a_score(client: FlaskClient, everybody: Everybody) -> None:
    """O10: not as an extra question, not as one left out, and no question of the bank as own."""
    item_id = make_own_question(everybody.hearth, level="perceptual").item_id
    draft = make_questionnaire(everybody.maple)
    for choices, code in (
        ({"rotating": [item_id]}, "not_in_rotation"),
        ({"left_out": [item_id]}, "unknown_item"),
        ({"own": ["per_bel_02"]}, "unknown_own_question"),
        ({"own": [item_id, "own_elsewhere"]}, "unknown_own_question"),
    ):
        chosen: dict[str, Any] = {"left_out": [], "rotating": [], "own": [], **choices}
        with pytest.raises(SurveyError) as refused, transaction():
            services.change_questionnaire(
                questionnaire=reread(draft),
                title="Pulse",
                actor=everybody.alice,
                now=MADE,
                **chosen,
            )
        assert refused.value.code == code
    sign_in(client, everybody.alice)
    for field in ({"rotating": item_id}, {"asked": item_id}, {"own": "per_bel_02"}):
        sent = client.post(f"/staff/questionnaires/{draft.id}", data={"title": "Pulse", **field})
        assert sent.status_code == 400
    asked = read_version(publish_questionnaire(everybody.maple, own=[item_id]))
    plain = read_version(publish_questionnaire(everybody.maple))
    assert item_id in asked.asked
    assert asked.indices == plain.indices
    assert len(asked.indices) > 0
    assert asked.levels_not_asked == plain.levels_not_asked
