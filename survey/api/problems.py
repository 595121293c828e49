"""What goes wrong, as problem details (RFC 9457): one table of codes, which never change.

Programs read the code, people the two sentences, in English like the rest of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response
from werkzeug.exceptions import HTTPException

from survey.core.canonical import canonical_json
from survey.core.errors import SurveyError
from survey.reports.addresses import public_address

PROBLEM_JSON: Final = "application/problem+json"
REALM: Final = 'Bearer realm="Porchlight"'


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can go wrong: its HTTP status, what happened, and what to do."""

    status: int
    title: str
    detail: str


PROBLEMS: Final[Mapping[str, Kind]] = {
    "bad_parameter": Kind(
        400, "A parameter cannot be used", "Correct the parameter that is named in this answer."
    ),
    "bad_request": Kind(
        400, "The request cannot be read", "Look at the address and the headers that were sent."
    ),
    "key_missing": Kind(
        401, "No key was sent", "Send a key in the header `Authorization: Bearer KEY`."
    ),
    "key_unknown": Kind(
        401, "There is no such key", "Compare the key with the one that you were given."
    ),
    "key_expired": Kind(
        401, "The key is too old", "Make a new key on the staff pages, under “For programs”."
    ),
    "key_revoked": Kind(401, "The key was revoked", "Ask whoever revoked it, or make a new key."),
    "key_suspended": Kind(
        401,
        "Whoever made the key is shut out",
        "Ask an administrator of the organization for another key.",
    ),
    "insufficient_scope": Kind(
        403, "The key is not for this", "Make a key with the scope that is named in this answer."
    ),
    "no_such_address": Kind(
        404, "There is nothing at this address", "See the addresses in `openapi.json`."
    ),
    "no_such_property": Kind(
        404, "There is no such property", "It does not exist, or this key does not read there."
    ),
    "no_such_release": Kind(
        404, "There is no such release", "It does not exist, or this key does not read there."
    ),
    "no_such_comments": Kind(
        404, "There are no such comments", "No comments were released on this question."
    ),
    "language_not_offered": Kind(
        404,
        "The release is not in this language",
        "Choose one of the release's languages: they stand in its `promise`.",
    ),
    "method_not_allowed": Kind(
        405, "This address does not work that way", "Everything here is read with GET or HEAD."
    ),
    "not_acceptable": Kind(
        406,
        "There is no such form of this",
        "Send the media type that is named in this answer in `Accept`, or no `Accept` at all.",
    ),
    "too_many_requests": Kind(
        429, "Too many requests", "Wait for as many seconds as `Retry-After` says."
    ),
    "server_error": Kind(
        500, "Something broke on our side", "Nothing was kept half. Try again in a few minutes."
    ),
}
BY_STATUS: Final = {400: "bad_request", 404: "no_such_address", 405: "method_not_allowed"}


class ApiProblem(Exception):
    """A request that cannot be answered: the code, more members of the answer, and headers."""

    def __init__(
        self,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        detail: str | None = None,
        **members: Any,
    ) -> None:
        super().__init__(code)
        self.code: Final = code
        self.headers: Final = dict(headers or {})
        self.detail: Final = detail
        self.members: Final = members


def unauthorized(code: str) -> ApiProblem:
    """What to answer to a request without a working key (RFC 6750)."""
    told = "" if code == "key_missing" else ', error="invalid_token"'
    return ApiProblem(code, headers={"WWW-Authenticate": REALM + told})


def tell_problem(problem: ApiProblem) -> Response:
    """The answer for a problem."""
    kind = PROBLEMS[problem.code]
    body = {
        "type": f"{public_address('api_docs.show')}#{problem.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail or kind.detail,
        "code": problem.code,
        **problem.members,
    }
    response = Response(canonical_json(body), kind.status, content_type=PROBLEM_JSON)
    response.headers.extend(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def tell_survey_error(error: SurveyError) -> Response:
    """The answer where a rule of Porchlight refused."""
    code = error.code if error.code in PROBLEMS else "bad_request"
    return tell_problem(ApiProblem(code))


def tell_http_error(error: HTTPException) -> Response:
    """The answer where the address or the method fits nothing."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]
    fallback = "bad_request" if status < 500 else "server_error"
    response = tell_problem(ApiProblem(BY_STATUS.get(status, fallback)))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response
