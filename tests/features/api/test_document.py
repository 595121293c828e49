"""The OpenAPI document, and the page that is made from it.

D1  The document is valid OpenAPI 3.1, and the same bytes each time.
D2  Each route of the interface is in it, each of its paths is a route, with the same parameters.
D3  No parameter has a place for a secret.
D4  Every problem that the code can tell of is in the table, and each has an anchor on the page.
D5  The page is read by everybody, loads nothing from elsewhere, and names every operation.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.routing import IntegerConverter

from survey.api.openapi import openapi_document
from survey.api.problems import PROBLEMS
from survey.api.views.programs import ROOT
from survey.api.views.table import OPERATIONS
from tests.architecture.test_routes import SECRET_WORDS
from tests.features.api.conftest import Ask

API = Path(__file__).resolve().parents[3] / "survey" / "api"
TOLD = re.compile(r'(?:ApiProblem|unauthorized)\(\s*"(\w+)"|SurveyError\(\s*"missing",\s*"(\w+)"')
OF_STAFF = {"no_such_key"}
"""What only the staff pages tell, in a sentence."""


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite only: nothing is read from it."""
    return sqlite_database


def test_the_document_is_valid(app: Flask, ask: Ask) -> None:
    """D1"""
    reply = ask("/openapi.json")
    assert reply.mimetype == "application/json"
    document = reply.get_json()
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert ask("/openapi.json").data == reply.data


def test_no_route_is_missing_and_none_invented(app: Flask) -> None:
    """D2"""
    document = openapi_document(OPERATIONS)
    routes = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(f"{ROOT}/"):
            path = re.sub(r"<(?:[^<>]+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(ROOT))
            numbers = {
                name
                for name, converter in rule._converters.items()
                if isinstance(converter, IntegerConverter)
            }
            routes[path] = rule.arguments, numbers, rule.methods
    assert set(document["paths"]) == set(routes)
    assert len(routes) == len(OPERATIONS) >= 12
    for path, item in document["paths"].items():
        arguments, numbers, methods = routes[path]
        told = [one for one in item["get"]["parameters"] if one["in"] == "path"]
        assert {one["name"] for one in told} == arguments
        assert {one["name"] for one in told if one["schema"]["type"] == "integer"} == numbers
        assert methods == {"GET", "HEAD", "OPTIONS"}
        assert list(item) == ["get"]


def test_no_parameter_for_a_secret() -> None:
    """D3"""
    names = {one.name for operation in OPERATIONS for one in operation.parameters}
    assert {"limit", "cursor", "property", "since", "lang"} < names
    assert [name for name in names for word in SECRET_WORDS if word in name] == []


def test_every_problem_is_told(client: FlaskClient) -> None:
    """D4"""
    found = {
        one or other
        for path in API.rglob("*.py")
        for one, other in TOLD.findall(path.read_text(encoding="utf-8"))
    }
    assert {"key_expired", "no_such_release", "server_error"} < found
    assert found - OF_STAFF <= set(PROBLEMS)
    page = client.get("/api").get_data(as_text=True)
    assert [code for code in PROBLEMS if f'id="{code}"' not in page] == []


def test_the_page_for_people(client: FlaskClient) -> None:
    """D5; that it is in order as a page, the client itself has seen."""
    reply = client.get("/api")
    page = reply.get_data(as_text=True)
    assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers
    assert [one.name for one in OPERATIONS if f'id="{one.name}"' not in page] == []
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', page) == []
