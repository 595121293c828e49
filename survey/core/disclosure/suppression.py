"""Which groups of a cut are hidden, and which items are not split by it.

The same groups are hidden for every item of a wave, so that the pattern tells nothing of an
answer; an item that cannot be split safely is split for none of a cut's groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from survey.core.analysis.tabulation import REST, Cut, ItemTable, Tabulation, Value
from survey.core.disclosure.alike import is_telling, telling_options
from survey.core.disclosure.crossing import is_safe_together
from survey.core.disclosure.rules import Rules, is_small, leaves_few
from survey.core.disclosure.tallies import (
    ShownCut,
    Tally,
    by_crossing,
    by_group,
    people_by_crossing,
    sizes_of,
)


def shown_groups(cut: Cut, sizes: Mapping[str, int], rules: Rules) -> tuple[str, ...]:
    """The groups that may be shown, hiding as few people as possible.

    Groups that are too small are hidden. If that leaves a remainder that is too small, or if
    an empty group is all that is hidden, the smallest shown group is hidden as well: it has
    at least `min_group` people, so one is always enough. Ties go to the later group.
    """
    shown = [group for group in cut.groups if not is_small(sizes[group], rules)]
    hidden_any = len(shown) < len(cut.groups)
    rest = sizes[REST] + sum(sizes[group] for group in cut.groups if group not in shown)
    if shown and (leaves_few(rest, rules) or (hidden_any and rest == 0)):
        smallest = min(reversed(shown), key=lambda group: sizes[group])
        shown.remove(smallest)
    return tuple(shown)


def plan_cuts(tabulation: Tabulation, rules: Rules) -> tuple[ShownCut, ...]:
    """The shown groups of every cut, in the promise's order.

    A cut that would isolate a few people together with an earlier one shows no group at all.
    """
    planned: list[ShownCut] = []
    for position, cut in enumerate(tabulation.cuts):
        plan = ShownCut(cut, position, shown_groups(cut, sizes_of(tabulation, position), rules))
        clash = any(
            earlier.shown
            and not is_safe_together(
                people_by_crossing(tabulation, earlier, plan), rules, telling=_never
            )
            for earlier in planned
        )
        planned.append(ShownCut(cut, position, ()) if clash else plan)
    return tuple(planned)


def may_split(table: ItemTable, cut: ShownCut, rules: Rules, outsiders: int) -> bool:
    """Whether an item may be shown by a cut's shown groups, judged by those who answered it."""
    if not cut.shown:
        return False
    tallies = by_group(table, cut)
    if any(is_small(tallies[group].answered, rules) for group in cut.shown):
        return False
    if leaves_few(tallies[REST].answered, rules):
        return False
    return not any(is_telling(tally, table, outsiders) for tally in _people_in(tallies))


def clashes(
    table: ItemTable, cut: ShownCut, split: Sequence[ShownCut], rules: Rules, outsiders: int
) -> bool:
    """Whether splitting an item by `cut` as well as by the cuts in `split` isolates people."""
    telling = partial(is_telling, table=table, outsiders=outsiders)
    return any(
        not is_safe_together(by_crossing(table, other, cut), rules, telling) for other in split
    )


def hidden_options(
    table: ItemTable, cut: ShownCut, split: Sequence[ShownCut], rules: Rules, outsiders: int
) -> frozenset[Value]:
    """The options of a several-of-a-list question that a cut shows for none of its groups.

    Those that tell in a group of the cut, or in what can be had from it and a cut in `split`.
    """
    if table.kind != "several":
        return frozenset()
    alone = {
        option
        for tally in _people_in(by_group(table, cut))
        for option in telling_options(tally, table, outsiders)
    }
    together = {
        option
        for other in split
        for option in table.values
        if option not in alone
        and not is_safe_together(
            by_crossing(table, other, cut),
            rules,
            partial(_tells_option, table=table, option=option, outsiders=outsiders),
        )
    }
    return frozenset(alone | together)


def _people_in(tallies: Mapping[str, Tally]) -> list[Tally]:
    """The groups, and the remainder where there is anybody in it."""
    return [tally for label, tally in tallies.items() if label != REST or tally.answered]


def _tells_option(tally: Tally, table: ItemTable, option: Value, outsiders: int) -> bool:
    return option in telling_options(tally, table, outsiders)


def _never(_tally: Tally) -> bool:
    return False
