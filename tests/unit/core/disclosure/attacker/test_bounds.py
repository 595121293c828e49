"""Exact ranges.

B1  As many hundred small systems, exactly as trying everything says
B2  The same where the numbers are too large for floating point
B3  Whole people: where halves would leave a range open, or possible, and whole numbers do not
B4  Unbounded sides are proven, not guessed
B5  Fractions: 0.1 three times is 0.3; continuous unknowns have exact ends
B6  Large numbers with small differences
B7  Out of time, or without time, nothing is claimed that is not proven
B8  A system that says nothing, or nothing new
B9  Published tables: suppressed cells, exact ones found
B10 Several objectives on one prepared system, loose worlds included
"""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from survey.core.disclosure.attacker.bounds import Prepared, bounds_of, is_feasible
from survey.core.disclosure.attacker.system import Row, System, Variable
from tests.unit.core.disclosure.attacker.systems import (
    SECONDS,
    bounds,
    by_trying_everything,
    counts,
    fractions,
    proven,
    row,
    system,
    unknown,
)


def _any_system(seed: int, largest: int) -> tuple[System, dict[str, Fraction]]:
    """A small system around a true point, sometimes contradictory, with weights up to `largest`."""
    chance = random.Random(seed)
    sizes = [chance.randint(0, 5) for _ in range(chance.randint(1, 5))]
    starts = [chance.randint(-3, 2) for _ in sizes]
    variables = [
        Variable(f"x{j}", start - Fraction(chance.choice([0, 1]), 3), Fraction(start + size))
        for j, (start, size) in enumerate(zip(starts, sizes, strict=True))
    ]
    truth = [start + chance.randint(0, size) for start, size in zip(starts, sizes, strict=True)]
    rows = []
    unit = chance.choice([1, 1, 3, 10, 100])
    for _ in range(chance.randint(0, 5)):
        terms = {
            f"x{j}": Fraction(_weight(chance, largest), unit)
            for j in range(len(sizes))
            if chance.random() < 0.8
        }
        total = sum((t * truth[int(name[1:])] for name, t in terms.items()), Fraction(0))
        total += Fraction(chance.choice([0] * 8 + [1, -1]), unit)
        width = Fraction(chance.choice(["0", "0", "1/2", "2", str(largest)]))
        low = total - width if chance.random() < 0.85 else None
        rows.append(Row(terms, low, total + width if chance.random() < 0.85 else None))
    target = {
        f"x{j}": Fraction(chance.randint(-3, 3), chance.choice([1, 1, 3]))
        for j in range(len(sizes))
    }
    return System(tuple(variables), tuple(rows)), target


def _weight(chance: random.Random, largest: int) -> int:
    """Any weight, or one near a multiple of the largest: large numbers that nearly cancel."""
    if chance.random() < 0.5:
        return chance.randint(-largest, largest)
    return chance.choice([-1, 1, 2]) * largest + chance.randint(-2, 2)


def _agrees(seed: int, largest: int) -> bool:
    of, terms = _any_system(seed, largest)
    expected = by_trying_everything(of, terms)
    if expected is None:
        return is_feasible(of, time_limit=SECONDS) == "infeasible"
    found = bounds_of(of, terms, time_limit=SECONDS)
    return (found.low, found.high, found.status) == (*expected, "proven")


@pytest.mark.parametrize("largest", [1, 2, 5, 50, 1000])
def test_b1_as_trying_everything_says(largest: int) -> None:
    wrong = [seed for seed in range(30) if not _agrees(seed, largest)]
    assert wrong == []


@pytest.mark.parametrize("largest", [10**6, 10**9, 10**12, 10**17])
def test_b2_beyond_floating_point(largest: int) -> None:
    wrong = [seed for seed in range(25) if not _agrees(seed, largest)]
    assert wrong == []


def test_b3_a_range_that_only_halves_leave_open() -> None:
    """2 x + 2 y + z = 3 with z at most 1: halves allow z from 0, whole numbers force z = 1."""
    of = system([*counts("x y", 5), unknown("z", 0, 1)], row({"x": 2, "y": 2, "z": 1}, 3, 3))
    assert bounds(of, {"z": 1}) == proven(1, 1)


def test_b3_a_percentage_with_a_hidden_base() -> None:
    """29 % of 10 to 14 people: only 4 of 14, although 10 x 0.29 to 14 x 0.29 is 2.9 to 4.06."""
    of = system(
        [unknown("yes", 0, 14), unknown("n", 10, 14)],
        row({"yes": 1, "n": "-0.285"}, 0, None),
        row({"yes": 1, "n": "-0.295"}, None, 0),
    )
    assert bounds(of, {"n": 1}) == proven(14, 14)
    assert bounds(of, {"yes": 1}) == proven(4, 4)


def test_b3_a_mean_with_its_deviation() -> None:
    """Ten answers 1 to 5, mean 4.8, sum of squares 234: halves leave the fives open, people not."""
    points = [unknown(f"x{v}", 0, 10) for v in range(1, 6)]
    of = system(
        points,
        row({f"x{v}": 1 for v in range(1, 6)}, 10, 10),
        row({f"x{v}": v for v in range(1, 6)}, 48, 48),
        row({f"x{v}": v * v for v in range(1, 6)}, 234, 234),
    )
    assert bounds(of, {"x5": 1}) == proven(9, 9)
    assert bounds(of, {"x3": 1}) == proven(1, 1)
    halves = System(
        tuple(Variable(one.name, one.lower, one.upper, False) for one in points), of.rows
    )
    low, high = (bounds(halves, {"x5": 1}).low, bounds(halves, {"x5": 1}).high)
    assert low is not None
    assert high is not None
    assert high - low > Fraction(1, 4)


@pytest.mark.parametrize(
    "rows",
    [
        [row({"x": 2}, 1, 1)],
        [row({"x": 2, "y": -2}, 1, 1)],
        [row({"x": 1, "y": 1, "z": -2}, 0, 0), row({"x": 1, "y": 1, "w": -2}, 1, 1)],
        [row({"x": 6, "y": 10, "z": 15, "w": 30}, 1, 1), row({"z": 1}, 0, 0)],
        [row({"x": "0.5"}, "0.7", "0.9")],
    ],
)
def test_b3_halves_would_fit_and_people_do_not(rows: list[Row]) -> None:
    of = system(counts("x y z w", 40), *rows)
    assert is_feasible(of, time_limit=SECONDS) == "infeasible"


def test_b3_sides_that_cross() -> None:
    assert is_feasible(system([unknown("x", 3, 2)]), time_limit=1) == "infeasible"
    assert is_feasible(system([unknown("x", "0.2", "0.8")]), time_limit=1) == "infeasible"
    assert is_feasible(system([unknown("x", 0, 9)], row({"x": 1}, 5, 4)), time_limit=1) == (
        "infeasible"
    )
    assert is_feasible(system([], row({}, 1, 2)), time_limit=1) == "infeasible"


def test_b4_unbounded() -> None:
    x, y = unknown("x", None, None), unknown("y", 0, None)
    of = system([x, y], row({"x": 1, "y": -1}, 0, 3))
    assert bounds(of, {"x": 1}) == proven(0, None)
    assert bounds(of, {"x": -1}) == proven(None, 0)
    assert bounds(of, {"x": 1, "y": -1}) == proven(0, 3)
    assert bounds(system([x]), {"x": "0.5"}) == proven(None, None)


def test_b4_bounded_though_the_region_is_not() -> None:
    """Along (2, 1) for ever: x - 2 y stays, x + y does not."""
    variables = [unknown("x", None, None), unknown("y", None, None)]
    of = system(variables, row({"x": 3, "y": -6}, "-4.5", 7))
    assert bounds(of, {"x": 1, "y": -2}) == proven(-1, 2)
    assert bounds(of, {"x": 1, "y": 1}) == proven(None, None)


def test_b4_contradictory_is_not_unbounded() -> None:
    variables = [unknown("x", 0, None), unknown("y", 0, None)]
    of = system(variables, row({"x": 2, "y": -2}, 1, 1))
    assert is_feasible(of, time_limit=SECONDS) == "infeasible"


def test_b5_a_tenth_three_times() -> None:
    """x + y + z >= 3 in tenths: 0.1 * 3 is 0.3 exactly, so one of each is enough."""
    of = system(counts("x y z", 9), row({"x": "0.1", "y": "0.1", "z": "0.1"}, "0.3", None))
    assert bounds(of, {"x": 1, "y": 1, "z": 1}) == proven(3, 27)
    tight = system(counts("x y", 9), row({"x": "0.1", "y": "0.2"}, "0.3", "0.3"))
    assert bounds(tight, {"x": 1}) == proven(1, 3)
    assert bounds(tight, {"x": "0.1"}) == proven("0.1", "0.3")


def test_b5_continuous() -> None:
    share = unknown("share", 0, 1, integer=False)
    of = system([share, unknown("n", 0, 10)], row({"share": 3, "n": 1}, 1, 1))
    assert bounds(of, {"share": 1}) == proven(0, Fraction(1, 3))
    assert bounds(of, {"share": 1, "n": "0.1"}) == proven("0.1", Fraction(1, 3))
    assert bounds(of, {"n": 1}) == proven(0, 1)


def test_b5_continuous_without_ends() -> None:
    x, y = unknown("x", None, None, integer=False), unknown("y", None, None, integer=False)
    of = system([x, y], row({"x": 7, "y": 7}, 1, None), row({"x": 3, "y": -3}, None, 1))
    found = bounds(of, {"y": 1})
    assert (found.low, found.high, found.status) == (Fraction(-2, 21), None, "proven")


def test_b6_large_numbers_with_small_differences() -> None:
    million = 10**12
    of = system(
        counts("x y z", million),
        row({"x": 1, "y": 1, "z": 1}, million, million),
        row({"x": 1, "y": -1}, 1, None),
    )
    assert bounds(of, {"x": 1}) == proven(1, million)
    assert bounds(of, {"y": 1}) == proven(0, million // 2 - 1)
    near = system([unknown("x", 10**15, 10**15 + 3)], row({"x": 3}, 3 * 10**15 + 1, None))
    assert bounds(near, {"x": 1}) == proven(10**15 + 1, 10**15 + 3)


def test_b6_a_weight_that_hides_a_tolerance() -> None:
    """10^7 x >= y >= 1: a solver's tolerance of a millionth lets x stay 0, exactness does not."""
    of = system([unknown("x", 0, 1), unknown("y", 1, 10**7)], row({"x": 10**7, "y": -1}, 0, None))
    assert bounds(of, {"x": 1}) == proven(1, 1)
    weights = {"x": 10**9, "y": -(10**9), "z": 1}
    assert bounds(system(counts("x y z", 10), row(weights, 3, 3)), {"z": 1}) == proven(3, 3)


def _market_split() -> System:
    """Two sums of forty weights, half of them chosen: too hard for any search in a moment."""
    chance = random.Random(7)
    names = [f"x{j}" for j in range(40)]
    rows = []
    for _ in range(4):
        weights = {name: chance.randint(0, 99) for name in names}
        half = sum(weights.values()) // 2
        rows.append(row(weights, half, half))
    return system([unknown(name, 0, 1) for name in names], *rows)


def test_b7_out_of_time() -> None:
    of = _market_split()
    found = bounds_of(of, fractions({"x0": 1, "x1": 1}), time_limit=0.2)
    assert found.status == "undecided"
    assert found.low in (None, 0)
    assert found.high in (None, 2)
    assert is_feasible(of, time_limit=0) == "undecided"


def test_b8_nothing_said() -> None:
    assert bounds(system([]), {}) == proven(0, 0)
    assert bounds(system([unknown("x", 1, 4)]), {"x": 2}) == proven(2, 8)
    assert bounds(system([unknown("x", 1, 4)]), {}) == proven(0, 0)
    said_twice = [row({"x": 1, "y": 1}, 2, 3), row({"x": 2, "y": 2}, 4, 8), row({"y": 0}, 0, None)]
    assert bounds(system(counts("x y", 9), *said_twice), {"x": 1, "y": 1}) == proven(2, 3)


def _table(rows: int, columns: int, hidden: set[tuple[int, int]], seed: int) -> System:
    """A table with its margins, of which the cells in `hidden` are not printed."""
    chance = random.Random(seed)
    cells = {(i, j): chance.randint(0, 30) for i in range(rows) for j in range(columns)}
    largest = sum(cells.values())
    printed = [
        row({f"c{i}.{j}": 1}, cells[i, j], cells[i, j]) for i, j in cells if (i, j) not in hidden
    ]
    for i in range(rows):
        total = sum(cells[i, j] for j in range(columns))
        printed.append(row({f"c{i}.{j}": 1 for j in range(columns)}, total, total))
    for j in range(columns):
        total = sum(cells[i, j] for i in range(rows))
        printed.append(row({f"c{i}.{j}": 1 for i in range(rows)}, total, total))
    return system([unknown(f"c{i}.{j}", 0, largest) for i, j in cells], *printed)


def test_b9_a_bridge_of_hidden_cells_is_exact() -> None:
    """Two hidden cycles joined by one cell: that cell is a bridge, hence exact (Gusfield 1988)."""
    cycle = {(0, 0), (0, 1), (1, 0), (1, 1)}
    other = {(2, 2), (2, 3), (3, 2), (3, 3)}
    of = _table(4, 4, cycle | other | {(1, 2)}, seed=3)
    bridge = bounds(of, {"c1.2": 1})
    assert bridge.low == bridge.high
    inside = bounds(of, {"c0.0": 1})
    assert (inside.low or 0) < (inside.high or 0)


def test_b9_a_table_of_twenty_by_five() -> None:
    hidden = {(i, j) for i in range(20) for j in range(5)}
    of = _table(20, 5, hidden, seed=5)
    prepared = Prepared(of)
    for name in ("c0.0", "c7.3", "c19.4"):
        rows = [one for one in of.rows if name in one.terms]
        across, down = sorted(one.low or 0 for one in rows)
        everything = sum((one.low or 0 for one in of.rows[:20]), Fraction(0))
        low = prepared.solve({name: Fraction(1)}, sense="min", time_limit=SECONDS)
        high = prepared.solve({name: Fraction(1)}, sense="max", time_limit=SECONDS)
        # Fréchet bounds, which are sharp when only the margins are printed.
        assert (low.bound, high.bound) == (max(0, across + down - everything), across)


def test_b10_many_objectives() -> None:
    of = system(counts("x y z", 6), row({"x": 1, "y": 1}, 4, 6), row({"y": 2, "z": 3}, 5, 9))
    prepared = Prepared(of)
    for seed in range(12):
        weights = np.random.default_rng(seed).integers(-5, 6, size=3)
        terms = {name: Fraction(int(w)) for name, w in zip("xyz", weights, strict=True)}
        expected = by_trying_everything(of, terms)
        solved = prepared.solve(weights, sense="max", time_limit=SECONDS)
        assert solved.point is not None
        assert of.admits(solved.point)
        assert expected is not None
        assert (solved.status, solved.value, solved.bound) == ("optimal", expected[1], expected[1])
        loose = prepared.solve(terms, sense="min", gap=0.5, time_limit=SECONDS)
        assert loose.point is not None
        assert of.admits(loose.point)
