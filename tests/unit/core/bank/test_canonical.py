"""The ground that the bank stands on: one canonical text for a value, one shape for errors.

1. Equal values have the same text and hash, whatever order they were built in.
2. What JSON cannot say is refused.
3. An error carries kind, code and parameters, and no other kind exists.
"""

from __future__ import annotations

import math

import pytest

from survey.core.canonical import canonical_json, content_hash
from survey.core.errors import SurveyError


def test_one_text() -> None:
    """1."""
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    assert content_hash({"b": 1, "a": 2}) == content_hash({"a": 2, "b": 1})
    assert content_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_no_text() -> None:
    """2."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": math.nan})
    with pytest.raises(TypeError):
        canonical_json({1, 2})


def test_errors() -> None:
    """3."""
    error = SurveyError("refused", "core_item_locked", item="per_bel_01")
    assert (error.kind, error.code, error.params) == (
        "refused", "core_item_locked", {"item": "per_bel_01"}
    )  # fmt: skip
    assert str(error) == "core_item_locked(item='per_bel_01')"
    with pytest.raises(ValueError, match="unknown kind"):
        SurveyError("bad", "x")  # type: ignore[arg-type]
