"""The OpenAPI document against the interface, tried by a fuzzer that knows only the document.

F1  With a key, whatever the document allows is answered as the document says.
F2  What it does not allow is refused as it says; nothing breaks, whatever is sent.
F3  Without a key, and with a key that there is not, everything but the start is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import Context
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.generation import GenerationMode

from survey.api.tokens import make_token
from survey.api.views.table import OPERATIONS
from tests.factories.api_keys import bearer, make_api_key
from tests.factories.comments import release_comments
from tests.factories.everybody import Everybody
from tests.factories.releases import make_release
from tests.support import release_documents as documents

STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TRIED = {operation.name for operation in OPERATIONS} - {"show_openapi"}
"""The fuzzer has read the document itself already."""

NO_KEYS: tuple[dict[str, str], ...] = (
    {},
    bearer(make_token().text),
    bearer("x"),
    {"Authorization": "Basic eDp5"},
)
OPEN = {operation.name for operation in OPERATIONS if operation.scope is None}


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """The interface as its document describes it, a key, and what there is to ask for."""

    schema: Any
    token: str
    there: dict[str, Any]


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite only: what is fuzzed stands before the database."""
    return sqlite_database


@pytest.fixture
def fuzzed(app: Flask, everybody: Everybody) -> Fuzzed:
    """Return releases of two places, one with comments, and what the fuzzer knows of all this."""

    def served(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        # In a context of its own, as on a server: the test's own must not be shared.
        answer: Iterable[bytes] = Context().run(app, environ, start)
        return answer

    make_release(documents.too_few(), place=everybody.birch)
    release_id = make_release(documents.everywhere(), place=everybody.maple)
    release_comments(release_id, "opn_01", ["A bench by the pond."])
    _number, token = make_api_key(everybody.alice, everybody.hearth)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
    there = {"release_id": release_id, "slug": "maple-court", "item_id": "opn_01"}
    return Fuzzed(schema, token, there)


def try_out(
    fuzzed: Fuzzed,
    judge: Callable[[str, Case[Any]], None],
    *,
    mode: GenerationMode = GenerationMode.POSITIVE,
    examples: int,
    there: dict[str, Any] | None = None,
) -> None:
    """Try each operation out with the same cases each time; `there`: what paths are to name."""
    for found in fuzzed.schema.get_all_operations():
        operation = found.ok()
        name = operation.definition.raw["operationId"]
        if mode is GenerationMode.NEGATIVE and not operation.definition.raw["parameters"]:
            continue
        parts = {one.name for one in operation.path_parameters}
        fixed = {part: value for part, value in (there or {}).items() if part in parts}
        strategy = operation.as_strategy(generation_mode=mode, path_parameters=fixed or None)
        _attempt(strategy, name, judge, examples)


def _attempt(
    strategy: Any, name: str, judge: Callable[[str, Case[Any]], None], examples: int
) -> None:
    @settings(STEADY, max_examples=examples)
    @given(case=strategy)
    def attempt(case: Case[Any]) -> None:
        judge(name, case)

    attempt()


def test_what_is_allowed(fuzzed: Fuzzed) -> None:
    """F1: every operation has been answered with what there is."""
    seen: dict[str, set[int]] = {}

    def judge(name: str, case: Case[Any]) -> None:
        response = case.call_and_validate(headers=bearer(fuzzed.token))
        seen.setdefault(name, set()).add(response.status_code)

    try_out(fuzzed, judge, examples=8, there=fuzzed.there)
    answered = {name for name, statuses in seen.items() if 200 in statuses}
    assert answered == TRIED
    assert set().union(*seen.values()) <= {200, 404}


def test_what_is_not_allowed(fuzzed: Fuzzed) -> None:
    """F2: what nobody foresaw is a problem with a code, too."""
    seen = set()

    def judge(_name: str, case: Case[Any]) -> None:
        response = case.call_and_validate(headers=bearer(fuzzed.token))
        seen.add(response.status_code)
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]

    try_out(fuzzed, judge, mode=GenerationMode.NEGATIVE, examples=6)
    assert {400, 404} <= seen <= {200, 308, 400, 401, 404, 405}


def test_without_a_key(fuzzed: Fuzzed) -> None:
    """F3"""
    seen: dict[str, int] = {}

    def judge(name: str, case: Case[Any]) -> None:
        for headers in NO_KEYS:
            seen[name] = case.call_and_validate(headers=headers).status_code
            assert seen[name] == (200 if name in OPEN else 401)

    try_out(fuzzed, judge, examples=1)
    assert set(seen) == TRIED
