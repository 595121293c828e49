"""The primary rules, by their names in disclosure.md 8.2: each asks one question of a group.

P1 too few people; P2 too few left over; P3 all alike, or all but one; P4 nearly everybody
answered; P5 whether answering may be counted; P6 whether there are enough answers for the
distribution over the points. P7, what a printed share looks like, is `rounding.is_printable`;
P8 is in comments.py, P9 in benchmarks.py.
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

INSIDERS: Final = 1
"""How many of those who answered may work together: each knows his own answer."""

FEW_ANSWERS: Final = 30
"""Below this, no distribution over the points, and no spread of a score (P6)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the promise says about showing.

    min_group: the smallest number of people shown (k). frame_adults: the adults who could
    answer. limited_to_one: codes limited answers to one per adult; without that the frame
    says nothing about the answers. frame_groups: adults by (cut, group), where the frame
    counts them. insiders: see INSIDERS.
    """

    min_group: int
    frame_adults: int | None
    limited_to_one: bool
    frame_groups: Mapping[tuple[str, str], int] = field(default_factory=dict)
    insiders: int = INSIDERS

    @property
    def min_hidden(self) -> int:
        """How many people must be hidden together, if anybody is (8.3): k and the insiders."""
        return self.min_group + self.insiders

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


def is_small_place(respondents: int, rules: Rules) -> bool:
    """P1 for the wave: too few answered, or so few live there that figures say that all have."""
    frame = rules.frame_for(respondents)
    return is_small(respondents, rules) or (frame is not None and frame <= rules.min_group)


def leaves_few(people: int, rules: Rules) -> bool:
    """P2: what is left over after subtracting is somebody, but fewer than may be shown."""
    return 0 < people < rules.min_group


def is_homogeneous(tally: Tally, answers: Iterable[int], outsiders: int) -> bool:
    """P3: fewer than `outsiders` people gave another answer than one of `answers` (counts)."""
    return any(tally.answered - same < outsiders for same in answers)


def is_nearly_complete_group(adults: int, respondents: int) -> bool:
    """P4: at most two adults of a group that the frame counts are silent."""
    return 0 <= adults - respondents <= NEARLY_ALL_OF_A_GROUP


def outsiders_needed(sizes: Mapping[tuple[str, str], int], respondents: int, rules: Rules) -> int:
    """P3 and P4: how many must stand outside of any one answer.

    One more than the insiders, who know their own answers; one more again where it is nearly
    known who answered. `sizes` are the respondents by (cut, group). Example: 2 with one
    insider, 3 if 45 of the 47 adults of one group answered.
    """
    frame = rules.frame_groups if rules.frame_for(respondents) is not None else {}
    nearly_all = any(
        is_nearly_complete_group(adults, sizes[group])
        for group, adults in frame.items()
        if group in sizes
    )
    return 1 + rules.insiders + (nearly_all or rules.is_near_complete(respondents))


def outsiders_of_all(respondents: int, rules: Rules) -> int:
    """P3 and P4 for the property's own figures: by what the response says, and by no group.

    How wide their open ends are shows this number. Were it one more wherever a group is nearly
    complete, they would tell that somebody of a group of three answered, or that nobody did.
    """
    return 1 + rules.insiders + rules.is_near_complete(respondents)


def may_count_answering(respondents: int, rules: Rules) -> bool:
    """P5: whether the number of respondents may be printed: not from nine in ten on."""
    return not rules.is_near_complete(respondents)


def may_show_points(answered: int) -> bool:
    """P6: enough answers for the distribution over the points and for the spread of scores."""
    return answered >= FEW_ANSWERS
