"""The lint finds what people who write questions tend to get wrong.

1. The shipped bank is clean, and every exemption has its reason.
2. Each rule of wording finds its case, at the line of the item.
3. An allowance passes over just its own code; an unknown or needless one is itself a finding.
4. Stated minutes are compared with the estimate, both ways.
5. What nothing uses is told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.core.bank.findings import SENTENCES
from survey.core.bank.lint import count_allowances, lint
from survey.core.bank.reading import Reading, read_with_places
from tests.unit.core.bank.conftest import Edit


def findings(folder: Path) -> list[tuple[str, int, str]]:
    """What the lint says about a folder: (file, line, code)."""
    found = lint(read_with_places(folder))
    assert all(one.sentence for one in found)
    return [(one.place.file, one.place.line, one.code) for one in found]


def test_shipped_bank_is_clean(reading: Reading) -> None:
    """1."""
    assert [str(finding) for finding in lint(reading)] == []
    reasons = [
        (code, reason)
        for allowed in reading.ledger.allowances.values()
        for code, reason in allowed.items()
    ]
    assert len(reasons) == count_allowances(reading) > 0
    assert all(code in SENTENCES and len(reason) > 20 for code, reason in reasons)


OUTCOME = "items/outcome.yaml"
HEALTH = "out_hea_01:\n  construct: self_rated_health\n  text: How is your health these days?"
GOING = "text: In the past year, did you go to a resident meeting?\n  scale: "
LONELY = "text: In the past 2 weeks, how often did you feel lonely?"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("How is your health these days?", "How is your physical condition?", "reading_grade"),
        ("How is your health these days?", "How is it" + " so" * 18 + "?", "too_many_words"),
        ("How is your health these days?", "How is your body and mind?", "double_barrelled"),
        ("How is your health these days?", "How is your health OR mood?", "double_barrelled"),
        ("How is your health these days?", "How is it at {place}?", "placeholder_in_text"),
        ("How is your health these days?", "How was it in the last week?", "recall_not_declared"),
    ],
)
def test_wording(copy: Path, edit: Edit, old: str, new: str, code: str) -> None:
    """2."""
    line = edit(OUTCOME, HEALTH, HEALTH.replace(old, f"'{new}'"))
    assert findings(copy) == [(OUTCOME, line, code)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (LONELY, "text: How often did you feel lonely?", "recall_not_said"),
        (LONELY, LONELY.replace("2 weeks", "3 weeks"), "recall_not_said"),
        ("  why: Many people feel", "  hint: Many people feel", "missing_why"),
        ("  meaning: Lonely", "  hint: Lonely", "missing_meaning"),
    ],
)
def test_sensitive_item(copy: Path, edit: Edit, old: str, new: str, code: str) -> None:
    """2."""
    head = edit(OUTCOME, "out_lon_01:\n", "out_lon_01:\n")
    edit(OUTCOME, old, new)
    assert findings(copy) == [(OUTCOME, head, code)]


def test_missing_note(copy: Path, edit: Edit) -> None:
    """2."""
    head = edit(OUTCOME, HEALTH, HEALTH)
    edit(OUTCOME, "  translator_note: Health of body", "  # Health of body")
    assert findings(copy) == [(OUTCOME, head, "missing_translator_note")]


def test_missing_recall(copy: Path, edit: Edit) -> None:
    """2: an item on a scale that counts events says over which time."""
    edit("items/structural.yaml", GOING + "yesno\n  needs", GOING + "contact5\n  needs")
    edit("items/structural.yaml", "In the past year, did you go to", "How often do you go to")
    head = edit("items/structural.yaml", "str_gov_01:\n", "str_gov_01:\n")
    edit("items/structural.yaml", "resident_meetings\n  recall: 1 year", "resident_meetings")
    assert findings(copy) == [("items/structural.yaml", head, "missing_recall")]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("consent", "start: Start the survey", "start: Initiate participation", "reading_grade"),
        ("demographics", "text: How old are you?", "text: Old or not?", "double_barrelled"),
    ],
)
def test_other_texts(copy: Path, edit: Edit, file: str, old: str, new: str, code: str) -> None:
    """2: the promise and the demographics are read too."""
    line = edit(f"{file}.yaml", old, new)
    [(name, at, found)] = findings(copy)
    assert (name, found) == (f"{file}.yaml", code)
    assert at in (line, line - 1)


def test_reasons_why(copy: Path, edit: Edit) -> None:
    """2: the sentence that says why we ask is short and plain."""
    head = edit("bank.yaml", "  voice:\n", "  voice:\n")
    edit("bank.yaml", "The people who live here should be heard.", "We ask. " * 11)
    assert findings(copy) == [("bank.yaml", head, "too_many_words")]


def test_recall_of_the_scale(copy: Path, edit: Edit) -> None:
    """2: an item's period is that of its scale."""
    edit("scales.yaml", "recall: past month", "recall: past year")
    found = findings(copy)
    assert {(file, code) for file, _, code in found} == {
        ("items/relational.yaml", "recall_differs")
    }
    assert len(found) == 7


def test_allowances(copy: Path, edit: Edit) -> None:
    """3."""
    text = "How is your body and mind?"
    head = edit(OUTCOME, HEALTH, HEALTH.replace("How is your health these days?", text))
    note = "translator_note: Health of body and mind together."
    allow = "lint_allow: {%s: 'One idea: health as a whole.'}\n  " + note
    edit(OUTCOME, note, allow % "double_barrelled")
    assert findings(copy) == []
    edit(OUTCOME, "double_barrelled: 'One", "reading_grade: 'One")
    assert findings(copy) == [
        (OUTCOME, head, "double_barrelled"),
        (OUTCOME, head, "needless_allowance"),
    ]
    edit(OUTCOME, "reading_grade: 'One", "too_nice: 'One")
    assert findings(copy) == [
        (OUTCOME, head, "double_barrelled"),
        (OUTCOME, head, "unknown_allowance"),
    ]


@pytest.mark.parametrize(
    ("minutes", "codes"),
    [(3, ["minutes_too_low"]), (4, []), (5, []), (6, ["minutes_too_high"])],
)
def test_minutes(copy: Path, edit: Edit, minutes: int, codes: list[str]) -> None:
    """4."""
    edit("questionnaires/pulse_core.yaml", "minutes: 4", f"minutes: {minutes}")
    assert [code for _, _, code in findings(copy)] == codes


def test_unused(copy: Path, edit: Edit) -> None:
    """5."""
    spare = "  spare:\n    level: open\n    label: Spare\n    why: We ask.\n"
    edit("bank.yaml", "  open:\n    level: open", f"{spare}  open:\n    level: open")
    edit("scales.yaml", "yesno:\n", "spare5: {kind: text, max_chars: 5}\n\nyesno:\n")
    edit("references.yaml", "R-BB:", "R-SPARE: nothing\nR-BB:")
    found = findings(copy)
    assert [(file, code) for file, _, code in found] == [
        ("bank.yaml", "unused"),
        ("references.yaml", "unused"),
        ("scales.yaml", "unused"),
    ]
