"""Who lives in a place, as an attacker knows it: every class of the roster, and who answered.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.support.populations import Person

Document = Mapping[str, Any]
Class = tuple[str, ...]
"""One group of each cut; "" is none of them."""

Bins = Mapping[str, frozenset[Any]]
"""The kinds of answer that are told apart, and the answers of each."""

SKIPPED: Final = "skipped"
SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class Roster:
    """Who lives here by every crossing of the cuts, and how many of each have answered."""

    cuts: tuple[str, ...]
    adults: Mapping[Class, int]
    answered: Mapping[Class, int]
    knows_who_answered: bool

    @property
    def respondents(self) -> int:
        """All who answered."""
        return sum(self.answered.values())

    def inside(self, cut: str, groups: Iterable[str]) -> frozenset[Class]:
        """The classes that are in one of some groups of a cut."""
        place, wanted = self.cuts.index(cut), set(groups)
        return frozenset(held for held in self.adults if held[place] in wanted)


def roster_of(document: Document, people: Sequence[Person], *, knows_who_answered: bool) -> Roster:
    """The roster by the document's cuts; whoever is in no group of a cut is in its group ""."""
    cuts = tuple(cut["id"] for cut in document["cuts"])
    groups = {cut["id"]: {group["id"] for group in cut["groups"]} for cut in document["cuts"]}
    adults: Counter[Class] = Counter()
    answered: Counter[Class] = Counter()
    for person in people:
        held = class_of(person, cuts, groups)
        adults[held] += 1
        answered[held] += person.answers is not None
    return Roster(cuts, adults, answered, knows_who_answered)


def class_of(person: Person, cuts: Sequence[str], groups: Mapping[str, set[str]]) -> Class:
    """The crossing of groups that a person is in."""
    held = (person.groups.get(cut, "") for cut in cuts)
    return tuple(
        group if group in groups[cut] else "" for cut, group in zip(cuts, held, strict=True)
    )
