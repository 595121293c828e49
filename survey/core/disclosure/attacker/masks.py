"""What a missing split tells: an item is not split by a cut for a reason, and readers know which
reasons there are.

Somewhere in the cut too few answered (short), or nearly all gave one answer (alike); where single
groups have no figures, in one of these. The attacker is told that one of these is the reason
wherever the truth has one; where it has none, the audit itself asked for the hiding, which is no
statement about any one group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.core.disclosure.attacker.limits import Limits
from survey.core.disclosure.attacker.printed import REST, Mask, Reading
from survey.core.disclosure.attacker.roster import Circle, Ints


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cut is not split: too few in a circle (place None), or alike in one of its bins."""

    circle: int
    rest: bool
    place: int | None
    smallest: int
    outsiders: int

    def holds(self, inside: Ints) -> bool:
        """Whether this is so, given the counts by circle and bin."""
        counts = inside[self.circle]
        answered = int(counts.sum())
        if self.place is None:
            return answered < self.smallest and (answered > 0 or not self.rest)
        some = answered > 0 or not self.rest
        return some and answered - int(counts[self.place]) < self.outsiders

    def impose(self, limits: Limits) -> None:
        """Narrow limits to the worlds in which this is so."""
        at = self.circle
        if self.rest:
            limits.answered_low[at] = max(int(limits.answered_low[at]), 1)
        if self.place is None:
            limits.answered_high[at] = min(int(limits.answered_high[at]), self.smallest - 1)
        else:
            spot = at, self.place
            limits.outside_high[spot] = min(int(limits.outside_high[spot]), self.outsiders - 1)


def reasons_for(
    mask: Mask, reading: Reading, circles: Sequence[Circle], bins: int, outsiders: int
) -> tuple[Reason, ...]:
    """Every reason that a mask can have; for a single option of a list only that all are alike."""
    return tuple(_reasons(mask, reading, circles, bins, outsiders))


def _reasons(
    mask: Mask, reading: Reading, circles: Sequence[Circle], bins: int, outsiders: int
) -> Iterator[Reason]:
    around = [
        (at, circle.group == REST)
        for at, circle in enumerate(circles)
        if circle.cut == mask.cut
        and circle.shown == reading.shown[mask.cut]
        and (not mask.groups or circle.group in mask.groups)
    ]
    places: list[int | None] = list(range(bins))
    for place in [None, *places] if mask.whole else places:
        for at, rest in around:
            yield Reason(at, rest, place, reading.smallest, outsiders)


Variant = tuple[Reason, ...]


def variants_of(masked: Sequence[Sequence[Reason]], inside: Ints) -> tuple[Variant, ...]:
    """Ways in which all masks may have come about: first the true one, then one mask changed.

    masked: the possible reasons of each mask that has a true one. All combinations would be too
    many; leaving some out lets the attacker know more than he does, never less.
    """
    told = [reasons for reasons in masked if any(one.holds(inside) for one in reasons)]
    first = tuple(next(one for one in reasons if one.holds(inside)) for reasons in told)
    others = [
        (*first[:number], other, *first[number + 1 :])
        for number, reasons in enumerate(told)
        for other in reasons
        if other != first[number]
    ]
    return first, *others
