"""A landlord with a spreadsheet: reads the document only, and subtracts.

He is given more than any landlord has: for every item he knows who answered it and who is in
which group, but not what they answered. Each printed figure is then a known set of people, with
the counts that print so. He subtracts sets that lie within others and joins sets that do not
touch, until nothing new comes, and asks of every set whether it is too small or surely alike.
He shares no code with the protector.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.unit.core.disclosure.population import SCALES, Person, questionnaire

MOST_SETS = 400

Range = tuple[int, int]
Tally = tuple[Range, ...]


@dataclass(frozen=True)
class Finding:
    """What was recovered: of which item, of how many people, and the range of counts by bin."""

    item: str
    kind: str
    people: int
    tally: Tally


def crack(
    document: Mapping[str, Any], people: Sequence[Person], *, smallest: int, outsiders: int
) -> list[Finding]:
    """Every hard finding that can be had from the document."""
    findings = []
    for item in document["items"]:
        for option in _options_of(item):
            known = _known_sets(document, item, option, people)
            for members, tally in _closure(known).items():
                kind = _judge(len(members), tally, smallest, outsiders)
                if kind:
                    findings.append(Finding(item["id"], kind, len(members), tally))
    return findings


def _options_of(item: Mapping[str, Any]) -> list[object]:
    """Several-of-a-list questions are attacked option by option, others as a whole."""
    return list(_values(item["id"])) if item["kind"] == "several" else [None]


def _values(name: str) -> tuple[object, ...]:
    scale = SCALES[questionnaire().item(name).scale]
    return tuple(option.value for option in scale.options)


def _known_sets(
    document: Mapping[str, Any], item: Mapping[str, Any], option: object, people: Sequence[Person]
) -> dict[frozenset[int], Tally]:
    """The sets of people that have a printed figure, with the tally recovered from it."""
    name = item["id"]
    answered = frozenset(at for at, one in enumerate(people) if _has_answered(one, name))
    known = {}
    if item["state"] == "shown":
        known[answered] = _recover(item, option, len(answered))
    for cut in document["cuts"]:
        for split in cut["items"]:
            if split["id"] != name or split["state"] != "shown":
                continue
            for group in split["groups"]:
                members = frozenset(
                    at for at in answered if people[at].groups.get(cut["id"]) == group["id"]
                )
                known[members] = _recover(group, option, len(members))
    return {members: tally for members, tally in known.items() if tally is not None}


def _has_answered(person: Person, name: str) -> bool:
    return name in person.answers and person.answers[name] not in ("na", "pns")


def _recover(figures: Mapping[str, Any], option: object, people: int) -> Tally | None:
    """The counts behind printed shares of a known number of people; None if hidden."""
    if option is not None:
        shares = [one["percent"] for one in figures["options"] or () if one["value"] == option]
        if not shares:
            return None
        low, high = _counts(shares[0], people)
        return (low, high), (people - high, people - low)
    shown = figures["bands"] or figures["options"]
    return _tighten(tuple(_counts(share["percent"], people) for share in shown), people)


def _counts(percent: object, people: int) -> Range:
    """The fewest and the most people whose share prints as this."""
    fits = [count for count in range(people + 1) if _prints_as(count / people, percent)]
    return fits[0], fits[-1]


def _prints_as(share: float, percent: object) -> bool:
    if isinstance(percent, str):
        edge = int(percent[1:]) / 100
        return share < edge if percent[0] == "<" else share > edge
    assert isinstance(percent, int)
    return abs(share * 100 - percent) <= 0.5 + 1e-9


def _tighten(tally: Tally, people: int) -> Tally:
    """What each bin must be, given that all bins add up to everybody."""
    lows, highs = sum(low for low, _ in tally), sum(high for _, high in tally)
    return tuple(
        (max(low, people - (highs - high)), min(high, people - (lows - low))) for low, high in tally
    )


def _closure(known: Mapping[frozenset[int], Tally]) -> dict[frozenset[int], Tally]:
    found = dict(known)
    fresh = list(found)
    while fresh and len(found) < MOST_SETS:
        new: dict[frozenset[int], Tally] = {}
        for first in fresh:
            for second, tally in list(found.items()):
                new.update(_combine(first, found[first], second, tally))
        fresh = [members for members in new if members and members not in found]
        found.update({members: new[members] for members in fresh})
    return found


def _combine(
    first: frozenset[int], a: Tally, second: frozenset[int], b: Tally
) -> dict[frozenset[int], Tally]:
    if first > second:
        return {first - second: _minus(a, b, len(first - second))}
    if second > first:
        return {second - first: _minus(b, a, len(second - first))}
    if not first & second:
        joined = ((x[0] + y[0], x[1] + y[1]) for x, y in zip(a, b, strict=True))
        return {first | second: _tighten(tuple(joined), len(first | second))}
    return {}


def _minus(a: Tally, b: Tally, people: int) -> Tally:
    left = ((max(0, x[0] - y[1]), min(people, x[1] - y[0])) for x, y in zip(a, b, strict=True))
    return _tighten(tuple(left), people)


def _judge(people: int, tally: Tally, smallest: int, outsiders: int) -> str | None:
    if 0 < people < smallest:
        return "small"
    surely_alike = any(people - low < outsiders for low, _high in tally)
    return "alike" if people and surely_alike else None
