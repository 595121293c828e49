"""The shipped bank holds all that was designed.

1. It loads, with 98 items in six levels, 22 scales, 18 indices, 10 demographics, 3 questionnaires.
2. Every item id of the design is there, and no other.
3. The ten core items are one outcome and three of each measured level.
4. Words that YAML could take for something else stay text.
5. Every demographic ends with "I would rather not say", which is exclusive; breakdowns have groups.
6. Exclusive options are marked.
7. Sensitive items say what is meant and why we ask.
8. Conditions and site features are as designed.
9. The promise screen has every key, with its placeholders.
10. A reverse index holds only reverse items.
11. The yearly survey asks every item of one reflective index of each measured level.
"""

from __future__ import annotations

from collections import Counter

import pytest

from survey.core.bank.model import Bank, Condition, Term
from survey.core.bank.parsing.head import CONSENT_KEYS
from survey.core.bank.placeholders import placeholders

FAMILIES = {
    "per_bel": 5, "per_val": 4, "per_sti": 4, "per_nar": 2, "per_asp": 3, "per_saf": 4,
    "per_tru": 3, "rel_tie": 2, "rel_bri": 5, "rel_con": 4, "rel_eas": 4, "rel_sup": 4,
    "rel_coh": 4, "rel_dis": 5, "str_voi": 4, "str_inf": 3, "str_fai": 5, "str_gov": 4,
    "str_cef": 3, "str_acc": 3, "out_sat": 2, "out_lad": 1, "out_hea": 1, "out_moo": 1,
    "out_lon": 1, "out_int": 2, "out_chg": 1, "ctx_cov": 2, "ctx_spa": 3, "ctx_wel": 2,
    "ctx_inf": 1, "ctx_who": 1, "ctx_grp": 1, "ctx_rol": 1,
}  # fmt: skip
SCALES = [
    "agreement5", "extent5", "degree5", "frequency5", "always5", "contact5", "ease5", "well5",
    "likelihood5", "satisfaction5", "change5", "health5", "know4", "people5", "ladder11", "yesno",
    "yesnounsure", "spaces_multi", "barriers_multi", "reasons_multi", "roles_multi", "open_text",
]  # fmt: skip
INDICES = [
    "belonging", "valued", "stigma", "aspiration", "safety", "trust", "bridging",
    "ease_of_connection", "neighbor_support", "cohesion", "discrimination", "voice", "influence",
    "fairness", "collective_efficacy", "pulse_perceptual", "pulse_relational", "pulse_structural",
]  # fmt: skip
DEMOGRAPHICS = [
    "dem_ten", "dem_los", "dem_age", "dem_race", "dem_gen", "dem_dis", "dem_kid", "dem_lan",
    "dem_adu", "dem_hlp",
]  # fmt: skip


def test_counts(bank: Bank) -> None:
    """1."""
    levels = Counter(item.level for item in bank.items.values())
    assert levels == {
        "perceptual": 25, "relational": 28, "structural": 22, "outcome": 9, "context": 11, "open": 3
    }  # fmt: skip
    assert len(bank.items) == 98
    assert list(bank.scales) == SCALES
    assert list(bank.indices) == INDICES
    assert list(bank.demographics) == DEMOGRAPHICS
    assert len(bank.refs) == 33
    assert {
        template.id: (len(template.items), len(template.open), template.demographics)
        for template in bank.templates.values()
    } == {
        "pulse_core": (10, 1, ("dem_ten",)),
        "annual": (43, 1, ("dem_ten", "dem_los", "dem_age", "dem_race")),
        "new_resident_90d": (14, 1, ("dem_ten",)),
    }


def test_every_item_is_there(bank: Bank) -> None:
    """2."""
    designed = {f"{name}_{at:02}" for name, count in FAMILIES.items() for at in range(1, count + 1)}
    assert set(bank.items) == designed | {"opn_01", "opn_02", "opn_03"}


def test_core_items(bank: Bank) -> None:
    """3."""
    assert sorted(bank.core_items) == sorted(bank.templates["pulse_core"].items)
    assert Counter(bank.items[name].level for name in bank.core_items) == {
        "perceptual": 3, "relational": 3, "structural": 3, "outcome": 1
    }  # fmt: skip
    rotation = bank.templates["pulse_core"].rotation
    assert rotation is not None
    assert (rotation.slots, [len(pool) for pool in rotation.pools]) == (2, [2, 2, 2, 2])


def test_yes_and_no_are_words(bank: Bank) -> None:
    """4."""
    assert [option.value for option in bank.scales["yesno"].options] == ["yes", "no"]
    kid = bank.demographics["dem_kid"]
    assert [option.value for option in kid.options] == ["yes", "no", "pns"]
    assert [group.options for group in kid.groups] == [("yes",), ("no",)]


def test_demographics(bank: Bank) -> None:
    """5."""
    for asked in bank.demographics.values():
        last = asked.options[-1]
        assert (last.value, last.label, last.exclusive) == ("pns", "I would rather not say", True)
    assert {asked.id for asked in bank.demographics.values() if asked.groups} == {
        "dem_ten", "dem_los", "dem_age", "dem_kid"
    }  # fmt: skip
    ten = bank.demographics["dem_ten"]
    assert [ten.group_of(option.value) for option in ten.options] == [
        "full_price", "full_price", "lower_cost", "lower_cost", "lower_cost", None, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "exclusive"),
    [
        ("spaces_multi", ["none_of_these"]),
        ("barriers_multi", ["nothing_keeps_me_away"]),
        ("reasons_multi", ["i_do_not_know"]),
        ("roles_multi", ["not_right_now"]),
        ("yesno", []),
    ],
)
def test_exclusive_options(bank: Bank, scale: str, exclusive: list[str]) -> None:
    """6."""
    options = bank.scales[scale].options
    assert [option.value for option in options if option.exclusive] == exclusive


def test_sensitive_items(bank: Bank) -> None:
    """7."""
    sensitive = [item for item in bank.items.values() if item.sensitive]
    assert len(sensitive) == 9
    assert all(item.why and item.meaning for item in sensitive)
    assert bank.why_of(bank.items["per_bel_01"]) == bank.constructs["belonging"].why


def test_conditions_and_features(bank: Bank) -> None:
    """8."""
    assert {item.id: item.show_if for item in bank.items.values() if item.show_if} == {
        "ctx_cov_02": Condition(all=(Term("ctx_cov_01", "ge", 2),)),
        "str_acc_02": Condition(wave_at_least=2),
        "rel_dis_05": Condition(any=tuple(Term(f"rel_dis_0{at}", "ge", 2) for at in range(1, 5))),
    }
    assert bank.features == (
        "covenant", "one_year_old_site", "resident_leaders", "resident_meetings", "shared_space"
    )  # fmt: skip


def test_promise(bank: Bank) -> None:
    """9."""
    assert list(bank.consent.strings) == list(CONSENT_KEYS)
    assert placeholders(bank.here_means) == {"place"}
    assert placeholders(bank.consent.strings["length"]) == {"minutes", "count"}
    assert placeholders(bank.consent.strings["key_custodian"]) == {
        "custodian", "runner", "close_date"
    }  # fmt: skip


def test_reverse_indices(bank: Bank) -> None:
    """10."""
    reverse = {
        index.id
        for index in bank.indices.values()
        if all(bank.items[name].reverse for name in index.items)
    }
    assert reverse == {"stigma", "discrimination"}
    assert sum(item.reverse for item in bank.items.values()) == 13


def test_whole_scores_of_the_yearly_survey(bank: Bank) -> None:
    """11. A score below the levels is told only where all of its questions were asked."""
    asked = set(bank.templates["annual"].items)
    whole = {
        index.level: index.id
        for index in bank.indices.values()
        if index.model == "reflective" and asked.issuperset(index.items)
    }
    assert whole == {"perceptual": "belonging", "relational": "cohesion", "structural": "influence"}
