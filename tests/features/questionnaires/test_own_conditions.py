"""Own questions that are asked only of those who answered another one in some way.

C1  The page shows the answers of the chosen question without losing what was typed, keeps the
    condition, shows it again, and copies it.
C2  Nothing ticked, everything ticked, a later question, another question's answers: each is told
    beside its field, and nothing is kept.
C3  What leads to another question cannot be changed or retired away from under it.
C4  A draft cannot ask one without the other; where the other goes away later, it is passed over
    and the page says so.
C5  Publishing freezes the condition with the words.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from survey.core.bank.model import Term
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.drafts import build_draft
from survey.questionnaires.own_questions import get_own, wording_of
from survey.questionnaires.queries import read_version
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import GARDEN, make_own_question
from tests.factories.questionnaires import MADE, make_questionnaire, publish_questionnaire
from tests.features.questionnaires.own_form import (
    GOOD,
    address,
    count_questions,
    field_of,
    only_question,
    send,
)
from tests.support.pages import words_of

LEADING = "ctx_cov_01"
AFTER = {"after": LEADING, "shown_after": LEADING, "after_answers": ["2", "3"]}
TERMS = (Term(LEADING, "eq", 2), Term(LEADING, "eq", 3))


def ticked(page: str) -> list[str]:
    return [
        part.split('value="')[1].split('"')[0]
        for part in page.split("<input")
        if 'name="after_answers"' in part.split(">")[0] and " checked" in part.split(">")[0]
    ]


def change(organization_id: int, item_id: str, **changes: Any) -> None:
    """Change a question as its page would."""
    with transaction():
        question = get_own(organization_id, item_id)
        said = wording_of(question)
        fields = {name: getattr(said, name) for name in said.__slots__} | changes
        services.change_own_question(
            question=question,
            wording=type(said)(**fields),
            allowances={},
            actor=None,
            now=MADE,
        )


def test_the_page(client: FlaskClient, people: Everybody) -> None:
    """C1"""
    there = address(people, "/new")
    assert 'name="after_answers"' not in client.get(there).get_data(as_text=True)
    code, page = send(client, there, act="answers", after=LEADING, text="Why?", why="")
    assert (code, count_questions()) == (200, 0)
    assert field_of(page, "text") == ("Why?", "")
    assert page.count('name="after_answers"') == 4
    assert ticked(page) == []
    assert send(client, there, **AFTER)[0] == 302
    question = only_question()
    item_id = question.item_id
    assert wording_of(question).asked_if == TERMS
    assert "Asked only after “There is a written" in words_of(client.get(address(people)))
    page = client.get(address(people, f"/{item_id}")).get_data(as_text=True)
    assert ticked(page) == ["2", "3"]
    assert ticked(client.get(f"{there}?of={item_id}").get_data(as_text=True)) == ["2", "3"]
    seen = field_of(page, "seen")[0]
    assert send(client, address(people, f"/{item_id}"), seen=seen, after="")[0] == 302
    assert wording_of(only_question()).asked_if == ()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"after_answers": []}, "Tick the answers of those who are asked."),
        ({"after_answers": ["1", "2", "3", "4"]}, "Leave at least one answer out"),
        ({"after_answers": ["2", "9"]}, "Choose from the list."),
        ({"shown_after": "per_bel_01"}, "Tick the answers of those who are asked."),
        ({"after": "opn_01"}, "Choose one from the list."),
        ({"after": "own_nobodys", "shown_after": "own_nobodys"}, "Choose one from the list."),
    ],
)
def test_what_is_no_condition(
    client: FlaskClient, people: Everybody, sent: dict[str, Any], sentence: str
) -> None:
    """C2"""
    code, page = send(client, address(people, "/new"), **{**AFTER, **sent})
    assert (code, count_questions()) == (400, 0)
    assert sentence in page
    assert field_of(page, "text") == (GOOD["text"], "")


def test_order(client: FlaskClient, people: Everybody) -> None:
    """C2, C3: by heading, and of one heading the older first."""
    late = make_own_question(people.hearth, level="outcome").item_id
    early = {"after": late, "shown_after": late, "after_answers": ["1"]}
    assert send(client, address(people, "/new"), **early)[0] == 302
    too_early = {**early, "after_answers": ["2"], "level": "relational"}
    code, page = send(client, address(people, "/new"), **too_early)
    assert (code, count_questions()) == (400, 2)
    assert "That question comes after this one" in page


def test_leading_questions_stay(client: FlaskClient, people: Everybody) -> None:
    """C3"""
    organization_id = people.hearth.id
    leading = make_own_question(people.hearth).item_id
    led = make_own_question(people.hearth, text="What is hard?", asked_if=(Term(leading, "eq", 1),))
    led_id = led.item_id
    change(organization_id, leading, hint="The roof.")
    for changes in ({"scale": "yesno"}, {"answers": "one", "scale": "", "options": ("A", "B")}):
        with pytest.raises(SurveyError) as refused:
            change(organization_id, leading, **changes)
        assert (refused.value.code, refused.value.params) == (
            "own_leads_on",
            {"question": "What is hard?"},
        )
    client.post(address(people, f"/{leading}/retire"))
    words = words_of(client.get(address(people)))
    assert "“What is hard?” is asked only of people who gave certain answers" in words
    assert "not offered any more." not in words.split("or do not offer it any more.")[1]
    for item_id in (led_id, leading):
        client.post(address(people, f"/{item_id}/retire"))
    assert words_of(client.get(address(people))).count("Offer it again") == 2
    client.post(address(people, f"/{led_id}/retire"), data={"act": "restore"})
    assert "Offer that one again first" in words_of(client.get(address(people)))


def test_a_draft_asks_both_or_none(client: FlaskClient, everybody: Everybody) -> None:
    """C4"""
    organization_id = everybody.hearth.id
    leading = make_own_question(everybody.hearth).item_id
    led = make_own_question(
        everybody.hearth, text="What is hard?", asked_if=(Term(leading, "eq", 1),)
    ).item_id
    draft = make_questionnaire(everybody.maple)
    draft_id = draft.id
    sign_in(client, everybody.alice)
    there = f"/staff/questionnaires/{draft_id}"
    data = {"title": "Pulse", "asked": ["opn_01"], "own": [led]}
    refused = client.post(there, data=data)
    assert refused.status_code == 400
    assert f"“{GARDEN.text}”, which is not asked here" in words_of(refused)
    assert client.post(there, data={**data, "own": [led, leading]}).status_code == 302
    page = words_of(client.get(there))
    assert f"Only after “{GARDEN.text}”: Very hard" in page
    assert "14 questions" in page
    change(organization_id, led, asked_if=(Term("per_bel_02", "eq", 1),))
    assert "which this questionnaire does not ask yet" in words_of(client.get(there))
    db.session.expire_all()
    built = build_draft(db.session.merge(draft), db.session.merge(everybody.maple))
    assert (led in built.asked, leading in built.asked) == (False, True)


def test_taking_turns(client: FlaskClient, everybody: Everybody) -> None:
    """C4: a plan's waves ask it when the question before has its turn."""
    led = make_own_question(everybody.hearth, asked_if=(Term("per_saf_01", "eq", 1),)).item_id
    draft = make_questionnaire(everybody.maple)
    choices: dict[str, Any] = {
        "questionnaire": draft,
        "title": "Pulse",
        "left_out": [],
        "own": [led],
    }
    told: dict[str, Any] = {"actor": everybody.alice, "now": MADE}
    built = []
    for rotating in (["per_saf_01"], ["per_sti_02"], ["per_saf_01"]):
        with transaction():
            choices["questionnaire"] = db.session.merge(draft)
            services.change_questionnaire(rotating=rotating, by_turns=True, **choices, **told)
        built.append(led in build_draft(db.session.merge(draft), everybody.maple).asked)
    assert built == [True, False, True]
    with pytest.raises(SurveyError) as refused:
        services.change_questionnaire(rotating=["per_sti_02"], **choices, **told)
    assert refused.value.code == "own_without_leading"


def test_frozen(client: FlaskClient, people: Everybody) -> None:
    """C5"""
    leading = make_own_question(people.hearth)
    led = make_own_question(
        people.hearth, text="What is hard?", asked_if=(Term(leading.item_id, "eq", 1),)
    )
    version = publish_questionnaire(people.maple, own=[leading.item_id, led.item_id])
    item = read_version(version).item(led.item_id)
    assert item.show_if is not None
    assert item.show_if.any == (Term(leading.item_id, "eq", 1),)
    with pytest.raises(SurveyError) as refused:
        change(people.hearth.id, led.item_id, asked_if=())
    assert refused.value.code == "own_published"
