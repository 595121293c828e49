"""Own questions as rows and as items: what an organization added, and where it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from survey.communities.models import Property
from survey.core.bank.model import Bank, Scale, Term
from survey.core.bank.own import (
    SCALE_KINDS,
    AnswerKind,
    OwnItem,
    OwnWording,
    add_own_to_bank,
    make_own_item,
)
from survey.core.canonical import content_hash
from survey.core.errors import SurveyError
from survey.db import db
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import OwnQuestion, Questionnaire

ANSWER_KINDS: Final[dict[str, AnswerKind]] = {
    "scale": "scale",
    "one": "one",
    "several": "several",
}


@dataclass(frozen=True, slots=True)
class Own:
    """One own question: its row, its item, and the properties whose drafts ask it.

    `item` is None when the bank has its scale no more: then it cannot be asked.
    """

    question: OwnQuestion
    item: OwnItem | None
    drafts: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it can be chosen for a questionnaire."""
        return self.item is not None and self.question.retired_at is None


def list_own(organization_id: int) -> list[Own]:
    """Return an organization's own questions, the oldest first, retired ones too. Two queries."""
    drafts = _drafts_by_question(organization_id)
    return [
        Own(row, read_own(row), tuple(drafts.get(row.item_id, ())))
        for row in _rows(organization_id)
    ]


def count_own(organization_id: int) -> int:
    """Return how many of an organization's own questions can be chosen. One query."""
    return len(usable_own(organization_id))


def get_own(organization_id: int, item_id: str) -> OwnQuestion:
    """Return one own question of an organization. One query.

    Raises SurveyError "no_such_own_question" alike for what is absent and what is not theirs.
    """
    found = db.session.scalar(
        select(OwnQuestion)
        .where(OwnQuestion.organization_id == organization_id)
        .where(OwnQuestion.item_id == item_id)
    )
    if found is None:
        raise SurveyError("missing", "no_such_own_question")
    return found


def choose_own(organization_id: int, item_ids: Iterable[str]) -> list[OwnItem]:
    """Return those of an organization's own questions that a draft names and can still ask.

    What another organization wrote, what was retired since, and what has lost its scale is passed
    over. One query; none where nothing is named.
    """
    wanted = set(item_ids)
    if not wanted:
        return []
    return [one for one in usable_own(organization_id) if one.item.id in wanted]


def usable_own(organization_id: int) -> list[OwnItem]:
    """Return an organization's own questions that can be asked, the oldest first. One query."""
    return [
        item
        for row in _rows(organization_id)
        if row.retired_at is None and (item := read_own(row)) is not None
    ]


def organization_bank(organization_id: int, *, with_retired: bool = False) -> Bank:
    """Return the shipped bank together with an organization's own questions. One query.

    with_retired: also those that are asked no more, whose translations are still theirs.
    """
    rows = [row for row in _rows(organization_id) if with_retired or row.retired_at is None]
    items = [item for row in rows if (item := read_own(row)) is not None]
    return add_own_to_bank(get_bank(), items) if items else get_bank()


def read_own(row: OwnQuestion) -> OwnItem | None:
    """Return an own question as an item; None when the bank has its scale no more."""
    return make_own_item(row.item_id, wording_of(row), get_bank().scales)


def wording_of(row: OwnQuestion) -> OwnWording:
    """Return what was written for an own question."""
    return OwnWording(
        text=row.text,
        level=row.level,
        answers=ANSWER_KINDS[row.answers],
        scale=row.scale,
        options=tuple(row.options),
        alone=row.alone,
        hint=row.hint,
        meaning=row.meaning,
        why=row.why,
        translator_note=row.translator_note,
        reverse=row.reverse,
        sensitive=row.sensitive,
        allow_na=row.allow_na,
        asked_if=tuple(Term(*term) for term in row.asked_if),  # type: ignore[arg-type]
    )


def fingerprint(row: OwnQuestion) -> str:
    """Return what stands for an own question as it is now: 64 hexadecimal digits."""
    said = wording_of(row)
    stated = {name: getattr(said, name) for name in OwnWording.__slots__}
    lists = {"options": list(said.options), "asked_if": write_terms(said.asked_if)}
    return content_hash({**stated, **lists, "reasons": row.allowances})


def write_terms(terms: Iterable[Term]) -> list[list[str | int]]:
    """Return the comparisons of a condition as a row holds them."""
    return [[term.item, term.op, term.value] for term in terms]


def list_scales() -> list[Scale]:
    """Return the scales of the bank that an own question can use, in the bank's order."""
    return [scale for scale in get_bank().scales.values() if scale.kind in SCALE_KINDS]


def _rows(organization_id: int) -> Sequence[OwnQuestion]:
    return db.session.scalars(
        select(OwnQuestion)
        .where(OwnQuestion.organization_id == organization_id)
        .order_by(OwnQuestion.id)
    ).all()


def _drafts_by_question(organization_id: int) -> dict[str, list[str]]:
    """Own question -> names of the drafts that ask it, with their property, each once."""
    rows = db.session.execute(
        select(Questionnaire.own, Questionnaire.title, Property.name)
        .join(Property, Property.id == Questionnaire.property_id)
        .where(Property.organization_id == organization_id)
        .order_by(Questionnaire.id)
    )
    found: dict[str, list[str]] = {}
    for chosen, title, place in rows:
        for item_id in chosen:
            names = found.setdefault(item_id, [])
            if (name := f"{place}: {title}") not in names:
                names.append(name)
    return found
