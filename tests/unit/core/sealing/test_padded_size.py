"""The fixed size of a questionnaire's answer sets.

1. It holds the longest answer to every question of every ready-made questionnaire at once.
2. It is a multiple of 256, the same for the same questionnaire, and not wastefully large.
"""

from __future__ import annotations

import pytest

from survey.core.bank.model import Scale
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank
from survey.core.flow.checking import check_answers
from survey.core.sealing.envelopes import open_answers, seal_answers
from survey.core.sealing.hpke import generate_opening_key
from survey.core.sealing.padding import padded_size

BANK = read_bank()
FEATURES = {item.needs for item in BANK.items.values() if item.needs}


def _longest(scale: Scale) -> object:
    """The answer whose JSON is longest; the last sign takes four bytes in UTF-8."""
    if scale.kind == "text":
        return "\U00020000" * (scale.max_chars or 500)
    if scale.kind == "multi":
        return [option.value for option in scale.options]
    if scale.options:
        return max((option.value for option in scale.options), key=len)
    return max(scale.values, key=lambda value: len(str(value)))


def _longest_set(questionnaire: Questionnaire) -> dict[str, object]:
    answers = {item.id: _longest(questionnaire.scale_of(item)) for item in questionnaire.items}
    for asked in questionnaire.demographics:
        options = [option.value for option in asked.options]
        answers[asked.id] = options if asked.kind == "multi" else max(options, key=len)
    return answers


@pytest.mark.parametrize("template", sorted(BANK.templates))
def test_longest_set_fits(template: str) -> None:
    """1."""
    questionnaire = build_questionnaire(BANK, template, features=FEATURES)
    private, public = generate_opening_key()
    answers = _longest_set(questionnaire)
    size = padded_size(questionnaire)
    sealed = seal_answers(public, answers, size=size, wave_id="w1")
    assert open_answers(private, sealed, wave_id="w1") == answers


@pytest.mark.parametrize("template", sorted(BANK.templates))
def test_size(template: str) -> None:
    """2."""
    questionnaire = build_questionnaire(BANK, template, features=FEATURES)
    size = padded_size(questionnaire)
    assert size % 256 == 0
    assert size == padded_size(questionnaire)
    assert size < 2200 * (len(questionnaire.open_items) + 1) + 60 * len(questionnaire.items)


def test_text_of_quotes_fits() -> None:
    """1. Signs that JSON escapes take no more than the four bytes counted for each."""
    questionnaire = build_questionnaire(BANK, "pulse_core")
    _, public = generate_opening_key()
    words = ('"\\\n' * 200)[:500]
    checked = check_answers(questionnaire, {"opn_01": words + "\x01\x02"}, wave_number=1)
    assert len(str(checked.answers["opn_01"])) >= 498
    seal_answers(public, checked.answers, size=padded_size(questionnaire), wave_id="w1")
