"""An organization's own questions as a page shows them: words, answers, and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.core.bank.model import Scale
from survey.core.bank.own import LEVELS
from survey.core.bank.review import list_units, unit_of
from survey.core.bank.wording import option_key
from survey.questionnaires.bank import get_bank
from survey.questionnaires.own_questions import Own, list_scales, organization_bank
from survey.questionnaires.reviewing import Line, read_review
from survey.questionnaires.wording import translate
from survey.web.locales import DEFAULT, LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Translated:
    """A question in one language: its words, "" where some of its texts have none, its state."""

    language: Language
    text: str
    complete: bool


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One own question. answers: in the page's language, or in English for a list of its own."""

    own: Own
    level: str
    answers: tuple[str, ...]
    translations: tuple[Translated, ...]

    @property
    def complete(self) -> int:
        """In how many languages it can be asked, English not counted."""
        return sum(one.complete for one in self.translations)


def list_entries(owned: Sequence[Own], organization_id: int, tag: str) -> list[OwnEntry]:
    """Return own questions with their wording in every language. Three queries."""
    tags = [one for one in LANGUAGES if one != DEFAULT.tag]
    bank = organization_bank(organization_id, with_retired=True)
    review = read_review(organization_id, tags)
    wanted = {name for one in owned for name in _units_of(one)}
    units = [unit for unit in list_units(bank) if unit.id in wanted]
    lines: dict[str, dict[str, list[Line]]] = {}
    for language in tags:
        for unit in units:
            made = [review.line(wording, language) for wording in unit.wordings]
            lines.setdefault(unit.id, {})[language] = made
    return [_entry(one, lines, tag) for one in owned]


def list_levels(tag: str) -> list[tuple[str, str]]:
    """Return the headings that an own question can stand under, in a language."""
    levels = get_bank().levels
    return [(name, translate(f"level.{name}", levels[name].label, tag)) for name in LEVELS]


def list_scale_choices(tag: str) -> list[tuple[str, str]]:
    """Return the scales of the bank by id, with all their answers in a language."""
    return [(scale.id, " · ".join(answers_of(scale, tag))) for scale in list_scales()]


def answers_of(scale: Scale, tag: str) -> tuple[str, ...]:
    """Return the words of a scale's answers; of a ladder those of its two ends, with numbers."""
    owner = f"scale.{scale.id}"
    ends = [
        f"{point.value}: {translate(option_key(owner, point.value), point.label, tag)}"
        for point in scale.end_labels
    ]
    points = [translate(option_key(owner, one.value), one.label, tag) for one in scale.points]
    options = [translate(option_key(owner, one.value), one.label, tag) for one in scale.options]
    return (*ends, *points, *options)


def _units_of(own: Own) -> tuple[str, ...]:
    if own.item is None:
        return ()
    answers = unit_of(f"scale.{own.item.scale.id}")
    item_id = own.question.item_id
    return (item_id, answers) if own.item.scale.id == item_id else (item_id,)


def _entry(own: Own, lines: dict[str, dict[str, list[Line]]], tag: str) -> OwnEntry:
    names = _units_of(own)
    return OwnEntry(
        own=own,
        level=dict(list_levels(tag))[own.question.level],
        answers=answers_of(own.item.scale, tag) if own.item else (),
        translations=tuple(
            Translated(
                LANGUAGES[language],
                lines[names[0]][language][0].text,
                all(line.text for name in names for line in lines[name][language]),
            )
            for language in LANGUAGES
            if names and language != DEFAULT.tag
        ),
    )
