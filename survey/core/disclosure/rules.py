"""The primary rules, by their names in disclosure.md 8.2: each asks one question of a group.

P1 too few people; P2 too few left over; P3 all alike, or all but one; P4 nearly everybody
answered; P5 response rates (rounding.py); P6 and P7 one coarse statistic (figures.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from survey.core.disclosure.tallies import Tally

NEAR_COMPLETE_PERCENT: Final = 90
"""From this response on it is nearly known who answered."""

NEARLY_ALL_OF_A_GROUP: Final = 2
"""A group of the frame with at most so many silent adults counts as nearly complete."""

OUTSIDERS: Final = 2
"""One insider knows his own answer: two others must be outside of any one answer."""

OUTSIDERS_NEAR_COMPLETE: Final = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What the promise says about showing.

    min_group: the smallest number of people shown (k). frame_adults: the adults who could
    answer. limited_to_one: codes limited answers to one per adult; without that the frame
    says nothing about the answers. frame_groups: adults by (cut, group), where the frame
    counts them.
    """

    min_group: int
    frame_adults: int | None
    limited_to_one: bool
    frame_groups: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def frame_for(self, respondents: int) -> int | None:
        """The frame if it may be used: answers limited to one per adult, and not too many."""
        if not self.limited_to_one or self.frame_adults is None:
            return None
        return self.frame_adults if respondents <= self.frame_adults else None

    def is_near_complete(self, respondents: int) -> bool:
        """Whether nine in ten adults or more have answered."""
        frame = self.frame_for(respondents)
        return frame is not None and respondents * 100 >= frame * NEAR_COMPLETE_PERCENT


def is_small(people: int, rules: Rules) -> bool:
    """P1: too few to be shown. Nobody is too few as well: a zero is an answer too."""
    return people < rules.min_group


def leaves_few(people: int, rules: Rules) -> bool:
    """P2: what is left over after subtracting is somebody, but fewer than may be shown."""
    return 0 < people < rules.min_group


def outsiders_needed(sizes: Mapping[tuple[str, str], int], respondents: int, rules: Rules) -> int:
    """P3 and P4: how many must stand outside of any one answer.

    `sizes` are the respondents by (cut, group).
    """
    if rules.is_near_complete(respondents):
        return OUTSIDERS_NEAR_COMPLETE
    frame = rules.frame_groups if rules.frame_for(respondents) is not None else {}
    silent = (adults - sizes[group] for group, adults in frame.items() if group in sizes)
    nearly_all = any(0 <= number <= NEARLY_ALL_OF_A_GROUP for number in silent)
    return OUTSIDERS_NEAR_COMPLETE if nearly_all else OUTSIDERS


def is_homogeneous(tally: Tally, answers: Iterable[int], outsiders: int) -> bool:
    """P3: fewer than `outsiders` people gave another answer than one of `answers` (counts)."""
    return any(tally.answered - same < outsiders for same in answers)
