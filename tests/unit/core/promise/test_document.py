"""The promise's number, and what making it stricter means.

D1  The short number is the first 96 bits in groups of four; typing is forgiven, guessing is not.
D2  Folding never weakens, whatever the changes say and in whatever order they come.
D3  A change passes the check exactly when folding it in changes each thing that it names.
D4  A promise that says nothing of paper allows none; one that says nothing of "Exit" has it.
D5  A study is allowed only where the promise says so; without it a promise is what it always was.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.errors import SurveyError
from survey.core.promise.document import (
    allows_study,
    has_exit_button,
    has_paper,
    normalize_hash,
    promise_hash,
    short_hash,
)
from survey.core.promise.tightening import check_stricter, fold

FULL = "c44424b5539283e5fcca2501a7edef3b4db501badd7baf7ad45886eb67428f00"
CUTS = ("stratum", "dem_los", "dem_age")
PROMISE: dict[str, Any] = {
    "min_group": 10,
    "cuts": [{"id": cut, "groups": []} for cut in CUTS],
    "answers_destroyed_after_days": 30,
    "unopened_destroyed_on": "2026-10-05",
    "answers_destroyed_by": "2026-11-04",
}
changes = st.fixed_dictionaries(
    {},
    optional={
        "min_group": st.integers(-5, 120),
        "cuts": st.lists(st.sampled_from((*CUTS, "dem_ten")), unique=True),
        "answers_destroyed_after_days": st.integers(1, 400),
    },
)


def test_short_number() -> None:
    """D1"""
    assert short_hash(FULL) == "c444-24b5-5392-83e5-fcca-2501"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("c444-24b5-5392-83e5-fcca-2501", FULL[:24]),
        (" C444 24B5 5392 83E5 FCCA 2501 ", FULL[:24]),
        ("c444–24b5–5392–83e5–fcca–2501", FULL[:24]),
        (FULL, FULL),
        (FULL[:23], None),
        (FULL[:25], None),
        ("g" * 24, None),
        ("", None),
        ("%" * 24, None),
    ],
)
def test_typed_number(typed: str, read: str | None) -> None:
    """D1"""
    assert normalize_hash(typed) == read


def test_hash_is_of_the_canonical_form() -> None:
    """D1: the order of keys does not matter, a value does. Digest from `sha256sum`."""
    assert promise_hash({"b": 1, "a": "é"}) == promise_hash({"a": "é", "b": 1})
    assert promise_hash({"a": 1}) == (
        "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    )


@given(st.lists(changes, max_size=6))
def test_folding_never_weakens(made: list[dict[str, Any]]) -> None:
    """D2"""
    folded = fold(PROMISE, made)
    assert folded["min_group"] >= 10
    assert folded["answers_destroyed_after_days"] <= 30
    assert folded["answers_destroyed_by"] <= "2026-11-04"
    assert {cut["id"] for cut in folded["cuts"]} <= set(CUTS)
    assert folded == fold(PROMISE, reversed(made))
    assert PROMISE["min_group"] == 10


@given(changes)
def test_check_agrees_with_folding(change: dict[str, Any]) -> None:
    """D3"""
    folded = fold(PROMISE, [change])
    took = bool(change) and all(
        folded[name] != PROMISE[name]
        and ([cut["id"] for cut in folded["cuts"]] if name == "cuts" else folded[name])
        == ([cut for cut in CUTS if cut in change["cuts"]] if name == "cuts" else change[name])
        for name in change
    )
    took = took and set(change.get("cuts", ())) <= set(CUTS) and change.get("min_group", 0) <= 100
    if took:
        check_stricter(PROMISE, change)
        return
    with pytest.raises(SurveyError) as refused:
        check_stricter(PROMISE, change)
    assert refused.value.code == ("promise_weaker" if change else "unknown_change")


def test_old_promises() -> None:
    """D4"""
    assert (has_paper({}), has_exit_button({})) == (False, True)
    assert has_paper({"paper": True})


def test_a_study_is_allowed_only_where_it_is_said() -> None:
    """D5: what only looks like it allows nothing."""
    assert allows_study({"study": True})
    assert [said for said in ({}, {"study": False}, {"study": "yes"}) if allows_study(said)] == []
