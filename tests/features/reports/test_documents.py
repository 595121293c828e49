"""The hand-made documents are what a release may be.

D1  Each of schema 2 has the shape that is written down.
D2  The one of schema 1 can still be read: what it did not say is absent, and all else the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from survey.reports.reading import ReleaseDocument
from tests.support import release_documents as documents

KINDS = {
    "full": documents.full,
    "third": documents.third,
    "without_change": documents.without_change,
    "small": documents.small,
    "nearly_all": documents.nearly_all,
    "open_link": documents.open_link,
    "long_names": documents.long_names,
    "annual": documents.annual,
    "all_hidden": documents.all_hidden,
    "too_few": documents.too_few,
}


@pytest.mark.parametrize("kind", KINDS)
def test_shape(kind: str) -> None:
    """D1"""
    shape = json.loads((files("survey.results") / "schemas" / "release-2.json").read_text())
    found: Any = [
        (error.json_path, error.message)
        for error in Draft202012Validator(shape).iter_errors(KINDS[kind]())
    ]
    assert found == []


def test_schema_1() -> None:
    """D2"""
    first = ReleaseDocument.from_json(documents.text_of(documents.first_schema()))
    second = ReleaseDocument.from_json(documents.text_of(documents.full()))
    assert (first.method.rules, first.method.reference, first.method.kept) == ("1", None, None)
    assert first.method.weighting == "not_known"
    assert first.response.participation == ()
    assert first.change is not None
    assert (first.change.warnings, first.change.trends) == ((), {})
    assert {change.smallest for change in first.change.levels.values()} == {None}
    unsure = [replace(score, certain_low=None, certain_high=None) for score in second.levels]
    assert list(first.levels) == unsure
    assert first.cuts == second.cuts
