"""What a reader of a release document knows: every printed figure as rows, read from nothing else.

A part of the second auditor: nothing here is shared with survey.core.disclosure. The reader knows
the roster, the rules and, at worst, who answered; the document is the only source of answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from math import inf
from typing import Any, Final

import numpy as np
from scipy.stats import hypergeom

from tests.support.populations import Person
from tests.support.second_system import Name, System, Terms

Document = Mapping[str, Any]
Class = tuple[str, ...]
Bins = Mapping[str, frozenset[Any]]

SKIPPED: Final = "skipped"
SILENT: Final = "silent"
TAIL: Final = 0.025
HAIR: Final = 1e-6


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


class Reader:
    """Turns one release document into rows over one or several of its items."""

    def __init__(self, document: Document, roster: Roster, people: Sequence[Person]) -> None:
        self.document, self.roster = document, roster
        self.groups = {
            cut["id"]: {group["id"] for group in cut["groups"]} for cut in document["cuts"]
        }
        self.items = {item["id"]: item for item in document["items"]}
        self.people = [
            (class_of(person, roster.cuts, self.groups), person.answers)
            for person in people
            if person.answers is not None
        ]
        self.adults: int = document["property"]["adults"]
        self.smallest: int = document["promise"]["min_group"]
        self.rate = document["response"]["rate"]
        self.near_complete = self.rate == "90+"
        self.others = self._others_needed()
        self.weights = self._weights()
        self.reads_intervals = not self.weights and any(
            0 < answered < self.smallest for answered in self.roster.answered.values()
        )

    def _others_needed(self) -> int:
        """P3 and P4: two others, three where nearly everybody of the place or a group answered."""
        frame = {stratum["id"]: stratum["adults"] for stratum in self.document["promise"]["strata"]}
        nearly = self.near_complete
        for stratum, adults in frame.items():
            if "stratum" in self.roster.cuts and stratum in self.groups["stratum"]:
                inside = self.roster.inside("stratum", [stratum])
                silent = adults - sum(self.roster.answered[held] for held in inside)
                nearly |= silent <= 2
        return 3 if nearly else 2

    def _weights(self) -> dict[Class, float]:
        """How many adults one respondent of a class stands for; empty where no weights are used.

        By housing type: adults over respondents; whoever is of none that is named is one more.
        """
        if not self.document.get("method", {}).get("weighting", {}).get("used"):
            return {}
        (cut,) = self.document["method"]["weighting"]["by"]
        place, named = self.roster.cuts.index(cut), self.groups[cut]
        adults = {one["id"]: one["adults"] for one in self.document["promise"]["strata"]}
        adults = {label: number for label, number in adults.items() if label in named}
        adults[""] = self.adults - sum(adults.values())
        people: Counter[str] = Counter()
        for held, number in self.roster.answered.items():
            people[held[place]] += number
        return {
            held: adults[held[place]] / (people[held[place]] or 1) for held in self.roster.adults
        }

    def weighed(self, terms: Terms) -> Terms:
        """The same people, each counted by their weight."""
        if not self.weights:
            return terms
        return {name: times * self.weights[name[1]] for name, times in terms.items()}

    def kinds(self, item_id: str) -> list[Bins]:
        """The kinds of answer that are told apart; several of a list are one question each."""
        item = self.items[item_id]
        if item["kind"] in ("scale", "ladder"):
            return [_three_bins(item, self.values(item_id))]
        values = self.values(item_id)
        if item["kind"] == "choice":
            return [{str(value): frozenset([value]) for value in values}]
        return [
            {f"{value}": frozenset([value]), f"not {value}": frozenset(values) - {value}}
            for value in values
        ]

    def values(self, item_id: str) -> tuple[Any, ...]:
        """The answers that a question has, from the words that the document holds."""
        item = self.items[item_id]
        if item["kind"] == "ladder":
            return tuple(range(11))
        prefix = f"scale.{item['scale']}."
        words = next(iter(self.document["wording"].values()))
        found = [key.removeprefix(prefix) for key in words if key.startswith(prefix)]
        return tuple(int(value) if item["kind"] == "scale" else value for value in found)

    def enter(self, system: System, item_id: str, bins: Bins) -> None:
        """Add the unknowns of one question and everything that is printed of it."""
        item = self.items[item_id]
        counts = self.truth_of(item_id, bins)
        for held, adults in self.roster.adults.items():
            for name in (*bins, SKIPPED):
                system.add((item_id, held, name), adults, counts[(item_id, held, name)])
            terms = {(item_id, held, name): 1 for name in (*bins, SKIPPED)}
            system.say({**terms, (SILENT, held): 1}, adults, adults, "roster")
        if item["kind"] in ("scale", "ladder"):
            self._enter_points(system, item_id, bins, counts)
        self._enter_moves(system, item_id, bins)
        system.exchanges.append(self._exchanges(item_id, bins))
        self._enter_property(system, item_id, bins)
        for cut in self.document["cuts"]:
            for split in cut["items"]:
                if split["id"] == item_id and split["state"] == "shown":
                    self._enter_split(system, item_id, bins, cut, split)

    def truth_of(self, item_id: str, bins: Bins) -> Counter[Name]:
        """How many of each class really gave each kind of answer, and of all each answer."""
        counts: Counter[Name] = Counter()
        several = self.items[item_id]["kind"] == "several"
        for held, answers in self.people:
            answer: Any = (answers or {}).get(item_id)
            if several:
                chosen = next(iter(bins))
                name = SKIPPED if not answer else chosen if chosen in answer else f"not {chosen}"
            else:
                name = next((name for name, values in bins.items() if answer in values), SKIPPED)
                counts[(item_id, answer)] += name != SKIPPED
            counts[(item_id, held, name)] += 1
        return counts

    def enter_people(self, system: System) -> None:
        """Add who stayed silent, by class, and what is printed of it."""
        for held, adults in self.roster.adults.items():
            silent = adults - self.roster.answered[held]
            system.add((SILENT, held), adults, silent)
            if self.roster.knows_who_answered:
                system.say({(SILENT, held): 1}, silent, silent, "who answered")
        everybody = {(SILENT, held): 1 for held in self.roster.adults}
        printed = self.document["response"]["respondents"]
        if printed is not None:
            silent = self.adults - printed
            system.say(everybody, silent, silent, "number of respondents")
        if self.near_complete:
            system.say(everybody, 0, self.adults // 10, "nine in ten or more")

    def part(self, item_id: str, classes: Iterable[Class], names: Iterable[str]) -> Terms:
        """How many in some classes gave some kinds of answer."""
        kinds = tuple(names)
        return {(item_id, held, name): 1 for held in classes for name in kinds}

    def _enter_points(
        self, system: System, item_id: str, bins: Bins, counts: Mapping[Name, int]
    ) -> None:
        for name, values in bins.items():
            terms: dict[Name, int] = {(item_id, held, name): -1 for held in self.roster.adults}
            for value in values:
                system.add((item_id, value), self.adults, counts[(item_id, value)])
                terms[(item_id, value)] = 1
            system.say(terms, 0, 0, "points make up bands")

    def _enter_moves(self, system: System, item_id: str, bins: Bins) -> None:
        """One person answering otherwise."""
        kind = self.items[item_id]["kind"]
        ways: list[tuple[str, Any]] = [(SKIPPED, None)]
        for name, values in bins.items():
            fine = kind in ("scale", "ladder")
            ways += [(name, value) for value in sorted(values)] if fine else [(name, None)]
        for held in self.roster.adults:
            for old in ways:
                for new in ways:
                    if old != new:
                        system.moves.append(_move(item_id, held, old, new))

    def _exchanges(self, item_id: str, bins: Bins) -> Iterator[Terms]:
        """Two people of two classes exchange answers; or four, so that the sums of groups stay."""
        labels = {held: self._labels(held) for held in self.roster.adults}
        home = {label: held for held, label in reversed(labels.items())}
        ways = list(permutations((*bins, SKIPPED), 2))
        for one, other in combinations(labels, 2):
            for swapped in product((False, True), repeat=len(self.roster.cuts)):
                first, second = (
                    tuple(b if swap else a for a, b, swap in zip(mine, yours, swapped, strict=True))
                    for mine, yours in (
                        (labels[one], labels[other]),
                        (labels[other], labels[one]),
                    )
                )
                if first not in home or second not in home:
                    continue
                for old, new in ways:
                    yield _exchange(item_id, old, new, (one, other), (home[first], home[second]))
        if not self.roster.knows_who_answered:
            for one, other in permutations(labels, 2):
                for name in (*bins, SKIPPED):
                    yield {
                        (item_id, one, name): -1,
                        (SILENT, one): 1,
                        (item_id, other, name): 1,
                        (SILENT, other): -1,
                    }

    def _labels(self, held: Class) -> Class:
        """The groups of a class as they are shown: hidden ones, and none, are all the same."""
        shown = {
            (cut["id"], group["id"])
            for cut in self.document["cuts"]
            for group in cut["groups"]
            if group["state"] == "shown"
        }
        pairs = zip(self.roster.cuts, held, strict=True)
        return tuple(group if (cut, group) in shown else "" for cut, group in pairs)

    def _enter_property(self, system: System, item_id: str, bins: Bins) -> None:
        item = self.items[item_id]
        if item["state"] != "shown":
            return
        everybody = self.roster.adults
        base = self.part(item_id, everybody, bins)
        low, high = self._base(item)
        system.say(base, max(low, self.smallest), high, "answered")
        if item["kind"] in ("scale", "ladder"):
            printed = {band["id"]: band["percent"] for band in item["bands"]}
        else:
            printed = {str(one["value"]): one["percent"] for one in item["options"] or ()}
        shares = [
            (self.weighed(self.part(item_id, everybody, [name])), printed.get(name))
            for name in bins
        ]
        _say_shares(system, shares, self.weighed(base), f"property {item_id}")
        # Weighted points are of people by class, which these unknowns do not tell apart.
        for point in () if self.weights else item["points"] or ():
            terms = {(item_id, point["value"]): 1}
            _say_share(system, terms, base, point["percent"], f"point of {item_id}")
        if "favorable" in bins and self.reads_intervals:
            self._say_interval(system, item, base)

    def _base(self, item: Mapping[str, Any]) -> tuple[int, float]:
        """How many may have answered, from the number that is printed in steps of five."""
        printed: int = item["answered"]
        edge = -(-self.adults * 9 // 10) // 5 * 5
        if self.near_complete and printed >= edge:
            return printed, inf
        return printed, printed + 4

    def _say_interval(self, system: System, item: Mapping[str, Any], base: Terms) -> None:
        """The counts whose exact interval reads as the printed one; below 90 % only."""
        percent = next(band["percent"] for band in item["bands"] if band["id"] == "favorable")
        if self.near_complete or not isinstance(percent, int) or item["low"] is None:
            return
        low, high = self._base(item)
        pairs = [
            (favorable, answered)
            for answered in range(low, int(high) + 1)
            for favorable in range(answered + 1)
            if abs(100 * favorable - percent * answered) <= answered
            and _interval(favorable, answered, self.adults) == (item["low"], item["high"])
        ]
        if pairs:
            terms = self.part(item["id"], self.roster.adults, ["favorable"])
            counts = [favorable for favorable, _answered in pairs]
            system.say(terms, min(counts), max(counts), "interval")
            bases = [answered for _favorable, answered in pairs]
            system.say(base, min(bases), max(bases), "interval")

    def _enter_split(
        self, system: System, item_id: str, bins: Bins, cut: Mapping[str, Any], split: Any
    ) -> None:
        shown = [group["id"] for group in cut["groups"] if group["state"] == "shown"]
        for group in split["groups"]:
            classes = self.roster.inside(cut["id"], [group["id"]])
            base = self.part(item_id, classes, bins)
            printed = {band["id"]: band["percent"] for band in group["bands"] or ()}
            printed |= {str(one["value"]): one["percent"] for one in group["options"] or ()}
            shares = [
                (self.weighed(self.part(item_id, classes, [name])), printed.get(name))
                for name in bins
            ]
            source = f"{item_id} of {group['id']}"
            _say_shares(system, shares, self.weighed(base), source)
            if any(percent is not None for _terms, percent in shares):
                self._say_rule(system, item_id, classes, bins, f"rule, {source}")
        rest = [held for held in self.roster.adults if held not in self._shown(cut["id"], shown)]
        there = system.value(self.part(item_id, rest, bins))
        if not there:
            system.say(self.part(item_id, rest, bins), 0, 0, "nobody left")
        elif any(name in _printed_of(split) for name in bins):
            self._say_rule(system, item_id, rest, bins, f"rule, rest of {cut['id']}")

    def _shown(self, cut: str, groups: Iterable[str]) -> frozenset[Class]:
        return self.roster.inside(cut, groups)

    def _say_rule(
        self, system: System, item_id: str, classes: Iterable[Class], bins: Bins, source: str
    ) -> None:
        """P1 to P3 are known: what is shown has enough people, and enough of them differ."""
        held = tuple(classes)
        system.say(self.part(item_id, held, bins), self.smallest, inf, source)
        for name in bins:
            outside = [other for other in bins if other != name]
            system.say(self.part(item_id, held, outside), self.others, inf, source)


def _printed_of(split: Mapping[str, Any]) -> set[str]:
    names = {band["id"] for group in split["groups"] for band in group["bands"] or ()}
    return names | {
        str(one["value"]) for group in split["groups"] for one in group["options"] or ()
    }


def _three_bins(item: Mapping[str, Any], values: Sequence[Any]) -> Bins:
    """Favorable as printed; unfavorable its mirror, less what is both; the rest."""
    turn, favorable = min(values) + max(values), frozenset(item["favorable"])
    mirrored = frozenset(turn - value for value in favorable)
    unfavorable = mirrored - favorable
    middle = frozenset(values) - favorable - unfavorable
    named = {"unfavorable": unfavorable, "middle": middle, "favorable": favorable}
    return {name: held for name, held in named.items() if held}


def _move(item_id: str, held: Class, old: tuple[str, Any], new: tuple[str, Any]) -> Terms:
    terms: Counter[Name] = Counter()
    for (name, value), times in ((old, -1), (new, 1)):
        terms[(item_id, held, name)] += times
        if value is not None:
            terms[(item_id, value)] += times
    return {name: times for name, times in terms.items() if times}


def _exchange(
    item_id: str, old: str, new: str, here: Sequence[Class], there: Sequence[Class]
) -> Terms:
    """Here one each answers otherwise, and there one each the other way round."""
    terms: Counter[Name] = Counter()
    for sign, classes in ((1, here), (-1, there)):
        for held in classes:
            terms[(item_id, held, old)] -= sign
            terms[(item_id, held, new)] += sign
    return {name: times for name, times in terms.items() if times}


def _say_shares(
    system: System, shares: Sequence[tuple[Terms, Any]], base: Terms, source: str
) -> None:
    """Shares that make up a whole; of two, the second is only what the first leaves."""
    pair = len(shares) == 2 and all(isinstance(percent, int) for _terms, percent in shares)
    for terms, percent in shares[:1] if pair else shares:
        if percent is not None:
            _say_share(system, terms, base, percent, source)


def _say_share(system: System, part: Terms, base: Terms, printed: Any, source: str) -> None:
    """A whole percent, halves upward, or an open end: 200 part between (2p - 1) and (2p + 1)."""
    # Sums of weights are no whole numbers: "less than" is then "at most", and a hair more.
    slack = 0 if all(float(times).is_integer() for times in base.values()) else 1 + HAIR
    if isinstance(printed, int):
        system.say(_less(part, 200, base, 1 - 2 * printed), -slack, inf, source)
        system.say(_less(part, 200, base, -1 - 2 * printed), -inf, slack - 1, source)
        return
    edge = int(printed[1:])
    if printed[0] == "<":
        system.say(_less(part, 100, base, -edge), -inf, slack - 1, source)
    else:
        system.say(_less(part, 100, base, -edge), 1 - slack, inf, source)


def _less(part: Terms, times: int, base: Terms, less: int) -> Terms:
    found = {name: times * one for name, one in part.items()}
    for name, one in base.items():
        found[name] = found.get(name, 0) + less * one
    return found


def _interval(favorable: int, answered: int, adults: int) -> tuple[int, int]:
    """The exact interval in whole percents, outward: all M that do not contradict the sample."""
    many = np.arange(favorable, adults - answered + favorable + 1)
    upper = hypergeom.sf(favorable - 1, adults, many, answered) > TAIL
    lower = hypergeom.cdf(favorable, adults, many, answered) > TAIL
    first, last = int(many[upper][0]), int(many[lower][-1])
    return first * 100 // adults, -(-last * 100 // adults)
