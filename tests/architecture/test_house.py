"""House rules that no linter knows.

H1  One place commits transactions, survey/db; single statements commit in survey/db/single.py.
H2  No file is named after its having no subject.
H3  Only pdf/ knows WeasyPrint, and only inside a function: it is slow to load, and Pango may lack.
H4  Only settings.py reads the environment.
H5  Nothing is skipped, stubbed or left for later.
H6  The locks name no registry, and every package in them carries a hash.
H7  Built files are not in git.
H8  No file is longer than anybody reads at once; the first migration is the exception.
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT, python_files, tracked_files

MOST_LINES = 400


def lines_with(pattern: str, *folders: str) -> set[str]:
    """Return the files below `folders` with a line that matches, as paths from the top."""
    expression = re.compile(pattern, re.MULTILINE)
    return {
        str(path.relative_to(ROOT))
        for path in python_files(*folders)
        if expression.search(path.read_text(encoding="utf-8"))
    }


def test_one_place_commits() -> None:
    """H1"""
    assert lines_with(r"\bcommit\(", "survey", "forms") == {"survey/db/__init__.py"}
    text = (ROOT / "survey" / "db" / "__init__.py").read_text(encoding="utf-8")
    assert len(re.findall(r"\.commit\(", text)) == 1
    assert lines_with(r'"COMMIT"|autocommit', "survey", "forms") == {"survey/db/single.py"}


def test_every_file_has_a_subject() -> None:
    """H2"""
    rooms = re.compile(r"(^|/)(utils?|helpers?|common|misc)(\.py$|/)")
    assert [path for path in tracked_files() if rooms.search(path)] == []


def test_only_pdf_knows_weasyprint() -> None:
    """H3"""
    assert {
        path
        for path in lines_with(r"^\s*(from|import) weasyprint", "survey", "forms")
        if not path.startswith("survey/pdf/")
    } == set()
    assert lines_with(r"^(from|import) weasyprint", "survey") == set()


def test_only_settings_read_the_environment() -> None:
    """H4"""
    assert lines_with(r"os\.environ|os\.getenv", "survey", "forms") == {"survey/settings.py"}


def test_nothing_is_left_for_later() -> None:
    """H5"""
    unfinished = "|".join(["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error"])
    assert lines_with(rf"\b({unfinished})\b", "survey", "forms", "tests") == set()
    skipped = r"^\s*(@?pytest\.mark\.(skip|xfail)|pytest\.(skip|xfail)\()"
    assert lines_with(skipped, "tests") == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_portable_and_hashed(lock: str) -> None:
    """H6"""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"[a-z]+://|--index|--find-links|--extra-index", text) == []
    packages = re.split(r"(?m)^(?=[a-z])", text)[1:]
    assert len(packages) > 30
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_built_files_are_not_in_git() -> None:
    """H7"""
    built = (".mo", ".pyc", ".db", ".sqlite", ".sqlite3")
    assert [path for path in tracked_files() if path.endswith(built)] == []


def test_files_are_short() -> None:
    """H8"""
    long = {
        str(path.relative_to(ROOT))
        for path in python_files("survey", "forms", "tests", "migrations")
        if path.read_text(encoding="utf-8").count("\n") > MOST_LINES
    }
    assert long == {"migrations/versions/20261123_first_tables.py"}
