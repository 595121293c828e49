"""An organization's own questions as a page shows them: words, answers, and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from survey.core.bank.model import Bank, Item, Scale, is_own
from survey.core.bank.own import LEVELS, asked_after
from survey.core.bank.own_conditions import answers_that_lead_on
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
    """One own question. answers: in the page's language, or in English for a list of its own.

    after, after_answers: the question and its answers that it is asked after, "" for everybody.
    """

    own: Own
    level: str
    answers: tuple[str, ...]
    translations: tuple[Translated, ...]
    after: str = ""
    after_answers: str = ""

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
    return [_entry(one, lines, tag, bank) for one in owned]


def list_levels(tag: str) -> list[tuple[str, str]]:
    """Return the headings that an own question can stand under, in a language."""
    levels = get_bank().levels
    return [(name, translate(f"level.{name}", levels[name].label, tag)) for name in LEVELS]


def list_scale_choices(tag: str) -> list[tuple[str, str]]:
    """Return the scales of the bank by id, with all their answers in a language."""
    return [(scale.id, " · ".join(answers_of(scale, tag))) for scale in list_scales()]


def answers_of(scale: Scale, tag: str) -> tuple[str, ...]:
    """Return the words of a scale's answers; of a ladder those of its two ends, with numbers."""
    if scale.kind == "text":
        return (
            _("People answer in their own words, in at most %(max)s letters", max=scale.max_chars),
        )
    owner = f"scale.{scale.id}"
    ends = [
        f"{point.value}: {translate(option_key(owner, point.value), point.label, tag)}"
        for point in scale.end_labels
    ]
    points = [translate(option_key(owner, one.value), one.label, tag) for one in scale.points]
    options = [translate(option_key(owner, one.value), one.label, tag) for one in scale.options]
    return (*ends, *points, *options)


def list_leading(organization_id: int, tag: str, *, apart: str, kept: str) -> list[tuple[str, str]]:
    """Return the closed questions on which another can depend: the bank's, then their own.

    apart: the id of the one that would depend. kept: of one that is named already, which stays in
    the list even where it is not offered any more. One query.
    """
    bank = organization_bank(organization_id)
    every = organization_bank(organization_id, with_retired=True) if kept else bank
    ids = dict.fromkeys((*bank.items, *((kept,) if kept in every.items else ())))
    items = [every.items[name] for name in ids if name != apart]
    return [
        (item.id, translate(item.id, item.text, tag) if not is_own(item.id) else item.text)
        for item in items
        if answers_that_lead_on(every.scales[item.scale])
    ]


def list_leading_answers(bank: Bank, item_id: str, tag: str) -> list[tuple[str, str]]:
    """Return the answers of a question as text and words; none where there is no such question."""
    scale = find_scale(bank, item_id)
    if scale is None:
        return []
    owner = f"scale.{scale.id}"
    said: dict[int | str, str] = {
        one.value: translate(option_key(owner, one.value), one.label, tag) for one in scale.points
    }
    for option in scale.options:
        said[option.value] = translate(option_key(owner, option.value), option.label, tag)
    for end in scale.end_labels:
        words = translate(option_key(owner, end.value), end.label, tag)
        said[end.value] = f"{end.value}: {words}"
    return [(str(value), said.get(value, str(value))) for value in answers_that_lead_on(scale)]


def find_scale(bank: Bank, item_id: str) -> Scale | None:
    """Return the answers of a question of the bank or of an organization's own, if it is there."""
    return bank.scales[bank.items[item_id].scale] if item_id in bank.items else None


def asked_only_if(item: Item, bank: Bank, tag: str) -> tuple[str, str]:
    """Return the question that an own one depends on, and its answers that lead on; "" for none."""
    name = asked_after(item)
    if not name or item.show_if is None:
        return "", ""
    text = bank.items[name].text if name in bank.items else name
    words = dict(list_leading_answers(bank, name, tag))
    values = [str(term.value) for term in item.show_if.any]
    said = " · ".join(words.get(value, value) for value in values)
    return (text if is_own(name) else translate(name, text, tag)), said


def _units_of(own: Own) -> tuple[str, ...]:
    if own.item is None:
        return ()
    answers = unit_of(f"scale.{own.item.scale.id}")
    item_id = own.question.item_id
    return (item_id, answers) if own.item.scale.id == item_id else (item_id,)


def _entry(own: Own, lines: dict[str, dict[str, list[Line]]], tag: str, bank: Bank) -> OwnEntry:
    names = _units_of(own)
    after = asked_only_if(own.item.item, bank, tag) if own.item else ("", "")
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
        after=after[0],
        after_answers=after[1],
    )
