"""What a reader of a release document knows: every printed figure as rows, read from nothing else.

A part of the second auditor: nothing here is shared with survey.core.disclosure. The reader knows
the roster, the rules and, at worst, who answered; the document is the only source of answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Any

from tests.support.populations import Person
from tests.support.second_moves import exchanges_of, moves_of
from tests.support.second_prints import Fewer, interval_of, say_shares
from tests.support.second_roster import (
    SILENT,
    SKIPPED,
    Bins,
    Class,
    Document,
    Roster,
    class_of,
)
from tests.support.second_system import Name, System, Terms
from tests.support.second_weights import Weights, weights_of


class Reader:
    """Turns one release document into rows over one or several of its items."""

    def __init__(
        self,
        document: Document,
        roster: Roster,
        people: Sequence[Person],
        *,
        knows_rules: bool = True,
    ) -> None:
        self.knows_rules = knows_rules
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
        self.others_of_all = 3 if self.near_complete else 2
        self.weights = weights_of(document, roster, self._come_out)
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

    def _come_out(self, weights: Weights) -> bool:
        """Whether the bands of the first question shown are those of these weights."""
        for item in self.document["items"]:
            if item["state"] == "shown" and item["kind"] in ("scale", "ladder"):
                (bins,) = self.kinds(item["id"])
                counts = self.truth_of(item["id"], bins)
                parts = {
                    name: sum(weights[held] * counts[(item["id"], held, name)] for held in weights)
                    for name in bins
                }
                whole = sum(parts.values())
                for band in item["bands"]:
                    share = 100 * parts[band["id"]] / whole
                    if isinstance(band["percent"], int) and abs(share - band["percent"]) > 0.51:
                        return False
        return True

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
        system.moves += moves_of(item, bins, self.roster.adults)
        system.exchanges.append(exchanges_of(self.document, self.roster, item_id, bins))
        self._enter_property(system, item_id, bins)
        self._enter_led(system, item_id, bins)
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

    def _enter_property(self, system: System, item_id: str, bins: Bins) -> None:
        item = self.items[item_id]
        if item["state"] != "shown":
            return
        everybody = self.roster.adults
        base = self.part(item_id, everybody, bins)
        low, high = self._base(item)
        system.say(base, max(low, self.smallest * self.knows_rules), high, "answered")
        if item["kind"] in ("scale", "ladder"):
            printed = {band["id"]: band["percent"] for band in item["bands"]}
        else:
            printed = {str(one["value"]): one["percent"] for one in item["options"] or ()}
        shares = [
            (self.weighed(self.part(item_id, everybody, [name])), printed.get(name))
            for name in bins
        ]
        fewer = self._fewer(int(system.value(base)))
        if fewer is not None and fewer.answered is not None:
            system.say(base, fewer.answered, fewer.answered, "answered")
        say_shares(system, shares, self.weighed(base), f"property {item_id}", fewer=fewer)
        # Weighted points are of people by class, which these unknowns do not tell apart.
        points = [] if self.weights else item["points"] or []
        told = [({(item_id, one["value"]): 1}, one["percent"]) for one in points]
        say_shares(system, told, base, f"point of {item_id}", fewer=fewer)
        if "favorable" in bins and self.reads_intervals:
            self._say_interval(system, item, base)

    def _enter_led(self, system: System, item_id: str, bins: Bins) -> None:
        """Who answered what only some were asked gave one of the answers that lead there."""
        for led in self.items.values():
            told = led.get("asked_after")
            if not told or told["id"] != item_id or led["state"] != "shown":
                continue
            answers = frozenset(told["answers"])
            names = [name for name, held in bins.items() if held & answers]
            if self.items[item_id]["kind"] == "several":
                # Whoever did not choose an option may have chosen another that leads there.
                names = [name for name in list(bins)[:1] if answers == bins[name]]
                if not names:
                    continue
            terms = self.part(item_id, self.roster.adults, names)
            system.say(terms, led["answered"], inf, f"led to {led['id']}")
            if self.items[item_id]["kind"] in ("scale", "ladder"):
                points: Terms = {(item_id, value): 1 for value in answers}
                system.say(points, led["answered"], inf, f"led to {led['id']}")

    def _fewer(self, answered: int) -> Fewer | None:
        """Of how many people at most the property's shares are: by rules 5 nine in ten adults.

        Whoever knows who answered knows how many answered a question as well.
        """
        earlier = self.document.get("method", {}).get("rules", "1") in ("1", "2", "3", "4")
        if not self.near_complete or self.weights or earlier:
            return None
        return Fewer(
            -(-self.adults * 9 // 10), answered if self.roster.knows_who_answered else None
        )

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
            and interval_of(favorable, answered, self.adults) == (item["low"], item["high"])
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
            say_shares(system, shares, self.weighed(base), source)
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
        if not self.knows_rules:
            return
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
