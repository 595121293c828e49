"""Launching: everything that was chosen is frozen as the promise, and the ballot box stands ready.

The secrets are in the key store before the wave can be seen. If writing it fails they are
destroyed; should the commit itself fail, they are left behind and open nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from secrets import choice, token_bytes, token_hex

from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.core.bank.content import from_content, to_content
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.review import DRAFT
from survey.core.canonical import canonical_json
from survey.core.promise import document
from survey.core.promise.cuts import CutOption, choose_cuts, propose_cuts
from survey.core.promise.document import Dates, Runner, Terms, build_promise, promise_hash
from survey.core.promise.frame import Frame, FrameStratum
from survey.core.promise.kinds import MOVE_IN, Kind, codes_ready, kind_of_template
from survey.core.sealing.custody import wrap_key
from survey.core.sealing.hpke import generate_opening_key
from survey.core.sealing.keyed import BOX_SECRET_BYTES
from survey.core.sealing.recovery import recovery_text
from survey.db import db
from survey.homes.queries import list_frame_homes
from survey.keys.store import KeyStore, WaveSecrets
from survey.questionnaires.models import QuestionnaireVersion
from survey.questionnaires.queries import find_corrections
from survey.questionnaires.reviewing import (
    find_untranslated_own,
    language_states,
    list_questions_of,
)
from survey.questionnaires.wording import frozen_wording
from survey.waves.days import first_moment
from survey.waves.models import USUAL_TARGET_PERCENT, Wave
from survey.waves.queries import last_number
from survey.waves.services import conditions
from survey.waves.services.dealing import deal_codes

SLUG_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
SLUG_LENGTH = 16
"""80 bits: an open link cannot be found by trying."""


@dataclass(frozen=True, slots=True)
class Launched:
    """The wave, and for a custodian the lines of the recovery sheet, one a line."""

    wave: Wave
    recovery: str | None


def launch_wave(
    *,
    property: Property,  # noqa: A002  (the product's word for a place)
    version: QuestionnaireVersion,
    languages: Sequence[str],
    runner_name: str,
    runner_is_landlord: bool,
    contact: str,
    emergency: str,
    custody: str,
    custodian_name: str,
    passphrase: str | None,
    access: str,
    opens_on: date,
    closes_on: date,
    report_by: date,
    min_group: int = 10,
    cuts: Sequence[str] = (),
    destroy_after_days: int = 30,
    actor: Person | None,
    now: datetime,
    key_store: KeyStore,
    wave_id: str | None = None,
    unreviewed_accepted: bool = False,
    exit_button: bool = True,
    target_percent: int = USUAL_TARGET_PERCENT,
    paper: bool = False,
    study: bool = False,
) -> Launched:
    """Freeze a promise and open its wave; its kind follows from the questionnaire.

    wave_id: 32 hexadecimal digits when the caller chose one, so that a form sent twice cannot
    launch twice. unreviewed_accepted: somebody chose to ask in languages whose wording nobody
    fluent has reviewed. exit_button: whether residents' pages have "Exit this page".
    paper: whether answers can come on paper, which a keyer types in. target_percent: the response
    that staff plan for; no part of the promise. study: whether answers may be used once, with those
    of other places, to check how well the questions work. Raises SurveyError with a code and the
    parameter `field`; see conditions.py, and core/promise/cuts.py for the breakdowns.
    """
    place = _hold(property)
    kind = kind_of_template(version.questionnaire.template)
    conditions.check_free(place, version, kind)
    dates = Dates(opens_on=opens_on, closes_on=closes_on, report_by=report_by, kind=kind)
    conditions.check_dates(dates, day_at(place, now))
    if kind == MOVE_IN:
        conditions.check_move_in(access, cuts, paper=paper, study=study)
    else:
        conditions.check_burden(place, opens_on)
    conditions.check_numbers(place, min_group, destroy_after_days, kind, access=access)
    conditions.check_access(access)
    conditions.check_target(target_percent)
    listed = list_frame_homes(place) if access == "codes" and kind != MOVE_IN else []
    if listed:
        conditions.check_list_agrees(frame_of_property(place), listed)
    custodian, passphrase = conditions.check_custody(custody, custodian_name, passphrase)
    asked, chosen = _choose(place, version, cuts, min_group=min_group, access=access)
    tags = conditions.check_languages(languages)
    untranslated = find_untranslated_own(asked, place.organization_id, tags)
    conditions.check_own_translated(
        {tag: list_questions_of(asked, texts) for tag, texts in untranslated.items()}
    )
    states = language_states(asked, place.organization_id, tags)
    conditions.check_reviewed(states, accepted=unreviewed_accepted)
    private_key, public_key = generate_opening_key()
    terms = Terms(
        wave_id=wave_id or token_hex(16),
        number=last_number(place) + 1,
        title=version.questionnaire.title,
        place=_describe(place, kind),
        dates=dates,
        content=to_content(asked),
        version_hash=version.content_hash,
        wording=frozen_wording(asked, tags, find_corrections(place.organization_id, tags)),
        states=states,
        exit_button=exit_button,
        paper=paper,
        study=study,
        runner=Runner(
            name=conditions.check_text("runner_name", runner_name),
            is_landlord=runner_is_landlord,
            contact=conditions.check_text("contact", contact),
        ),
        emergency=conditions.check_text("emergency", emergency),
        custody=custody,
        custodian=custodian,
        access=access,
        min_group=min_group,
        cuts=chosen,
        destroy_after_days=destroy_after_days,
        public_key=public_key,
    )
    secrets = _make_secrets(private_key, passphrase)
    key_store.put(terms.wave_id, secrets)
    try:
        wave = _write_wave(terms, place, version, actor, now)
        wave.target_percent = target_percent
        deal_codes(wave, secrets.box_secret, listed, codes_ready(place.adults))
        _record(wave, place, states, actor, now)
    except BaseException:
        key_store.destroy(terms.wave_id)
        raise
    return Launched(wave, _sheet(secrets))


def find_recovery_sheet(wave: Wave, key_store: KeyStore) -> str | None:
    """The lines of a custodian's recovery sheet while the secrets exist; None for server custody.

    The sheet opens nothing without the passphrase. Raises SurveyError "secrets_gone".
    """
    return _sheet(key_store.get(wave.id))


def frame_of_property(place: Property) -> Frame:
    """The property's frame as it stands now."""
    strata = tuple(FrameStratum(one.key, one.label, one.adults, one.homes) for one in place.strata)
    return Frame(place.adults, place.homes, strata)


def read_version(version: QuestionnaireVersion) -> Questionnaire:
    """The questionnaire that was published. Raises SurveyError "content_unreadable"."""
    return from_content(json.loads(version.content))


def ask_only(questionnaire: Questionnaire, demographics: Sequence[str]) -> Questionnaire:
    """The questionnaire without the questions about the person that no chosen breakdown needs."""
    kept = tuple(one for one in questionnaire.demographics if one.id in demographics)
    return replace(questionnaire, demographics=kept)


def _hold(place: Property) -> Property:
    """Lock the property's row: two launches at the same moment come one after the other."""
    return db.session.scalars(
        select(Property).where(Property.id == place.id).with_for_update()
    ).one()


def _choose(
    place: Property,
    version: QuestionnaireVersion,
    cuts: Sequence[str],
    *,
    min_group: int,
    access: str,
) -> tuple[Questionnaire, tuple[CutOption, ...]]:
    """What is asked, and the breakdowns that will ever be made."""
    frame = frame_of_property(place)
    published = read_version(version)
    options = propose_cuts(frame, published, min_group=min_group, access=access)
    chosen = choose_cuts(cuts, options, frame)
    return ask_only(published, [cut.id for cut in chosen]), chosen


def _describe(place: Property, kind: Kind) -> document.Property:
    """The place. Of who will move in nothing is known: that frame is empty until the closing."""
    return document.Property(
        name=place.name,
        slug=place.slug,
        organization=place.organization.name,
        timezone=place.timezone,
        frame=Frame(0, 0) if kind == MOVE_IN else frame_of_property(place),
    )


def _make_secrets(private_key: bytes, passphrase: str | None) -> WaveSecrets:
    box_secret = token_bytes(BOX_SECRET_BYTES)
    if passphrase is None:
        return WaveSecrets(box_secret, opening_key=private_key)
    return WaveSecrets(box_secret, wrapped_opening_key=wrap_key(private_key, passphrase))


def _sheet(secrets: WaveSecrets) -> str | None:
    wrapped = secrets.wrapped_opening_key
    return "\n".join(recovery_text(wrapped)) if wrapped is not None else None


def _write_wave(
    terms: Terms,
    place: Property,
    version: QuestionnaireVersion,
    actor: Person | None,
    now: datetime,
) -> Wave:
    promise = build_promise(terms)
    wave = Wave(
        id=terms.wave_id,
        property_id=place.id,
        questionnaire_version_id=version.id,
        number=terms.number,
        kind=terms.dates.kind,
        slug="".join(choice(SLUG_LETTERS) for _ in range(SLUG_LENGTH)),
        state="open",
        access=terms.access,
        custody=terms.custody,
        promise=canonical_json(promise),
        promise_hash=promise_hash(promise),
        public_key=terms.public_key,
        opens_at=first_moment(terms.dates.opens_on, place.timezone),
        closes_at=first_moment(terms.dates.closes_on + timedelta(days=1), place.timezone),
        launched_at=now,
        launched_by=actor.id if actor else None,
    )
    db.session.add(wave)
    db.session.flush()
    return wave


def _record(
    wave: Wave, place: Property, states: Mapping[str, str], actor: Person | None, now: datetime
) -> None:
    record_act(
        actor=actor,
        action="wave.launched",
        subject=f"wave:{wave.id}",
        organization_id=place.organization_id,
        details={
            "number": wave.number,
            "promise": wave.promise_hash,
            "not_reviewed": [tag for tag, state in states.items() if state == DRAFT],
        },
        now=now,
    )
