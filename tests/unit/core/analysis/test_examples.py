"""The worked examples of the docstrings are true.

X1 every line of examples.txt that names a function quotes its docstring
X2 what it quotes is what the function gives
X3 every public function whose docstring has an example is there, or is named with its own test
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from inspect import getdoc, getmembers, isfunction
from math import inf, nan
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

import numpy as np

from survey.core import analysis
from survey.core.analysis.change import Summary
from survey.core.analysis.estimates import Estimate
from survey.core.analysis.gaps import Share
from survey.core.analysis.raking import Margin
from survey.core.analysis.tabulation import ScoreCell

TEXT: Final = Path(__file__).with_name("examples.txt")
NAMED: Final = re.compile(r"^(\w+\.\w+): (.+)$", re.MULTILINE)
MODULES: Final = {
    found.name: import_module(f"{analysis.__name__}.{found.name}")
    for found in iter_modules(analysis.__path__)
}
ELSEWHERE: Final = {
    # Examples about items of the bank, and about the stored references from R.
    "functioning.functioning_of": "test_functioning.py",
    "functioning.item_differences": "test_functioning.py",
    "importance.importance_of": "test_importance.py",
    "reliability.alpha_without_each": "test_reliability.py",
    "scale_report.reliability_of": "test_reliability.py",
    "scales.level_scores": "test_scales.py",
    "scales.rule_differences": "test_scales.py",
    "scores.bins_of": "test_scores.py",
    "scores.index_score": "test_scores.py",
    "scores.points_of": "test_scores.py",
}


def _near(found: Any, digits: int = 3) -> Any:
    """The same with so many decimals; an interval as figure and ends."""
    if isinstance(found, Estimate):
        return tuple(_near(part, digits) for part in (found.value, found.low, found.high))
    if isinstance(found, Iterable):
        return tuple(_near(part, digits) for part in found)
    return round(float(found), digits)


def _public() -> Iterator[tuple[str, str]]:
    """Each public function by module and name, with its docstring on one line."""
    for name, module in MODULES.items():
        for function_name, function in getmembers(module, isfunction):
            if function.__module__ == module.__name__ and not function_name.startswith("_"):
                yield f"{name}.{function_name}", " ".join((getdoc(function) or "").split())


def test_x1_quoted() -> None:
    docstrings = dict(_public())
    quoted = NAMED.findall(TEXT.read_text(encoding="utf-8"))
    assert len(quoted) > 70
    assert [(name, words) for name, words in quoted if words not in docstrings[name]] == []


def test_x2_true() -> None:
    known = {
        **MODULES,
        "Estimate": Estimate,
        "Margin": Margin,
        "ScoreCell": ScoreCell,
        "Share": Share,
        "Summary": Summary,
        "date": date,
        "house": (Margin("a", {"x": 60, "y": 40}),),
        "inf": inf,
        "nan": nan,
        "near": _near,
        "np": np,
        "sizes": {("x",): 30, ("y",): 10},
    }
    ran = doctest.testfile(str(TEXT), module_relative=False, globs=known, encoding="utf-8")
    assert ran.failed == 0
    assert ran.attempted > 100


def test_x3_none_left_out() -> None:
    told = {name for name, words in _public() if re.search(r"\bExamples?\b", words)}
    here = {name for name, _words in NAMED.findall(TEXT.read_text(encoding="utf-8"))}
    assert here | ELSEWHERE.keys() == told
    assert not here & ELSEWHERE.keys()
    for name, file in ELSEWHERE.items():
        assert name.split(".")[1] in TEXT.with_name(file).read_text(encoding="utf-8")
