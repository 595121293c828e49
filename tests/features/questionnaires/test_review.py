"""The review of translations, as services: corrections, sign-offs, and what a launch freezes.

W1  An organization's own wording wins over the shipped one, in drafts and in what a launch freezes;
    another organization does not see it. Putting the shipped words back takes a correction back.
W2  A sign-off counts for exactly the wording that was signed; a correction makes it a draft again,
    and the words that were signed once count again when they come back.
W3  A sign-off of words that residents do not read is refused; so is a broken translation. Nothing
    of a refused change is stored.
W4  A launch in a language that nobody reviewed needs somebody's choice; English does not.
W5  The promise freezes each language's state; the resident's page and the method statement tell
    what it says, whatever is signed off later.
W6  Who corrected and who signed off is in the audit trail, without any wording.
"""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.accounts.models import AuditEvent, Person
from survey.communities.models import Organization
from survey.core.bank.review import DRAFT, REVIEWED, TESTED
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import QuestionnaireVersion, WordingCorrection, WordingMark
from survey.questionnaires.queries import find_corrections, read_version
from survey.questionnaires.reviewing import current_texts, language_states
from survey.questionnaires.wording import find_translation, frozen_wording
from tests.factories.communities import make_organization, make_property
from tests.factories.everybody import Everybody
from tests.factories.questionnaires import MADE, publish_questionnaire
from tests.factories.waves import launch_wave_for_tests
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock

ITEM = "rel_eas_01"
OWN = "¿Le resulta fácil hablar con la gente que vive aquí?"
CHECKED = "Una persona que domine el idioma todavía no ha revisado"


def correct(people: Everybody, texts: dict[str, str], tag: str = "es") -> int:
    with transaction():
        return services.correct_wordings(
            organization_id=people.hearth.id, tag=tag, texts=texts, actor=people.dana, now=MADE
        )


def sign(
    organization: Organization,
    person: Person,
    version: QuestionnaireVersion,
    state: str = REVIEWED,
    tag: str = "es",
) -> None:
    """Sign off everything that a questionnaire says in a language."""
    texts = current_texts(read_version(version), organization.id, tag)
    with transaction():
        services.mark_wordings(
            organization_id=organization.id,
            tag=tag,
            wordings=texts,
            state=state,
            actor=person,
            now=MADE,
        )


def state(people: Everybody, version: QuestionnaireVersion, tag: str = "es") -> str:
    return language_states(read_version(version), people.hearth.id, [tag])[tag]


def text(people: Everybody, key: str = ITEM) -> str:
    own = find_corrections(people.hearth.id, ["es"])
    return frozen_wording(get_bank(), ["es"], own)["es"][key]


def shipped(key: str = ITEM) -> str:
    found = find_translation(key, get_bank().items[key].text, "es")
    assert found
    return found


def count(table: type[WordingCorrection | WordingMark | AuditEvent]) -> int:
    return db.session.scalars(select(func.count()).select_from(table)).one()


def test_own_wording_wins(everybody: Everybody) -> None:
    """W1"""
    assert text(everybody) == shipped() != OWN
    assert correct(everybody, {ITEM: f"  {OWN}\n"}) == 1
    assert text(everybody) == OWN
    assert correct(everybody, {ITEM: OWN}) == 0
    assert find_corrections(everybody.away.organization_id, ["es"]) == {}
    wave = launch_wave_for_tests(MADE, place=everybody.maple, languages=["en", "es"]).wave
    assert json.loads(wave.promise)["wording"]["es"][ITEM] == OWN
    assert correct(everybody, {ITEM: shipped()}) == 1
    assert (text(everybody), find_corrections(everybody.hearth.id, ["es"])["es"]) == (shipped(), {})
    assert count(WordingCorrection) == 2
    assert json.loads(db.session.merge(wave).promise)["wording"]["es"][ITEM] == OWN


def test_a_sign_off_is_for_one_wording(everybody: Everybody) -> None:
    """W2"""
    version = publish_questionnaire(everybody.maple)
    assert state(everybody, version) == DRAFT
    sign(everybody.hearth, everybody.dana, version)
    assert (state(everybody, version), state(everybody, version, "ar")) == (REVIEWED, DRAFT)
    sign(everybody.hearth, everybody.dana, version, TESTED)
    assert state(everybody, version) == TESTED
    correct(everybody, {ITEM: OWN})
    assert state(everybody, version) == DRAFT
    correct(everybody, {ITEM: shipped()})
    assert state(everybody, version) == TESTED
    longer = publish_questionnaire(everybody.maple, template="annual")
    assert state(everybody, longer) == DRAFT
    sign(everybody.hearth, everybody.dana, version, DRAFT)
    assert state(everybody, version) == DRAFT


@ONE_DATABASE
@pytest.mark.parametrize(
    ("code", "tag", "texts"),
    [
        ("wording_empty", "es", {ITEM: " "}),
        ("wording_markup", "es", {ITEM: "<b>Hola</b>"}),
        ("wording_too_long", "es", {ITEM: "x" * 2001}),
        ("wording_braces", "es", {"here": "Aquí."}),
        ("unknown_wording", "es", {"nothing": "Nada"}),
        ("unknown_language", "en", {ITEM: "Hello"}),
        ("unknown_language", "tlh", {ITEM: "nuqneH"}),
    ],
)
def test_broken_wording_is_refused(
    everybody: Everybody, code: str, tag: str, texts: dict[str, str]
) -> None:
    """W3: together with a good text, of which nothing is stored either."""
    before = count(AuditEvent)
    with pytest.raises(SurveyError) as refused:
        correct(everybody, {"rel_coh_01": "Una frase buena.", **texts}, tag)
    assert refused.value.code == code
    assert (count(WordingCorrection), count(AuditEvent)) == (0, before)


def test_answers_have_to_differ(everybody: Everybody) -> None:
    """W3"""
    scale = get_bank().scales[get_bank().items[ITEM].scale]
    first, second = scale.points[0], scale.points[1]
    key = f"scale.{scale.id}.{first.value}"
    same = find_translation(f"scale.{scale.id}.{second.value}", second.label, "es")
    assert same
    with pytest.raises(SurveyError) as refused:
        correct(everybody, {key: same.upper()})
    assert (refused.value.code, refused.value.params["key"]) == ("wording_alike", key)


def test_only_what_residents_read_is_signed(everybody: Everybody) -> None:
    """W3"""
    with pytest.raises(SurveyError) as refused, transaction():
        services.mark_wordings(
            organization_id=everybody.hearth.id,
            tag="es",
            wordings={ITEM: OWN},
            state=REVIEWED,
            actor=everybody.dana,
            now=MADE,
        )
    assert refused.value.code == "wording_changed"
    assert count(WordingMark) == 0


def test_an_unreviewed_language_is_a_choice(app: Flask, frozen_clock: FrozenClock) -> None:
    """W4"""
    with pytest.raises(SurveyError) as refused:
        launch_wave_for_tests(frozen_clock(), languages=["en", "es"], unreviewed_accepted=False)
    assert (refused.value.code, refused.value.params["field"]) == (
        "languages_not_reviewed",
        "unreviewed",
    )
    english = launch_wave_for_tests(frozen_clock(), languages=["en"], unreviewed_accepted=False)
    assert json.loads(english.wave.promise)["wording_states"] == {"en": REVIEWED}


def test_the_promise_keeps_the_state(
    client: FlaskClient, everybody: Everybody, frozen_clock: FrozenClock
) -> None:
    """W5"""
    version = publish_questionnaire(everybody.maple)
    sign(everybody.hearth, everybody.dana, version)
    wave = launch_wave_for_tests(
        frozen_clock(), place=everybody.maple, languages=["en", "es", "vi"]
    )
    said = json.loads(wave.wave.promise)
    assert said["wording_states"] == {"en": REVIEWED, "es": REVIEWED, "vi": DRAFT}
    assert CHECKED not in client.get(f"/s/{wave.slug}/es").get_data(as_text=True)
    unchecked = said["wording"]["vi"]["consent.not_reviewed"]
    assert unchecked in client.get(f"/s/{wave.slug}/vi").get_data(as_text=True)
    assert unchecked not in client.get(f"/s/{wave.slug}/en").get_data(as_text=True)
    sign(everybody.hearth, everybody.dana, version, tag="vi")
    assert unchecked in client.get(f"/s/{wave.slug}/vi").get_data(as_text=True)


def test_a_launch_asks_in_reviewed_languages_without_the_choice(everybody: Everybody) -> None:
    """W4"""
    version = publish_questionnaire(everybody.maple)
    sign(everybody.hearth, everybody.dana, version)
    wave = launch_wave_for_tests(
        MADE, place=everybody.maple, languages=["en", "es"], unreviewed_accepted=False
    ).wave
    assert json.loads(wave.promise)["wording_states"]["es"] == REVIEWED


def test_the_audit_trail_has_no_wording(everybody: Everybody) -> None:
    """W6"""
    correct(everybody, {ITEM: OWN})
    version = publish_questionnaire(everybody.maple)
    sign(everybody.hearth, everybody.dana, version)
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action.like("wording.%")).order_by(AuditEvent.id)
    ).all()
    told = [(event.action, event.subject, event.actor_id) for event in events]
    dana = everybody.dana.id
    assert told == [
        ("wording.corrected", "translation:es", dana),
        ("wording.reviewed", "translation:es", dana),
    ]
    assert events[0].details == {"texts": 1}


def test_other_organizations_sign_for_themselves(everybody: Everybody) -> None:
    """W1"""
    other = make_organization("Third")
    place = make_property("Third Place", organization=other)
    version = publish_questionnaire(place)
    sign(everybody.hearth, everybody.dana, publish_questionnaire(everybody.maple))
    assert language_states(read_version(version), other.id, ["es"]) == {"es": DRAFT}
