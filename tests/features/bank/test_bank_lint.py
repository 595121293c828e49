"""`flask bank lint` tells editors what to mend.

1. The shipped bank has no problems and ends with status 0.
2. A wording problem is printed as file:line, code, sentence, and ends with status 1.
3. A bank that cannot be read is reported the same way, without a traceback.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from survey.core.bank.reading import shipped_folder
from survey.questionnaires.bank_cli import bank_group, bank_lint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped bank."""
    copy = tmp_path / "bank"
    shutil.copytree(str(shipped_folder()), copy)
    return copy


def run(*arguments: str) -> Result:
    """Run the command as its group would."""
    assert bank_group.commands["lint"] is bank_lint
    return CliRunner().invoke(bank_group, ["lint", *arguments])


def change(file: Path, old: str, new: str) -> None:
    """Replace a text in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_shipped_bank() -> None:
    """1."""
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "98 items, no problems, 19 reasoned exemptions.\n"


def test_wording(folder: Path) -> None:
    """2."""
    change(folder / "items" / "open.yaml", "What is going well here?", "What is good or bad?")
    result = run("--folder", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{folder}/items/open.yaml:11: double_barrelled: "
        'text: "or" may ask two things at once.\n1 problem.\n'
    )


def test_broken_bank(folder: Path) -> None:
    """3."""
    (folder / "indices.yaml").write_text("belonging: [1, 2\n", encoding="utf-8")
    change(folder / "scales.yaml", "max_chars: 500", "max_chars: many")
    result = run("--folder", str(folder))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"{folder}/indices.yaml:2: broken_yaml: The YAML cannot be read:")
    assert lines[1].startswith(f"{folder}/scales.yaml:")
    assert lines[1].endswith('wrong_type: "max_chars" should be a whole number, not text.')
    assert lines[2] == "2 problems."


def test_it_is_a_command_of_the_application(app: Flask) -> None:
    """1."""
    result = app.test_cli_runner().invoke(args=["bank", "lint"])
    assert (result.exit_code, result.stderr) == (0, "")
