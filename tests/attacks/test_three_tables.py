"""Three two-way tables: each is harmless, and together they are the table of all three.

L1 three tables of counts fix a cell that none of them has
L2 ours has no table of two ways, and its three one-way breakdowns leave every cell open
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from random import Random

import pytest

from tests.support.asked import asking
from tests.support.populations import make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit
from tests.support.shapes import STRATUM, Shape

Cell = tuple[int, int, int]
Table = Mapping[Cell, int]
CELLS: tuple[Cell, ...] = tuple((a, b, c) for a, b, c in product((0, 1), repeat=3))


def two_way(table: Table) -> dict[tuple[int, ...], int]:
    """The three two-way tables of a table of three ways."""
    found: dict[tuple[int, ...], int] = {}
    for first, second in combinations(range(3), 2):
        for cell, count in table.items():
            key = (first, second, cell[first], cell[second])
            found[key] = found.get(key, 0) + count
    return found


def worlds(printed: Mapping[tuple[int, ...], int]) -> Iterator[Table]:
    """Every table that prints these two-way tables: they differ by one number only."""
    for corner in range(max(printed.values()) + 1):
        table = {(0, 0, 0): corner}
        table[(0, 0, 1)] = printed[(0, 1, 0, 0)] - corner
        table[(0, 1, 0)] = printed[(0, 2, 0, 0)] - corner
        table[(1, 0, 0)] = printed[(1, 2, 0, 0)] - corner
        table[(0, 1, 1)] = printed[(0, 1, 0, 1)] - table[(0, 1, 0)]
        table[(1, 0, 1)] = printed[(0, 1, 1, 0)] - table[(1, 0, 0)]
        table[(1, 1, 0)] = printed[(0, 2, 1, 0)] - table[(1, 0, 0)]
        table[(1, 1, 1)] = printed[(0, 1, 1, 1)] - table[(1, 1, 0)]
        if min(table.values()) >= 0 and two_way(table) == printed:
            yield table


def test_linkage() -> None:
    """L1: with noughts and ones in it, three tables are often one."""
    draw = Random(3)
    fixed = 0
    for _ in range(200):
        table = {cell: draw.choice((0, 1, 2, 5, 9, 14)) for cell in CELLS}
        same = list(worlds(two_way(table)))
        assert table in same
        fixed += len(same) == 1
    assert fixed > 40


@pytest.mark.parametrize("seed", range(4))
def test_three_breakdowns(seed: int) -> None:
    """L2"""
    draw = Random(seed)
    shape = Shape(
        adults=draw.randint(90, 400),
        response=draw.uniform(0.5, 0.97),
        strata=(0.4, 0.6),
        cuts=(STRATUM, "dem_los", "dem_age"),
        gap=1.0,
    )
    population = make_population(seed, shape, questionnaire=asking("out_sat_01", "per_bel_01"))
    document = release_of(population)
    for cut in document["cuts"]:
        promised = {group["id"] for group in cut["groups"]}
        assert all({group["id"] for group in split["groups"]} <= promised for split in cut["items"])
    assert [item["state"] for item in document["items"]] == ["shown", "shown"]
    assert audit(document, population.truth) == []
