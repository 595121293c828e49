"""Core purity, seen at run time: what the interpreter has loaded once a core module is in.

A1  No module of survey.core loads the web, the database, forms, translation or paper.
A2  survey/__init__.py imports nothing, or A1 would be out of every core module's hands.
A3  Importing all of it loads no part of scipy, which would take as long as the rest of a start.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, python_files

OUTSIDE = {
    "alembic",
    "babel",
    "flask",
    "flask_babel",
    "flask_sqlalchemy",
    "flask_wtf",
    "jinja2",
    "sqlalchemy",
    "weasyprint",
    "werkzeug",
    "wtforms",
}
LATER = {"scipy.linalg", "scipy.optimize", "scipy.sparse", "scipy.special", "scipy.stats"}
LOADED = "import json, sys; {}; print(json.dumps(sorted(sys.modules)))"


def core_modules() -> list[str]:
    paths = (path.relative_to(ROOT).with_suffix("") for path in python_files("survey/core"))
    return [".".join(path.parts).removesuffix(".__init__") for path in paths]


def loaded_by(statement: str) -> set[str]:
    command = [sys.executable, "-c", LOADED.format(statement)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return set(json.loads(output))


def test_the_watch_sees_what_is_loaded() -> None:
    assert "flask" in loaded_by("import survey.web.headers")
    assert loaded_by("import scipy; scipy.stats") >= LATER


def test_core_loads_nothing_from_outside() -> None:
    """A1 and A3, for all modules at once: together they may load no more than each of them."""
    modules = core_modules()
    assert len(modules) > 10
    loaded = loaded_by(f"import {', '.join(modules)}")
    assert set(modules) <= loaded
    assert loaded & (OUTSIDE | LATER) == set()


@pytest.mark.parametrize("package", ["survey", "survey/core"])
def test_packages_import_nothing(package: str) -> None:
    """A2"""
    tree = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imports == []
