"""The audit of a release, a second time: another model, another search, no code shared.

Unknown is how many of each class of the roster gave each kind of answer, skipped, or stayed
silent. A finding is something that all worlds agree on which print the same document.
Source: disclosure.md 8.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

import numpy as np

from tests.support.populations import Person
from tests.support.second_reading import (
    SILENT,
    Bins,
    Class,
    Reader,
    roster_of,
)
from tests.support.second_scores import say_scores, tied_items
from tests.support.second_system import Numbers, Solver, System, Terms

Kind = Literal[
    "exact", "provable_share", "homogeneous", "participation", "undecided", "contradiction"
]
HARD = ("exact", "provable_share", "homogeneous", "participation", "contradiction")
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


def audit(
    document: Mapping[str, Any],
    people: Sequence[Person],
    *,
    knows_who_answered: bool = True,
    seconds: float = 10.0,
) -> list[Leak]:
    """Everything that the document gives away of the people; empty is what it should be."""
    if document["status"] != "released":
        return []
    roster = roster_of(document, people, knows_who_answered=knows_who_answered)
    reader = Reader(document, roster, people)
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


def printed_groups(reader: Reader, item: str) -> Iterator[frozenset[Class]]:
    """The people behind each printed figure of a question: everybody, and each shown group."""
    if reader.items[item]["state"] == "shown":
        yield frozenset(reader.roster.adults)
    for cut in reader.document["cuts"]:
        for split in cut["items"]:
            if split["id"] == item and split["state"] == "shown":
                for group in split["groups"]:
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
    for held in printed_groups(reader, item):
        for name in kinds:
            if reader.items[item]["kind"] == "several" and item_option_hidden(reader, item, name):
                continue
            outside = reader.part(item, held, [other for other in bins if other != name])
            if system.value(outside) < reader.others:
                leak = Leak("homogeneous", item, tuple(sorted(held)), name)
                yield Target(leak, outside, reader.others, largest=True)


def item_option_hidden(reader: Reader, item: str, name: str) -> bool:
    """Whether an option of a several-of-a-list question is hidden for the property."""
    hidden = {str(value) for value in reader.items[item]["hidden_options"]}
    return name.removeprefix("not ") in hidden


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
    aims = solver.vectors([target.terms for target in open_targets])
    closed = _walk(solver, open_targets, aims)
    left = [target for target, done in zip(open_targets, closed, strict=True) if not done]
    return _prove_all(system, left, seconds)


def _prove_all(system: System, targets: Iterable[Target], seconds: float) -> list[Leak]:
    """The targets that are proven to leak, or not proven to be safe."""
    leaks = []
    for target in targets:
        (aim,) = system.solver.vectors([target.terms])
        verdict = _prove(system.solver, target, aim, seconds)
        if verdict == "undecided":
            leaks.append(replace(target.leak, kind="undecided"))
        elif verdict == "known":
            leaks.append(target.leak)
    return leaks


def _walk(solver: Solver, targets: Sequence[Target], aims: Numbers) -> Numbers:
    """Which targets a world near the real one already keeps safe."""
    closed = np.zeros(len(targets), dtype=bool)
    steps = solver.steps()
    effects = steps @ solver.matrix.T
    gains = steps @ aims.T
    signs = np.array([-1.0 if target.largest else 1.0 for target in targets])
    exact = np.array([target.leak.kind in ("exact", "participation") for target in targets])
    limits = signs * np.array([target.safe_at for target in targets])
    first = solver.possible(solver.truth, steps, effects)
    closed |= exact & np.any(gains[first] != 0, axis=0)
    for place in np.flatnonzero(~closed & ~exact):
        toward = np.flatnonzero(signs[place] * gains[:, place] < 0)
        world = solver.truth
        for _step in range(MOST_STEPS):
            if signs[place] * float(aims[place] @ world) <= limits[place]:
                closed[place] = True
                break
            able = toward[solver.possible(world, steps[toward], effects[toward])]
            if not len(able):
                break
            world = world + steps[able[np.argmin(signs[place] * gains[able, place])]]
    return closed


def _prove(
    solver: Solver, target: Target, aim: Numbers, seconds: float
) -> Literal["safe", "known", "undecided"]:
    """Exact ends by branch and bound; whatever is not proven is undecided."""
    if target.leak.kind in ("exact", "participation"):
        low = solver.least(aim, enough=target.safe_at - 1, seconds=seconds)
        if low is not None and low < target.safe_at:
            return "safe"
        high = solver.most(aim, enough=target.safe_at + 1, seconds=seconds)
        if high is not None and high > target.safe_at:
            return "safe"
        return "undecided" if low is None or high is None else "known"
    if target.largest:
        most = solver.most(aim, enough=target.safe_at, seconds=seconds)
        return "undecided" if most is None else "safe" if most >= target.safe_at else "known"
    least = solver.least(aim, enough=target.safe_at, seconds=seconds)
    return "undecided" if least is None else "safe" if least <= target.safe_at else "known"
