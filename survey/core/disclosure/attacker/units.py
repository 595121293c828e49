"""What is audited one by one: an item, or one option of a several-of-a-list question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.core.analysis.tabulation import ItemKind, ItemTable, Value

UnitKey = tuple[str, Value | None]
Bin = str

YES = "yes"
NO = "no"


@dataclass(frozen=True, slots=True)
class Unit:
    """An item with its bins; everybody who answered it is in exactly one of them.

    option: one option of a list of several, with the bins yes and no; None for a whole item.
    bins: names in order; of a choice the options themselves. values: the values of the scale in
    each bin. protected: the places of the bins whose members nobody may find out.
    """

    item: str
    option: Value | None
    kind: ItemKind
    bins: tuple[Bin, ...]
    values: tuple[tuple[int, ...], ...]
    protected: tuple[int, ...]

    @property
    def key(self) -> UnitKey:
        """The item and the option."""
        return self.item, self.option


def units_of(
    tables: Sequence[ItemTable], documents: Sequence[Mapping[str, Any]]
) -> tuple[Unit, ...]:
    """The units of all items that any of the documents shows for the property.

    What no document shows has no figure, and nobody answering it is always a possible world.
    """
    said: dict[str, Mapping[str, Any]] = {}
    for document in documents:
        said |= {item["id"]: item for item in document["items"] if item["state"] == "shown"}
    return tuple(
        unit for table in tables if table.id in said for unit in _units(table, said[table.id])
    )


def _units(table: ItemTable, item: Mapping[str, Any]) -> Iterator[Unit]:
    if table.kind == "several":
        for option in table.values:
            yield Unit(table.id, option, table.kind, (YES, NO), ((), ()), (0,))
    elif table.kind == "choice":
        names = tuple(str(value) for value in table.values)
        empty: tuple[tuple[int, ...], ...] = ((),) * len(names)
        yield Unit(table.id, None, table.kind, names, empty, tuple(range(len(names))))
    elif item["favorable"]:
        yield _scale(table, item["favorable"])


def _scale(table: ItemTable, favorable: Sequence[int]) -> Unit:
    """Unfavorable is the mirror of favorable on the scale, less what is favorable itself."""
    values = [int(value) for value in table.values]
    turn = min(values) + max(values)
    good = set(favorable)
    bad = {turn - value for value in good} - good
    held = {
        "unfavorable": tuple(value for value in values if value in bad),
        "middle": tuple(value for value in values if value not in good | bad),
        "favorable": tuple(value for value in values if value in good),
    }
    bins = tuple(name for name, members in held.items() if members)
    protected = tuple(place for place, name in enumerate(bins) if name != "middle")
    return Unit(table.id, None, table.kind, bins, tuple(held[name] for name in bins), protected)
