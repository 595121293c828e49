"""Points that were met for other objectives: fewer programs, the same ranges.

M1 every range of a three-way table, from one prepared system, is that of a system of its own
M2 most of the programs are spared
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from survey.core.disclosure.attacker.bounds import Prepared, bounds_of
from survey.core.disclosure.attacker.solver import Model, Suggestion
from survey.core.disclosure.attacker.system import Row, System, Variable

SIDES = (5, 4, 3)


def _three_two_way_tables(seed: int) -> System:
    """A random table of 5 by 4 by 3 cells; all three of its two-way tables are published."""
    truth = np.random.default_rng(seed).poisson(1.5, size=SIDES)
    cells = list(product(*map(range, SIDES)))
    rows = []
    for summed in range(3):
        shown = [place for place in range(3) if place != summed]
        for at in product(*(range(SIDES[place]) for place in shown)):
            inside = [cell for cell in cells if tuple(cell[place] for place in shown) == at]
            total = Fraction(sum(int(truth[cell]) for cell in inside))
            rows.append(Row({str(cell): Fraction(1) for cell in inside}, total, total))
    variables = tuple(Variable(str(cell), Fraction(0), Fraction(40)) for cell in cells)
    return System(variables, tuple(rows))


def test_m1_m2_the_same_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    system = _three_two_way_tables(seed=2)
    names = [variable.name for variable in system.variables][::3]
    alone = {name: bounds_of(system, {name: Fraction(1)}, time_limit=60) for name in names}
    asked = []
    whole = Model.minimise

    def counted(self: Model, *given: Any, **named: Any) -> Suggestion:
        asked.append(given)
        return whole(self, *given, **named)

    monkeypatch.setattr(Model, "minimise", counted)
    prepared = Prepared(system)
    for name in names:
        for sense, end in (("min", alone[name].low), ("max", alone[name].high)):
            solved = prepared.solve({name: Fraction(1)}, sense=sense, time_limit=60)  # type: ignore[arg-type] # one of two words
            assert (solved.status, solved.value, solved.bound) == ("optimal", end, end)
            assert solved.point is not None
            assert system.admits(solved.point)
            assert solved.point[name] == end
    assert alone[names[0]].status == "proven"
    assert 0 < len(asked) < len(names)
