"""Bad data is a clear error that names file and line.

1. A file that is no YAML, not text, empty or not there is a BankError, never another exception.
2. A wrong type, an unknown, missing or repeated key, an unquoted yes, a bad id: file, line, code.
3. A reference that leads nowhere is found: scale, construct, reference, level, item, condition.
4. What the model does not allow is found: mixed directions, points out of order, loose groups.
5. Several problems in several files are all reported at once, in order of place.
6. Every code has a sentence that its parameters fill.
7. Any change of any line either loads or is a BankError (a fuzz over the shipped files).
8. PyYAML without libyaml reads the same bank.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
import yaml

from survey.core.bank import source
from survey.core.bank.findings import BankError
from survey.core.bank.reading import read_bank
from tests.unit.core.bank.conftest import Edit


def problems(folder: Path) -> list[tuple[str, int, str]]:
    """What reading a folder complains of: (file, line, code)."""
    with pytest.raises(BankError) as caught:
        read_bank(folder)
    for problem in caught.value.problems:
        assert problem.sentence
    return [(one.place.file, one.place.line, one.code) for one in caught.value.problems]


def test_without_libyaml(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """8."""
    usual = read_bank(copy)
    monkeypatch.setattr(source, "_LOADER", yaml.SafeLoader)
    assert read_bank(copy) == usual


def test_the_copy_is_sound(copy: Path) -> None:
    """The cases below fail for their own change only."""
    assert len(read_bank(copy).items) == 98


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"a: [1, 2\nb: 3\n", 2, "broken_yaml"),
        (b"a: 1\n\tb: 2\n", 2, "broken_yaml"),
        (b"\xff\xfe\x00", 1, "not_text"),
        (b"a: \x07\n", 1, "broken_yaml"),
        (b"", 1, "empty"),
        (b"# nothing\n", 1, "empty"),
        (b"- a\n- b\n", 1, "wrong_type"),
        (b"just words\n", 1, "wrong_type"),
        (b"a: &x {kind: text, max_chars: 5}\nb: *x\n", 2, "unsupported_yaml"),
        (b"a: 1\n---\nb: 2\n", 2, "broken_yaml"),
        (b"a: !!python/object/apply:os.system ['true']\n", 1, "wrong_type"),
    ],
)
def test_broken_files(copy: Path, content: bytes, line: int, code: str) -> None:
    """1."""
    (copy / "scales.yaml").write_bytes(content)
    assert ("scales.yaml", line, code) in problems(copy)


def test_missing_files(copy: Path) -> None:
    """1."""
    (copy / "indices.yaml").unlink()
    (copy / "items" / "open.yaml").unlink()
    shutil.rmtree(copy / "questionnaires")
    assert problems(copy) == [
        ("indices.yaml", 1, "missing_file"),
        ("items/open.yaml", 1, "missing_file"),
        ("questionnaires", 1, "missing_file"),
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """1."""
    found = problems(tmp_path / "nowhere")
    assert {code for _, _, code in found} == {"missing_file"}
    assert ("bank.yaml", 1, "missing_file") in found


def edited_lines(folder: Path, file: str, line: int, new: str) -> set[int]:
    """Where a problem of edited lines may be: there, or at the head of the entry or the file."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    heads = [at for at, text in enumerate(lines[:line], start=1) if text[:1].strip(" #")]
    return {*range(line, line + new.count("\n") + 1), heads[-1], 1}


def assert_found(folder: Path, file: str, line: int, new: str, code: str) -> None:
    """The code is among the problems, in this file, at these lines or their entry's head."""
    there = {at for name, at, found in problems(folder) if (name, found) == (file, code)}
    assert there & edited_lines(folder, file, line, new), there


CHILDREN = "text: How safe is it for children to play outside here?"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("per_bel_03:\n", "per_bel_02:\n", "duplicate_key"),
        ("per_bel_03:\n", "Per-Bel:\n", "bad_id"),
        ("per_bel_03:\n  construct", "per_bel_03:\n  konstruct", "missing_key"),
        ("per_bel_03:\n", "per_bel_03:\n  color: red\n", "unknown_key"),
        (CHILDREN, "text: 7", "wrong_type"),
        (CHILDREN, "text: yes", "not_quoted"),
        (CHILDREN, "text: ''", "empty"),
        (CHILDREN, "text: [a]", "wrong_type"),
        (CHILDREN, "text: 2026-01-01", "wrong_type"),
        (
            "sensitive: true\n  translator_note: '\"G",
            "sensitive: 'yes'\n  hint: '\"G",
            "wrong_type",
        ),
        ("[R-CJ, R-EDS]", "[R-CJ, R-CJ]", "duplicate_value"),
        ("[R-CJ, R-EDS]", "R-CJ", "wrong_type"),
    ],
)
def test_form_of_items(copy: Path, edit: Edit, old: str, new: str, code: str) -> None:
    """2."""
    line = edit("items/perceptual.yaml", old, new)
    assert_found(copy, "items/perceptual.yaml", line, new, code)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("scales", "extent5:\n  kind: ordinal", "extent5:\n  kind: round", "not_one_of"),
        ("scales", "{value: 1, label: None}", "{value: one, label: None}", "wrong_type"),
        ("scales", "{value: 1, label: None}", "{value: 9999, label: None}", "out_of_range"),
        ("scales", "{value: 1, label: None}", "{value: 0b, label: None}", "wrong_type"),
        ("scales", "max_chars: 500", "max_chars: 500000", "out_of_range"),
        ("scales", "{value: gym, label: Gym}", "{value: yes, label: Gym}", "not_quoted"),
        ("indices", "trust:\n", "safety:\n", "duplicate_key"),
        ("questionnaires/pulse_core", "minutes: 4", "minutes: 0", "out_of_range"),
        ("questionnaires/pulse_core", "id: pulse_core", "id: annual", "duplicate_id"),
        ("consent", "start: Start", "begin: Start", "unknown_key"),
        ("demographics", "dem_los:\n", "opn_01:\n", "duplicate_id"),
    ],
)
def test_form_of_other_files(
    copy: Path, edit: Edit, file: str, old: str, new: str, code: str
) -> None:
    """2."""
    line = edit(f"{file}.yaml", old, new)
    assert_found(copy, f"{file}.yaml", line, new, code)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("items/perceptual", "[R-NCI, R-SEED]", "[R-NCI, R-X]", "unknown_reference"),
        ("items/relational", "construct: contact_quality", "construct: x", "unknown_reference"),
        ("items/relational", "construct: contact_quality", "construct: trust", "level_differs"),
        ("items/outcome", "scale: ladder11", "scale: ladder12", "unknown_reference"),
        ("items/outcome", "scale: ladder11", "scale: open_text", "wrong_section"),
        ("indices", "[per_tru_01,", "[per_tru_09,", "unknown_reference"),
        ("indices", "[per_tru_01,", "[str_voi_01,", "level_differs"),
        ("questionnaires/pulse_core", "  - opn_01", "  - opn_09", "unknown_reference"),
        ("questionnaires/pulse_core", "  - opn_01", "  - per_bel_03", "wrong_section"),
        ("questionnaires/pulse_core", "slots: 2", "slots: 9", "too_many_slots"),
        ("questionnaires/pulse_core", "  - dem_ten", "  - dem_x", "unknown_reference"),
        ("items/context", "[ctx_cov_01, ge, 2]", "[ctx_x, ge, 2]", "unknown_reference"),
        ("items/context", "[ctx_cov_01, ge, 2]", "[ctx_cov_02, ge, 2]", "self_condition"),
        ("items/context", "[ctx_cov_01, ge, 2]", "[ctx_cov_01, ge, 9]", "condition_value"),
        ("items/context", "[ctx_cov_01, ge, 2]", "[ctx_spa_01, ge, 2]", "condition_operator"),
        ("items/context", "[ctx_cov_01, ge, 2]", "[ctx_cov_01, ge]", "wrong_type"),
        ("items/context", "[ctx_cov_01, ge, 2]", "[ctx_cov_01, near, 2]", "not_one_of"),
    ],
)
def test_references(copy: Path, edit: Edit, file: str, old: str, new: str, code: str) -> None:
    """3."""
    if "contact_quality" in old:
        old, new = f"rel_con_01:\n  {old}", f"rel_con_01:\n  {new}"
    line = edit(f"{file}.yaml", old, new)
    assert_found(copy, f"{file}.yaml", line, new, code)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("indices", "[per_sti_01,", "[per_bel_01,", "mixed_directions"),
        ("indices", "[per_tru_01, per_tru_02,", "[per_bel_05, per_sti_01,", "mixed_directions"),
        ("indices", ", per_tru_03]", ", opn_01]", "not_scorable"),
        ("scales", "{value: 2, label: 1 or 2}", "{value: 3, label: x}", "points_not_ascending"),
        ("scales", "  maximum: 10", "  maximum: 0", "points_not_ascending"),
        ("scales", "favorable: [7, 8, 9, 10]", "favorable: [7, 11]", "not_a_value"),
        ("scales", "  max_chars: 500\n", "", "scale_needs"),
        ("scales", "  max_chars: 500", "  max_chars: 500\n  minimum: 1", "scale_has_no"),
        ("scales", "{value: gym, label", "{value: pns, label", "reserved_option"),
        ("scales", "{value: gym, label", "{value: pool, label", "duplicate_value"),
        ("demographics", "[own, full_price_rent]", "[own, voucher]", "group_overlap"),
        ("demographics", "[own, full_price_rent]", "[own, pns]", "unknown_reference"),
        ("demographics", "    - {id: under50", "    # - {id: under50", "too_few_groups"),
        ("consent", "{contact}'", "{kontact}'", "unknown_placeholder"),
        ("consent", "now? Call {number}.\nhere", "now? Call {number.\nhere", "unknown_placeholder"),
        ("consent", "mean {place}: the", "mean {runner}: the", "unknown_reference"),
    ],
)
def test_rules_of_the_model(
    copy: Path, edit: Edit, file: str, old: str, new: str, code: str
) -> None:
    """4."""
    line = edit(f"{file}.yaml", old, new)
    assert_found(copy, f"{file}.yaml", line, new, code)


def test_wrong_direction(copy: Path, edit: Edit) -> None:
    """4."""
    head = "[per_tru_01, per_tru_02, per_tru_03]\n  min_answered: 2\n  direction: higher_is_"
    new = f"{head}worse_before_reversal"
    line = edit("indices.yaml", f"{head}better", new)
    assert_found(copy, "indices.yaml", line, new, "wrong_direction")


def test_core_set(copy: Path, edit: Edit) -> None:
    """4: a pulse index with another item leaves one core item unscored and adds a stray one."""
    edit("indices.yaml", "rel_bri_01, rel_coh_01]", "rel_bri_01, rel_coh_02]")
    found = problems(copy)
    assert [code for _, _, code in found] == ["core_set_differs"] * 2
    assert {file for file, _, _ in found} == {"items/relational.yaml"}


def test_a_level_that_was_renamed(copy: Path, edit: Edit) -> None:
    """3."""
    edit("bank.yaml", "  structural:\n", "  structure:\n")
    assert ("items/structure.yaml", 1, "missing_file") in problems(copy)


def test_several_problems_at_once(copy: Path, edit: Edit) -> None:
    """5."""
    first = edit("consent.yaml", "start: Start the survey", "start: ''")
    second = edit("items/open.yaml", "text: What is going well here?", "text: [1]")
    third = edit("scales.yaml", "max_chars: 500", "max_chars: many")
    assert problems(copy) == [
        ("consent.yaml", first, "empty"),
        ("items/open.yaml", second, "wrong_type"),
        ("scales.yaml", third, "wrong_type"),
    ]


def test_what_a_person_reads(copy: Path, edit: Edit) -> None:
    """6."""
    line = edit("scales.yaml", "{value: 'yes', label: 'Yes'}\n    - {value: 'no', label: 'No'}\n\n",
                "{value: 'yes', label: 'Yes'}\n    - {value: no, label: 'No'}\n\n")  # fmt: skip
    with pytest.raises(BankError) as caught:
        read_bank(copy)
    assert str(caught.value) == (
        f'scales.yaml:{line + 1}: not_quoted: "no" is read as true or false. Put it in quotes.'
    )


def change_a_line(text: str, chance: random.Random) -> str:
    """A text with one line gone, doubled, moved in, cut, or with a sign put in."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    cut = chance.randrange(len(line) + 1)
    lines[at : at + 1] = chance.choice(
        [
            [],
            [line, line],
            ["  " + line],
            [line[:cut]],
            [line[:cut] + chance.choice(":[]{}'\"#&*!|>%@`-?,\t0") + line[cut:]],
        ]
    )
    return "\n".join(lines)


def sentences(folder: Path) -> list[str] | None:
    """What is said about a folder's bank; None when it loads."""
    try:
        read_bank(folder)
    except BankError as error:
        return [problem.sentence for problem in error.problems]
    return None


@pytest.mark.parametrize("seed", range(8))
def test_no_change_is_a_traceback(copy: Path, seed: int) -> None:
    """7: loads, or a BankError whose every sentence can be said."""
    chance = random.Random(seed)
    files = sorted(copy.rglob("*.yaml"))
    outcomes = []
    for _ in range(25):
        file = chance.choice(files)
        text = file.read_text(encoding="utf-8")
        file.write_text(change_a_line(text, chance), encoding="utf-8")
        outcomes.append(sentences(copy))
        file.write_text(text, encoding="utf-8")
    assert any(outcomes)
    assert [] not in outcomes
