"""P5 for groups: whether those who answered are like the adults that the frame counts.

Never a rate or a number: fewer, about as many, or more than the group's share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from survey.core.analysis.tabulation import Tabulation
from survey.core.disclosure.released import Participation, ShareOf
from survey.core.disclosure.rules import (
    Rules,
    is_nearly_complete_group,
    is_small,
    may_count_answering,
)
from survey.core.disclosure.tallies import ShownCut, sizes_of

ABOUT: Final = Fraction(5, 100)
"""Shares that differ by less than five points are about the same."""


def participation_of(
    tabulation: Tabulation, rules: Rules, planned: Sequence[ShownCut]
) -> tuple[Participation, ...]:
    """For each shown group that the frame counts, how its part in the answers compares.

    Nothing where nine in ten adults have answered, nor of a cut in which nearly all adults of a
    group have, or more than there are: leaving out one line would tell which.
    """
    frame = rules.frame_for(tabulation.respondents)
    if frame is None or not may_count_answering(tabulation.respondents, rules):
        return ()
    return tuple(
        line
        for cut in planned
        for line in _of_cut(cut, sizes_of(tabulation, cut.position), frame, rules)
    )


def compare_shares(answered: Fraction, adults: Fraction) -> ShareOf:
    """A group's share of those who answered beside its share of the adults.

    Example: 12 of 60 and 30 of 100 is "fewer"; 16 of 60 and 30 of 100 is "about".
    """
    if abs(answered - adults) < ABOUT:
        return "about"
    return "fewer" if answered < adults else "more"


def _of_cut(
    cut: ShownCut, sizes: Mapping[str, int], frame: int, rules: Rules
) -> Iterator[Participation]:
    adults = {
        group: number
        for group in cut.cut.groups
        if (number := rules.frame_groups.get((cut.cut.id, group))) is not None
    }
    if any(
        sizes[group] > number or is_nearly_complete_group(number, sizes[group])
        for group, number in adults.items()
    ):
        return
    respondents = sum(sizes.values())
    for group, number in adults.items():
        if group in cut.shown and not is_small(sizes[group], rules):
            share = compare_shares(Fraction(sizes[group], respondents), Fraction(number, frame))
            yield Participation(cut.cut.id, group, share)
