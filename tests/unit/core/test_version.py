"""The version in the code is the one that pyproject.toml names."""

from __future__ import annotations

import tomllib
from pathlib import Path

from survey.core.version import VERSION


def test_one_version() -> None:
    project = Path(__file__).parents[3] / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == VERSION
