"""How far scores lie apart, for all that the printed shares of their questions say.

The exact spread of a score tells how the answers to its questions hang together within people,
and near an end of the scale that nobody differs. So the spread that its interval is made from is a
sum that every reader can do, from the spreads of its questions and from how closely such questions
go together at most, and never more than a mean allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

from survey.core.analysis.tabulation import ItemTable, Value
from survey.core.disclosure.released import ReleasedItem
from survey.core.disclosure.rounding import Percent

WHOLE: Final = 100.0

TOGETHER: Final = 0.7
"""The correlation that any two questions of a score are taken to have: alpha of 0.88 for three.
Few short scales have more. With all answers alike it would be 1, and ranges a tenth wider."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A printed share of a question, and the points from 0 to 100 between which it lies."""

    low: float
    high: float
    shown: Percent

    def farthest(self, center: float) -> float:
        """How far from a center its answers can be."""
        return max(abs(self.low - center), abs(self.high - center))

    @property
    def room(self) -> float:
        """How many percent more than at least there can be."""
        if isinstance(self.shown, int):
            return 0.0
        return float(self.shown[1:]) if self.shown[0] == "<" else WHOLE

    @property
    def least(self) -> float:
        """How many percent there are at least, with the whole percent taken as it stands."""
        if isinstance(self.shown, int):
            return float(self.shown)
        return 0.0 if self.shown[0] == "<" else float(self.shown[1:])


def widest_of_mean(score: int) -> float:
    """The widest spread of scores from 0 to 100 with this mean: half at either end.

    Source: Bhatia & Davis 2000, American Mathematical Monthly 107.
    """
    return sqrt(score * (WHOLE - score))


def printed_spread(items: Iterable[tuple[ItemTable, ReleasedItem]]) -> float:
    """The spread of a score of these questions, in points, as far as their printed shares say.

    That of a mean of k that go together by r: theirs on average, times sqrt((1 + (k - 1) r) / k).
    A question's own is that of points where they are printed, else of bands, whose answers are then
    taken to lie at the bin's farther end. What whole percents leave of 100 is in the open ends, the
    farthest first, as much as each has room for. Example: "<5", 10, 20, 40 and 29 of 1 to 5: 1
    percent gave a 1.
    """
    found = [_spread(list(_parts(table, item))) for table, item in items]
    number = len(found)
    return sum(found) / number * sqrt((1 + (number - 1) * TOGETHER) / number)


def room_of_mean(
    items: Iterable[tuple[ItemTable, ReleasedItem]], others: float
) -> tuple[float, float] | None:
    """Between which means the printed shares of a score's questions leave room for others.

    None where no question has an open upper end, which leaves it open whether (nearly) all are in
    one bin. Of each that has one, `others` (a share of the answers) lie outside of that bin; of
    the rest the shares are as they print. Example: of 60, two others of a question with more than
    95 in favor, all best but for them, make 98.3 at most; with two questions at 70, 79.4 of three.
    """
    found = [_ends(list(_parts(table, item)), others) for table, item in items]
    if not any(is_open for _low, _high, is_open in found):
        return None
    low = sum(low for low, _high, _open in found) / len(found)
    return low, sum(high for _low, high, _open in found) / len(found)


def _ends(parts: list[_Part], others: float) -> tuple[float, float, bool]:
    """The least and the greatest mean of one question, and whether it has an open upper end."""
    full = next((part for part in parts if part.room == WHOLE), None)
    if full is None:
        rising = sorted(parts, key=lambda part: part.low)
        falling = sorted(parts, key=lambda part: -part.high)
        low = _mean([(part, part.low) for part in rising])
        return low, _mean([(part, part.high) for part in falling]), False
    rest = [part for part in parts if part is not full]
    low = full.low + others * (min(part.low for part in rest) - full.low)
    high = full.high + others * (max(part.high for part in rest) - full.high)
    return low, high, True


def _mean(placed: list[tuple[_Part, float]]) -> float:
    """What the whole percents leave of 100 is in the first parts that have room for it."""
    left = max(WHOLE - sum(part.least for part, _at in placed), 0.0)
    whole = points = 0.0
    for part, at in placed:
        taken = part.least + min(part.room, left)
        left -= taken - part.least
        whole += taken
        points += taken * at
    return points / whole


def _parts(table: ItemTable, item: ReleasedItem) -> Iterator[_Part]:
    if item.points is not None:
        for share in item.points:
            assert share.percent is not None, "no point of a scale is hidden by itself"
            yield _part(table, [share.value], share.percent)
        return
    assert table.bins is not None, "lists have no score"
    assert item.figures is not None, "scores rest on shown items"
    bins = {
        "unfavorable": table.bins.unfavorable,
        "middle": table.bins.middle,
        "favorable": table.bins.favorable,
    }
    for band in item.figures.bands:
        yield _part(table, list(bins[band.id]), band.percent)


def _part(table: ItemTable, values: list[Value], shown: Percent) -> _Part:
    held = [int(value) for value in table.values]
    lowest, highest = min(held), max(held)
    places = [WHOLE * (int(value) - lowest) / (highest - lowest) for value in values]
    if table.reverse:
        places = [WHOLE - place for place in places]
    return _Part(min(places), max(places), shown)


def _spread(parts: list[_Part]) -> float:
    shares = [part.least for part in parts]
    whole = sum(shares)
    middles = [(part.low + part.high) / 2 for part in parts]
    center = WHOLE / 2
    if whole:
        center = sum(share * at for share, at in zip(shares, middles, strict=True)) / whole
    left = max(WHOLE - whole, 0.0)
    for place in sorted(range(len(parts)), key=lambda at: -parts[at].farthest(center)):
        taken = min(parts[place].room, left)
        shares[place] += taken
        left -= taken
    squares = sum(
        share * part.farthest(center) ** 2 for share, part in zip(shares, parts, strict=True)
    )
    return sqrt(squares / sum(shares))
