"""An organization's own questions are nobody else's, and text wherever they stand.

O6  Another organization can neither see, copy, change, retire, choose, translate nor review one.
O7  What looks like markup is refused, and were it stored it would still be text on every page.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from survey.accounts.models import Person
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.drafts import build_draft
from survey.questionnaires.models import Questionnaire
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import GARDEN, make_own_question
from tests.factories.questionnaires import MADE, make_questionnaire
from tests.features.questionnaires.own_form import GOOD, SCRIPT, address, choose, only_question


def test_another_organization(client: FlaskClient, everybody: Everybody) -> None:
    """O6"""
    question = make_own_question(everybody.hearth)
    item_id, hearth, other = question.item_id, everybody.hearth.id, everybody.away.organization_id
    draft = make_questionnaire(everybody.away, own=[item_id])
    sign_in(client, everybody.eve)
    for method, where in (
        ("GET", f"/staff/bank/own/{hearth}"),
        ("GET", f"/staff/bank/own/{other}/{item_id}"),
        ("POST", f"/staff/bank/own/{other}/{item_id}"),
        ("POST", f"/staff/bank/own/{other}/{item_id}/retire"),
        ("GET", f"/staff/bank/own/{other}/new?of={item_id}"),
        ("GET", f"/staff/translations/{other}/es/texts/{item_id}"),
        ("POST", f"/staff/translations/{other}/es/texts/{item_id}"),
    ):
        assert client.open(where, method=method, data=GOOD).status_code == 404, where
    pages = [
        "/staff/bank",
        f"/staff/bank/own/{other}",
        f"/staff/translations/{other}/es",
        f"/staff/questionnaires/{draft.id}",
        f"/staff/questionnaires/{draft.id}/preview",
        f"/staff/translations/{other}/es/export/po",
    ]
    for where in pages:
        page = client.get(where).get_data(as_text=True)
        assert GARDEN.text not in page, where
        assert f"own/{hearth}" not in page, where
    assert not any(item.id == item_id for item in build_draft(draft, everybody.away).items)
    code, page = choose(client, draft.id, [item_id])
    assert code == 400
    assert "Choose from the list." in page
    for act in (correct, choose_by_service):
        with pytest.raises(SurveyError) as refused:
            act(everybody, draft, item_id, everybody.eve)
        assert refused.value.code in ("unknown_wording", "unknown_own_question")
    with transaction():
        version = services.publish_questionnaire(questionnaire=draft, actor=None, now=MADE)
    assert item_id not in version.content
    assert only_question().published_at is None


def correct(people: Everybody, _draft: Questionnaire, item_id: str, actor: Person) -> None:
    with transaction():
        services.correct_wordings(
            organization_id=people.away.organization_id,
            tag="es",
            texts={item_id: "¿Es fácil usar el jardín?"},
            actor=actor,
            now=MADE,
        )


def choose_by_service(people: Everybody, draft: Questionnaire, item_id: str, actor: Person) -> None:
    with transaction():
        services.change_questionnaire(
            questionnaire=draft,
            title="Pulse",
            left_out=[],
            rotating=[],
            own=[item_id],
            actor=actor,
            now=MADE,
        )


def test_markup_is_text_everywhere(client: FlaskClient, everybody: Everybody) -> None:
    """O7: stored past the form and the service."""
    question = make_own_question(everybody.hearth)
    with transaction():
        row = db.session.merge(question)
        row.text = row.hint = row.why = row.meaning = f"How easy is it? {SCRIPT}"
    draft = make_questionnaire(everybody.maple, own=[question.item_id])
    sign_in(client, everybody.alice)
    unit = f"/staff/translations/{everybody.hearth.id}/es/texts/{question.item_id}"
    for where in (
        address(everybody),
        address(everybody, f"/{question.item_id}"),
        f"/staff/questionnaires/{draft.id}",
        f"/staff/questionnaires/{draft.id}/preview?lang=ar",
        f"/staff/translations/{everybody.hearth.id}/es",
        unit,
        f"{unit}/preview",
    ):
        page = client.get(where).get_data(as_text=True)
        assert "&lt;script&gt;alert" in page, where
        assert SCRIPT not in page, where
