"""Which questions apply to a person, from what has been answered so far.

The rules, which the page's script follows too: a term about an item that is not asked is
ignored; an `any` whose terms are all ignored is true; a term about a question that was skipped,
or answered "na" or "pns", is false.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from survey.core.bank.model import NOT_APPLICABLE, PREFER_NOT, Item, Term


def applies(
    item: Item, answers: Mapping[str, object], *, wave_number: int, asked: Collection[str]
) -> bool:
    """Whether an item is to be asked. asked: the ids of all items of the questionnaire."""
    condition = item.show_if
    if condition is None:
        return True
    if condition.wave_at_least is not None and wave_number < condition.wave_at_least:
        return False
    every = _usable(condition.all, asked)
    some = _usable(condition.any, asked)
    return all(holds(term, answers) for term in every) and (
        not some or any(holds(term, answers) for term in some)
    )


def condition_to_json(
    item: Item, wave_number: int, asked: Collection[str]
) -> dict[str, Any] | None:
    """An item's condition for the page's script; None when it always applies.

    {"all": [[item, op, value], ...], "any": [...]} with usable terms only, or {"never": True}
    for an item that does not apply in this wave whatever is answered.
    """
    condition = item.show_if
    if condition is None:
        return None
    if condition.wave_at_least is not None and wave_number < condition.wave_at_least:
        return {"never": True}
    every = _usable(condition.all, asked)
    some = _usable(condition.any, asked)
    if not every and not some:
        return None
    return {"all": [_to_list(term) for term in every], "any": [_to_list(term) for term in some]}


def _usable(terms: Sequence[Term], asked: Collection[str]) -> list[Term]:
    return [term for term in terms if term.item in asked]


def _to_list(term: Term) -> list[str | int]:
    return [term.item, term.op, term.value]


def holds(term: Term, answers: Mapping[str, object]) -> bool:
    """Whether one comparison is true of the answers; what was not answered is never compared."""
    answer = answers.get(term.item)
    if answer is None or answer in (NOT_APPLICABLE, PREFER_NOT):
        return False
    if term.op == "includes":
        return isinstance(answer, list) and term.value in answer
    if term.op == "eq":
        return answer == term.value
    if term.op == "ne":
        return answer != term.value
    return _is_beyond(answer, term)


def _is_beyond(answer: object, term: Term) -> bool:
    if not isinstance(answer, int) or not isinstance(term.value, int):
        return False
    return answer >= term.value if term.op == "ge" else answer <= term.value
