"""How many answered, as shares betray it: whole percents of up to a hundred people are counts.

Of 30 people 17 and 23 percent can be no numbers of 29. So the shares of a group tell how many of it
there are, and with them how many are left over; those of the property, and those of all groups of a
breakdown together, tell how many answered at all, which is not said from nine in ten on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any, Final

from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.attacker.participation import frame_of
from survey.core.disclosure.attacker.percents import counts_of, edge_of
from survey.core.disclosure.attacker.printed import INSIDERS, REST, STRATUM, Percent, Reading
from survey.core.disclosure.attacker.roster import Circle
from survey.core.disclosure.attacker.rows import Around, possible_bases
from survey.core.disclosure.attacker.unit import Exhibit, Spoken

BAND_PERCENT: Final = 90
HUNDRED: Final = 100
MOST_TOLD: Final = 300
"""Whole percents leave some number below this open, whatever they are."""


class Learnt:
    """What one document has told so far.

    numbers: how many of each shown frame group can have answered. How many skipped a question is
    taken as known.
    """

    def __init__(self, reading: Reading, answered: Mapping[str, int], respondents: int) -> None:
        """answered: how many of each frame group did in truth, empty where no cut tells."""
        self._reading = reading
        self._frame = frame_of(reading.document)
        self.numbers: dict[str, set[int]] = {}
        if self._frame is not None:
            # That a group is shown says that it is not small.
            self.numbers = {
                group: set(range(reading.smallest, self._frame.adults[group] + 1))
                for group in reading.shown.get(STRATUM, ())
                if group in self._frame.adults
            }
        self._least: dict[tuple[str, str], int] = {}
        self._least_of_all = 0
        self._may_tell = self._can_tell(answered, respondents)
        # Below nine in ten the number is printed.
        self._is_to_find = reading.document["response"].get("respondents") is None

    def _can_tell(self, answered: Mapping[str, int], respondents: int) -> bool:
        """Whether there is anything to tell: all of somebody answered, or nobody, or they are few.

        Otherwise the truth itself is a world in which some of each group did and some did not.
        """
        frame = self._frame
        if frame is None:
            return False
        counted = {group: answered.get(group, 0) for group in frame.adults}
        counted[REST] += sum(people for group, people in answered.items() if group not in counted)
        return respondents >= frame.everybody or any(
            adults and (adults < self._reading.smallest or counted[group] in (0, adults))
            for group, adults in (frame.adults.items() if answered else ())
        )

    def learn(self, case: Case, exhibit: Exhibit, spoken: Spoken) -> None:
        """Read the shares of a unit."""
        if not self._may_tell:
            return
        answers = exhibit.truth.answers
        skipped = int(case.roster.sizes.sum()) - int(answers.sum())
        for one in spoken.stated:
            circle = case.circles[one.circle]
            if one.printed is None:
                continue
            adults = self._adults_of(circle)
            if adults is None:
                continue
            counts = exhibit.truth.inside[one.circle]
            around = Around(one.circle, circle.members, counts, adults, adults, one.printed)
            bases = possible_bases(around, self._reading.smallest, spoken.outsiders)
            self._learn_of_group(circle, list(bases), skipped, adults)
        if spoken.own is not None and self._is_to_find and not self._reading.weighted:
            self._least_of_all = max(self._least_of_all, self._least_base(exhibit, spoken))

    def everybody(self) -> Iterator[Finding]:
        """That all adults answered, where no number says so."""
        frame = self._frame
        if frame is None or not self._is_to_find:
            return
        if max(self._least_of_all, self._reading.smallest) >= frame.everybody:
            yield Finding("participation", None, (), ())
        for cut in self._reading.document["cuts"]:
            shown = [group["id"] for group in cut["groups"] if group["state"] == "shown"]
            least = sum(self._least.get((cut["id"], group), 0) for group in shown)
            if shown and len(shown) < len(cut["groups"]):
                least += self._reading.smallest + INSIDERS
            if least >= frame.everybody:
                yield Finding("participation", None, (cut["id"],), ())

    def _adults_of(self, circle: Circle) -> int | None:
        """The adults of a group of the frame; of a group that people name themselves, any number.

        The latter matters only where the number of all is not printed. Weighted shares are of
        people only where all have one weight, as in a group of the frame.
        """
        assert self._frame is not None, "without a frame nothing is learnt"
        if circle.cut == STRATUM:
            return self._frame.adults.get(circle.group) or None
        if self._reading.weighted or not self._is_to_find:
            return None
        return min(self._frame.everybody, MOST_TOLD)

    def _learn_of_group(self, circle: Circle, bases: list[int], skipped: int, adults: int) -> None:
        group = circle.cut, circle.group
        self._least[group] = max(self._least.get(group, 0), min(bases, default=0))
        if circle.cut != STRATUM:
            return
        held = {number for number in range(adults + 1) if _is_near(number, bases, skipped)}
        self.numbers[circle.group] &= held

    def _least_base(self, exhibit: Exhibit, spoken: Spoken) -> int:
        """The fewest who can have answered the unit, by the property's shares of it.

        Shares of nine in ten adults are of as many, or of fewer, whoever else has answered.
        """
        assert self._frame is not None, "without a frame nothing is learnt"
        printed = self._reading.figures[exhibit.unit.key]
        band = ceil(self._frame.everybody * BAND_PERCENT / HUNDRED)
        most = band if self._reading.thinned else self._frame.everybody
        shares = [list(printed.shares.values()), list(printed.points.values())]
        whole = [len(exhibit.unit.bins), len(printed.points)]
        least = max(printed.answered or 0, 1)
        for base in range(least, most + 1):
            edge = edge_of(min(base, band) if self._reading.near_complete else base, spoken.of_all)
            if all(
                _adds_up(said, base, edge, parts) for said, parts in zip(shares, whole, strict=True)
            ):
                return base
        return least


def _is_near(number: int, bases: Sequence[int], skipped: int) -> bool:
    """Whether a base is at most so many below the number; bases in order."""
    at = bisect_right(bases, number)
    return at > 0 and number - bases[at - 1] <= skipped


def _adds_up(shares: list[Percent], base: int, edge: int, parts: int) -> bool:
    """Whether so many people can print as these shares; all of the parts, if none is missing."""
    ranges: list[Any] = [counts_of(share, base, edge) for share in shares]
    if any(low > high for low, high in ranges):
        return False
    if sum(low for low, _high in ranges) > base:
        return False
    return len(shares) < parts or sum(high for _low, high in ranges) >= base or not shares
