"""One question of a language as residents will see it, for people who review its wording."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, make_response

from survey.accounts.access import signed_in
from survey.communities.queries import get_written_organization
from survey.core.bank.model import Bank
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.review import question_of_unit
from survey.core.errors import SurveyError
from survey.questionnaires.own_questions import organization_bank
from survey.responses.document import read_survey
from survey.responses.rendering import render_document
from survey.responses.views.blueprint import bp
from survey.responses.views.preview import Shown, example_promise
from survey.web.locales import LANGUAGES, use_language


@bp.get("/staff/translations/<int:organization_id>/<tag>/texts/<unit_id>/preview")
def preview_unit(organization_id: int, tag: str, unit_id: str) -> Response:
    """Show a questionnaire of the one question that a text stands in."""
    organization = get_written_organization(signed_in(), organization_id)
    if tag not in LANGUAGES:
        raise SurveyError("missing", "unknown_language", tag=tag)
    use_language(LANGUAGES[tag])
    shown = Shown(organization.name, organization.name, "preview", organization.id)
    bank = organization_bank(organization.id, with_retired=True)
    promise = example_promise(_only(bank, unit_id), shown, tag, [tag])
    survey = read_survey(promise, slug="preview", tag=tag, promise_hash="", preview_of=0)
    rendered = render_document(survey, frame_ancestors="'self'")
    response = make_response(rendered.body)
    response.headers["Content-Security-Policy"] = rendered.policy
    response.cache_control.no_store = True
    return response


def _only(bank: Bank, unit_id: str) -> Questionnaire:
    """A questionnaire with the one question that shows a unit; the first one for other texts."""
    whole = build_questionnaire(bank, next(iter(bank.templates)), features=frozenset(bank.features))
    asked = question_of_unit(bank, unit_id)
    if asked is not None and asked in bank.demographics:
        return replace(whole, items=(), indices=(), demographics=(bank.demographics[asked],))
    item = replace(bank.items[asked] if asked else whole.items[0], show_if=None)
    return replace(
        whole,
        items=(item,),
        indices=(),
        demographics=(),
        scales={**whole.scales, item.scale: bank.scales[item.scale]},
        constructs=bank.constructs,
    )
