"""What a missing split tells: its possible reasons, the one that is true, and the others.

M1 a reason holds for the counts that it speaks of, and for no others
M2 what it imposes are the worlds in which it holds
M3 a question has every reason in every shown group and the remainder; an option only alikeness
M4 where single groups have no figures, the reasons are theirs alone
M5 the true way comes first, then one mask changed at a time; what has no true reason tells nothing
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from survey.core.disclosure.attacker.limits import no_limits
from survey.core.disclosure.attacker.masks import Reason, reasons_for, variants_of
from survey.core.disclosure.attacker.printed import Mask, Reading, read_document
from survey.core.disclosure.attacker.roster import Circle, Ints
from survey.core.disclosure.attacker.units import Unit

SHOWN = ("s0", "s1")
EVERYBODY = np.ones(2, dtype=bool)
CIRCLES = tuple(Circle("stratum", group, SHOWN, EVERYBODY) for group in (*SHOWN, ""))
UNIT = Unit("q", None, "scale", ("unfavorable", "favorable"), ((1, 2), (4, 5)), (0, 1))


def _reading(*groups: dict[str, object], state: str = "shown") -> Reading:
    states = [{"id": group, "state": "shown"} for group in SHOWN]
    split = {"id": "q", "state": state, "groups": list(groups)}
    document = {
        "promise": {"min_group": 10},
        "response": {},
        "items": [{"id": "q", "state": "shown"}],
        "cuts": [{"id": "stratum", "groups": states, "items": [split]}],
    }
    return read_document(document, [UNIT])


def _group(name: str, *, bare: bool = False) -> dict[str, object]:
    bands = [] if bare else [{"id": "unfavorable", "percent": 40}]
    return {"id": name, "bands": bands, "options": None}


def _inside(*counts: tuple[int, int]) -> Ints:
    return np.array(counts, dtype=np.int64)


@pytest.mark.parametrize(
    ("reason", "counts", "holds"),
    [
        (Reason(0, False, None, 10, 2), (5, 4), True),
        (Reason(0, False, None, 10, 2), (5, 5), False),
        (Reason(0, False, None, 10, 2), (0, 0), True),
        (Reason(0, True, None, 10, 2), (0, 0), False),
        (Reason(0, False, 1, 10, 2), (1, 20), True),
        (Reason(0, False, 1, 10, 2), (2, 20), False),
        (Reason(0, False, 0, 10, 2), (1, 20), False),
        (Reason(0, True, 1, 10, 2), (0, 0), False),
    ],
)
def test_m1_holds(reason: Reason, counts: tuple[int, int], *, holds: bool) -> None:
    """M1: nobody is too few in a group; in a remainder nobody is no remainder."""
    assert reason.holds(_inside(counts)) is holds


@pytest.mark.parametrize("rest", [False, True])
@pytest.mark.parametrize("place", [None, 0, 1])
def test_m2_imposes(place: int | None, *, rest: bool) -> None:
    """M2: a pair of counts is within the limits just if the reason holds for it."""
    reason = Reason(1, rest, place, 5, 2)
    limits = no_limits(3, 2)
    reason.impose(limits)
    for pair in product(range(8), range(8)):
        answered = sum(pair)
        outside = answered - np.array(pair)
        within = limits.answered_low[1] <= answered <= limits.answered_high[1]
        within &= (outside <= limits.outside_high[1]).all()
        assert bool(within) is reason.holds(_inside((9, 9), pair, (9, 9)))


def test_m3_reasons() -> None:
    """M3: too few, or all alike in one of two bins, in two groups and what they leave over."""
    reading = _reading(state="hidden")
    [mask] = reading.masks[UNIT.key]
    assert mask == Mask("stratum", whole=True)
    reasons = reasons_for(mask, reading, CIRCLES, 2, 3)
    assert {(one.circle, one.place) for one in reasons} == set(product(range(3), (None, 0, 1)))
    assert {one.circle for one in reasons if one.rest} == {2}
    assert {(one.smallest, one.outsiders) for one in reasons} == {(10, 3)}
    option = reasons_for(Mask("stratum", whole=False), reading, CIRCLES, 2, 3)
    assert {one.place for one in option} == {0, 1}
    other = tuple(Circle("stratum", "s0", ("s0",), EVERYBODY) for _ in range(2))
    assert reasons_for(mask, reading, other, 2, 3) == ()


def test_m4_one_group_alone() -> None:
    """M4: its figures left out, or the whole group left out of the question."""
    for groups in ((_group("s0"), _group("s1", bare=True)), (_group("s0"),)):
        reading = _reading(*groups)
        [mask] = reading.masks[UNIT.key]
        assert mask == Mask("stratum", whole=True, groups=("s1",))
        assert {one.circle for one in reasons_for(mask, reading, CIRCLES, 2, 2)} == {1}
    assert _reading(_group("s0"), _group("s1")).masks[UNIT.key] == ()
    everywhere = _reading(_group("s0", bare=True), _group("s1", bare=True))
    assert everywhere.masks[UNIT.key] == (Mask("stratum", whole=True),)


def test_m5_variants() -> None:
    """M5"""
    inside = _inside((12, 1), (4, 4), (20, 20))
    alike, short, wrong = (
        Reason(0, False, 0, 10, 2),
        Reason(1, False, None, 10, 2),
        Reason(2, True, 1, 10, 2),
    )
    assert [one.holds(inside) for one in (alike, short, wrong)] == [True, True, False]
    assert variants_of([], inside) == ((),)
    assert variants_of([(wrong,)], inside) == ((),)
    ways = variants_of([(wrong, alike), (wrong,), (short, alike)], inside)
    assert ways == ((alike, short), (wrong, short), (alike, alike))
