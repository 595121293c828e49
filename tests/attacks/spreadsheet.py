"""A landlord with a spreadsheet: adds and subtracts printed figures until a few people are left.

Knows the roster, and at worst who answered what; reads the release document and nothing else of
the answers. Knows no solver and nothing of how releases are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, product
from typing import Any

from tests.support.populations import Person

Document = Mapping[str, Any]
Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """Some people, and between which counts each kind of answer lies among them."""

    title: str
    people: frozenset[str]
    counts: Mapping[str, Ends]


@dataclass(frozen=True, slots=True)
class Crack:
    """What was worked out of whom."""

    item: str
    people: frozenset[str]
    answer: str
    between: Ends
    by: str


def crack(
    document: Document, people: Sequence[Person], *, few: int = 10, outsiders: int = 2
) -> list[Crack]:
    """Everybody of whom an answer follows: of few people, at least half of one kind; of more,
    so many of one kind that fewer than `outsiders` are of any other.
    """
    found = []
    for item in document["items"]:
        columns = columns_of(document, item["id"], people)
        for title, left, counts in differences(columns):
            for answer, (low, high) in counts.items():
                if len(left) < few:
                    known = low >= 1 and (low == high or 2 * low >= len(left))
                else:
                    known = len(left) - low < outsiders
                if known:
                    found.append(Crack(item["id"], left, answer, (low, high), title))
    return found


def columns_of(document: Document, item_id: str, people: Sequence[Person]) -> list[Column]:
    """Everybody, and every group with a printed figure."""
    answered = [person for person in people if item_id in (person.answers or {})]
    item = next(item for item in document["items"] if item["id"] == item_id)
    columns = []
    if item["state"] == "shown":
        columns.append(_column("all", [person.name for person in answered], item["bands"]))
    for cut in document["cuts"]:
        for split in cut["items"]:
            if split["id"] == item_id and split["state"] == "shown":
                for group in split["groups"]:
                    inside = [
                        person.name
                        for person in answered
                        if person.groups.get(cut["id"]) == group["id"]
                    ]
                    columns.append(_column(f"{cut['id']}:{group['id']}", inside, group["bands"]))
    return [column for column in columns if column.people and column.counts]


def differences(
    columns: Sequence[Column],
) -> Iterator[tuple[str, frozenset[str], dict[str, Ends]]]:
    """Every sum of columns, some of them taken away, that leaves each person in once or not."""
    alike: dict[tuple[bool, ...], set[str]] = {}
    for name in frozenset().union(*(column.people for column in columns)):
        alike.setdefault(tuple(name in column.people for column in columns), set()).add(name)
    for signs in product((0, 1, -1), repeat=len(columns)):
        used = [(sign, column) for sign, column in zip(signs, columns, strict=True) if sign]
        times = {held: sum(compress(signs, held)) for held in alike}
        left = frozenset().union(*(alike[held] for held, count in times.items() if count == 1))
        if not used or not left or any(count not in (0, 1) for count in times.values()):
            continue
        counts = {}
        for answer in used[0][1].counts:
            ends = [
                (sign * column.counts[answer][0], sign * column.counts[answer][1])
                for sign, column in used
                if answer in column.counts
            ]
            if len(ends) == len(used):
                low = max(0, sum(min(pair) for pair in ends))
                high = min(len(left), sum(max(pair) for pair in ends))
                counts[answer] = (low, high)
        title = " ".join(f"{'+' if sign > 0 else '-'}{column.title}" for sign, column in used)
        yield title, left, counts


def _column(title: str, names: Sequence[str], bands: Sequence[Mapping[str, Any]]) -> Column:
    size = len(names)
    counts = {band["id"]: counts_between(band["percent"], size) for band in bands} if size else {}
    return Column(title, frozenset(names), counts)


def counts_between(printed: Any, size: int) -> Ends:
    """The smallest and the largest count of so many people that print as this."""
    fitting = [count for count in range(size + 1) if _prints(count, size, printed)]
    # A share of weighted people need not fit any count of plain people: then it says nothing.
    return (fitting[0], fitting[-1]) if fitting else (0, size)


def _prints(count: int, size: int, printed: Any) -> bool:
    if isinstance(printed, int):
        # Halves go up, except that the second of two shares is what the first leaves.
        return abs(100 * count - printed * size) * 2 <= size
    edge = int(printed[1:])
    return 100 * count < edge * size if printed[0] == "<" else 100 * count > edge * size
