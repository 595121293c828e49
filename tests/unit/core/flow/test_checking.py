"""The same rules at sending and at opening.

1. Every answer set that read_form accepts comes out of check_answers unchanged, as JSON too.
2. check_answers never raises; what cannot be read is blanked and counted, the rest is kept.
3. Whatever comes in, what comes out is clean: checking again changes and counts nothing.
4. read_form never raises either, and a field is never both an answer and a problem.
5. Completeness counts questions that apply; "na" and "pns" count as answered.
6. A respondent answered at least half of the core items, with an answer of substance.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.bank.questionnaire import build_questionnaire
from survey.core.canonical import canonical_json
from survey.core.flow import check_answers, completeness, counts_as_respondent, read_form
from survey.core.flow.answers import Checked
from tests.unit.core.flow.sets import (
    ALL_KINDS,
    BANK,
    good_forms,
    json_values,
    junk_envelopes,
    junk_forms,
)

WAVES = st.integers(min_value=1, max_value=3)


@given(fields=good_forms, wave=WAVES)
@settings(max_examples=150, deadline=None)
def test_what_was_sent_is_what_is_opened(fields: dict[str, list[str]], wave: int) -> None:
    """1."""
    sent = read_form(ALL_KINDS, fields, wave_number=wave)
    assert sent.problems == ()
    decoded = json.loads(canonical_json(sent.answers))
    assert check_answers(ALL_KINDS, decoded, wave_number=wave) == Checked(answers=sent.answers)


@given(fields=junk_forms, wave=WAVES)
@settings(deadline=None)
def test_junk_in_a_form(fields: dict[str, list[str]], wave: int) -> None:
    """4."""
    sent = read_form(ALL_KINDS, fields, wave_number=wave)
    assert not {one.item_id for one in sent.problems} & set(sent.answers)
    assert check_answers(ALL_KINDS, sent.answers, wave_number=wave) == Checked(answers=sent.answers)


@given(answers=junk_envelopes, wave=WAVES)
@settings(max_examples=150, deadline=None)
def test_junk_in_an_envelope(answers: dict[str, Any], wave: int) -> None:
    """2, 3."""
    checked = check_answers(ALL_KINDS, answers, wave_number=wave)
    assert checked.problems == ()
    assert len(checked.answers) + checked.blanked + checked.dropped <= len(answers)
    again = check_answers(ALL_KINDS, checked.answers, wave_number=wave)
    assert again == Checked(answers=checked.answers)
    canonical_json(checked.answers).encode("utf-8")


@given(value=json_values)
@settings(deadline=None)
def test_an_envelope_that_is_no_mapping(value: Any) -> None:
    """2."""
    checked = check_answers(ALL_KINDS, value, wave_number=1)
    if not isinstance(value, dict):
        assert checked == Checked(answers={}, blanked=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("per_bel_01", True),
        ("per_bel_01", 4.0),
        ("per_bel_01", "4"),
        ("per_bel_01", 6),
        ("per_bel_01", "na"),
        ("per_bel_01", None),
        ("out_lad_01", 11),
        ("str_gov_01", ["yes"]),
        ("ctx_spa_01", "gym"),
        ("ctx_spa_01", ["gym", 1]),
        ("ctx_spa_01", ["gym", ["pool"]]),
        ("ctx_spa_01", ["gym", "none_of_these"]),
        ("ctx_spa_01", [["gym"]]),
        ("dem_race", ["pns", "white"]),
        ("opn_01", 7),
        ("opn_01", "x" * 501),
        ("no_such_item", 4),
    ],
)
def test_one_bad_answer_costs_only_itself(name: str, value: object) -> None:
    """2."""
    answers = {"per_val_01": 3, name: value, "dem_ten": "own"}
    checked = check_answers(ALL_KINDS, answers, wave_number=1)
    assert checked == Checked(answers={"per_val_01": 3, "dem_ten": "own"}, blanked=1)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("ctx_spa_01", ["pool", "gym", "gym"], {"ctx_spa_01": ["gym", "pool"]}),
        ("ctx_spa_01", [], {}),
        ("dem_race", ["pns"], {"dem_race": "pns"}),
        ("opn_01", "  \r\n ", {}),
        ("opn_01", " a\r\nb ", {"opn_01": "a\nb"}),
    ],
)
def test_what_is_only_untidy_is_kept(name: str, value: object, kept: dict[str, object]) -> None:
    """2."""
    assert check_answers(ALL_KINDS, {name: value}, wave_number=1) == Checked(
        answers=kept  # type: ignore[arg-type]
    )


def test_what_does_not_apply_is_dropped() -> None:
    """2."""
    answers = {"rel_dis_01": 1, "rel_dis_05": ["my_age"], "str_acc_02": "yes"}
    assert check_answers(ALL_KINDS, answers, wave_number=1) == Checked(
        answers={"rel_dis_01": 1}, dropped=2
    )


PULSE = build_questionnaire(BANK, "pulse_core", rotating=["str_acc_02"])
CORE = list(BANK.templates["pulse_core"].items)


def test_completeness() -> None:
    """5."""
    assert completeness(PULSE, {}, 1) == (0, 12)
    assert completeness(PULSE, {}, 2) == (0, 13)
    answers = {"per_bel_01": 4, "opn_01": "Light", "dem_ten": "pns", "str_acc_02": "yes"}
    assert completeness(PULSE, answers, 1) == (3, 12)
    assert completeness(PULSE, answers, 2) == (4, 13)


@pytest.mark.parametrize(("answered", "counts"), [(0, False), (4, False), (5, True), (10, True)])
def test_respondents(answered: int, counts: bool) -> None:
    """6."""
    answers: dict[str, object] = dict.fromkeys(CORE[:answered], 3)
    answers |= {"opn_01": "Light", "dem_ten": "own", "str_acc_02": "yes"}
    assert counts_as_respondent(PULSE, answers) is counts


def test_respondents_of_a_shorter_core() -> None:
    """6: the 90-day survey asks three core items."""
    first = build_questionnaire(BANK, "new_resident_90d")
    core = [item.id for item in first.items if item.pulse_core]
    assert len(core) == 3
    assert not counts_as_respondent(first, {core[0]: 3})
    assert counts_as_respondent(first, {core[0]: 3, core[1]: 3})
    assert not counts_as_respondent(first, {core[0]: "na", core[1]: "pns"})
