"""Which groups to hide, so that as few people as possible are hidden (disclosure.md 8.3).

The exact optimum, by trying every set of groups: at most 20 groups are 2^20 sets.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MOST_GROUPS: Final = 20
"""A promise has at most so many groups."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Margin:
    """A printed total that groups can be subtracted from.

    `groups` are those that make it up, and `others` the people in it who are in none of them,
    who are never shown. A plain cut has one margin. A table of two cuts has one for each row
    and each column, a hierarchy one for each parent.
    """

    groups: tuple[str, ...]
    others: int = 0


def smallest_hiding(
    sizes: Mapping[str, int],
    must: Collection[str],
    margins: Sequence[Margin],
    *,
    min_hidden: int,
) -> frozenset[str]:
    """The groups to hide, with `must` among them.

    Minimise sum n_g h_g over h_g in {0, 1} so that in every margin nothing is hidden, or
    everything is, or at least two are (others count as one) and `min_hidden` people: the
    groups hidden and the others, since subtracting leaves them together. Ties go to
    fewer groups, then to later ones. `sizes` are people by group, in the promise's order.
    Example: sizes 20, 15, 20, 4 with the last in `must` and min_hidden 11 hides the last and
    the 15. Source: disclosure.md 8.3. Raises ValueError for more than 20 groups.
    """
    free = [group for group in sizes if group not in must]
    if len(free) > MOST_GROUPS:
        raise ValueError(f"{len(free)} groups to choose from, at most {MOST_GROUPS}")
    forced = [group for group in sizes if group in must]
    holds = np.ones(1 << len(free), dtype=bool)
    for margin in margins:
        holds &= _is_closed(margin, sizes, free, forced, min_hidden)
    people = _over_sets([sizes[group] for group in free])
    number = _over_sets([1] * len(free))
    sets = np.flatnonzero(holds)
    # The bits of a set are its groups in order, so the larger number has the later groups.
    best = int(sets[np.lexsort((-sets, number[sets], people[sets]))[0]])
    return frozenset(forced) | {group for at, group in enumerate(free) if best >> at & 1}


def _is_closed(
    margin: Margin,
    sizes: Mapping[str, int],
    free: Sequence[str],
    forced: Sequence[str],
    min_hidden: int,
) -> NDArray[np.bool_]:
    """For each set of free groups, whether what it hides of a margin stays hidden."""
    held = [group in margin.groups for group in free]
    sure = [group for group in forced if group in margin.groups]
    groups = _over_sets([int(here) for here in held]) + len(sure)
    people = _over_sets(
        [sizes[group] * here for group, here in zip(free, held, strict=True)]
    ) + sum(sizes[group] for group in sure)
    people += margin.others
    nothing = (groups == 0) & (margin.others == 0)
    everything = groups == len(margin.groups)
    several = (groups + (margin.others > 0) >= 2) | (groups == 0)
    closed: NDArray[Any] = nothing | everything | (several & (people >= min_hidden))
    return closed


def _over_sets(values: Sequence[int]) -> Numbers:
    """The sum of the values in each set; bit i of a set's place says that value i is in it."""
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums
