"""A file beside the present list: which homes are new, changed and gone, and what mix they make.

Pure. Homes are one and the same where their doors read the same; a home that had left and is in
the file again takes up its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from survey.homes.contacts import Contact
from survey.homes.heads import folded
from survey.homes.rows import Checked, HomeRow, Problem, door_key, merge_contact
from survey.homes.values import NEW

Change = Literal["new", "changed", "same"]
FEWEST_KINDS: Final = 2
MOST_KINDS: Final = 6


@dataclass(frozen=True, slots=True)
class Present:
    """A home as the list has it now. gone: it has left the list."""

    id: int
    number: int
    label: str
    stratum: str | None
    adults: int
    language: str | None
    contact: Contact | None
    gone: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A home as it will be. id: None for a new one. kind: a key of the mix, or "new:" and name."""

    id: int | None
    number: int
    label: str
    kind: str | None
    adults: int
    language: str | None
    contact: Contact
    change: Change


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the mix as it will be. key: None for a new kind."""

    key: str | None
    label: str
    homes: int
    adults: int

    @property
    def name(self) -> str:
        """How planned homes name it."""
        return self.key if self.key is not None else f"{NEW}:{self.label}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a file would do. code: why it cannot be taken at all, or ""."""

    homes: tuple[Planned, ...]
    gone: tuple[Present, ...]
    mix: tuple[Kind, ...]
    problems: tuple[Problem, ...]
    next_number: int
    code: str = ""

    @property
    def adults(self) -> int:
        """All adults of all homes."""
        return sum(one.adults for one in self.homes)

    @property
    def may_be_taken(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems and not self.code

    def count(self, change: Change) -> int:
        """How many homes are new, changed or the same."""
        return sum(one.change == change for one in self.homes)

    @property
    def empties_list(self) -> bool:
        """Whether most homes of the list leave it: then it may be the file of another place."""
        stay = self.count("changed") + self.count("same")
        return len(self.gone) > stay

    def count_languages(self) -> Counter[str | None]:
        """How many homes are written to in each language."""
        return Counter(one.language for one in self.homes)


def make_plan(
    checked: Checked, present: Sequence[Present], kinds: Mapping[str, str], next_number: int
) -> Plan:
    """Lay a file beside the list. kinds: key -> label of the mix as it is now."""
    held = _by_door(present)
    names = _Names(kinds)
    homes: list[Planned] = []
    for row in checked.rows:
        was = held.get(door_key(row.label))
        homes.append(_planned(row, was, checked, names, next_number))
        next_number += was is None
    kept = {one.id for one in homes}
    gone = tuple(one for one in present if not one.gone and one.id not in kept)
    problems = (*checked.problems, *_without_kind(checked, homes))
    mix = _mix(homes, kinds)
    if len(mix) < FEWEST_KINDS:
        mix = ()
    return Plan(
        tuple(homes),
        gone,
        mix,
        tuple(sorted(problems, key=lambda one: one.row)),
        next_number,
        _code(homes, mix),
    )


def _by_door(present: Iterable[Present]) -> dict[str, Present]:
    """Homes by door: those on the list before those that left, and of these the latest."""
    ordered = sorted(present, key=lambda one: (not one.gone, one.number))
    return {door_key(one.label): one for one in ordered}


class _Names:
    """One name for each kind of homes, however its new name is written in the rows."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._known = {folded(label): key for key, label in kinds.items()}

    def of(self, kind: str | None) -> str | None:
        if kind is None or not kind.startswith(f"{NEW}:"):
            return kind
        return self._known.setdefault(folded(kind.partition(":")[2]), kind)


def _planned(
    row: HomeRow, was: Present | None, checked: Checked, names: _Names, number: int
) -> Planned:
    given = checked.given
    contact = merge_contact(was.contact if was else None, row.contact, given)
    kind = names.of(row.kind) if "kind" in given or was is None else was.stratum
    adults = row.adults if "adults" in given or was is None else was.adults
    language = row.language if "language" in given or was is None else was.language
    if was is None:
        return Planned(None, number, row.label, kind, adults, language, contact, "new")
    told = (row.label, kind, adults, language, contact, False)
    had = (was.label, was.stratum, was.adults, was.language, was.contact or Contact(), was.gone)
    change: Change = "same" if told == had else "changed"
    return Planned(was.id, was.number, row.label, kind, adults, language, contact, change)


def _without_kind(checked: Checked, homes: Sequence[Planned]) -> list[Problem]:
    """New homes whose kind no column says, where the list has kinds: all have one, or none."""
    if "kind" in checked.given or all(one.kind is None for one in homes):
        return []
    return [
        Problem(row.row, "kind_not_given")
        for row, home in zip(checked.rows, homes, strict=True)
        if home.kind is None
    ]


def _mix(homes: Sequence[Planned], kinds: Mapping[str, str]) -> tuple[Kind, ...]:
    """The kinds that there are, in the order of the mix, then new ones as they come."""
    counts: Counter[str] = Counter()
    adults: Counter[str] = Counter()
    for one in homes:
        if one.kind is not None:
            counts[one.kind] += 1
            adults[one.kind] += one.adults
    names = [key for key in kinds if key in counts]
    names += [name for name in counts if name not in kinds]
    return tuple(_kind(name, kinds, counts[name], adults[name]) for name in names)


def _kind(name: str, kinds: Mapping[str, str], homes: int, adults: int) -> Kind:
    if name in kinds:
        return Kind(name, kinds[name], homes, adults)
    return Kind(None, name.partition(":")[2] or name, homes, adults)


def _code(homes: Sequence[Planned], mix: Sequence[Kind]) -> str:
    if not homes:
        return "list_without_homes"
    if not any(one.adults for one in homes):
        return "list_without_adults"
    return "strata_too_many" if len(mix) > MOST_KINDS else ""
