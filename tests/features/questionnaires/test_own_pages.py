"""Pages on which an organization writes questions of its own.

O1  A good question is kept with everything that was said; the trail names it and no words of it.
O2  What the bank's lint finds stands beside its field; nothing typed is lost; a reason outweighs
    what can be argued about, and nothing else.
O3  Wrong input of any kind is told beside its field, and nothing typed is lost.
O4  A published question never changes: the page says what to do, and what was typed can be kept.
O5  Two people who change one at the same time do not overwrite each other.
O6  Another organization can neither see, copy, change, retire, choose, translate nor review one.
O7  What looks like markup is refused, and were it stored it would still be text on every page.
O8  A hundred questions make a page and a draft.
O9  A question that is retired while a draft has it is passed over and told; it can come back.
O10 No choice of a draft brings one into a score, and none makes a question of the bank an own one.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.accounts.models import AuditEvent, Person
from survey.core.bank.model import OWN_PREFIX
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.drafts import build_draft
from survey.questionnaires.models import OwnQuestion, Questionnaire
from survey.questionnaires.own_questions import usable_own, wording_of
from survey.questionnaires.queries import list_last_versions, read_version
from survey.web.locales import LANGUAGES
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import GARDEN, make_own_question
from tests.factories.questionnaires import MADE, make_questionnaire, publish_questionnaire
from tests.support.backends import ONE_DATABASE
from tests.support.pages import words_of

GOOD: dict[str, Any] = {
    "text": "In the past month, how often did you use the roof garden?",
    "level": "context",
    "answers": "contact5",
    "hint": "The garden on top of the house.",
    "meaning": "Use means any stay there.",
    "why": "We plan to open it more often.",
    "translator_note": "The garden is on the roof of the house.",
    "traits": ["allow_na"],
}
SCRIPT = '<script>alert("x")</script>'


@pytest.fixture
def people(client: FlaskClient, everybody: Everybody) -> Everybody:
    """Everybody, with Dana signed in."""
    sign_in(client, everybody.dana)
    return everybody


def address(people: Everybody, rest: str = "") -> str:
    return f"/staff/bank/own/{people.hearth.id}{rest}"


def send(client: FlaskClient, where: str, **changes: object) -> tuple[int, str]:
    """Send the form; gives the status and the page, or where to go."""
    reply = client.post(where, data={**GOOD, **changes})
    return reply.status_code, reply.headers.get("Location", "") or reply.get_data(as_text=True)


def field_of(page: str, name: str) -> tuple[str, str]:
    """What stands in a field, and the sentence beside it."""
    control = re.search(
        rf'<input[^>]* id="{name}"[^>]*>|<textarea[^>]* id="{name}".*?</textarea>', page, re.DOTALL
    )
    assert control, name
    value = re.search(r'value="([^"]*)"', control[0])
    text = value[1] if value else re.sub(r"<[^>]*>", "", control[0]).removeprefix("\n").strip()
    said = re.search(rf'id="{name}-error">([^<]*)<', page)
    return unescape(text), unescape(said[1]).strip() if said else ""


def only_question() -> OwnQuestion:
    db.session.expire_all()
    return db.session.scalars(select(OwnQuestion)).one()


def count_questions() -> int:
    return db.session.scalars(select(func.count()).select_from(OwnQuestion)).one()


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
@pytest.mark.parametrize("answers", ["open_text", "no_such_scale", "own_garden", ""])
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


def choose(client: FlaskClient, draft_id: int, item_ids: list[str]) -> tuple[int, str]:
    data = {"title": "Pulse", "asked": ["opn_01"], "own": item_ids}
    reply = client.post(f"/staff/questionnaires/{draft_id}", data=data)
    return reply.status_code, reply.get_data(as_text=True)


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
        with pytest.raises(SurveyError) as refused, transaction():
            services.change_questionnaire(
                questionnaire=reread(draft),
                title="Pulse",
                actor=everybody.alice,
                now=MADE,
                **{"left_out": [], "rotating": [], "own": [], **choices},
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
