"""Translations of own questions: reviewed, exchanged, and never replaced by English.

T1  They stand in the review screens as the bank's do: source, note, translation, phone, sign-off.
T2  A sign-off is for exactly that wording, and for none that is not there.
T3  PO and XLIFF carry them out with their note, and back.
T4  A language in which one has no translation cannot be launched; the sentence says which.
T5  With every text translated it can, and the promise holds just these words.
T6  The launch page offers what can be launched, and says why the rest cannot.
T7  A preview says "not translated yet" in place of bare English.
T8  Nobody else's translations reach them, and theirs reach nobody else.
T9  A retired question that a published version asks can still be translated and launched.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import polib
import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale
from flask_babel import gettext as _

from survey.core.bank.review import DRAFT, REVIEWED
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.models import OwnQuestion, QuestionnaireVersion
from survey.questionnaires.own_questions import organization_bank
from survey.questionnaires.queries import find_corrections
from survey.questionnaires.reviewing import current_texts, find_untranslated_own, read_review
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.own_questions import GARDEN, make_own_question, translate_own_question
from tests.factories.questionnaires import MADE, publish_questionnaire
from tests.factories.waves import launch
from tests.support.pages import words_of

ARABIC = "ما مدى سهولة استخدام حديقة السطح؟"


@pytest.fixture
def garden(client: FlaskClient, everybody: Everybody) -> OwnQuestion:
    """A question of Hearth Homes' own, with Dana signed in."""
    sign_in(client, everybody.dana)
    return make_own_question(everybody.hearth)


def texts_of(question: OwnQuestion, tag: str) -> dict[str, str]:
    bank = organization_bank(question.organization_id, with_retired=True)
    found = current_texts(bank, question.organization_id, tag)
    return {key: text for key, text in found.items() if key.startswith(question.item_id)}


def state_of(question: OwnQuestion, tag: str) -> str:
    bank = organization_bank(question.organization_id)
    units = read_review(question.organization_id, [tag]).units(bank, tag)
    return next(unit.state for unit in units if unit.unit.id == question.item_id)


def launched(people: Everybody, version: QuestionnaireVersion, *tags: str) -> dict[str, Any]:
    with transaction():
        here = db.session.merge(version)
        wave = launch(db.session.merge(people.maple), here, MADE, languages=list(tags)).wave
        promise: dict[str, Any] = json.loads(wave.promise)
        return promise


def test_the_review_screens(client: FlaskClient, everybody: Everybody, garden: OwnQuestion) -> None:
    """T1, T2"""
    listed = f"/staff/translations/{everybody.hearth.id}/ar"
    there = f"{listed}/texts/{garden.item_id}"
    assert f"{GARDEN.text} Not yet reviewed" in words_of(client.get(listed))
    page = client.get(there)
    html, words = page.get_data(as_text=True), words_of(page)
    assert GARDEN.text in words
    assert GARDEN.translator_note in words
    assert "This community’s own question" in words
    assert f"{garden.item_id}/preview" in html
    assert "Back to Porchlight’s wording" not in words
    seen = html.split('name="seen"')[1].split('value="')[1][:64]
    texts = [ARABIC, "الحديقة فوق البيت.", "نخطط لفتحها أكثر."]
    data = {f"texts-{place}": text for place, text in enumerate(texts)}
    refused = client.post(there, data={"act": "reviewed", "seen": seen, **data, "texts-1": ""})
    assert refused.status_code == 400
    assert "A translation is empty." in words_of(refused)
    assert ARABIC in refused.get_data(as_text=True)
    assert (state_of(garden, "ar"), find_corrections(everybody.hearth.id, ["ar"])) == (DRAFT, {})
    assert client.post(there, data={"act": "reviewed", "seen": seen, **data}).status_code == 302
    assert (state_of(garden, "ar"), state_of(garden, "es")) == (REVIEWED, DRAFT)
    assert list(texts_of(garden, "ar").values()) == texts
    preview = client.get(f"{there}/preview").get_data(as_text=True)
    assert 'dir="rtl"' in preview
    assert ARABIC in preview
    with transaction():
        services.change_own_question(
            question=db.session.merge(garden),
            wording=GARDEN.__class__(
                **{**_fields(), "text": "How easy is the roof garden to use?"}
            ),
            allowances={},
            actor=None,
            now=MADE,
        )
    assert (state_of(garden, "ar"), texts_of(garden, "ar")[garden.item_id]) == (DRAFT, "")


def _fields() -> dict[str, Any]:
    return {name: getattr(GARDEN, name) for name in GARDEN.__slots__}


def test_files(client: FlaskClient, everybody: Everybody, garden: OwnQuestion) -> None:
    """T3"""
    listed = f"/staff/translations/{everybody.hearth.id}/es"
    po = polib.pofile(client.get(f"{listed}/export/po").get_data(as_text=True))
    entry = next(one for one in po if one.msgctxt == garden.item_id)
    assert (entry.msgid, entry.msgstr) == (GARDEN.text, "")
    assert GARDEN.translator_note in entry.comment
    xliff = client.get(f"{listed}/export/xlf").get_data(as_text=True)
    assert (
        GARDEN.translator_note in xliff.split(f'id="{garden.item_id}"')[1].split("</trans-unit")[0]
    )
    entry.msgstr = "¿Es fácil usar el jardín?"
    back = BytesIO(str(po).encode())
    shown = client.post(f"{listed}/import", data={"act": "show", "file": (back, "es.po")})
    assert "1 text would change." in words_of(shown)
    assert "¿Es fácil usar el jardín?" in words_of(shown)
    taken = {"act": "take", "changes": json.dumps({garden.item_id: entry.msgstr})}
    assert client.post(f"{listed}/import", data=taken).status_code == 302
    assert texts_of(garden, "es")[garden.item_id] == entry.msgstr


def test_nobody_is_asked_in_english_unasked(everybody: Everybody, garden: OwnQuestion) -> None:
    """T4, T5"""
    version = publish_questionnaire(everybody.maple, own=[garden.item_id])
    hearth = everybody.hearth.id
    with pytest.raises(SurveyError) as refused:
        launched(everybody, version, "en", "es")
    assert refused.value.code == "own_not_translated"
    assert {name: refused.value.params[name] for name in ("field", "language", "questions")} == {
        "field": "languages",
        "language": "Español",
        "questions": f"“{GARDEN.text}”",
    }
    with transaction():
        services.correct_wordings(
            organization_id=hearth,
            tag="es",
            texts={garden.item_id: "¿Es fácil?"},
            actor=None,
            now=MADE,
        )
    with pytest.raises(SurveyError) as half:
        launched(everybody, version, "en", "es")
    assert half.value.code == "own_not_translated"
    translate_own_question(garden, "es")
    said = launched(everybody, version, "en", "es")
    spoken = {key: text for key, text in said["wording"]["es"].items() if garden.item_id in key}
    assert spoken == {
        garden.item_id: f"es: {GARDEN.text}",
        f"{garden.item_id}.hint": f"es: {GARDEN.hint}",
        f"{garden.item_id}.why": f"es: {GARDEN.why}",
    }
    assert said["wording"]["en"][garden.item_id] == GARDEN.text
    assert said["wording_states"] == {"en": REVIEWED, "es": DRAFT}


def test_its_own_answers_are_translated_too(everybody: Everybody) -> None:
    """T4"""
    question = make_own_question(
        everybody.hearth, answers="one", scale="", options=("By day", "At night")
    )
    version = publish_questionnaire(everybody.maple, own=[question.item_id])
    texts = {key: f"es: {number}" for number, key in enumerate(texts_of(question, "es"))}
    with transaction():
        services.correct_wordings(
            organization_id=everybody.hearth.id, tag="es", texts=texts, actor=None, now=MADE
        )
    with pytest.raises(SurveyError) as refused:
        launched(everybody, version, "es")
    assert refused.value.params["questions"] == f"“{GARDEN.text}”"
    translate_own_question(question, "es")
    wording = launched(everybody, version, "es")["wording"]["es"]
    assert wording[f"scale.{question.item_id}.a2"] == "es: At night"


def test_many_are_not_all_named(everybody: Everybody) -> None:
    """T4"""
    ids = [make_own_question(everybody.hearth).item_id for _ in range(7)]
    version = publish_questionnaire(everybody.maple, own=ids)
    with pytest.raises(SurveyError) as refused:
        launched(everybody, version, "ar")
    assert str(refused.value.params["questions"]).count(GARDEN.text) == 5
    assert str(refused.value.params["questions"]).endswith("…")


def test_the_launch_page(client: FlaskClient, everybody: Everybody, garden: OwnQuestion) -> None:
    """T6"""
    translate_own_question(garden, "ar")
    publish_questionnaire(everybody.maple, own=[garden.item_id])
    client = sign_in(client.application.test_client(), everybody.bob)
    there = f"/staff/properties/{everybody.maple.slug}/launch"
    page = client.get(there)
    html = page.get_data(as_text=True)
    assert "Cannot be chosen: 1 own question has no translation yet." in words_of(page)
    ticked = [
        one.split('value="')[1].split('"')[0]
        for one in html.split("<input")
        if 'name="languages"' in one and "checked" in one
    ]
    assert ticked == ["en", "ar"]
    assert (
        find_untranslated_own(
            organization_bank(everybody.hearth.id), everybody.hearth.id, ["en", "ar"]
        )
        == {}
    )


def test_previews_do_not_pretend(
    client: FlaskClient, everybody: Everybody, garden: OwnQuestion
) -> None:
    """T7"""
    there = f"/staff/translations/{everybody.hearth.id}/es/texts/{garden.item_id}/preview"
    with force_locale("es"):
        said = _("Not translated yet: %(text)s", text=f"\u2068{GARDEN.text}\u2069")
    assert said in words_of(client.get(there))
    translate_own_question(garden, "es")
    words = words_of(client.get(there))
    assert said not in words
    assert f"es: {GARDEN.text}" in words


def test_organizations_stay_apart(everybody: Everybody, garden: OwnQuestion) -> None:
    """T8"""
    other = everybody.away.organization_id
    with pytest.raises(SurveyError) as refused, transaction():
        services.correct_wordings(
            organization_id=other, tag="es", texts={garden.item_id: "Hola"}, actor=None, now=MADE
        )
    assert refused.value.code == "unknown_wording"
    translate_own_question(garden, "es")
    assert not any(
        key.startswith("own_") for key in current_texts(organization_bank(other), other, "es")
    )
    twin = make_own_question(everybody.away.organization)
    assert twin.item_id != garden.item_id
    assert texts_of(twin, "es")[twin.item_id] == ""


def test_retired_but_published(everybody: Everybody, garden: OwnQuestion) -> None:
    """T9"""
    version = publish_questionnaire(everybody.maple, own=[garden.item_id])
    with transaction():
        services.retire_own_question(
            question=db.session.merge(garden), retired=True, actor=None, now=MADE
        )
    texts = dict.fromkeys(texts_of(garden, "es"), "Texto")
    assert len(texts) == 3
    with transaction():
        services.correct_wordings(
            organization_id=everybody.hearth.id, tag="es", texts=texts, actor=None, now=MADE
        )
    assert launched(everybody, version, "es")["wording"]["es"][garden.item_id] == "Texto"
