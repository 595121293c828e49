"""The wording lint: what people who write questions tend to get wrong, each with file and line.

It reads only a bank that loads. A finding that is right for one item is passed over where the
item's own lint_allow names the code and gives the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from survey.core.bank.findings import SENTENCES, Finding, Place
from survey.core.bank.in_words import lint_open
from survey.core.bank.length import shown_minutes
from survey.core.bank.model import Bank, Item, Scale
from survey.core.bank.placeholders import placeholders
from survey.core.bank.questionnaire import build_questionnaire
from survey.core.bank.readability import list_words, reading_grade
from survey.core.bank.reading import Reading
from survey.core.bank.recall import check_recall

MOST_GRADE: Final = 6.0
MOST_GRADE_OF_PROMISE: Final = 5.0
MOST_WORDS: Final = 20
MINUTES_TO_SPARE: Final = 1
"""A questionnaire may state one minute more than the estimate, and none less."""

_TWO_THINGS: Final = re.compile(r"\b(and|or)\b", re.IGNORECASE)


def lint(reading: Reading) -> list[Finding]:
    """Every finding about a bank's wording that is not explained away, by place."""
    found = [
        *_by_part(reading, "item", _lint_items(reading)),
        *_by_part(reading, "demographic", _lint_demographics(reading)),
        *_lint_constructs(reading),
        *_lint_consent(reading),
        *_lint_minutes(reading),
        *_lint_unused(reading),
    ]
    return sorted(found, key=lambda one: (one.place, one.code))


def count_allowances(reading: Reading) -> int:
    """How many findings are explained away by a lint_allow."""
    return sum(len(reasons) for reasons in reading.ledger.allowances.values())


def _by_part(
    reading: Reading, kind: str, findings: Iterable[tuple[str, Finding]]
) -> Iterator[Finding]:
    """The findings without those allowed, and what is wrong with the allowances themselves."""
    needed: set[tuple[str, str]] = set()
    for name, finding in findings:
        if finding.code in reading.ledger.allowances.get(f"{kind}:{name}", {}):
            needed.add((name, finding.code))
        else:
            yield finding
    for key, reasons in reading.ledger.allowances.items():
        owner, _, name = key.partition(":")
        for code in reasons:
            if owner == kind and (name, code) not in needed:
                fault = "needless_allowance" if code in SENTENCES else "unknown_allowance"
                yield Finding(reading.ledger.places[key], fault, {"code": code})


def _lint_items(reading: Reading) -> Iterator[tuple[str, Finding]]:
    for item in reading.bank.items.values():
        place = reading.ledger.place("item", item.id)
        for finding in lint_item(item, reading.bank.scales[item.scale], place):
            yield item.id, finding


def lint_item(item: Item, scale: Scale, place: Place) -> list[Finding]:
    """Every finding about the wording of one item, in the order of its parts."""
    texts = {"text": item.text, "hint": item.hint, "meaning": item.meaning, "why": item.why}
    given = {what: text for what, text in texts.items() if text is not None}
    return [
        *_lint_texts(given, place),
        *check_recall(item, scale, place),
        *(lint_open(given, place) if scale.kind == "text" else ()),
        *_lint_notes(item, place),
    ]


def _lint_texts(texts: Mapping[str, str], place: Place) -> Iterator[Finding]:
    """The rules for what residents read; "text" is the question itself."""
    for what, text in texts.items():
        yield from _lint_grade(what, text, MOST_GRADE, place)
        if placeholders(text):
            yield Finding(place, "placeholder_in_text", {"what": what})
    stem = texts["text"]
    words = len(list_words(stem))
    if words > MOST_WORDS:
        params = {"what": "text", "words": words, "limit": MOST_WORDS}
        yield Finding(place, "too_many_words", params)
    double = _TWO_THINGS.search(stem)
    if double:
        yield Finding(place, "double_barrelled", {"what": "text", "word": double[1]})


def _lint_grade(what: str, text: str, limit: float, place: Place) -> Iterator[Finding]:
    grade = reading_grade(text)
    if grade > limit:
        params = {"what": what, "grade": grade, "limit": f"{limit:g}"}
        yield Finding(place, "reading_grade", params)


def _lint_notes(item: Item, place: Place) -> Iterator[Finding]:
    if item.translator_note is None:
        yield Finding(place, "missing_translator_note")
    if item.sensitive and item.why is None:
        yield Finding(place, "missing_why")
    if item.sensitive and item.meaning is None:
        yield Finding(place, "missing_meaning")


def _lint_demographics(reading: Reading) -> Iterator[tuple[str, Finding]]:
    for asked in reading.bank.demographics.values():
        place = reading.ledger.place("demographic", asked.id)
        for finding in _lint_texts({"text": asked.text, "why": asked.why}, place):
            yield asked.id, finding


def _lint_constructs(reading: Reading) -> Iterator[Finding]:
    for construct in reading.bank.constructs.values():
        place = reading.ledger.place("construct", construct.id)
        yield from _lint_grade("why", construct.why, MOST_GRADE, place)
        words = len(list_words(construct.why))
        if words > MOST_WORDS:
            params = {"what": "why", "words": words, "limit": MOST_WORDS}
            yield Finding(place, "too_many_words", params)


def _lint_consent(reading: Reading) -> Iterator[Finding]:
    """The promise, with a short word for each placeholder: names and days are not ours to grade."""
    for key, text in reading.bank.consent.strings.items():
        place = reading.ledger.place("consent", key)
        filled = re.sub(r"\{\w+\}", "Ann", text)
        yield from _lint_grade(key, filled, MOST_GRADE_OF_PROMISE, place)


def _lint_minutes(reading: Reading) -> Iterator[Finding]:
    """Stated minutes against the estimate at a site that has every feature."""
    bank = reading.bank
    for template in bank.templates.values():
        questionnaire = build_questionnaire(bank, template.id, features=bank.features)
        estimate = shown_minutes(questionnaire)
        params = {"stated": template.minutes, "estimate": estimate}
        place = reading.ledger.place("template", template.id)
        if template.minutes < estimate:
            yield Finding(place, "minutes_too_low", params)
        elif template.minutes > estimate + MINUTES_TO_SPARE:
            yield Finding(place, "minutes_too_high", params)


def _lint_unused(reading: Reading) -> Iterator[Finding]:
    for kind, names in _unused(reading.bank).items():
        for name in names:
            yield Finding(reading.ledger.place(kind, name), "unused", {"id": name})


def _unused(bank: Bank) -> dict[str, list[str]]:
    items = bank.items.values()
    used = {
        "scale": {item.scale for item in items},
        "construct": {item.construct for item in items},
        "reference": {name for item in items for name in item.refs},
    }
    there = {"scale": bank.scales, "construct": bank.constructs, "reference": bank.refs}
    return {kind: [name for name in there[kind] if name not in used[kind]] for kind in used}
