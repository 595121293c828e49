"""Writes about own questions: write one, change or retire it, and hold it once it is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from secrets import choice
from typing import Final

from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.core.bank.model import OWN_PREFIX, is_own
from survey.core.bank.own import (
    ARGUABLE,
    FEWEST_OPTIONS,
    LEVELS,
    MOST_OPTIONS,
    OPEN_LEVEL,
    OwnItem,
    OwnWording,
    asked_after,
    list_findings,
    make_own_item,
)
from survey.core.bank.own_conditions import list_condition_findings
from survey.core.errors import SurveyError
from survey.db import db
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import OwnQuestion
from survey.questionnaires.own_questions import (
    fingerprint,
    list_own,
    read_own,
    usable_own,
    write_terms,
)

ID_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
ID_LENGTH: Final = 8
"""40 bits: no two organizations get the same id, nor does one after a question was lost."""


def write_own_question(
    *,
    organization_id: int,
    wording: OwnWording,
    allowances: Mapping[str, str],
    actor: Person | None,
    now: datetime,
) -> OwnQuestion:
    """Add a question to an organization's own.

    allowances: code of a finding -> why the wording stays. Raises SurveyError: "own_incomplete",
    "own_findings" with the parameter `codes`, when the bank's lint finds something that no reason
    outweighs.
    """
    item_id = OWN_PREFIX + "".join(choice(ID_LETTERS) for _ in range(ID_LENGTH))
    kept = _check(item_id, wording, allowances, usable_own(organization_id))
    question = OwnQuestion(
        organization_id=organization_id,
        item_id=item_id,
        written_at=now,
        written_by=actor.id if actor is not None else None,
    )
    _fill(question, wording, kept)
    db.session.add(question)
    db.session.flush()
    _record("own_question.written", question, actor, now)
    return question


def change_own_question(
    *,
    question: OwnQuestion,
    wording: OwnWording,
    allowances: Mapping[str, str],
    seen: str | None = None,
    actor: Person | None,
    now: datetime,
) -> None:
    """Change a question that was never published.

    seen: the fingerprint of the wording that the person saw, None for whatever stands there.
    Raises SurveyError: "own_published" when a published version asks it; "own_changed" when
    somebody else changed it since; "own_leads_on" when another one is asked after it, and could
    not be any more; "own_kind_chosen" when it would be answered in words, and a draft asks it
    already; as write_own_question.
    """
    _hold([question.item_id])
    if question.published_at is not None:
        raise SurveyError("refused", "own_published")
    if seen is not None and seen != fingerprint(question):
        raise SurveyError("conflict", "own_changed")
    others = usable_own(question.organization_id)
    kept = _check(question.item_id, wording, allowances, others)
    _keep_dependents(question, wording, others)
    _keep_drafts(question, wording)
    _fill(question, wording, kept)
    db.session.flush()
    _record("own_question.changed", question, actor, now)


def retire_own_question(
    *, question: OwnQuestion, retired: bool, actor: Person | None, now: datetime
) -> None:
    """Ask a question no more from now on, or offer it again; published versions keep it.

    Raises SurveyError: "own_leads_on" when another one that is offered is asked only after it;
    "own_leading_retired" when it is asked only after one that is not offered.
    """
    if (question.retired_at is not None) == retired:
        return
    _check_company(question, retired=retired)
    question.retired_at = now if retired else None
    action = "own_question.retired" if retired else "own_question.restored"
    _record(action, question, actor, now)


def hold_for_publishing(item_ids: Iterable[str]) -> None:
    """Lock questions until the end of the transaction, and read again what they say.

    Whoever changes one at this moment is either done, and is published, or comes too late.
    """
    _hold(item_ids)


def mark_published(organization_id: int, item_ids: Iterable[str], now: datetime) -> None:
    """Say that a published version asks these questions: from now on they never change."""
    for question in db.session.scalars(
        select(OwnQuestion)
        .where(OwnQuestion.organization_id == organization_id)
        .where(OwnQuestion.item_id.in_(list(item_ids)))
        .where(OwnQuestion.published_at.is_(None))
    ):
        question.published_at = now


def _hold(item_ids: Iterable[str]) -> None:
    db.session.scalars(
        select(OwnQuestion)
        .where(OwnQuestion.item_id.in_(list(item_ids)))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _check(
    item_id: str, wording: OwnWording, allowances: Mapping[str, str], others: Sequence[OwnItem]
) -> dict[str, str]:
    """Refuse what cannot be asked; return the reasons that are needed."""
    own = make_own_item(item_id, wording, get_bank().scales)
    if own is None or not (_is_complete(wording) and _fits_words(own)):
        raise SurveyError("input", "own_incomplete")
    conditions = list_condition_findings(own, get_bank(), others)
    if faults := [*list_findings(own, allowances), *conditions]:
        codes = ", ".join(sorted({one.code for one in faults}))
        raise SurveyError("input", "own_findings", codes=codes)
    return _needed(own, allowances)


def _keep_dependents(question: OwnQuestion, wording: OwnWording, others: Sequence[OwnItem]) -> None:
    """Refuse a change after which another question's condition would say nothing any more."""
    made = make_own_item(question.item_id, wording, get_bank().scales)
    changed = [made if made and one.item.id == made.item.id else one for one in others]
    for one in changed:
        if asked_after(one.item) == question.item_id and list_condition_findings(
            one, get_bank(), changed
        ):
            raise SurveyError("refused", "own_leads_on", question=one.item.text)


def _keep_drafts(question: OwnQuestion, wording: OwnWording) -> None:
    """Refuse to make a question an open one where a draft may already have one beside it."""
    if wording.level != OPEN_LEVEL or question.level == OPEN_LEVEL:
        return
    if any(
        one.question.id == question.id and one.drafts for one in list_own(question.organization_id)
    ):
        raise SurveyError("refused", "own_kind_chosen")


def _check_company(question: OwnQuestion, *, retired: bool) -> None:
    others = usable_own(question.organization_id)
    if retired:
        for one in others:
            if asked_after(one.item) == question.item_id:
                raise SurveyError("refused", "own_leads_on", question=one.item.text)
        return
    own = read_own(question)
    leading = asked_after(own.item) if own is not None else ""
    if is_own(leading) and leading not in {one.item.id for one in others}:
        raise SurveyError("refused", "own_leading_retired")


def _is_complete(wording: OwnWording) -> bool:
    options = [option.casefold() for option in (*wording.options, wording.alone) if option]
    lists = wording.answers != "scale"
    return (
        bool(wording.text and wording.why)
        and wording.level in LEVELS
        and len(set(options)) == len(options)
        and (not lists or FEWEST_OPTIONS <= len(wording.options) <= MOST_OPTIONS)
    )


def _fits_words(own: OwnItem) -> bool:
    """Whether a question that is answered in words, and no other, stands where those stand.

    Its page says the same below each: no names, and whom to call. So it has no hint of its own,
    no special answers, which are for choosing, and everybody is asked, as by the bank's.
    """
    item = own.item
    if own.scale.kind != "text":
        return item.level != OPEN_LEVEL
    apart = item.hint or item.sensitive or item.allow_na or item.show_if is not None
    return item.level == OPEN_LEVEL and not apart


def _needed(own: OwnItem, allowances: Mapping[str, str]) -> dict[str, str]:
    found = {one.code for one in list_findings(own, {})} & ARGUABLE
    return {code: allowances[code].strip() for code in sorted(found)}


def _fill(question: OwnQuestion, wording: OwnWording, allowances: dict[str, str]) -> None:
    for name in OwnWording.__slots__:
        value = getattr(wording, name)
        setattr(question, name, list(value) if name == "options" else value)
    question.asked_if = write_terms(wording.asked_if)
    question.allowances = allowances


def _record(action: str, question: OwnQuestion, actor: Person | None, now: datetime) -> None:
    record_act(
        actor=actor,
        action=action,
        subject=f"own_question:{question.item_id}",
        organization_id=question.organization_id,
        now=now,
    )
