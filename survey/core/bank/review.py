"""The review of translations: which texts belong together, what state they are in, what is wrong.

A state belongs to one exact wording: the key, the English source and the translation. Whoever
changes one of the three has a draft again, without anybody having to remember to say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from survey.core.bank.model import Bank
from survey.core.bank.placeholders import placeholders
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.wording import Wording, wording_keys
from survey.core.canonical import content_hash

DRAFT: Final = "draft"
REVIEWED: Final = "reviewed"
TESTED: Final = "tested"
STATES: Final = (DRAFT, REVIEWED, TESTED)
"""From the least to the most that was done: nobody, a fluent person, residents in a test."""

CONSENT: Final = "consent"
LABELS: Final = "labels"
INDICES: Final = "indices"
_TOGETHER: Final = {
    "consent": CONSENT,
    "here": CONSENT,
    "label": LABELS,
    "level": LABELS,
    "template": LABELS,
    "index": INDICES,
}
_WITH_ID: Final = ("scale", "construct")
LONGEST_WORDING: Final = 2000


@dataclass(frozen=True, slots=True)
class Unit:
    """Texts that are read, corrected and signed off together: one question, one scale."""

    id: str
    wordings: tuple[Wording, ...]


def unit_of(key: str) -> str:
    """Return the id of the unit that a wording key belongs to.

    "rel_greet.hint" -> "rel_greet"; "scale.agree5.1" -> "scale.agree5"; "consent.title" ->
    "consent".
    """
    head, _point, rest = key.partition(".")
    if head in _WITH_ID:
        return f"{head}.{rest.partition('.')[0]}"
    return _TOGETHER.get(head, head.partition(":")[0])


def list_units(source: Bank | Questionnaire) -> tuple[Unit, ...]:
    """Return the units of a bank or questionnaire, in the order of the pages."""
    texts = wording_keys(source)
    order = {name: place for place, name in enumerate(dict.fromkeys(unit_of(t.key) for t in texts))}
    ranked = sorted(texts, key=lambda text: order[unit_of(text.key)])
    return tuple(
        Unit(name, tuple(group)) for name, group in groupby(ranked, lambda text: unit_of(text.key))
    )


def question_of_unit(bank: Bank, unit_id: str) -> str | None:
    """Return the id of the first question in which a unit's texts are read; None for the rest."""
    if unit_id in bank.items or unit_id in bank.demographics:
        return unit_id
    head, _point, name = unit_id.partition(".")
    fields = {"scale": "scale", "construct": "construct"}
    if head not in fields:
        return None
    return next((one.id for one in bank.items.values() if getattr(one, fields[head]) == name), None)


def wording_hash(key: str, source: str, text: str) -> str:
    """Return what a sign-off is for: the SHA-256 of key, source and translation, 64 digits."""
    return content_hash({"key": key, "source": source, "text": text})


def least_state(states: Iterable[str]) -> str:
    """Return the state of texts together: that of the one for which least was done.

    No text at all is "tested": there is nothing that could be wrong.
    """
    return min(states, key=STATES.index, default=TESTED)


def find_wording_fault(source: str, text: str) -> str | None:
    """Return the code of what is wrong with a translation by itself, or None.

    "wording_empty"; "wording_too_long", over 2,000 letters; "wording_markup"; "wording_braces",
    when it does not fill in the same {places} as the English.
    """
    if not text.strip():
        return "wording_empty"
    if len(text) > LONGEST_WORDING:
        return "wording_too_long"
    if "<" in text or ">" in text:
        return "wording_markup"
    if sorted(placeholders(text)) != sorted(placeholders(source)):
        return "wording_braces"
    return None


def find_labels_alike(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of keys of one question's or scale's answers that read the same.

    texts: wording key -> translation. Residents could not tell such answers apart.
    """
    for owner, group in groupby(sorted(key for key in texts if _answer_of(key)), _answer_of):
        seen: dict[str, str] = {}
        for key in group:
            first = seen.setdefault(texts[key].casefold().strip(), key)
            if owner and first != key:
                yield first, key


def _answer_of(key: str) -> str:
    """Return the owner of an answer's label; "" for a key that labels no answer."""
    head, _point, rest = key.partition(".")
    if head == "scale":
        return f"scale.{rest.partition('.')[0]}"
    known = head in (*_TOGETHER, *_WITH_ID) or ":" in key
    return "" if known or rest in ("", "hint", "meaning", "why") else head
