"""What a form holds becomes answers, or a problem that the person can mend.

1. One of a scale, a number, one of a list, several of a list, and text are read as such.
2. Nothing sent, or only white space, is a skipped question.
3. "na" is taken only where the item allows it, "pns" only for sensitive items and demographics.
4. An exclusive option, "na" or "pns" together with others is a problem, and so are two answers
   where one is asked.
5. What is not an answer of the question is a problem: unknown_option, or not_a_number.
6. Text is counted in characters after line ends are made one; too long is a problem, never cut.
7. Fields that are no question are ignored.
8. Answers to what does not apply are dropped and counted, in chains too; their problems are not
   reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from survey.core.flow import read_form
from survey.core.flow.answers import Checked
from tests.unit.core.flow.sets import ALL_KINDS

NONE = "none_of_these"


def read(fields: Mapping[str, list[str]], wave_number: int = 2) -> Checked:
    """The fields read against every kind of question."""
    return read_form(ALL_KINDS, fields, wave_number=wave_number)


@pytest.mark.parametrize(
    ("name", "given", "answer"),
    [
        ("per_bel_01", ["4"], 4),
        ("per_bel_01", [" 4 "], 4),
        ("per_bel_01", ["4", "4"], 4),
        ("out_lad_01", ["0"], 0),
        ("out_lad_01", ["10"], 10),
        ("str_gov_01", ["no"], "no"),
        ("ctx_spa_01", ["pool", "gym"], ["gym", "pool"]),
        ("ctx_spa_01", ["none_of_these"], ["none_of_these"]),
        ("ctx_spa_01", ["gym", "gym", ""], ["gym"]),
        ("opn_01", ["  More light.\r\nThanks. "], "More light.\nThanks."),
        ("opn_01", ["A\x00B\x1bC\ud800"], "ABC"),
        ("opn_01", ["na"], "na"),
        ("dem_ten", ["voucher"], "voucher"),
        ("dem_ten", ["pns"], "pns"),
        ("dem_race", ["white", "asian"], ["asian", "white"]),
        ("dem_race", ["pns"], "pns"),
        ("per_bel_02", ["na"], "na"),
        ("per_sti_02", ["pns"], "pns"),
        ("rel_dis_02", ["pns"], "pns"),
    ],
)
def test_answers(name: str, given: list[str], answer: Any) -> None:
    """1, 3."""
    checked = read({name: given})
    assert checked == Checked(answers={name: answer})


@pytest.mark.parametrize("name", ["per_bel_01", "out_lad_01", "ctx_spa_01", "opn_01", "dem_ten"])
@pytest.mark.parametrize("given", [[], [""], ["  "], ["", ""], ["\x00"]])
def test_skipped(name: str, given: list[str]) -> None:
    """2."""
    if given == ["\x00"] and name != "opn_01":
        assert read({name: given}).answers == {}
    else:
        assert read({name: given}) == Checked(answers={})


@pytest.mark.parametrize(
    ("name", "given", "code", "params"),
    [
        ("per_bel_01", ["na"], "unknown_option", {"value": "na"}),
        ("per_bel_01", ["pns"], "unknown_option", {"value": "pns"}),
        ("per_bel_02", ["pns"], "unknown_option", {"value": "pns"}),
        ("dem_ten", ["na"], "unknown_option", {"value": "na"}),
        ("ctx_spa_01", ["gym", NONE], "exclusive_with_others", {"value": NONE}),
        ("dem_race", ["pns", "white"], "exclusive_with_others", {"value": "pns"}),
        ("per_bel_02", ["4", "na"], "exclusive_with_others", {"value": "na"}),
        ("per_bel_01", ["4", "5"], "exclusive_with_others", {"value": "4"}),
        ("dem_ten", ["own", "voucher"], "exclusive_with_others", {"value": "own"}),
        ("per_bel_01", ["6"], "unknown_option", {"value": 6}),
        ("per_bel_01", ["04"], "unknown_option", {"value": "04"}),
        ("per_bel_01", ["4.0"], "unknown_option", {"value": "4.0"}),
        ("per_bel_01", ["٤"], "unknown_option", {"value": "٤"}),
        ("out_lad_01", ["11"], "not_a_number", {"low": 0, "high": 10}),
        ("out_lad_01", ["-1"], "not_a_number", {"low": 0, "high": 10}),
        ("out_lad_01", ["9" * 5000], "not_a_number", {"low": 0, "high": 10}),
        ("out_lad_01", ["ten"], "not_a_number", {"low": 0, "high": 10}),
        ("str_gov_01", ["maybe"], "unknown_option", {"value": "maybe"}),
        ("ctx_spa_01", ["gym", "sauna"], "unknown_option", {"value": "sauna"}),
        ("opn_01", ["x" * 501], "text_too_long", {"max": 500, "length": 501}),
    ],
)  # fmt: skip
def test_problems(name: str, given: list[str], code: str, params: dict[str, object]) -> None:
    """3, 4, 5, 6."""
    checked = read({name: given})
    assert checked.answers == {}
    assert [(one.item_id, one.code, one.params) for one in checked.problems] == [
        (name, code, params)
    ]


def test_text_is_counted_in_characters() -> None:
    """6: a line end is one, a letter outside the basic plane is one, outer space is none."""
    text = "😀" * 499 + "\r\n"
    assert read({"opn_01": [text + "é"]}).problems[0].params == {"max": 500, "length": 501}
    assert read({"opn_01": [text]}).answers == {"opn_01": "😀" * 499}
    assert read({"opn_01": ["a\r\n" * 250 + " " * 99]}).answers == {"opn_01": ("a\n" * 250).strip()}


def test_unknown_fields() -> None:
    """7."""
    fields = {"csrf_token": ["x"], "code": ["ABCD"], "per_sti_01": ["5"], "per_bel_01": ["5"]}
    assert read(fields) == Checked(answers={"per_bel_01": 5})


def test_what_does_not_apply() -> None:
    """8."""
    shown = read({"rel_dis_02": ["2"], "rel_dis_05": ["my_age"]})
    assert shown == Checked(answers={"rel_dis_02": 2, "rel_dis_05": ["my_age"]})
    hidden = read({"rel_dis_02": ["1"], "rel_dis_05": ["my_age"]})
    assert hidden == Checked(answers={"rel_dis_02": 1}, dropped=1)
    assert read({"rel_dis_05": ["no such"]}) == Checked(answers={})
    assert read({"str_acc_02": ["yes"]}, wave_number=1) == Checked(answers={}, dropped=1)
    assert read({"str_acc_02": ["yes"]}, wave_number=2).answers == {"str_acc_02": "yes"}
