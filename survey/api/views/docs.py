"""The page that explains the interface to people: the OpenAPI document, written out.

In English alone, like the interface itself; nothing on it is loaded from elsewhere.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from survey.api.openapi import SCHEME, openapi_document
from survey.api.problems import PROBLEMS
from survey.api.views.table import OPERATIONS

bp = Blueprint("api_docs", __name__)


@bp.get("/api")
def show() -> str:
    """Write the OpenAPI document as a page."""
    document = openapi_document(OPERATIONS)
    return render_template(
        "api/show.html",
        document=document,
        root=document["servers"][0]["url"],
        operations=_by_tag(document),
        scheme=SCHEME,
        schemas=_shapes(document),
        codes=PROBLEMS,
    )


def _by_tag(document: dict[str, Any]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Path and operation by tag, in the order of the document."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {
        tag["name"]: [] for tag in document["tags"]
    }
    for path, item in document["paths"].items():
        found[item["get"]["tags"][0]].append((path, item["get"]))
    return found


def _shapes(document: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """The members of each object: name, kind and meaning; of those inside too, by their path."""
    schemas = document["components"]["schemas"]
    return {
        name: list(_members(schema, ""))
        for name, schema in schemas.items()
        if schema.get("properties") and "$defs" not in schema
    }


def _members(schema: dict[str, Any], before: str) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for name, held in schema["properties"].items():
        path = f"{before}{name}"
        inner = held.get("items", held)
        rows.append((path, _kind(held), held.get("description", "")))
        if inner.get("properties"):
            rows += _members(inner, f"{path}{'[]' if 'items' in held else ''}.")
    return rows


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    kinds = schema.get("type", "object")
    told = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "items" in schema:
        return f"array of {_kind(schema['items'])}"
    return f"{told} ({schema['format']})" if "format" in schema else told
