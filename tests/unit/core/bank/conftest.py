"""The shipped bank, and copies of it that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.core.bank.model import Bank
from survey.core.bank.reading import Reading, read_with_places, shipped_folder

Edit = Callable[[str, str, str], int]
"""Replaces, in a file of the copy, the only place where a text stands; gives its line."""


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The shipped bank with its places."""
    return read_with_places(shipped_folder())


@pytest.fixture(scope="session")
def bank(reading: Reading) -> Bank:
    """The shipped bank."""
    return reading.bank


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped bank's folder."""
    folder = tmp_path / "bank"
    shutil.copytree(str(shipped_folder()), folder)
    return folder


@pytest.fixture
def edit(copy: Path) -> Edit:
    """A way to change the copy."""

    def replace(file: str, old: str, new: str) -> int:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} should hold {old!r} once"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace
