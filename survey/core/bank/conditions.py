"""What a show_if may say: its terms compare answers that can be given, in ways that make sense."""

from __future__ import annotations

from collections.abc import Iterator

from survey.core.bank.findings import Finding, Place
from survey.core.bank.model import Bank, Item, Scale, Term

_OPERATORS = {
    "ordinal": ("ge", "le", "eq", "ne"),
    "numeric": ("ge", "le", "eq", "ne"),
    "nominal": ("eq", "ne"),
    "multi": ("includes",),
    "text": (),
}


def check_condition(item: Item, bank: Bank, place: Place) -> Iterator[Finding]:
    """What is wrong with an item's show_if."""
    if item.show_if is None:
        return
    for term in (*item.show_if.all, *item.show_if.any):
        if term.item == item.id:
            yield Finding(place, "self_condition")
        elif term.item not in bank.items:
            yield Finding(place, "unknown_reference", {"what": "show_if", "id": term.item})
        elif bank.items[term.item].scale in bank.scales:
            yield from _check_term(term, bank.scales[bank.items[term.item].scale], place)


def _check_term(term: Term, scale: Scale, place: Place) -> Iterator[Finding]:
    if term.op not in _OPERATORS[scale.kind]:
        params = {"op": term.op, "id": term.item, "kind": scale.kind}
        yield Finding(place, "condition_operator", params)
        return
    answers = {*scale.values, *(option.value for option in scale.options)}
    if term.value not in answers:
        yield Finding(place, "condition_value", {"value": term.value, "id": term.item})
