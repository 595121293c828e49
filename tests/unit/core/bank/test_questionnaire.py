"""Questionnaires are built from the ready-made ones, and are complete in themselves.

1. Order: items with the rotating ones after the last core item, then open items.
2. Core items cannot be left out; unknown items, templates, demographics and rotations are errors.
3. What was left out, what the site has no use for, and which levels are gone are told apart.
4. Indices stay only where they can be scored.
5. Content goes to canonical JSON and exactly back, also through sorted keys, and hashes the same.
6. Content that is not of this schema, lacks something or holds a wrong type is refused.
7. Minutes follow the length budget of the design.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.bank.content import from_content, to_content
from survey.core.bank.length import estimate_minutes, shown_minutes
from survey.core.bank.model import Bank
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank
from survey.core.canonical import canonical_json, content_hash
from survey.core.errors import SurveyError

BANK = read_bank()


def ids(questionnaire: Questionnaire) -> list[str]:
    """The ids of the items in asking order."""
    return [item.id for item in questionnaire.items]


def test_order(bank: Bank) -> None:
    """1."""
    pulse = bank.templates["pulse_core"]
    plain = build_questionnaire(bank, "pulse_core")
    assert ids(plain) == [*pulse.items, "opn_01"]
    assert [asked.id for asked in plain.demographics] == ["dem_ten"]
    turned = build_questionnaire(bank, "pulse_core", rotating=["out_hea_01", "per_saf_01"])
    assert ids(turned) == [*pulse.items, "out_hea_01", "per_saf_01", "opn_01"]
    assert [item.id for item in turned.open_items] == ["opn_01"]
    assert len(turned.closed_items) == 12


def test_demographics(bank: Bank) -> None:
    """1, 2: in the bank's order, whichever are chosen."""
    none = build_questionnaire(bank, "annual", demographics=[])
    assert none.demographics == ()
    two = build_questionnaire(bank, "pulse_core", demographics=["dem_age", "dem_ten"])
    assert [asked.id for asked in two.demographics] == ["dem_ten", "dem_age"]
    assert two.demographic("dem_age").groups[0].id == "under50"


@pytest.mark.parametrize(
    ("template", "choice", "kind", "code"),
    [
        ("monthly", {}, "missing", "unknown_template"),
        ("pulse_core", {"leave_out": ["per_bel_01"]}, "refused", "core_item_locked"),
        ("annual", {"leave_out": ["str_fai_02"]}, "refused", "core_item_locked"),
        ("pulse_core", {"leave_out": ["per_bel_02"]}, "input", "unknown_item"),
        ("pulse_core", {"rotating": ["per_bel_02"]}, "input", "not_in_rotation"),
        ("annual", {"rotating": ["out_hea_01"]}, "input", "not_in_rotation"),
        (
            "pulse_core",
            {"rotating": ["out_hea_01", "out_lon_01", "per_saf_01"]},
            "input",
            "too_many_rotating",
        ),
        ("pulse_core", {"demographics": ["dem_income"]}, "input", "unknown_demographic"),
    ],
)
def test_refusals(bank: Bank, template: str, choice: Any, kind: str, code: str) -> None:
    """2."""
    with pytest.raises(SurveyError) as caught:
        build_questionnaire(bank, template, **choice)
    assert (caught.value.kind, caught.value.code) == (kind, code)


def test_what_is_not_asked(bank: Bank) -> None:
    """3."""
    without = build_questionnaire(bank, "annual", leave_out={"opn_01", "per_asp_01"})
    assert without.left_out == ("per_asp_01", "opn_01")
    assert without.not_here == (
        "per_bel_02", "ctx_spa_01", "ctx_cov_01", "str_gov_01", "rel_dis_03"
    )  # fmt: skip
    assert without.levels_not_asked == ("open",)
    full = build_questionnaire(bank, "annual", features=bank.features)
    assert (full.left_out, full.not_here, full.levels_not_asked) == ((), (), ())
    first = build_questionnaire(
        bank, "new_resident_90d", leave_out={"str_fai_04", "str_voi_04", "opn_01"}
    )
    assert first.levels_not_asked == ("structural", "open")


def test_indices(bank: Bank) -> None:
    """4."""
    pulse = build_questionnaire(bank, "pulse_core")
    assert [index.id for index in pulse.indices] == [
        "pulse_perceptual", "pulse_relational", "pulse_structural"
    ]  # fmt: skip
    assert build_questionnaire(bank, "new_resident_90d").indices == ()


def test_it_is_complete_in_itself(bank: Bank) -> None:
    """5: every scale, sentence and label that a page needs is inside."""
    pulse = build_questionnaire(bank, "pulse_core", rotating=["per_sti_02"])
    assert pulse.scale_of(pulse.item("rel_bri_01")).id == "contact5"
    assert pulse.why_of(pulse.item("per_sti_02")) == bank.items["per_sti_02"].why
    assert pulse.why_of(pulse.item("per_bel_01")) == bank.constructs["belonging"].why
    assert pulse.here_means == bank.here_means
    assert pulse.asked == frozenset(ids(pulse))
    with pytest.raises(KeyError):
        pulse.item("per_bel_02")
    with pytest.raises(KeyError):
        pulse.demographic("dem_age")


@given(
    template=st.sampled_from(list(BANK.templates)),
    features=st.sets(st.sampled_from(BANK.features)),
    demographics=st.none() | st.sets(st.sampled_from(list(BANK.demographics))),
    data=st.data(),
)
@settings(deadline=None)
def test_content_round_trip(
    template: str, features: set[str], demographics: set[str] | None, data: st.DataObject
) -> None:
    """5."""
    chosen = BANK.templates[template]
    free = [name for name in (*chosen.items, *chosen.open) if not BANK.items[name].pulse_core]
    built = build_questionnaire(
        BANK,
        template,
        leave_out=data.draw(st.sets(st.sampled_from(free))),
        features=features,
        demographics=demographics,
    )
    content = to_content(built)
    again = from_content(json.loads(canonical_json(content)))
    assert again == built
    assert content_hash(to_content(again)) == content_hash(content)


def set_in(content: dict[str, Any], path: list[str | int], value: object) -> None:
    """Put a value deep into content; None takes it out."""
    for step in path[:-1]:
        content = content[step]  # type: ignore[index, unused-ignore]
    if value is None:
        del content[path[-1]]  # type: ignore[arg-type]
    else:
        content[path[-1]] = value  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["schema"], 2),
        (["schema"], None),
        (["title"], None),
        (["title"], 7),
        (["surprise"], "x"),
        (["items"], {}),
        (["items", 0, "reverse"], 1),
        (["items", 0, "scale"], None),
        (["items", 0, "show_if"], {"all": [{"item": "a", "op": "near", "value": 1}]}),
        (["scales", "extent5", "kind"], "round"),
        (["scales", "extent5", "points", 0, "value"], True),
        (["consent", "strings", "title"], 1),
    ],
)
def test_unreadable_content(bank: Bank, path: list[str | int], value: object) -> None:
    """6."""
    content = copy.deepcopy(to_content(build_questionnaire(bank, "pulse_core")))
    set_in(content, path, value)
    with pytest.raises(SurveyError) as caught:
        from_content(content)
    assert (caught.value.kind, caught.value.code) == ("input", "content_unreadable")


@pytest.mark.parametrize(
    ("template", "rotating", "leave_out", "design"),
    [
        ("pulse_core", [], [], 3.6),
        ("pulse_core", [], ["opn_01"], 2.6),
        ("pulse_core", ["per_saf_01", "out_hea_01"], [], 3.9),
        ("annual", [], [], 9.9),
        ("new_resident_90d", [], [], 4.3),
    ],
)
def test_minutes(
    bank: Bank, template: str, rotating: list[str], leave_out: list[str], design: float
) -> None:
    """7: within a tenth of a minute of measurement.md section 2."""
    built = build_questionnaire(
        bank, template, rotating=rotating, leave_out=leave_out, features=bank.features
    )
    assert estimate_minutes(built) == pytest.approx(design, abs=0.12)
    assert shown_minutes(built) == -(-int(estimate_minutes(built) * 1000) // 1000)
