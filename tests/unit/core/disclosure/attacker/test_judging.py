"""Judgements on files: attacks that an office or an evaluator would hand in.

J1  The paper's file is allowed, with its ranges
J2  "width" and "other_side", at their edges and with an open end
J3  A range that only halves leave open is refused
J4  Contradictory figures: infeasible, refused, nothing said of targets
J5  Out of time: undecided, refused, and what is printed contains the truth
J6  No targets, constant targets, repeated rows
J7  Fractional and continuous targets are printed exactly
J8  Published systems: percentages, masks, bands, two waves, three overlapping tables
J9  The same file, the same answer
J10 A world that does not satisfy the file as given proves nothing
"""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest

from survey.core.disclosure.attacker.bounds import Prepared, Solved
from survey.core.disclosure.attacker.files import read_question
from survey.core.disclosure.attacker.judging import is_open_enough, judge, judgement_document
from survey.core.disclosure.attacker.system import OtherSide, Width

Json = dict[str, Any]


def judged(content: Json, *, time_limit: float = 20.0) -> Json:
    question = read_question(json.dumps(content).encode())
    return judgement_document(judge(question, time_limit=time_limit))


def asked(variables: Json, rows: list[tuple[Json, Any, Any]], *targets: Json) -> Json:
    """A file: variables by name with (lb, ub), rows as (terms, lo, hi)."""
    return {
        "variables": [{"name": name, "lb": lb, "ub": ub} for name, (lb, ub) in variables.items()],
        "constraints": [{"terms": terms, "lo": lo, "hi": hi} for terms, lo, hi in rows],
        "targets": list(targets),
    }


def width(terms: Json, least: Any, name: str = "t") -> Json:
    return {"name": name, "terms": terms, "protect": {"kind": "width", "min_width": least}}


def other_side(terms: Json, total: Any, m: Any) -> Json:
    protect = {"kind": "other_side", "total": total, "m": m}
    return {"name": "t", "terms": terms, "protect": protect}


def only(document: Json) -> tuple[Any, Any, Any, Any]:
    target = document["targets"][0]
    return target["lo"], target["hi"], target["safe"], document["decision"]


def test_j1_the_paper() -> None:
    content = asked(
        {"EN": (0, 26), "OT": (0, 4), "D": (0, 12)},
        [({"EN": 1, "OT": 1}, 6, 6)],
        width({"OT": 1}, 3, "yes among other languages"),
        other_side({"D": 1}, 12, 2),
    )
    assert judged(content) == {
        "decision": "allow",
        "targets": [
            {
                "name": "yes among other languages",
                "lo": 0,
                "hi": 4,
                "status": "proven",
                "safe": True,
            },
            {"name": "t", "lo": 0, "hi": 12, "status": "proven", "safe": True},
        ],
        "infeasible": False,
    }


@pytest.mark.parametrize(
    ("low", "high", "protect", "safe"),
    [
        (2, 5, Width(Fraction(3)), True),
        (2, 4, Width(Fraction(3)), False),
        (None, 4, Width(Fraction(3)), True),
        (2, None, Width(Fraction(3)), True),
        (2, 10, OtherSide(Fraction(12), Fraction(2)), True),
        (11, 12, OtherSide(Fraction(12), Fraction(2)), False),
        (0, 1, OtherSide(Fraction(12), Fraction(2)), False),
        (10, 2, OtherSide(Fraction(12), Fraction(2)), True),
        (None, 2, OtherSide(Fraction(12), Fraction(2)), True),
        (None, 1, OtherSide(Fraction(12), Fraction(2)), False),
        (10, None, OtherSide(Fraction(12), Fraction(2)), True),
        (11, None, OtherSide(Fraction(12), Fraction(2)), False),
    ],
)
def test_j2_open_enough(
    low: int | None, high: int | None, protect: Width | OtherSide, safe: bool
) -> None:
    ends = (None if end is None else Fraction(end) for end in (low, high))
    assert is_open_enough(protect, *ends) is safe


def test_j2_open_ends() -> None:
    content = asked({"x": (2, None)}, [], width({"x": 1}, 1_000_000))
    assert only(judged(content)) == (2, None, True, "allow")
    content = asked({"x": (None, None)}, [], other_side({"x": 1}, 3, 1))
    assert only(judged(content)) == (None, None, True, "allow")


def test_j3_halves_would_pass() -> None:
    """x + y = 4 and 3 x + 5 y between 13 and 15: halves allow x from 2.5 to 3.5, people only 3."""
    content = asked(
        {"x": (0, 10), "y": (0, 10)},
        [({"x": 1, "y": 1}, 4, 4), ({"x": 3, "y": 5}, 13, 15)],
        width({"x": 1}, 1),
    )
    assert only(judged(content)) == (3, 3, False, "refuse")
    for variable in content["variables"]:
        variable["integer"] = False
    assert only(judged(content)) == (2.5, 3.5, True, "allow")


@pytest.mark.parametrize(
    "content",
    [
        asked({"x": (0, 9)}, [({"x": 2}, 1, 1)], width({"x": 1}, 0)),
        asked({"x": (3, 2)}, [], width({"x": 1}, 0)),
        asked({"x": (0, 9)}, [({"x": 1}, 6, 5)], width({"x": 1}, 0)),
        asked({"x": (0, 9), "y": (0, 9)}, [({"x": 1}, 10, None)], width({"y": 1}, 0)),
        asked({}, [({}, 1, None)], width({}, 0)),
    ],
)
def test_j4_contradictory(content: Json) -> None:
    nothing = {"name": "t", "lo": None, "hi": None, "status": "proven", "safe": False}
    expected = {"decision": "refuse", "targets": [nothing], "infeasible": True}
    assert judged(content) == expected
    assert judged({**content, "targets": []})["decision"] == "refuse"


def _hard() -> Json:
    """Four sums of forty weights, half of each: what is in which half takes a search for ever."""
    chance = random.Random(7)
    names = [f"x{j}" for j in range(40)]
    rows: list[tuple[Json, Any, Any]] = []
    for _ in range(4):
        weights = {name: chance.randint(0, 99) for name in names}
        rows.append((weights, sum(weights.values()) // 2, sum(weights.values()) // 2))
    return asked(dict.fromkeys(names, (0, 1)), rows, width({"x0": 1, "x1": 1}, 1))


@pytest.mark.parametrize("time_limit", [0.0, 0.1])
def test_j5_out_of_time(time_limit: float) -> None:
    document = judged(_hard(), time_limit=time_limit)
    target = document["targets"][0]
    assert (document["decision"], document["infeasible"]) == ("refuse", False)
    assert (target["status"], target["safe"]) == ("undecided", False)
    assert target["lo"] in (None, 0)
    assert target["hi"] in (None, 2)


def test_j6_nothing_to_protect() -> None:
    assert judged(asked({"x": (0, 9)}, [])) == {
        "decision": "allow",
        "targets": [],
        "infeasible": False,
    }
    assert judged(asked({}, []))["decision"] == "allow"
    assert only(judged(asked({}, [], width({}, 0)))) == (0, 0, True, "allow")
    assert only(judged(asked({"x": (0, 9)}, [], width({"x": 0}, 1)))) == (0, 0, False, "refuse")
    repeated = [({"x": 1, "y": 1}, 3, 3)] * 5 + [({"x": 2, "y": 2}, 6, None), ({"x": 0}, 0, 0)]
    content = asked({"x": (0, 9), "y": (0, 9)}, repeated, width({"x": 1}, 3))
    assert only(judged(content)) == (0, 3, True, "allow")


def test_j7_fractions() -> None:
    content = asked(
        {"x": (0, 3)}, [({"x": 0.1}, 0.1, 0.3)], width({"x": 0.1}, 0.2), width({"x": 0.1}, 0.21)
    )
    document = judged(content)
    assert only(document) == (0.1, 0.3, True, "refuse")
    assert document["targets"][1]["safe"] is False
    content = asked({"share": (0, None)}, [({"share": 3}, None, 1)], width({"share": 1}, 0))
    content["variables"][0]["integer"] = False
    low, high, _, _ = only(judged(content))
    assert (low, Fraction(1, 3) <= Fraction(repr(high))) == (0, True)
    assert Fraction(repr(high)) - Fraction(1, 3) < Fraction(1, 10**15)


def test_j8_a_share_that_betrays_a_small_group() -> None:
    """Property 43 % of 30; group A, 25 people, 48 % (12): the five others hold exactly one yes."""
    content = asked(
        {"A": (0, 25), "B": (0, 5)},
        [({"A": 1, "B": 1}, 12.75, 13.05), ({"A": 1}, 11.875, 12.125)],
        width({"B": 1}, 3),
    )
    assert only(judged(content)) == (1, 1, False, "refuse")


def test_j8_a_mask_that_tells() -> None:
    """ "<5 %" of 12 leaves only nobody; of 60 it leaves three values, not four."""
    content = asked({"x": (0, 12)}, [({"x": 100}, 0, 59.999)], width({"x": 1}, 1))
    assert only(judged(content)) == (0, 0, False, "refuse")
    content = asked({"x": (0, 60)}, [({"x": 100}, 0, 299.999)], width({"x": 1}, 3))
    assert only(judged(content)) == (0, 2, False, "refuse")


def test_j8_two_waves_differ_by_one_joiner() -> None:
    """The stayers' answers are the same in both waves: the joiner's answer is the difference."""
    content = asked(
        {"stayers": (0, 40), "joiner": (0, 1)},
        [({"stayers": 1}, 17, 17), ({"stayers": 1, "joiner": 1}, 18, 18)],
        width({"joiner": 1}, 1),
    )
    assert only(judged(content)) == (1, 1, False, "refuse")


def test_j8_three_two_way_tables() -> None:
    """All two-way margins of a 2x2x2 table with zeros in two places determine it."""
    cells = [f"{a}{b}{c}" for a in "01" for b in "01" for c in "01"]
    truth = dict(zip(cells, (0, 3, 0, 1, 4, 2, 1, 2), strict=True))
    rows: list[tuple[Json, Any, Any]] = []
    for kept in ((0, 1), (0, 2), (1, 2)):
        for values in ("00", "01", "10", "11"):
            inside = [
                cell
                for cell in cells
                if all(cell[place] == v for place, v in zip(kept, values, strict=True))
            ]
            total = sum(truth[cell] for cell in inside)
            rows.append((dict.fromkeys(inside, 1), total, total))
    content = asked(dict.fromkeys(cells, (0, 13)), rows, width({"011": 1}, 1))
    # Only +t on cells with an even sum of indices and -t on the others keeps all margins; the
    # zeros at 000 and 010 allow neither sign.
    assert only(judged(content)) == (1, 1, False, "refuse")


def test_j9_the_same_answer() -> None:
    content = asked(
        {f"x{j}": (0, 30) for j in range(12)},
        [
            ({f"x{j}": j % 5 + 1 for j in range(12)}, 90, 97),
            ({f"x{j}": 1 for j in range(12)}, 31, 31),
        ],
        *(width({f"x{j}": 1}, 4) for j in range(12)),
    )
    assert json.dumps(judged(content)) == json.dumps(judged(content))


def test_j10_a_false_world_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def lying(self: Prepared, *_: object, **__: object) -> Solved:
        return Solved({"x": 7}, Fraction(7), Fraction(7), "optimal")

    monkeypatch.setattr(Prepared, "solve", lying)
    content = asked({"x": (0, 5)}, [], width({"x": 1}, 0))
    document = judged(content)
    assert (document["decision"], document["targets"][0]["status"]) == ("refuse", "undecided")
