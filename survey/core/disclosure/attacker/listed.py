"""Options of a list together: whoever answered has chosen one at least.

So where all options but one are shown of a group, as many as these do not account for have chosen
the one that is not, and not every reason for its missing is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.limits import Truth
from survey.core.disclosure.attacker.percents import counts_of
from survey.core.disclosure.attacker.printed import REST, Reading
from survey.core.disclosure.attacker.roster import Circle
from survey.core.disclosure.attacker.units import Unit


def least_chosen(
    reading: Reading, circles: Sequence[Circle], unit: Unit, table: ItemTable, truth: Truth
) -> Iterator[tuple[int, int]]:
    """How many of a shown group at least have chosen an option, by the others; by circle.

    How many answered in the group is taken as known. Weighted shares say nothing of people here.
    """
    if unit.kind != "several" or reading.weighted:
        return
    others = [reading.splits[unit.item, value] for value in table.values if value != unit.option]
    for number, circle in enumerate(circles):
        if circle.group == REST or circle.shown != reading.shown.get(circle.cut):
            continue
        told = [split.get(circle.cut, {}).get(circle.group) for split in others]
        shares = [one.shares[0] for one in told if one is not None and 0 in one.shares]
        if len(shares) < len(others):
            continue
        answered = int(truth.inside[number].sum())
        least = answered - sum(counts_of(share, answered)[1] for share in shares)
        if 0 < least <= int(truth.inside[number, 0]):
            yield number, least
