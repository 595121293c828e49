"""Every text that is translated, once, under a key that never changes (msgctxt in bank.po)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from survey.core.bank.model import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Bank,
    Construct,
    Demographic,
    Index,
    Item,
    LevelText,
    Scale,
)
from survey.core.bank.questionnaire import Questionnaire


class Wording(NamedTuple):
    """A text to translate: its key, the English source, and a note for the translator."""

    key: str
    source: str
    note: str | None = None


def option_key(owner: str, value: str | int) -> str:
    """The key of an answer's label. owner: "scale.<id>" or a demographic question's id."""
    if value in (NOT_APPLICABLE, PREFER_NOT):
        return f"label.{value}"
    return f"{owner}.{value}"


def group_key(demographic_id: str, group_id: str) -> str:
    """The key of the label of a group of a demographic question."""
    return f"{demographic_id}:{group_id}"


def wording_keys(source: Bank | Questionnaire) -> tuple[Wording, ...]:
    """Every text of a bank, or of one questionnaire, in the order of the pages."""
    if isinstance(source, Bank):
        titles = {template.id: template.title for template in source.templates.values()}
        return tuple(_wordings(_parts_of_bank(source), titles))
    return tuple(_wordings(_parts_of_questionnaire(source), {source.template: source.title}))


class _Parts(NamedTuple):
    consent: dict[str, str]
    here: str
    labels: dict[str, str]
    levels: Iterable[LevelText]
    constructs: Iterable[Construct]
    items: Iterable[Item]
    scales: Iterable[Scale]
    demographics: Iterable[Demographic]
    indices: Iterable[Index]


def _parts_of_bank(bank: Bank) -> _Parts:
    return _Parts(
        dict(bank.consent.strings),
        bank.here_means,
        dict(bank.labels),
        bank.levels.values(),
        bank.constructs.values(),
        bank.items.values(),
        bank.scales.values(),
        bank.demographics.values(),
        bank.indices.values(),
    )


def _parts_of_questionnaire(questionnaire: Questionnaire) -> _Parts:
    return _Parts(
        dict(questionnaire.consent.strings),
        questionnaire.here_means,
        dict(questionnaire.labels),
        questionnaire.levels,
        questionnaire.constructs.values(),
        questionnaire.items,
        questionnaire.scales.values(),
        questionnaire.demographics,
        questionnaire.indices,
    )


def _wordings(parts: _Parts, titles: dict[str, str]) -> Iterator[Wording]:
    for name, title in titles.items():
        yield Wording(f"template.{name}", title)
    for key, text in parts.consent.items():
        yield Wording(f"consent.{key}", text, "Keep the words in {braces} as they are.")
    yield Wording("here", parts.here, "Keep {place} as it is.")
    for name, label in parts.labels.items():
        yield Wording(f"label.{name}", label)
    for level in parts.levels:
        yield Wording(f"level.{level.id}", level.label, level.about)
    for construct in parts.constructs:
        yield Wording(f"construct.{construct.id}", construct.label)
        yield Wording(f"construct.{construct.id}.why", construct.why)
    for item in parts.items:
        yield from _item(item)
    for scale in parts.scales:
        yield from _scale(scale)
    for demographic in parts.demographics:
        yield from _demographic(demographic)
    for index in parts.indices:
        yield Wording(f"index.{index.id}", index.label)


def _item(item: Item) -> Iterator[Wording]:
    yield Wording(item.id, item.text, item.translator_note)
    for part, text in (("hint", item.hint), ("meaning", item.meaning), ("why", item.why)):
        if text is not None:
            yield Wording(f"{item.id}.{part}", text, item.translator_note)


def _scale(scale: Scale) -> Iterator[Wording]:
    owner = f"scale.{scale.id}"
    for point in (*scale.points, *scale.end_labels):
        yield Wording(option_key(owner, point.value), point.label, scale.note)
    for option in scale.options:
        yield Wording(option_key(owner, option.value), option.label, scale.note)


def _demographic(asked: Demographic) -> Iterator[Wording]:
    yield Wording(asked.id, asked.text, asked.note)
    yield Wording(f"{asked.id}.why", asked.why)
    for option in asked.options:
        if option.value != PREFER_NOT:
            yield Wording(option_key(asked.id, option.value), option.label)
    for group in asked.groups:
        yield Wording(group_key(asked.id, group.id), group.label)
