"""What one release document prints, as the attacker reads it: nothing here knows who wrote it.

Keys of schema 2 that a document of schema 1 lacks read as absent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from survey.core.disclosure.attacker.units import Unit, UnitKey

Document = Mapping[str, Any]
Percent = int | str
Group = tuple[str, str]

NEAR_COMPLETE: Final = "90+"
INSIDERS: Final = 1
FEW_SILENT: Final = 2
STRATUM: Final = "stratum"
REST: Final = ""
AS_COUNTED: Final = ("1", "2", "3", "4")
"""By these rules the shares of the property were of all who answered, however many had."""

GROUPS_DECIDE: Final = ("1", "2", "3")
"""By these rules a nearly complete group widened the open ends of the property as well, and a group
of any size was weighted by itself."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The shares of one unit in one set of people: by bin, and of each point of a scale.

    A bin that another completes to 100 is not among them: it says nothing of its own.
    low, high: the printed interval of the favorable share; certain: the certain range.
    """

    shares: Mapping[int, Percent]
    points: Mapping[int, Percent]
    answered: int | None = None
    interval: tuple[int, int] | None = None
    certain: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Mask:
    """A unit that a cut with shown groups does not split.

    whole: the item as a whole is not split; otherwise only this option of a list is missing.
    groups: the shown groups without figures where others have some; none where no group has any.
    """

    cut: str
    whole: bool
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One document. smallest: k. shown: the shown groups of each cut that has any.

    by_response: whether how many must be outside of an answer of all follows from the response
    alone (rules 4), and how close a score is printed to an end from that.
    thinned: whether the property's shares are those of nine in ten adults (rules 5).
    figures: the property's, by unit. splits: by unit, cut and group. masks: by unit.
    """

    document: Document
    smallest: int
    near_complete: bool
    weighted: bool
    widened: bool
    by_response: bool
    thinned: bool
    shown: Mapping[str, tuple[str, ...]]
    figures: Mapping[UnitKey, Printed]
    splits: Mapping[UnitKey, Mapping[str, Mapping[str, Printed]]]
    masks: Mapping[UnitKey, tuple[Mask, ...]]

    @property
    def is_blurred(self) -> bool:
        """Whether certain ranges reckon with shares of fewer people (rules 5)."""
        return self.near_complete and is_thinned(self.document)


def read_document(document: Document, units: Collection[Unit]) -> Reading:
    """Everything that a document of any schema prints of these units."""
    method = document.get("method") or {}
    shown = {
        cut["id"]: tuple(group["id"] for group in cut["groups"] if group["state"] == "shown")
        for cut in document["cuts"]
    }
    items = {item["id"]: item for item in document["items"]}
    near_complete = (
        document["response"].get("rate") == NEAR_COMPLETE or method.get("base") == "band"
    )
    weighted = bool((method.get("weighting") or {}).get("used"))
    return Reading(
        document=document,
        smallest=document["promise"]["min_group"],
        near_complete=near_complete,
        weighted=weighted,
        widened=str(method.get("rules", "1")) != "1",
        by_response=is_by_response(document),
        thinned=near_complete and not weighted and is_thinned(document),
        shown={cut: groups for cut, groups in shown.items() if groups},
        figures={
            unit.key: _printed(items[unit.item], unit)
            for unit in units
            if unit.item in items and items[unit.item]["state"] == "shown"
        },
        splits={unit.key: dict(_splits(document, unit)) for unit in units},
        masks={unit.key: tuple(_masks(document, unit, items, shown)) for unit in units},
    )


def is_by_response(document: Document) -> bool:
    """Whether a document keeps rules 4: of it groups of a few decide nothing that all can see."""
    method = document.get("method") or {}
    return str(method.get("rules", "1")) not in GROUPS_DECIDE


def is_thinned(document: Document) -> bool:
    """Whether a document keeps rules 5: from nine in ten on shares tell nothing of how many."""
    method = document.get("method") or {}
    return str(method.get("rules", "1")) not in AS_COUNTED


def outsiders_needed(reading: Reading, groups: Mapping[Group, int]) -> int:
    """How many must be outside of any one answer, as the rules say (P3 and P4).

    groups: how many answered, by (cut, group). One more than the insiders, and one more again
    where response is near complete, or where at most two adults of a group that the frame counts
    were silent.
    """
    method = reading.document.get("method") or {}
    needed = 1 + int(method.get("insiders", INSIDERS))
    promise = reading.document["promise"]
    if reading.near_complete:
        return needed + 1
    if not promise.get("limited_to_one", True):
        return needed
    silent = (
        stratum["adults"] - groups[STRATUM, stratum["id"]]
        for stratum in promise.get("strata") or ()
        if (STRATUM, stratum["id"]) in groups
    )
    return needed + any(0 <= number <= FEW_SILENT for number in silent)


def outsiders_of_all(reading: Reading, needed: int) -> int:
    """How many must be outside of any one answer of everybody who answered.

    needed: of a group. The response alone decides; by older rules groups did as well.
    """
    if not reading.by_response:
        return needed
    method = reading.document.get("method") or {}
    return 1 + int(method.get("insiders", INSIDERS)) + int(reading.near_complete)


def _printed(figures: Document, unit: Unit) -> Printed:
    """The figures of a unit in an item of the property or in one of a group."""
    return Printed(
        shares=_shares(figures, unit),
        points={one["value"]: one["percent"] for one in figures.get("points") or ()},
        answered=figures.get("answered"),
        interval=_pair(figures.get("low"), figures.get("high")),
        certain=_pair(figures.get("certain_low"), figures.get("certain_high")),
    )


def _pair(low: int | None, high: int | None) -> tuple[int, int] | None:
    return None if low is None or high is None else (low, high)


def _shares(figures: Document, unit: Unit) -> dict[int, Percent]:
    named = {band["id"]: band["percent"] for band in figures.get("bands") or ()}
    listed = {one["value"]: one["percent"] for one in figures.get("options") or ()}
    if unit.kind == "several":
        return {0: listed[unit.option]} if unit.option in listed else {}
    shares = {
        place: (named | listed)[name]
        for place, name in enumerate(unit.bins)
        if name in named or name in listed
    }
    if len(unit.bins) == len(shares) == 2 and _completes(shares[0], shares[1]):
        del shares[1]
    return shares


def _completes(first: Percent, second: Percent) -> bool:
    """Of two shares the second completes the first."""
    return isinstance(first, int) and isinstance(second, int) and first + second == 100


def _splits(document: Document, unit: Unit) -> Iterator[tuple[str, dict[str, Printed]]]:
    for cut in document["cuts"]:
        for split in cut["items"]:
            if split["id"] == unit.item and split["state"] == "shown":
                groups = {group["id"]: _printed(group, unit) for group in split["groups"]}
                groups = {name: one for name, one in groups.items() if one.shares}
                if groups:
                    yield cut["id"], groups


def _masks(
    document: Document,
    unit: Unit,
    items: Mapping[str, Document],
    shown: Mapping[str, tuple[str, ...]],
) -> Iterator[Mask]:
    if unit.item not in items or items[unit.item]["state"] != "shown":
        return
    if "asked_after" in items[unit.item]:
        # Never split, whatever was answered: that tells nothing.
        return
    for cut in document["cuts"]:
        if not shown[cut["id"]]:
            continue
        states = {split["id"]: split for split in cut["items"]}
        split = states.get(unit.item)
        if split is None or split["state"] != "shown":
            yield Mask(cut["id"], whole=True)
            continue
        told = {group["id"] for group in split["groups"] if _printed(group, unit).shares}
        bare = tuple(group for group in shown[cut["id"]] if group not in told)
        if bare:
            yield Mask(cut["id"], whole=unit.kind != "several", groups=bare if told else ())
