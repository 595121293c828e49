"""P3 by kind of question: which answers would give people away if (nearly) all gave them."""

from __future__ import annotations

from survey.core.analysis.tabulation import ItemTable, Value
from survey.core.disclosure.rules import is_homogeneous
from survey.core.disclosure.tallies import Tally


def is_telling(tally: Tally, table: ItemTable, outsiders: int) -> bool:
    """Whether nearly everybody in a group gave one and the same kind of answer.

    For scales and ladders the kinds are the three bins, for a choice each option. Questions
    with several answers are judged option by option, see `telling_options`.
    """
    if table.kind == "several":
        return False
    return is_homogeneous(tally, _kinds_of_answer(tally, table), outsiders)


def telling_options(tally: Tally, table: ItemTable, outsiders: int) -> frozenset[Value]:
    """The options of a several-of-a-list question that nearly all, or hardly any, have chosen.

    Each option is a yes/no item of its own; empty for every other kind.
    """
    if table.kind != "several":
        return frozenset()
    return frozenset(
        value
        for value, chosen in zip(table.values, tally.counts, strict=True)
        if is_homogeneous(tally, (chosen, tally.answered - chosen), outsiders)
    )


def _kinds_of_answer(tally: Tally, table: ItemTable) -> tuple[int, ...]:
    if table.bins is None:
        return tally.counts
    bins = (table.bins.unfavorable, table.bins.middle, table.bins.favorable)
    return tuple(
        sum(count for value, count in zip(table.values, tally.counts, strict=True) if value in bin_)
        for bin_ in bins
        if bin_
    )
