"""Pages on which an organization writes questions of its own.

O1  A good question is kept with everything that was said; the trail names it and no words of it.
O2  What the bank's lint finds stands beside its field; nothing typed is lost; a reason outweighs
    what can be argued about, and nothing else.
O3  Wrong input of any kind is told beside its field, and nothing typed is lost.
O8  A hundred questions make a page and a draft.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.models import AuditEvent
from survey.core.bank.model import OWN_PREFIX
from survey.core.errors import SurveyError
from survey.db import db
from survey.questionnaires.own_questions import usable_own, wording_of
from survey.questionnaires.queries import list_last_versions, read_version
from survey.web.locales import LANGUAGES
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import make_own_question
from tests.factories.questionnaires import make_questionnaire
from tests.features.questionnaires.own_form import (
    GOOD,
    SCRIPT,
    address,
    choose,
    count_questions,
    field_of,
    only_question,
    send,
)
from tests.support.backends import ONE_DATABASE
from tests.support.pages import words_of


def test_a_good_question_is_kept(client: FlaskClient, people: Everybody) -> None:
    """O1"""
    assert "Write a question" in words_of(client.get(address(people)))
    code, where = send(client, address(people, "/new"))
    assert (code, where) == (302, address(people))
    question = only_question()
    assert question.item_id.startswith(OWN_PREFIX)
    assert (question.organization_id, question.written_by) == (people.hearth.id, people.dana.id)
    said = wording_of(question)
    assert {name: getattr(said, name) for name in ("text", "level", "hint", "meaning", "why")} == {
        name: GOOD[name] for name in ("text", "level", "hint", "meaning", "why")
    }
    assert (said.answers, said.scale, said.allow_na, said.sensitive) == (
        "scale",
        "contact5",
        True,
        False,
    )
    page = words_of(client.get(address(people)))
    assert GOOD["text"] in page
    assert f"This community’s own question {question.item_id} Life here" in page
    assert f"Translated into 0 of {len(LANGUAGES) - 1} languages" in page
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "own_question.written")
    ).one()
    assert (event.subject, event.details) == (f"own_question:{question.item_id}", {})
    assert f'href="{address(people)}"' in client.get("/staff/bank").get_data(as_text=True)


def test_a_list_of_its_own(client: FlaskClient, people: Everybody) -> None:
    """O1"""
    lines = " By day\r\n\r\nAt  night "
    code, _where = send(
        client,
        address(people, "/new"),
        answers="several",
        options=lines,
        alone="Never",
        text="When do you use the roof garden?",
    )
    assert code == 302
    said = wording_of(only_question())
    assert (said.answers, said.scale, said.options, said.alone) == (
        "several",
        "",
        ("By day", "At night"),
        "Never",
    )
    assert "By day · At night · Never" in words_of(client.get(address(people)))
    page = client.get(address(people, f"/{only_question().item_id}")).get_data(as_text=True)
    assert field_of(page, "options")[0] == "By day\nAt night"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changes", "field", "sentence", "reason"),
    [
        (
            {"text": "In the past month, how often did you use the garden and the pool?"},
            "text",
            "“and” may ask two things at once",
            "double_barrelled",
        ),
        (
            {"text": "How often do you use it?"},
            "text",
            "Begin with a span of time",
            "missing_recall",
        ),
        (
            {"text": "In the past week, how often were you there?"},
            "text",
            "about 1 month, but the question says 1 week",
            "",
        ),
        (
            {"text": "In the past month, how often was it" + " so" * 15 + "?"},
            "text",
            "This has 23 words; at most 20",
            "too_many_words",
        ),
        (
            {"hint": "Recreational accessibility considerations."},
            "hint",
            "This is hard to read: school grade",
            "reading_grade",
        ),
        (
            {"why": "Recreational accessibility considerations."},
            "why",
            "This is hard to read",
            "reading_grade",
        ),
        ({"meaning": "Somewhere at {place}."}, "meaning", "Words in {braces}", ""),
        ({"translator_note": ""}, "translator_note", "Write a note for translators", ""),
        ({"traits": ["sensitive"], "meaning": ""}, "meaning", "A sensitive question needs", ""),
    ],
)
def test_the_lint_is_told_beside_the_field(
    client: FlaskClient,
    people: Everybody,
    changes: dict[str, object],
    field: str,
    sentence: str,
    reason: str,
) -> None:
    """O2"""
    code, page = send(client, address(people, "/new"), **changes)
    assert code == 400
    assert sentence in field_of(page, field)[1]
    for name in ("text", "hint", "meaning", "why", "translator_note"):
        assert field_of(page, name)[0] == {**GOOD, **changes}[name]
    assert ("If the words should stay as they are" in page) == bool(reason)
    everything = {
        f"reason_{code}": "We tried it with six neighbors."
        for code in ("double_barrelled", "missing_recall", "too_many_words", "reading_grade")
    }
    code, page = send(client, address(people, "/new"), **changes, **everything)
    assert code == (302 if reason else 400)
    if reason:
        assert only_question().allowances == {reason: "We tried it with six neighbors."}
    else:
        assert count_questions() == 0


@ONE_DATABASE
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"text": ""}, "text", "Write the question."),
        ({"text": "x" * 301}, "text", "at most 300 characters"),
        ({"why": " "}, "why", "why this is asked"),
        ({"text": f"How is it? {SCRIPT}"}, "text", "without the signs < and >"),
        ({"hint": "a\u202eb"}, "hint", "a sign in it that cannot be seen"),
        ({"answers": "one", "options": "Yes"}, "options", "Write 2 to 12 answers"),
        ({"answers": "one", "options": ""}, "options", "Write 2 to 12 answers"),
        ({"answers": "one", "options": "\n".join(map(str, range(13)))}, "options", "2 to 12"),
        ({"answers": "one", "options": "Yes\nYES"}, "options", "Two answers read the same"),
        ({"answers": "several", "options": "Yes\nNo", "alone": "no"}, "options", "the same"),
        ({"answers": "one", "options": f"Yes\n{'n' * 81}"}, "options", "at most 80 letters"),
    ],
)
def test_wrong_input_is_told_and_kept(
    client: FlaskClient, people: Everybody, changes: dict[str, str], field: str, sentence: str
) -> None:
    """O3"""
    code, page = send(client, address(people, "/new"), **changes)
    assert code == 400
    assert sentence in field_of(page, field)[1]
    wanted = {name: text for name, text in {**GOOD, **changes}.items() if isinstance(text, str)}
    for name in ("text", "hint", "meaning", "why", "translator_note"):
        assert field_of(page, name)[0] == " ".join(wanted[name].split())
    assert count_questions() == 0


@ONE_DATABASE
@pytest.mark.parametrize("answers", ["no_such_scale", "own_garden", ""])
def test_answers_that_are_not_offered(client: FlaskClient, people: Everybody, answers: str) -> None:
    """O3"""
    code, page = send(client, address(people, "/new"), answers=answers, level="context")
    assert (code, count_questions()) == (400, 0)
    assert "Choose one from the list." in page
    code, page = send(client, address(people, "/new"), level="open")
    assert (code, count_questions()) == (400, 0)


def test_the_service_asks_for_the_same(people: Everybody) -> None:
    """O2, O3: whoever calls it without the form."""
    for changes, code in (
        ({"text": ""}, "own_incomplete"),
        ({"scale": "open_text"}, "own_incomplete"),
        ({"level": "open"}, "own_incomplete"),
        ({"answers": "one", "options": ("Yes",)}, "own_incomplete"),
        ({"answers": "one", "options": ("Yes", "yes")}, "own_incomplete"),
        ({"text": "How are the stairs and the lift?"}, "own_findings"),
    ):
        with pytest.raises(SurveyError) as refused:
            make_own_question(people.hearth, **changes)
        assert refused.value.code == code
    assert count_questions() == 0


def test_a_hundred_questions(client: FlaskClient, everybody: Everybody) -> None:
    """O8"""
    long = "Donaudampfschifffahrtsgesellschaft" * 3
    for number in range(100):
        level = ("context", "perceptual")[number % 2]
        make_own_question(everybody.hearth, level=level, translator_note=f"{number} {long}")
    sign_in(client, everybody.alice)
    page = client.get(address(everybody)).get_data(as_text=True)
    assert page.count("<article") == 100
    ids = [own.item.id for own in usable_own(everybody.hearth.id)]
    assert len(set(ids)) == 100
    draft = make_questionnaire(everybody.maple)
    assert choose(client, draft.id, ids)[0] == 302
    words = words_of(client.get(f"/staff/questionnaires/{draft.id}"))
    assert "About 22 minutes" in words
    assert "112 questions" in words
    assert client.post(f"/staff/questionnaires/{draft.id}/publish").status_code == 302
    asked = read_version(list_last_versions(everybody.maple)[0])
    own = [item.id for item in asked.items if item.id.startswith(OWN_PREFIX)]
    assert own == [*ids[1::2], *ids[0::2]]
