"""Questionnaires from the bank that the software comes with, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from survey.core.bank.model import Bank, Item
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank


@cache
def bank() -> Bank:
    """The bank that the software comes with."""
    return read_bank(files("survey.core.bank") / "data")


@cache
def pulse(items: int | None = None) -> Questionnaire:
    """The pulse check-in, or its first items with the indices that they are enough for."""
    return _first_items(build_questionnaire(bank(), "pulse_core", features=bank().features), items)


@cache
def annual(items: int | None = None) -> Questionnaire:
    """The yearly survey, or its first items."""
    return _first_items(build_questionnaire(bank(), "annual", features=bank().features), items)


def asking(*names: str) -> Questionnaire:
    """The yearly survey with nothing but these questions."""
    whole = annual()
    return _only(whole, [item for item in whole.items if item.id in names])


def _first_items(whole: Questionnaire, items: int | None) -> Questionnaire:
    return whole if items is None else _only(whole, list(whole.closed_items[:items]))


def _only(whole: Questionnaire, items: Sequence[Item]) -> Questionnaire:
    asked = {item.id for item in items}
    return replace(
        whole,
        items=tuple(items),
        indices=tuple(index for index in whole.indices if asked.issuperset(index.items)),
    )
