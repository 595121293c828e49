"""Scores tie their questions together: what a printed mean says about the answers behind it.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, Final

from tests.support.asked import bank
from tests.support.second_reading import Reader
from tests.support.second_roster import SILENT, SKIPPED, Bins
from tests.support.second_system import Name, System

Document = Mapping[str, Any]

POINT: Final = 12
"""Half a point of a score as a whole number, for scales of 3, 4 and 10 steps alike."""

MOVED_BY_A_SKIP: Final = 101
"""A skip moves the mean of one person, and who has one, by no more points than this."""


def scores_of(document: Document) -> Iterator[tuple[tuple[str, ...], int]]:
    """The printed scores, each with the questions it is made from (levels say theirs)."""
    asked = {item["id"] for item in document["items"]}
    for level in document["levels"]:
        if level["state"] == "shown":
            yield tuple(level["items"]), level["score"]
    for index in document["indices"]:
        if index["state"] == "shown":
            held = bank().indices[index["id"]].items
            yield tuple(item for item in held if item in asked), index["score"]


def tied_items(document: Document) -> list[tuple[str, ...]]:
    """The questions in sets that printed scores tie together, in the document's order."""
    home = {item["id"]: item["id"] for item in document["items"]}
    for items, _score in scores_of(document):
        first = home[items[0]]
        for old in {home[item] for item in items}:
            home.update({item: first for item, one in home.items() if one == old})
    blocks: dict[str, list[str]] = {}
    for item in document["items"]:
        blocks.setdefault(home[item["id"]], []).append(item["id"])
    return [tuple(block) for block in blocks.values()]


def say_scores(system: System, reader: Reader, asked: Mapping[str, Bins]) -> None:
    """A row for each printed score that questions of the system take part in.

    A score is the mean over people of the mean points of the questions they answered, with at
    least two thirds answered. Where all who answered answered every question, the sum of all
    points is known, as widely as a score in whole points is. Each skip can move a person's mean
    by at most the whole range, so that the row is wider by that much for each: looser than the
    truth, never tighter. Questions that are not in the system keep their true answers: what is
    possible then is possible at large.
    Weighted scores are left out, which is looser again.
    """
    for items, score in () if reader.weights else scores_of(reader.document):
        if not any(item in asked for item in items):
            continue
        closest = _closest_to_an_end(reader, items)
        beyond = _beyond(reader, items)
        sums, room = _sums(reader, items)
        size = len(items)
        people: Counter[Name] = Counter({(SILENT, held): -1 for held in reader.roster.adults})
        for sign, edge in ((1, 2 * score - 1 - beyond), (-1, 2 * score + 1 + beyond)):
            if (score >= 100 - closest and sign < 0) or (score <= closest and sign > 0):
                # What is closer to an end prints as this: the row would say more than is known.
                continue
            terms: Counter[Name] = Counter()
            for part, times in ((sums, sign), (room, 1), (people, -sign * POINT * size * edge)):
                for name, one in part.items():
                    terms[name] += times * one
            constant = -sign * POINT * size * edge * reader.adults
            known = _pop_known(system, reader, terms)
            system.say(dict(terms), -constant - known, inf, f"score of {items}")


def _closest_to_an_end(reader: Reader, items: tuple[str, ...]) -> int:
    """The points from an end of the scale within which scores print alike.

    As wide as open ends of shares: the least of 5, 10 ... that holds as many others as must be
    able to differ; from nine in ten on as if just nine in ten adults had answered.
    """
    enough = -(-2 * len(items) // 3)
    scored = sum(
        sum((answers or {}).get(item) is not None for item in items) >= enough
        for _held, answers in reader.people
    )
    if reader.near_complete:
        scored = min(scored, -(-9 * reader.adults // 10))
    return next(edge for edge in range(5, 105, 5) if 100 * reader.others_of_all < edge * scored)


def _beyond(reader: Reader, items: tuple[str, ...]) -> int:
    """How many half points from a score the mean may be, of which a question has an open upper end.

    The others, who must be thought to be there, move it by so much, and a point for rounding. From
    nine in ten on more, also without such an end.
    """
    shown = [reader.items[item] for item in items]
    fewest: int = min(item["answered"] for item in shown)
    # From nine in ten on a mean is half a person off, as the shares are.
    off = -(-100 // fewest) if reader.near_complete else 0
    if not any(str(band["percent"]).startswith(">") for item in shown for band in item["bands"]):
        return off
    return off + 3 + 200 * reader.others_of_all // fewest


def _sums(reader: Reader, items: tuple[str, ...]) -> tuple[Counter[Name], Counter[Name]]:
    """The sum of all points, in 24 parts of one, and how far skips may have moved it."""
    sums: Counter[Name] = Counter()
    room: Counter[Name] = Counter()
    for item in items:
        values = reader.values(item)
        lowest, highest = min(values), max(values)
        for value in values:
            steps = highest - value if reader.items[item]["reverse"] else value - lowest
            sums[(item, value)] = 2 * POINT * 100 * steps // (highest - lowest)
        for held in reader.roster.adults:
            room[(item, held, SKIPPED)] = 2 * POINT * MOVED_BY_A_SKIP * len(items)
    return sums, room


def _pop_known(system: System, reader: Reader, terms: Counter[Name]) -> int:
    """Take the unknowns that the system does not have out of some terms: what they come to."""
    others = [name for name in terms if name not in system.upper]
    truths: Counter[Name] = Counter()
    for item in {name[0] for name in others}:
        (bins,) = reader.kinds(item)
        truths.update(reader.truth_of(item, bins))
    return sum(terms.pop(name) * truths[name] for name in others)
