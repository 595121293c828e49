"""The OpenAPI document (3.1), made from the table of operations and the shapes of answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask import current_app

from survey.api.limits import REQUESTS
from survey.api.operations import CSV, Operation, Parameter
from survey.api.problems import PROBLEM_JSON, PROBLEMS
from survey.api.schemas import components, named
from survey.core.version import VERSION
from survey.settings import Settings

OPENAPI: Final = "3.1.0"
SCHEME: Final = "key"
Node = dict[str, Any]

ABOUT: Final = (
    "Reads what Porchlight has released, and nothing else. Figures stand as the releases print "
    "them; what is hidden there is hidden here.\n\n"
    "A key is made on the staff pages, under “For programs”, and sent as "
    "`Authorization: Bearer KEY`. It reads what its maker may read at that moment, in one "
    f"organization. Each process of the server answers a key {REQUESTS} times a minute.\n\n"
    "Answers have strong entity tags: send one back in `If-None-Match` and get 304 where nothing "
    "changed. HEAD works wherever GET does. What cannot be answered is told as problem details "
    "(RFC 9457), with a code that never changes. Within v1, members and codes may be added."
)
EVERYWHERE: Final = (500,)
WITH_KEY: Final = (401, 403, 429)


def openapi_document(operations: Sequence[Operation]) -> Node:
    """The document of these operations, served at this installation's address."""
    settings: Settings = current_app.extensions["settings"]
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "Porchlight",
            "version": VERSION,
            "summary": "Released survey results, for programs.",
            "description": ABOUT,
        },
        "servers": [{"url": f"{settings.base_url}/api/v1"}],
        "tags": [{"name": name} for name in dict.fromkeys(one.tag for one in operations)],
        "paths": {one.path: {"get": _operation(one)} for one in operations},
        "components": {
            "schemas": dict(components()),
            "responses": {f"Problem{status}": _problem(status) for status in _statuses()},
            "headers": _headers(),
            "securitySchemes": {
                SCHEME: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key, made on the staff pages. The list beside it in each "
                    "operation names the scope that the key needs.",
                }
            },
        },
    }


def _operation(operation: Operation) -> Node:
    described: Node = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [_parameter(one) for one in operation.parameters],
        "responses": _responses(operation),
        "security": [] if operation.scope is None else [{SCHEME: [str(operation.scope)]}],
    }
    return described | ({"description": operation.about} if operation.about else {})


def _parameter(parameter: Parameter) -> Node:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.about,
        "schema": dict(parameter.schema),
    }


def _responses(operation: Operation) -> Node:
    headers: Node = {"ETag": {"$ref": "#/components/headers/ETag"}}
    if operation.paged:
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    ok: Node = {
        "description": operation.summary,
        "headers": headers,
        "content": {operation.media: {"schema": named(operation.schema)}},
    }
    if operation.media == CSV:
        ok["content"] = {f"{CSV}; charset=utf-8": {"schema": named(operation.schema)}}
    problems = {str(status): _reference(status) for status in _problems_of(operation)}
    unchanged = {"description": "What was named in If-None-Match is still so."}
    return {"200": ok, "304": unchanged, **problems}


def _problems_of(operation: Operation) -> list[int]:
    statuses = {400, 406, *EVERYWHERE}
    if operation.scope is not None:
        statuses |= {*WITH_KEY}
    if operation.parameters:
        statuses.add(404)
    return sorted(statuses)


def _reference(status: int) -> Node:
    return {"$ref": f"#/components/responses/Problem{status}"}


def _statuses() -> Iterable[int]:
    return sorted({kind.status for kind in PROBLEMS.values()})


def _problem(status: int) -> Node:
    told = {code: kind for code, kind in PROBLEMS.items() if kind.status == status}
    described: Node = {
        "description": " ".join(f"`{code}`: {kind.title}." for code, kind in told.items()),
        "content": {PROBLEM_JSON: {"schema": named("Problem")}},
    }
    headers = {401: "WWW-Authenticate", 403: "WWW-Authenticate", 429: "Retry-After", 405: "Allow"}
    if status in headers:
        name = headers[status]
        described["headers"] = {name: {"$ref": f"#/components/headers/{name}"}}
    return described


def _headers() -> Node:
    return {
        "ETag": _header("Names exactly these bytes.", required=True),
        "Link": _header('The next page, as <address>; rel="next". Absent on the last one.'),
        "WWW-Authenticate": _header("Bearer, with what is wrong with the key.", required=True),
        "Retry-After": _header("So many seconds.", required=True),
        "Allow": _header("The methods that work.", required=True),
    }


def _header(about: str, *, required: bool = False) -> Node:
    return {"description": about, "required": required, "schema": {"type": "string"}}
