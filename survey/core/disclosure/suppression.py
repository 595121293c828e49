"""Which groups of a cut are hidden, and which items are not split by it.

The same groups are hidden for every item of a wave, so that the pattern tells nothing of an
answer; an item that cannot be split safely is split for none of a cut's groups.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any, Final

from survey.core.analysis.tabulation import REST, Cut, ItemTable, Tabulation, Value
from survey.core.disclosure.alike import is_telling, telling_options
from survey.core.disclosure.crossing import is_safe_together
from survey.core.disclosure.hiding import Margin, smallest_hiding
from survey.core.disclosure.plan import NOTHING_MORE, Plan
from survey.core.disclosure.rules import Rules, is_small, leaves_few
from survey.core.disclosure.tallies import (
    ShownCut,
    Tally,
    by_crossing,
    by_group,
    people_by_crossing,
    sizes_of,
)

COMING_BACK: Final = 3
"""So many people above the smallest shown, and a hidden group is shown again (8.3)."""

MOST_MORE: Final = 2
"""So many groups of a cut more are tried to be hidden, before all of it is."""


def shown_groups(
    cut: Cut, sizes: Mapping[str, int], rules: Rules, *, must_hide: Collection[str] = ()
) -> tuple[str, ...]:
    """The groups that may be shown, hiding as few people as possible (`hiding.py`).

    Groups that are too small are hidden, and those in `must_hide`. Who is in no group is never
    shown: together they count as one hidden group, and if they are too few, others join them.
    """
    small = [group for group in cut.groups if is_small(sizes[group], rules)]
    hidden = smallest_hiding(
        {group: sizes[group] for group in cut.groups},
        {*small, *must_hide},
        [Margin(cut.groups, sizes[REST])],
        min_hidden=rules.min_hidden,
    )
    return tuple(group for group in cut.groups if group not in hidden)


def plan_cuts(
    tabulation: Tabulation,
    rules: Rules,
    *,
    before: Sequence[Mapping[str, Any]] = (),
    plan: Plan = NOTHING_MORE,
) -> tuple[ShownCut, ...]:
    """The shown groups of every cut, in the promise's order.

    A cut that would isolate a few people together with an earlier one hides more groups: the
    fewest people for which it does not, or all of them. `before`: the release documents of the
    property's waves before, newest first, for groups that stay hidden.
    """
    planned: list[ShownCut] = []
    for position, cut in enumerate(tabulation.cuts):
        sizes = sizes_of(tabulation, position)
        must = {group for held, group in plan.hidden_groups if held == cut.id}
        must |= still_hidden(cut, sizes, rules, before)
        if cut.id in plan.closed_cuts:
            must = set(cut.groups)
        planned.append(_fit(ShownCut(cut, position, ()), must, planned, tabulation, rules))
    return tuple(planned)


def still_hidden(
    cut: Cut, sizes: Mapping[str, int], rules: Rules, before: Sequence[Mapping[str, Any]]
) -> frozenset[str]:
    """Groups hidden when last asked about that have not grown clearly above the smallest.

    A group that is hidden in one wave and shown in the next, because one person more answered,
    would tell who that was; so it comes back with three people more than the smallest shown. A
    wave between them that did not ask for the cut changes nothing. `before`: newest first.
    """
    last = next((old for one in before for old in one["cuts"] if old["id"] == cut.id), None)
    groups = [] if last is None else last["groups"]
    hidden = {group["id"] for group in groups if group["state"] == "hidden"}
    least = rules.min_group + COMING_BACK
    return frozenset(group for group in cut.groups if group in hidden and sizes[group] < least)


def _fit(
    cut: ShownCut,
    must: Collection[str],
    planned: Sequence[ShownCut],
    tabulation: Tabulation,
    rules: Rules,
) -> ShownCut:
    """The cut with as many people shown as go together with the cuts before it."""
    sizes = sizes_of(tabulation, cut.position)
    best = shown_groups(cut.cut, sizes, rules, must_hide=must)
    # Groups that join others in hiding stay hidden; where nobody is hidden, one is not enough.
    alone = len(best) == len(cut.cut.groups) and not sizes[REST]
    tries = [
        tuple(group for group in best if group not in more)
        for number in range(MOST_MORE + 1)
        for more in combinations(reversed(best), number)
        if not (alone and number == 1)
    ]
    others = [earlier for earlier in planned if earlier.shown]
    for shown in sorted(tries, key=lambda one: -sum(sizes[group] for group in one)):
        tried = replace(cut, shown=shown)
        if all(_go_together(tabulation, other, tried, rules) for other in others):
            return tried
    return cut


def _go_together(tabulation: Tabulation, first: ShownCut, second: ShownCut, rules: Rules) -> bool:
    crossing = people_by_crossing(tabulation, first, second)
    return is_safe_together(crossing, rules, telling=_never)


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
