"""Questions that organizations add, and what keeps them apart from the bank.

1. No id of the bank's files can be one of theirs, whatever kind of thing it names.
2. No index can hold one: not by building, not by reading content, not by replacing.
3. They stand after the bank's questions and before the open ones, by level; those stay as they are.
4. A questionnaire without any is the same to the last byte.
5. The lint is the bank's; a reason outweighs only what can be argued about.
6. A list of their own has answers of its own; a scale of the bank stays the bank's.
7. Their texts are wordings like the others, each once, and reviewed together.
8. The length budget counts them.
9. One can be asked only of those who answered an earlier one in some way, and not without it.
10. One that is answered in words stands last, after the bank's open ones; it asks one thing, and
    for nobody's name, home or number, whatever the reason.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from survey.core.bank.content import from_content, to_content
from survey.core.bank.findings import BankError
from survey.core.bank.length import estimate_minutes
from survey.core.bank.model import Bank, Index, Term
from survey.core.bank.own import (
    ARGUABLE,
    OwnItem,
    OwnWording,
    add_own,
    add_own_to_bank,
    is_own_wording,
    list_findings,
    make_own_item,
    read_options,
)
from survey.core.bank.own_conditions import list_condition_findings, make_terms
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank
from survey.core.bank.review import list_units
from survey.core.bank.wording import wording_keys
from survey.core.canonical import canonical_json
from survey.core.errors import SurveyError
from tests.unit.core.bank.conftest import Edit

GOOD = OwnWording(
    text="How easy is it to use the roof garden?",
    level="context",
    answers="scale",
    scale="ease5",
    why="We plan to open it more often.",
    translator_note="The garden is on the roof of the house.",
)


def own(bank: Bank, said: OwnWording = GOOD, own_id: str = "own_garden") -> OwnItem:
    made = make_own_item(own_id, said, bank.scales)
    assert made is not None
    return made


def pulse(bank: Bank) -> Questionnaire:
    return build_questionnaire(bank, "pulse_core")


def codes(bank: Bank, said: OwnWording, **reasons: str) -> list[str]:
    return [one.code for one in list_findings(own(bank, said), reasons)]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("items/outcome.yaml", "out_hea_01:", "own_hea_01:"),
        ("demographics.yaml", "dem_age:", "own_age:"),
        ("scales.yaml", "\nagreement5:", "\nown_agreement:"),
        ("scales.yaml", "\nagreement5:", "\nown:"),
        ("bank.yaml", "\n  belonging:\n", "\n  own:\n"),
        ("questionnaires/annual.yaml", "id: annual", "id: own_annual"),
    ],
)
def test_reserved_ids(copy: Path, edit: Edit, file: str, old: str, new: str) -> None:
    """1."""
    line = edit(file, old, new) + new.startswith("\n")
    with pytest.raises(BankError) as refused:
        read_bank(copy)
    found = [(one.place.line, one.code) for one in refused.value.problems]
    assert (line, "reserved_id") in found


def test_an_id_of_the_bank_is_refused(bank: Bank) -> None:
    """1."""
    with pytest.raises(ValueError, match="no id of an own question"):
        make_own_item("rel_bri_01", GOOD, bank.scales)


def test_no_index_can_hold_one(bank: Bank) -> None:
    """2."""
    asked = add_own(pulse(bank), [own(bank)])
    assert asked.indices == pulse(bank).indices
    first = asked.indices[0]
    smuggled = replace(first, items=(*first.items, "own_garden"))
    with pytest.raises(SurveyError) as refused:
        replace(asked, indices=(smuggled,))
    assert (refused.value.code, refused.value.params["index"]) == ("own_item_in_index", first.id)
    content = to_content(asked)
    content["indices"][0]["items"].append("own_garden")
    with pytest.raises(SurveyError) as read:
        from_content(content)
    assert read.value.code == "own_item_in_index"
    greedy = Index(
        id="composite",
        level="context",
        label="All",
        model="composite",
        items=("own_garden",),
        min_answered=1,
        direction="higher_is_better",
    )
    with pytest.raises(SurveyError):
        build_questionnaire(
            replace(
                add_own_to_bank(bank, [own(bank)]),
                indices={"composite": replace(greedy, min_answered=0)},
            ),
            "pulse_core",
        )


def test_places(bank: Bank) -> None:
    """3."""
    plain = build_questionnaire(bank, "annual", leave_out=("out_lad_01",))
    feeling = own(bank, replace(GOOD, level="perceptual"), "own_feeling")
    asked = add_own(plain, [own(bank), feeling])
    assert [item.id for item in asked.items] == [
        *(item.id for item in plain.closed_items),
        "own_feeling",
        "own_garden",
        *(item.id for item in plain.open_items),
    ]
    assert len(plain.open_items) > 0
    kept = ("demographics", "indices", "left_out", "levels_not_asked", "constructs", "labels")
    assert all(getattr(asked, name) == getattr(plain, name) for name in kept)
    assert from_content(to_content(asked)) == asked


def test_without_any(bank: Bank) -> None:
    """4."""
    assert canonical_json(to_content(add_own(pulse(bank), []))) == canonical_json(
        to_content(pulse(bank))
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"text": "How easy are the stairs and the lift?"}, ["double_barrelled"]),
        ({"text": "How easy is it" + " so" * 18 + "?"}, ["too_many_words"]),
        ({"hint": "Accessibility considerations notwithstanding."}, ["reading_grade"]),
        ({"text": "How easy is it at {place}?"}, ["placeholder_in_text"]),
        ({"scale": "frequency5", "text": "How often are you there?"}, ["missing_recall"]),
        ({"scale": "contact5", "text": "How often were you there last week?"}, ["recall_differs"]),
        ({"scale": "contact5", "text": "In the past month, how often were you there?"}, []),
        ({"translator_note": ""}, ["missing_translator_note"]),
        ({"why": ""}, ["missing_why"]),
        ({"why": "", "sensitive": True}, ["missing_why", "missing_meaning"]),
    ],
)
def test_lint(bank: Bank, changes: dict[str, object], found: list[str]) -> None:
    """5."""
    said = replace(GOOD, **changes)  # type: ignore[arg-type]
    assert codes(bank, said) == found
    assert codes(bank, said, **dict.fromkeys(found, "  ")) == found
    hard = [code for code in found if code not in ARGUABLE]
    assert codes(bank, said, **dict.fromkeys(found, "We tried it with six people.")) == hard


def test_a_list_of_its_own(bank: Bank) -> None:
    """6."""
    several = replace(
        GOOD, answers="several", scale="ease5", options=("By day", "At night"), alone="Never"
    )
    made = own(bank, several)
    assert (made.scale.id, made.item.scale, made.scale.kind) == (
        "own_garden",
        "own_garden",
        "multi",
    )
    assert [(one.value, one.label, one.exclusive) for one in made.scale.options] == [
        ("a1", "By day", False),
        ("a2", "At night", False),
        ("a3", "Never", True),
    ]
    one = own(bank, replace(several, answers="one", reverse=True))
    assert (one.scale.kind, len(one.scale.options), one.item.reverse) == ("nominal", 2, False)
    assert own(bank).scale is bank.scales["ease5"]
    for scale in ("", "own_garden"):
        assert make_own_item("own_garden", replace(GOOD, scale=scale), bank.scales) is None


def test_wordings(bank: Bank) -> None:
    """7."""
    options = replace(GOOD, answers="one", options=("Yes", "No"), hint="The one on the roof.")
    whole = add_own_to_bank(bank, [own(bank, options)])
    new = set(wording_keys(whole)) - set(wording_keys(bank))
    assert {(one.key, one.source) for one in new} == {
        ("own_garden", GOOD.text),
        ("own_garden.hint", "The one on the roof."),
        ("own_garden.why", GOOD.why),
        ("scale.own_garden.a1", "Yes"),
        ("scale.own_garden.a2", "No"),
    }
    assert {one.note for one in new} == {GOOD.translator_note}
    assert all(is_own_wording(one.key) for one in new)
    assert not any(is_own_wording(one.key) for one in wording_keys(bank))
    units = {unit.id: len(unit.wordings) for unit in list_units(whole)}
    assert (units["own_garden"], units["scale.own_garden"]) == (3, 2)
    asked = add_own(pulse(bank), [own(bank, options)])
    assert new <= set(wording_keys(asked))


def test_length(bank: Bank) -> None:
    """8."""
    many = [own(bank, own_id=f"own_{number}") for number in range(100)]
    longer = estimate_minutes(add_own(pulse(bank), many)) - estimate_minutes(pulse(bank))
    assert longer == pytest.approx(100 * 10.6 / 60)


def test_typed_options() -> None:
    """6."""
    assert read_options(" By  day \r\n\n\tAt night\n  ") == ("By day", "At night")


def led(bank: Bank, after: str, *answers: int | str, level: str = GOOD.level) -> OwnItem:
    scale = bank.scales[bank.items[after].scale] if after in bank.items else own(bank).scale
    said = replace(GOOD, asked_if=make_terms(after, scale, answers), level=level)
    return own(bank, said, "own_led")


def test_terms(bank: Bank) -> None:
    """9. The bank's comparisons, in the scale's order; what the scale does not have is left out."""
    several = bank.scales["spaces_multi"]
    first = several.options[0].value
    assert make_terms("per_bel_01", bank.scales["degree5"], (5, 4, 9)) == (
        Term("per_bel_01", "eq", 4),
        Term("per_bel_01", "eq", 5),
    )
    assert make_terms("ctx_spa_01", several, (first,)) == (Term("ctx_spa_01", "includes", first),)


@pytest.mark.parametrize(
    ("after", "answers", "level", "code"),
    [
        ("per_bel_01", (4, 5), "perceptual", []),
        ("per_bel_01", (1, 2, 3, 4, 5), "perceptual", ["condition_everybody"]),
        ("own_garden", (1,), "context", []),
        ("own_garden", (1,), "outcome", ["condition_later"]),
        ("own_led", (1,), "context", ["self_condition"]),
        ("own_elsewhere", (1,), "context", ["unknown_reference"]),
    ],
)
def test_conditions(
    bank: Bank, after: str, answers: tuple[int, ...], level: str, code: list[str]
) -> None:
    """9. Earlier questions only, and not all of their answers; new or already among the others."""
    item = led(bank, after, *answers, level=level)
    for others in ([own(bank)], [own(bank), item]):
        assert [one.code for one in list_condition_findings(item, bank, others)] == code


def test_the_older_stands_first(bank: Bank) -> None:
    """9. Of one heading, the younger cannot lead to the older."""
    item = led(bank, "own_garden", 1)
    found = list_condition_findings(item, bank, [item, own(bank)])
    assert [one.code for one in found] == ["condition_later"]


def test_without_the_other(bank: Bank) -> None:
    """9. Nobody is asked what depends on a question that is not asked, nor what depends on that."""
    middle = led(bank, "per_saf_01", 1)
    last = own(bank, replace(GOOD, asked_if=(Term("own_led", "eq", 1),)), "own_last")
    assert add_own(pulse(bank), [middle, last]) == pulse(bank)
    turn = build_questionnaire(bank, "pulse_core", rotating=["per_saf_01"])
    asked = add_own(turn, [middle, last])
    assert [item.id for item in asked.items if item.id.startswith("own_")] == [
        "own_led",
        "own_last",
    ]
    assert from_content(to_content(asked)) == asked


IN_WORDS = replace(
    GOOD, text="What would make the roof garden better?", level="open", scale="open_text"
)


def test_in_words(bank: Bank) -> None:
    """10, 2, 8: the longest way of asking is the bank's, and so are its place and its limit."""
    words = own(bank, IN_WORDS, "own_words")
    asked = add_own(pulse(bank), [words, own(bank)])
    assert [item.id for item in asked.items[10:]] == ["own_garden", "opn_01", "own_words"]
    assert [item.id for item in asked.open_items] == ["opn_01", "own_words"]
    assert asked.closed_items[:10] == pulse(bank).closed_items
    assert asked.scale_of(words.item).max_chars == 500
    without = estimate_minutes(add_own(pulse(bank), [own(bank)]))
    assert estimate_minutes(asked) - without == pytest.approx(1)
    alone = replace(pulse(bank), items=pulse(bank).closed_items)
    assert [item.id for item in add_own(alone, [words]).open_items] == ["own_words"]
    assert from_content(to_content(asked)) == asked
    assert codes(bank, IN_WORDS) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Who helped you here?", "asks_for_person"),
        ("Which neighbor do you like best?", "asks_for_person"),
        ("What is the first name of your friend?", "asks_for_person"),
        ("What is your unit number?", "asks_for_person"),
        ("Which floor is too loud?", "asks_for_person"),
        ("How can we reach you?", "asks_for_person"),
        ("What is your e-mail?", "asks_for_person"),
        ("What is your phone number?", "asks_for_person"),
        ("What is good? What is bad?", "two_questions"),
    ],
)
def test_what_no_open_question_asks(bank: Bank, text: str, code: str) -> None:
    """10: no reason outweighs it; of a question with answers to choose from it is no matter."""
    reason = {code: "We know everybody here."}
    assert codes(bank, replace(IN_WORDS, text=text), **reason) == [code]
    assert code not in codes(bank, replace(GOOD, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "What do people who live here do well?",
        "What would make your home better?",
        "Name one thing that helps you here.",
        "What is hard about the phone at the door?",
        "What do you call home?",
    ],
)
def test_what_one_may_ask(bank: Bank, text: str) -> None:
    """10"""
    assert codes(bank, replace(IN_WORDS, text=text)) == []


def test_the_meaning_is_looked_at(bank: Bank) -> None:
    """10"""
    said = replace(IN_WORDS, meaning="Tell us your name, too.")
    found = list_findings(own(bank, said), {})
    assert [(one.code, one.params["what"]) for one in found] == [("asks_for_person", "meaning")]
    assert "your name" in found[0].sentence


def test_nothing_is_asked_after_words(bank: Bank) -> None:
    """9, 10"""
    words = own(bank, IN_WORDS, "own_words")
    assert make_terms("own_words", words.scale, ["a"]) == ()
    led = own(bank, replace(GOOD, asked_if=(Term("own_words", "eq", "a"),)))
    found = list_condition_findings(led, bank, [words])
    assert "condition_operator" in [one.code for one in found]
