"""The review of translations, by itself.

V1  Texts that are read together form a unit, whole and in the order of the pages.
V2  A sign-off is for one key, one source and one translation; a change of any is another wording.
V3  A language is as far as the text for which least was done.
V4  A translation that is empty, too long, marked up or fills in other words is told.
V5  Two answers of one question that read the same are told, in scales and in lists.
"""

from __future__ import annotations

import pytest

from survey.core.bank.model import Bank
from survey.core.bank.review import (
    LONGEST_WORDING,
    find_labels_alike,
    find_wording_fault,
    least_state,
    list_units,
    unit_of,
    wording_hash,
)
from survey.core.bank.wording import wording_keys


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("rel_eas_01", "rel_eas_01"),
        ("rel_eas_01.hint", "rel_eas_01"),
        ("scale.agree5.1", "scale.agree5"),
        ("construct.trust.why", "construct.trust"),
        ("dem_ten.own", "dem_ten"),
        ("dem_ten:short", "dem_ten"),
        ("consent.title", "consent"),
        ("here", "consent"),
        ("label.na", "labels"),
        ("level.relational", "labels"),
        ("template.pulse_core", "labels"),
        ("index.pulse_relational", "indices"),
    ],
)
def test_unit_of_a_key(key: str, unit: str) -> None:
    """V1"""
    assert unit_of(key) == unit


def test_every_text_is_in_one_unit(bank: Bank) -> None:
    """V1"""
    units = list_units(bank)
    assert len({unit.id for unit in units}) == len(units)
    in_units = [wording.key for unit in units for wording in unit.wordings]
    keys = [wording.key for wording in wording_keys(bank)]
    assert sorted(in_units) == sorted(keys)
    assert {unit.id for unit in units} >= {*bank.items, *bank.demographics, "consent"}
    first = next(unit for unit in units if unit.id == "rel_eas_01")
    order = [wording.key for wording in first.wordings]
    assert order == [key for key in keys if unit_of(key) == "rel_eas_01"]


def test_a_sign_off_is_for_one_wording() -> None:
    """V2"""
    signed = wording_hash("a", "Hello", "Hola")
    assert signed == wording_hash("a", "Hello", "Hola")
    others = [("b", "Hello", "Hola"), ("a", "Hello!", "Hola"), ("a", "Hello", "hola")]
    assert len({signed, *(wording_hash(*other) for other in others)}) == 4
    assert wording_hash("a", "b", "c") != wording_hash("a", "bc", "")


@pytest.mark.parametrize(
    ("states", "least"),
    [
        (["reviewed", "draft", "tested"], "draft"),
        (["tested", "reviewed"], "reviewed"),
        (["tested"], "tested"),
        ([], "tested"),
    ],
)
def test_least_state(states: list[str], least: str) -> None:
    """V3"""
    assert least_state(states) == least


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Abre el {open_date}.", None),
        ("", "wording_empty"),
        (" \n", "wording_empty"),
        ("x" * (LONGEST_WORDING + 1), "wording_too_long"),
        ("Abre el <b>{open_date}</b>.", "wording_markup"),
        ("Abre pronto.", "wording_braces"),
        ("Abre el {open_date}, {place}.", "wording_braces"),
        ("Abre el {fecha}.", "wording_braces"),
    ],
)
def test_faults_of_a_translation(text: str, fault: str | None) -> None:
    """V4"""
    assert find_wording_fault("It opens on {open_date}.", text) == fault


def test_answers_that_read_the_same() -> None:
    """V5"""
    texts = {
        "scale.agree.1": "Nada",
        "scale.agree.2": "nada ",
        "scale.other.1": "Nada",
        "dem_ten.own": "Propia",
        "dem_ten.rent": "propia",
        "dem_ten": "Propia",
        "dem_ten.why": "Propia",
        "rel_eas_01": "Nada",
        "rel_eas_01.hint": "Nada",
        "construct.a": "Nada",
        "construct.a.why": "Nada",
    }
    assert set(find_labels_alike(texts)) == {
        ("scale.agree.1", "scale.agree.2"),
        ("dem_ten.own", "dem_ten.rent"),
    }
