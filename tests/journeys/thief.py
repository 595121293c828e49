"""A thief who has every letter, saw who sent when, and copies the database twice; not its keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from survey.db import Base, db
from tests.support.burglary import Loot

Tables = dict[str, list[tuple[Any, ...]]]
Order = Sequence[int]
"""Homes, one after another."""

SHUFFLES = 20_000
AT_ONCE = 1_000
ALARM = 0.0001
"""Chance alone sounds the alarm once in ten thousand verdicts."""


def copy_tables() -> Tables:
    """Every row of every table, in no order that matters."""
    db.session.rollback()
    copied = {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return copied


def changed_between(before: Tables, after: Tables) -> dict[str, tuple[int, int]]:
    """Table -> rows that went and rows that came."""
    found = {}
    for name in before:
        old, new = set(map(repr, before[name])), set(map(repr, after[name]))
        if old != new:
            found[name] = (len(old - new), len(new - old))
    return found


def keys_in(copies: Iterable[Tables]) -> set[bytes]:
    """Whatever could be a key of 32 bytes: pieces of what is stored, and hashes of it."""
    found = {bytes(32), b"\xff" * 32}
    for tables in copies:
        for rows in tables.values():
            for value in (value for row in rows for value in row):
                for raw in _bytes_of(value):
                    found.add(hashlib.sha256(raw).digest())
                    found.update(raw[at : at + 32] for at in {0, 1, len(raw) - 32} if at >= 0)
    return {key for key in found if len(key) == 32}


def _bytes_of(value: Any) -> Iterator[bytes]:
    """A value as bytes in the ways it may be meant."""
    if isinstance(value, bytes | memoryview):
        yield bytes(value)
    elif isinstance(value, str):
        yield value.encode()
        try:
            yield bytes.fromhex(value)
        except ValueError:
            if value[:1] == "{":
                yield from _bytes_of(json.loads(value).get("public_key"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strongest link between any two orders, and how often chance alone is as strong."""

    correlation: float
    chance: float


def judge(known: Sequence[Order], lying: Sequence[Order]) -> Verdict:
    """Lay every known order of homes beside every order in which rows lie.

    The strongest rank correlation of all is compared with that of the same orders after the
    homes were given to the rows at random, many times: an exact test for all of them together,
    whether or not the orders resemble one another.
    """
    homes = sorted(known[0])
    left = np.array([_ranks(order, homes) for order in known])
    right = np.array([_ranks(order, homes) for order in lying])
    best = float(np.abs(left @ right.T).max())
    as_strong = sum(int((some >= best - 1e-12).sum()) for some in _strongest_by_chance(left, right))
    return Verdict(best, (1 + as_strong) / (1 + SHUFFLES))


def _ranks(order: Order, homes: Sequence[int]) -> NDArray[np.float64]:
    """The place of each home in an order, centred and of length one."""
    place = {home: at for at, home in enumerate(order)}
    ranks = np.array([place[home] for home in homes], dtype=np.float64)
    centred = ranks - ranks.mean()
    unit: NDArray[np.float64] = centred / np.linalg.norm(centred)
    return unit


def _strongest_by_chance(
    left: NDArray[np.float64], right: NDArray[np.float64]
) -> Iterator[NDArray[np.float64]]:
    """The strongest link of each shuffle, a thousand of them at a time."""
    draw = np.random.default_rng(20_261_123)
    homes = np.tile(np.arange(right.shape[1]), (AT_ONCE, 1))
    for _batch in range(SHUFFLES // AT_ONCE):
        shuffled = right[:, draw.permuted(homes, axis=1)]
        links = np.tensordot(left, shuffled, axes=(1, 2))
        yield np.abs(links).max(axis=(0, 1))


def blurred(order: Order, places: float, seed: int) -> list[int]:
    """An order that leaks a little: everybody up to some places away from where they were."""
    draw = Random(seed)
    moved = {home: at + draw.gauss(0, places) for at, home in enumerate(order)}
    return sorted(order, key=lambda home: moved[home])


def places_on_disk(loot: Loot, needles: dict[int, bytes]) -> list[int]:
    """The homes in the order in which something of theirs lies in the files."""
    at = {
        home: max(content.find(needle) for content in loot.files.values())
        for home, needle in needles.items()
    }
    assert min(at.values()) >= 0
    return sorted(needles, key=lambda home: at[home])
