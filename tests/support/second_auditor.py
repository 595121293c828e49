"""The audit of a release, a second time: another model, another search, no code shared.

Unknown is how many of each class of the roster gave each kind of answer, skipped, or stayed
silent. A finding is something that all worlds agree on which print the same document.
Source: disclosure.md 8.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf
from typing import Any, Literal

import numpy as np

from tests.support.populations import Person
from tests.support.second_reading import Reader
from tests.support.second_roster import SILENT, Bins, Class, roster_of
from tests.support.second_scores import say_scores, tied_items
from tests.support.second_system import Numbers, Solver, System, Terms

Kind = Literal[
    "exact", "provable_share", "homogeneous", "participation", "undecided", "contradiction"
]
HARD = ("exact", "provable_share", "homogeneous", "participation", "contradiction")
EITHER_WAY = ("exact", "participation")
MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Leak:
    """What an attacker can prove: of whom, and which answer."""

    kind: Kind
    item: str | None
    people: tuple[Class, ...]
    answer: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.answer} {self.people}"


@dataclass(frozen=True, slots=True)
class Target:
    """A question to the system. `terms`: the sum asked about; `safe_at`: a world in which the
    sum is not above it (or, for "exact", is anything but the truth) shows that nothing is known.
    """

    leak: Leak
    terms: Terms
    safe_at: float
    largest: bool = False

    @property
    def safe_between(self) -> tuple[tuple[float, float], ...]:
        """Where the sum has to be able to lie."""
        if self.leak.kind in EITHER_WAY:
            return ((-inf, self.safe_at - 1), (self.safe_at + 1, inf))
        return ((self.safe_at, inf),) if self.largest else ((-inf, self.safe_at),)

    def is_safe(self, value: float) -> bool:
        """Whether a world with this sum shows that nothing is known."""
        return any(low <= value <= high for low, high in self.safe_between)


def audit(
    document: Mapping[str, Any],
    people: Sequence[Person],
    *,
    knows_who_answered: bool | None = None,
    knows_rules: bool = True,
    seconds: float = 10.0,
) -> list[Leak]:
    """Everything that the document gives away of the people; empty is what it should be.

    knows_who_answered: None means where nine in ten adults have, as disclosure.md 8.1 has it.
    knows_rules: that what is shown keeps P1 to P3; not so of what is made without rules.
    """
    if document["status"] != "released":
        return []
    if knows_who_answered is None:
        knows_who_answered = document["response"]["rate"] == "90+"
    roster = roster_of(document, people, knows_who_answered=knows_who_answered)
    reader = Reader(document, roster, people, knows_rules=knows_rules)
    leaks: list[Leak] = []
    for block in tied_items(document):
        suspects = [leak for item in block for leak in _audit_item(reader, item, seconds)]
        leaks += _audit_tied(reader, block, suspects, seconds) if len(block) > 1 else suspects
    return leaks


def _audit_item(reader: Reader, item: str, seconds: float) -> list[Leak]:
    """One question, as if the answers to those that scores tie to it were known."""
    leaks = []
    for bins in reader.kinds(item):
        system = _system(reader, {item: bins})
        untrue = system.untrue()
        if untrue:
            return [Leak("contradiction", item, (), untrue[0].source)]
        targets = list(_targets(reader, system, item, bins))
        if not reader.roster.knows_who_answered:
            targets += _participation(reader, system)
        leaks += search(system, targets, seconds)
    return leaks


def _audit_tied(
    reader: Reader, block: Sequence[str], suspects: Sequence[Leak], seconds: float
) -> list[Leak]:
    """What was suspected of one question, asked of the system of all that are tied to it."""
    found = {leak for leak in suspects if leak.kind == "contradiction"}
    if len(found) == len(suspects):
        return list(found)
    asked = {item: reader.kinds(item)[0] for item in block}
    system = _system(reader, asked)
    names = {(leak.item, leak.people, leak.answer) for leak in suspects}
    targets = [
        target
        for item, bins in asked.items()
        for target in _targets(reader, system, item, bins)
        if (item, target.leak.people, target.leak.answer) in names
    ]
    return [*found, *(_prove_all(system, targets, seconds))]


def _system(reader: Reader, asked: Mapping[str, Bins]) -> System:
    system = System()
    reader.enter_people(system)
    for item, bins in asked.items():
        reader.enter(system, item, bins)
    say_scores(system, reader, asked)
    return system


def small_groups(reader: Reader) -> Iterator[frozenset[Class]]:
    """Every class, group and crossing of two groups in which fewer answered than are shown."""
    roster = reader.roster
    seen: set[frozenset[Class]] = set()
    labels = {
        cut: sorted({held[place] for held in roster.adults})
        for place, cut in enumerate(roster.cuts)
    }
    groups = [roster.inside(cut, [label]) for cut, held in labels.items() for label in held]
    crossings = [
        roster.inside(first, [one]) & roster.inside(second, [other])
        for first, second in combinations(roster.cuts, 2)
        for one in labels[first]
        for other in labels[second]
    ]
    for held in (*groups, *crossings, *(frozenset([one]) for one in roster.adults)):
        answered = sum(roster.answered[one] for one in held)
        if 0 < answered < reader.smallest and held not in seen:
            seen.add(held)
            yield held


def printed_groups(reader: Reader, item: str, kind: str) -> Iterator[frozenset[Class]]:
    """The people behind each printed figure of a question: everybody, and each shown group.

    `kind`: of a several-of-a-list question the option that it is about.
    """
    several = reader.items[item]["kind"] == "several"

    def is_printed(figures: Mapping[str, Any]) -> bool:
        return not several or kind not in map(str, figures["hidden_options"])

    if reader.items[item]["state"] == "shown" and is_printed(reader.items[item]):
        yield frozenset(reader.roster.adults)
    for cut in reader.document["cuts"]:
        for split in cut["items"]:
            if split["id"] == item and split["state"] == "shown":
                for group in split["groups"]:
                    if is_printed(group):
                        yield reader.roster.inside(cut["id"], [group["id"]])


def _targets(reader: Reader, system: System, item: str, bins: Bins) -> Iterator[Target]:
    kinds = [name for name in bins if name != "middle"]
    for held in small_groups(reader):
        adults = sum(reader.roster.adults[one] for one in held)
        for name in kinds:
            terms = reader.part(item, held, [name])
            truth = system.value(terms)
            people = tuple(sorted(held))
            if truth >= 1:
                yield Target(Leak("exact", item, people, name), terms, truth)
            if 2 * truth >= adults:
                half = (adults - 1) // 2
                yield Target(Leak("provable_share", item, people, name), terms, half)
    for held in printed_groups(reader, item, next(iter(bins))):
        needed = reader.others_of_all if len(held) == len(reader.roster.adults) else reader.others
        for name in kinds:
            outside = reader.part(item, held, [other for other in bins if other != name])
            if system.value(outside) < needed:
                leak = Leak("homogeneous", item, tuple(sorted(held)), name)
                yield Target(leak, outside, needed, largest=True)


def _participation(reader: Reader, system: System) -> Iterator[Target]:
    for held in small_groups(reader):
        if sum(reader.roster.adults[one] for one in held) < reader.smallest:
            terms: Terms = {(SILENT, one): 1 for one in held}
            yield Target(
                Leak("participation", None, tuple(sorted(held))), terms, system.value(terms)
            )


def search(system: System, targets: Iterable[Target], seconds: float) -> list[Leak]:
    """The targets that no other world keeps safe: small moves first, then proofs."""
    solver = system.solver
    open_targets = list(targets)
    if not open_targets:
        return []
    for steps in (solver.steps, solver.exchange_steps):
        if open_targets:
            aims = solver.vectors([target.terms for target in open_targets])
            closed = _walk(solver, steps(), open_targets, aims)
            open_targets = [
                target for target, done in zip(open_targets, closed, strict=True) if not done
            ]
    return _prove_all(system, open_targets, seconds)


def _walk(solver: Solver, steps: Numbers, targets: Sequence[Target], aims: Numbers) -> Numbers:
    """Which targets a world near the real one already keeps safe."""
    closed = np.array(
        [target.is_safe(aim @ solver.truth) for target, aim in zip(targets, aims, strict=True)]
    )
    if not len(steps):
        return closed
    effects = steps @ solver.matrix.T
    gains = steps @ aims.T
    for place, target in enumerate(targets):
        ways = (1, -1) if target.leak.kind in EITHER_WAY else (-1 if target.largest else 1,)
        for way in ways:
            world = solver.truth
            toward = np.flatnonzero(way * gains[:, place] < 0)
            for _step in range(MOST_STEPS):
                if closed[place]:
                    break
                able = toward[solver.possible(world, steps[toward], effects[toward])]
                if not len(able):
                    break
                world = world + steps[able[np.argmin(way * gains[able, place])]]
                closed[place] = target.is_safe(float(aims[place] @ world))
    return closed


def _prove_all(system: System, targets: Iterable[Target], seconds: float) -> list[Leak]:
    """The targets that no world keeps safe, or of which that could not be decided."""
    leaks: list[Leak] = []
    worlds: list[Numbers] = []
    solver = system.solver
    for target in targets:
        (aim,) = solver.vectors([target.terms])
        if any(target.is_safe(float(aim @ world)) for world in worlds):
            continue
        found = [solver.find(aim, low, high, seconds=seconds) for low, high in target.safe_between]
        there = [one for one in found if not isinstance(one, str)]
        worlds += there
        if not there:
            undecided = "undecided" in [one for one in found if isinstance(one, str)]
            leaks.append(replace(target.leak, kind="undecided") if undecided else target.leak)
    return leaks
