"""Own questions that are asked only of those who answered another one in some way.

A condition is a show_if like the bank's: one of several answers to one question, which stands
earlier. All of the bank's closed questions stand before all own ones; own ones stand by level, and
of one level the older first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.core.bank.conditions import check_condition
from survey.core.bank.findings import Finding, Place
from survey.core.bank.model import Bank, Item, Operator, Scale, Term, is_own
from survey.core.bank.own import OwnItem, add_own_to_bank, asked_after, by_level

_NOWHERE = Place("", 0)


def make_terms(item_id: str, scale: Scale, values: Iterable[int | str]) -> tuple[Term, ...]:
    """The comparisons that say "gave one of these answers", in the scale's order.

    Values that the scale does not have are left out.
    """
    wanted = set(values)
    offered = answers_that_lead_on(scale)
    operator: Operator = "includes" if scale.kind == "multi" else "eq"
    return tuple(Term(item_id, operator, value) for value in offered if value in wanted)


def answers_that_lead_on(scale: Scale) -> tuple[int | str, ...]:
    """The answers that a condition can name; none of a question that is answered in words."""
    return (*scale.values, *(option.value for option in scale.options))


def list_condition_findings(own: OwnItem, bank: Bank, others: Sequence[OwnItem]) -> list[Finding]:
    """What is wrong with an own question's condition.

    others: the organization's own questions, the oldest first; with this one, unless it is new.
    """
    if own.item.show_if is None:
        return []
    known = [own if one.item.id == own.item.id else one for one in others]
    there = own.item.id in {one.item.id for one in others}
    found = list(check_condition(own.item, add_own_to_bank(bank, known), _NOWHERE))
    if found:
        return found
    if len(own.item.show_if.any) == len(_answers_to(own.item, add_own_to_bank(bank, known))):
        return [Finding(_NOWHERE, "condition_everybody", {"id": asked_after(own.item)})]
    earlier = list_earlier(own.item, known if there else [*known, own])
    name = asked_after(own.item)
    if is_own(name) and name not in earlier:
        found.append(Finding(_NOWHERE, "condition_later", {"id": name}))
    return found


def list_earlier(item: Item, owned: Sequence[OwnItem]) -> tuple[str, ...]:
    """The ids of the own questions that stand before one of them. owned: the oldest first."""
    ranked = [one.item.id for one in by_level(owned)]
    return tuple(ranked[: ranked.index(item.id)]) if item.id in ranked else tuple(ranked)


def _answers_to(item: Item, bank: Bank) -> tuple[int | str, ...]:
    return answers_that_lead_on(bank.scales[bank.items[asked_after(item)].scale])
