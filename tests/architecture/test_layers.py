"""The import rules of pyproject.toml.

L1  They hold.
L2  Every room of survey/ stands in the layers, so that a new one is not forgotten.
L3  Every feature's inner order is checked.
L4  A rule that is broken is found: the linter is awake.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT

CONTRACTS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "pyproject.toml").read_text(encoding="utf-8")
)["tool"]["importlinter"]["contracts"]
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
NO_CODE = {"static", "templates", "__pycache__"}


def lint_imports(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-cache", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def layers() -> str:
    return " ".join(CONTRACTS[0]["layers"])


def rooms() -> list[str]:
    folder = ROOT / "survey"
    found = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    found += [path.name for path in folder.iterdir() if any(path.glob("*.py"))]
    return sorted(set(found) - NO_CODE)


def test_contracts_hold() -> None:
    """L1"""
    result = lint_imports()
    assert result.returncode == 0, result.stdout


def test_every_room_has_its_layer() -> None:
    """L2"""
    named = layers().replace("(", " ").replace(")", " ").split()
    assert [room for room in rooms() if f"survey.{room}" not in named] == []


def test_every_feature_is_ordered_inside() -> None:
    """L3"""
    features = [
        f"survey.{room}" for room in rooms() if (ROOT / "survey" / room / "models.py").exists()
    ]
    assert [feature for feature in features if feature not in CONTRACTS[1]["containers"]] == []


def test_a_broken_rule_is_found(tmp_path: Path) -> None:
    """L4: that the database may not be imported by accounts is a rule we do break."""
    rule = tmp_path / "rules.toml"
    rule.write_text(
        "[tool.importlinter]\nroot_packages = ['survey']\n"
        "[[tool.importlinter.contracts]]\nname = 'broken'\ntype = 'forbidden'\n"
        "source_modules = ['survey.accounts']\nforbidden_modules = ['survey.db']\n",
        encoding="utf-8",
    )
    result = lint_imports("--config", str(rule))
    assert result.returncode == 1
    assert "survey.accounts.models -> survey.db" in result.stdout
