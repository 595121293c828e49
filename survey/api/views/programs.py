"""The routes of the interface: each made from its operation, and all let in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import HTTPException

from survey import clock
from survey.api.answers import check_acceptable, send
from survey.api.entering import LIMITS, let_in
from survey.api.limits import Limits
from survey.api.operations import Asked, Operation, read_values
from survey.api.problems import (
    ApiProblem,
    tell_http_error,
    tell_problem,
    tell_survey_error,
)
from survey.api.views.table import OPERATIONS
from survey.core.errors import SurveyError
from survey.web.errors import log_unforeseen, tell_otherwise

ROOT: Final = "/api/v1"

bp = Blueprint("api", __name__, url_prefix=ROOT)


def _serve(operation: Operation) -> Callable[..., Response]:
    """The view of an operation: who asks, in which form, for what."""

    def serve(**path: Any) -> Response:
        now = clock.now()
        reader = None if operation.scope is None else let_in(operation.scope, now)
        check_acceptable(operation)
        asked = Asked(reader, read_values(operation, path, request.args))
        return send(operation, operation.view(asked))

    return serve


def _tell_unforeseen(error: Exception) -> Response:
    log_unforeseen(error)
    return tell_problem(ApiProblem("server_error"))


def _prepare(state: BlueprintSetupState) -> None:
    app = cast("Flask", state.app)
    app.extensions[LIMITS] = Limits()
    # What fits no route belongs to no blueprint, and would else get a page for people.
    tell_otherwise(app, f"{ROOT}/", tell_http_error)


for _operation in OPERATIONS:
    bp.add_url_rule(_operation.rule, _operation.name, _serve(_operation), methods=["GET"])
bp.register_error_handler(ApiProblem, tell_problem)
bp.register_error_handler(SurveyError, tell_survey_error)
bp.register_error_handler(HTTPException, tell_http_error)
bp.register_error_handler(Exception, _tell_unforeseen)
bp.record(_prepare)
