"""Writes about translations: an organization's own words, and who vouches for which wording."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.core.bank.model import Bank
from survey.core.bank.review import (
    DRAFT,
    STATES,
    find_labels_alike,
    find_wording_fault,
    wording_hash,
)
from survey.core.bank.wording import Wording, wording_keys
from survey.core.errors import SurveyError
from survey.db import db
from survey.questionnaires.models import WordingCorrection, WordingMark
from survey.questionnaires.own_questions import organization_bank
from survey.questionnaires.reviewing import current_texts
from survey.questionnaires.wording import find_translation
from survey.web.locales import DEFAULT, LANGUAGES


def correct_wordings(
    *, organization_id: int, tag: str, texts: Mapping[str, str], actor: Person | None, now: datetime
) -> int:
    """Store an organization's own wording of some keys; return how many of them changed.

    texts: wording key -> translation. What reads as the shipped wording takes a correction back.
    All or nothing. Raises SurveyError: "unknown_language"; "unknown_wording"; "wording_empty",
    "wording_too_long", "wording_markup" and "wording_braces" (see find_wording_fault), and
    "wording_alike", when two answers of one question would read the same; each with the parameter
    `key`.
    """
    _check_language(tag)
    bank = organization_bank(organization_id, with_retired=True)
    known = _known_wordings(bank, texts)
    before = current_texts(bank, organization_id, tag)
    changed = {key: text.strip() for key, text in texts.items() if text.strip() != before[key]}
    for key, text in changed.items():
        if fault := find_wording_fault(known[key].source, text):
            raise SurveyError("input", fault, key=key)
    _check_labels({**before, **changed}, changed)
    for key, text in changed.items():
        source = known[key].source
        db.session.add(
            WordingCorrection(
                organization_id=organization_id,
                language=tag,
                key=key,
                source=source,
                text=None if text == find_translation(key, source, tag) else text,
                made_at=now,
                made_by=actor.id if actor is not None else None,
            )
        )
    if changed:
        _record("wording.corrected", organization_id, tag, len(changed), actor, now)
    db.session.flush()
    return len(changed)


def mark_wordings(
    *,
    organization_id: int,
    tag: str,
    wordings: Mapping[str, str],
    state: str,
    actor: Person,
    now: datetime,
) -> None:
    """Say for exactly these wordings that they were reviewed or tested, or are drafts again.

    wordings: key -> the text that the person saw. Raises SurveyError: "unknown_language",
    "unknown_wording"; "wording_changed" when residents would read another text by now;
    "wording_empty" for vouching for a text that nobody has translated.
    """
    _check_language(tag)
    if state not in STATES:
        raise ValueError(f"no such state: {state}")
    bank = organization_bank(organization_id, with_retired=True)
    known = _known_wordings(bank, wordings)
    current = current_texts(bank, organization_id, tag)
    for key, text in wordings.items():
        if current[key] != text:
            raise SurveyError("conflict", "wording_changed", key=key)
        if not text and state != DRAFT:
            raise SurveyError("input", "wording_empty", key=key)
        db.session.add(
            WordingMark(
                organization_id=organization_id,
                language=tag,
                key=key,
                wording_hash=wording_hash(key, known[key].source, text),
                state=state,
                made_at=now,
                made_by=actor.id,
            )
        )
    _record(f"wording.{state}", organization_id, tag, len(wordings), actor, now)
    db.session.flush()


def _check_language(tag: str) -> None:
    if tag not in LANGUAGES or tag == DEFAULT.tag:
        raise SurveyError("missing", "unknown_language", tag=tag)


def _known_wordings(bank: Bank, keys: Collection[str]) -> dict[str, Wording]:
    known = {wording.key: wording for wording in wording_keys(bank)}
    for key in keys:
        if key not in known:
            raise SurveyError("input", "unknown_wording", key=key)
    return known


def _check_labels(texts: Mapping[str, str], changed: Collection[str]) -> None:
    for first, second in find_labels_alike(texts):
        if first in changed or second in changed:
            raise SurveyError("input", "wording_alike", key=second if second in changed else first)


def _record(
    action: str,
    organization_id: int,
    tag: str,
    count: int,
    actor: Person | None,
    now: datetime,
) -> None:
    record_act(
        actor=actor,
        action=action,
        subject=f"translation:{tag}",
        organization_id=organization_id,
        details={"texts": count},
        now=now,
    )
