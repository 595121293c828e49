"""The question bank as a page shows it: each question with its wording in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from survey.core.bank.model import Bank, Item, Scale
from survey.core.bank.wording import option_key
from survey.questionnaires.bank import get_bank
from survey.questionnaires.wording import find_translation, translate
from survey.web.locales import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Worded:
    """A question in one language; None where it has not been translated."""

    language: Language
    text: str | None
    hint: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the bank."""

    item: Item
    construct: str
    wordings: tuple[Worded, ...]
    answers: tuple[str, ...]
    why: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The questions of one level."""

    label: str
    entries: tuple[Entry, ...]


def find_entries(*, level: str, construct: str, words: str, tag: str) -> list[Shelf]:
    """Return what the bank holds, by level, in the order of its files.

    Empty arguments look for nothing. words: all of them must stand in the question, in whatever
    language, in its id or its subject. tag: the language that labels are written in.
    """
    bank = get_bank()
    wanted = words.casefold().split()
    found = [
        entry
        for entry in _entries(tag)
        if (not level or entry.item.level == level)
        and (not construct or entry.item.construct == construct)
        and all(word in _searched(entry) for word in wanted)
    ]
    return [
        Shelf(translate(f"level.{name}", bank.levels[name].label, tag), tuple(entries))
        for name, entries in groupby(found, key=lambda entry: entry.item.level)
    ]


def list_levels(tag: str) -> list[tuple[str, str]]:
    """Return each level's id and label."""
    levels = get_bank().levels.values()
    return [(level.id, translate(f"level.{level.id}", level.label, tag)) for level in levels]


def list_constructs(tag: str) -> list[tuple[str, str]]:
    """Return each construct's id and label, in the order of the bank."""
    constructs = get_bank().constructs.values()
    return [(one.id, translate(f"construct.{one.id}", one.label, tag)) for one in constructs]


@cache
def _entries(tag: str) -> tuple[Entry, ...]:
    bank = get_bank()
    return tuple(_entry(bank, item, tag) for item in bank.items.values())


def _entry(bank: Bank, item: Item, tag: str) -> Entry:
    construct = bank.constructs[item.construct]
    return Entry(
        item=item,
        construct=translate(f"construct.{construct.id}", construct.label, tag),
        wordings=tuple(_worded(item, language) for language in LANGUAGES.values()),
        answers=tuple(_answers(bank.scales[item.scale], tag)),
        why=bank.why_of(item),
        references=tuple(bank.refs[ref] for ref in item.refs),
    )


def _worded(item: Item, language: Language) -> Worded:
    hint = item.hint and find_translation(f"{item.id}.hint", item.hint, language.tag)
    return Worded(language, find_translation(item.id, item.text, language.tag), hint)


def _answers(scale: Scale, tag: str) -> Iterator[str]:
    """Yield the words of a scale's answers, numbers before the points of a rating scale."""
    owner = f"scale.{scale.id}"
    for point in (*scale.points, *scale.end_labels):
        words = translate(option_key(owner, point.value), point.label, tag)
        yield f"{point.value} {words}"
    for option in scale.options:
        yield translate(option_key(owner, option.value), option.label, tag)


def _searched(entry: Entry) -> str:
    texts = [worded.text or "" for worded in entry.wordings]
    return " ".join([entry.item.id, entry.construct, *texts]).casefold()
