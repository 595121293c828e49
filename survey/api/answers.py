"""Answers: bytes that are the same whenever they say the same, with a strong tag of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from survey.api.operations import Answer, Operation
from survey.api.problems import ApiProblem
from survey.core.canonical import canonical_json

PRIVATE: Final = "private, no-cache"
"""A program's own cache may keep it, and asks each time: rights and keys may have ended."""

OPEN: Final = "public, max-age=300"


def in_json(value: Mapping[str, Any], next_url: str | None = None) -> Answer:
    """A JSON object."""
    return in_bytes(canonical_json(value).encode(), next_url)


def in_bytes(content: bytes, next_url: str | None = None) -> Answer:
    """Bytes as they stand."""
    return Answer(content, hashlib.sha256(content).hexdigest(), next_url)


def check_acceptable(operation: Operation) -> None:
    """Raises ApiProblem "not_acceptable" where a request does not take what there is."""
    if "Accept" in request.headers and not request.accept_mimetypes[operation.media]:
        raise ApiProblem("not_acceptable", offered=[operation.media])


def send(operation: Operation, answer: Answer) -> Response:
    """The response: the content, or 304 where the program has exactly this."""
    charset = "; charset=utf-8" if operation.media.startswith("text/") else ""
    response = Response(answer.content, content_type=operation.media + charset)
    response.set_etag(answer.sha256)
    response.headers["Cache-Control"] = OPEN if operation.scope is None else PRIVATE
    if operation.scope is not None:
        response.vary.add("Authorization")
    if answer.next_url is not None:
        response.headers["Link"] = f'<{answer.next_url}>; rel="next"'
    response.make_conditional(request)
    return response
