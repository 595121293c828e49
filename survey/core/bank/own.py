"""Questions that an organization adds: where they stand, and what keeps them apart from the bank.

Their ids begin with "own_", which no id of a bank's files does, and they have a construct of no
bank. So no index can hold one, and whoever meets the id knows whose question it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from survey.core.bank.findings import Finding, Place
from survey.core.bank.lint import lint_item
from survey.core.bank.model import (
    MEASURED_LEVELS,
    OWN_CONSTRUCT,
    Bank,
    Condition,
    Item,
    Option,
    Scale,
    Term,
    is_own,
)
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.recall import find_period
from survey.core.bank.review import unit_of

OPEN_LEVEL: Final = "open"
"""The heading of questions that people answer in their own words, and of no other."""

LEVELS: Final = (*MEASURED_LEVELS, "outcome", "context", OPEN_LEVEL)
"""The headings that an own question can stand under, in the order in which they are asked."""

SCALE_KINDS: Final = frozenset({"ordinal", "numeric", "nominal", "multi", "text"})
"""The scales of the bank that an own question can use: a release shows them, or a redactor."""

MOST_OPEN: Final = 1
"""Open questions of its own in one questionnaire: each is a minute, and read by a person."""

ARGUABLE: Final = frozenset(
    {"reading_grade", "too_many_words", "double_barrelled", "missing_recall"}
)
"""Findings that a good reason can outweigh; every other one has to be put right."""

FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 12
_BLANK: Final = re.compile(r"\s+")
_NOWHERE: Final = Place("", 0)

AnswerKind = Literal["scale", "one", "several"]


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An own question together with its answers, whether these are the bank's or its own."""

    item: Item
    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWording:
    """What somebody writes for a question of their own; "" where nothing is said.

    answers: "scale" for a scale of the bank, else a list of their own, of which people choose
    "one" or "several". alone: for "several", an answer that cannot stand with others. asked_if:
    one of these has to be true of somebody who is asked; of everybody where there are none.
    """

    text: str
    level: str
    answers: AnswerKind
    scale: str = ""
    options: tuple[str, ...] = ()
    alone: str = ""
    hint: str = ""
    meaning: str = ""
    why: str = ""
    translator_note: str = ""
    reverse: bool = False
    sensitive: bool = False
    allow_na: bool = False
    asked_if: tuple[Term, ...] = ()


def make_own_item(own_id: str, said: OwnWording, scales: Mapping[str, Scale]) -> OwnItem | None:
    """The question with its scale; None when the bank has no such scale (any more).

    Raises ValueError for an id that could be one of the bank's.
    """
    if not is_own(own_id):
        raise ValueError(f"no id of an own question: {own_id}")
    scale = scales.get(said.scale) if said.answers == "scale" else _own_scale(own_id, said)
    if scale is None or scale.kind not in SCALE_KINDS:
        return None
    item = Item(
        id=own_id,
        level=said.level,
        construct=OWN_CONSTRUCT,
        text=said.text,
        scale=scale.id,
        hint=said.hint or None,
        why=said.why or None,
        meaning=said.meaning or None,
        reverse=said.reverse and bool(scale.values),
        sensitive=said.sensitive,
        allow_na=said.allow_na,
        recall=find_period(said.text),
        show_if=Condition(any=said.asked_if) if said.asked_if else None,
        translator_note=said.translator_note or None,
    )
    return OwnItem(item, scale)


def list_findings(own: OwnItem, allowances: Mapping[str, str]) -> list[Finding]:
    """What the bank's lint finds in an own question and no reason outweighs.

    allowances: code -> reason; only codes of ARGUABLE count, and only with a reason.
    """
    allowed = {code for code, reason in allowances.items() if reason.strip()} & ARGUABLE
    found = [one for one in lint_item(own.item, own.scale, _NOWHERE) if one.code not in allowed]
    if own.item.why is None and not own.item.sensitive:
        # No construct of the bank lends it its sentence.
        found.append(Finding(_NOWHERE, "missing_why"))
    return found


def add_own(questionnaire: Questionnaire, own: Sequence[OwnItem]) -> Questionnaire:
    """A questionnaire with own questions, by level, after the bank's and before the open ones.

    One that is answered in words stands last, after the bank's open ones. Every closed question of
    the bank has the same ones before it, whatever an organization adds, and its figures can be
    compared with those of other waves.
    One whose condition is about a question that is not asked here is left out: without the
    other, a condition says nothing, and everybody would be asked.
    """
    ranked = keep_answerable(own, {item.id for item in questionnaire.closed_items})
    if not ranked:
        return questionnaire
    in_words = list_in_words(ranked)
    return replace(
        questionnaire,
        items=(
            *questionnaire.closed_items,
            *(one.item for one in ranked if one not in in_words),
            *questionnaire.open_items,
            *(one.item for one in in_words),
        ),
        scales={**questionnaire.scales, **{one.scale.id: one.scale for one in ranked}},
    )


def asked_after(item: Item) -> str:
    """The id of the question that an own question depends on; "" where it is asked of everybody."""
    return item.show_if.any[0].item if item.show_if is not None and item.show_if.any else ""


def keep_answerable(own: Iterable[OwnItem], asked: Collection[str]) -> list[OwnItem]:
    """Those own questions whose condition's question is asked, too, by level.

    asked: the ids of the bank's questions. Without the other question a condition says nothing,
    and everybody would be asked.
    """
    there, kept = set(asked), []
    for one in by_level(own):
        name = asked_after(one.item)
        if not name or name in there:
            there.add(one.item.id)
            kept.append(one)
    return kept


def list_in_words(own: Iterable[OwnItem]) -> list[OwnItem]:
    """Those own questions that people answer in their own words."""
    return [one for one in own if one.scale.kind == "text"]


def by_level(own: Iterable[OwnItem]) -> list[OwnItem]:
    """Own questions in the order in which they are asked; of one level as they were."""
    return sorted(own, key=lambda one: LEVELS.index(one.item.level))


def add_own_to_bank(bank: Bank, own: Sequence[OwnItem]) -> Bank:
    """A bank that also knows own questions and their answers, for texts and their review."""
    return replace(
        bank,
        items={**bank.items, **{one.item.id: one.item for one in own}},
        scales={**bank.scales, **{one.scale.id: one.scale for one in own}},
    )


def is_own_wording(key: str) -> bool:
    """Whether a wording key belongs to an own question or to a list of its own answers."""
    return is_own(unit_of(key).removeprefix("scale."))


def read_options(text: str) -> tuple[str, ...]:
    """The answers that somebody typed, one a line, without empty lines and doubled spaces."""
    lines = (_BLANK.sub(" ", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _own_scale(own_id: str, said: OwnWording) -> Scale:
    """A list of the question's own: its id and its answers' values are never the bank's."""
    options = [Option(f"a{number}", label) for number, label in enumerate(said.options, 1)]
    if said.answers == "several" and said.alone:
        options.append(Option(f"a{len(options) + 1}", said.alone, exclusive=True))
    kind: Literal["nominal", "multi"] = "multi" if said.answers == "several" else "nominal"
    return Scale(id=own_id, kind=kind, options=tuple(options), note=said.translator_note or None)
