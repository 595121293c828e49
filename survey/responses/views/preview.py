"""The questionnaire as residents will see it, for the staff who make it. It can send nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, make_response, request
from flask_babel import gettext as _

from survey import clock
from survey.accounts.access import Right, signed_in
from survey.core.bank.content import to_content
from survey.core.bank.questionnaire import Questionnaire
from survey.core.promise.document import Dates, destroyed_by
from survey.questionnaires.drafts import build_draft
from survey.questionnaires.queries import find_corrections, get_questionnaire_for
from survey.questionnaires.reviewing import find_untranslated_own, language_states
from survey.questionnaires.wording import frozen_wording
from survey.responses.document import read_survey
from survey.responses.rendering import render_document
from survey.responses.views.blueprint import bp
from survey.web.locales import DEFAULT, LANGUAGES, use_language

USUAL_DAYS_OPEN = 21
USUAL_DAYS_TO_REPORT = 28
USUAL_DAYS_KEPT = 30
USUAL_MIN_GROUP = 10


@bp.get("/staff/questionnaires/<int:questionnaire_id>/preview")
def preview(questionnaire_id: int) -> Response:
    """Show a draft as the resident's document, with example values in its promise."""
    draft, place = get_questionnaire_for(signed_in(), questionnaire_id, Right.MANAGE)
    language = LANGUAGES.get(request.args.get("lang", ""), DEFAULT)
    use_language(language)
    shown = Shown(place.name, place.organization.name, place.slug, place.organization_id)
    tags = [language.tag, *(tag for tag in LANGUAGES if tag != language.tag)]
    promise = example_promise(build_draft(draft, place), shown, draft.title, tags)
    survey = read_survey(
        promise, slug="preview", tag=language.tag, promise_hash="", preview_of=questionnaire_id
    )
    rendered = render_document(survey, frame_ancestors="'self'")
    response = make_response(rendered.body)
    response.headers["Content-Security-Policy"] = rendered.policy
    response.cache_control.no_store = True
    return response


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose name stands on an example. name: what residents would read as the place."""

    name: str
    runner: str
    slug: str
    organization_id: int


def example_promise(
    questionnaire: Questionnaire, shown: Shown, title: str, tags: list[str]
) -> dict[str, Any]:
    """What a launch with the usual choices would freeze, as far as the page reads it.

    tags: the languages that the page offers, beginning with the one that it is in.
    """
    opens = clock.now().date()
    closes = opens + timedelta(days=USUAL_DAYS_OPEN)
    dates = Dates(
        opens_on=opens, closes_on=closes, report_by=closes + timedelta(days=USUAL_DAYS_TO_REPORT)
    )
    last = dates.unopened_destroyed_on
    return {
        "property": {"name": shown.name, "slug": shown.slug},
        "wave": {
            "number": 1,
            "title": title,
            "opens_on": dates.opens_on.isoformat(),
            "closes_on": dates.closes_on.isoformat(),
            "latest_close_on": dates.latest_close_on.isoformat(),
            "report_by": dates.report_by.isoformat(),
        },
        "questionnaire": {"content": to_content(questionnaire)},
        "languages": tags,
        "wording": _wording(questionnaire, shown.organization_id, tags[0]),
        "wording_states": language_states(questionnaire, shown.organization_id, tags[:1]),
        "runner": {"name": shown.runner, "is_landlord": False, "contact": "…"},
        "emergency": "911",
        "custody": {"kind": "server", "name": ""},
        "access": "link",
        "min_group": USUAL_MIN_GROUP,
        "answers_destroyed_after_days": USUAL_DAYS_KEPT,
        "unopened_destroyed_on": last.isoformat(),
        "answers_destroyed_by": destroyed_by(last, USUAL_DAYS_KEPT).isoformat(),
    }


def _wording(questionnaire: Questionnaire, organization_id: int, tag: str) -> dict[str, Any]:
    """What a launch would freeze in a language; an own text without a translation says so.

    It could not be launched: what staff see here must not look like a translation.
    """
    corrections = find_corrections(organization_id, [tag])
    texts = frozen_wording(questionnaire, [tag], corrections)[tag]
    missing = find_untranslated_own(questionnaire, organization_id, [tag]).get(tag, ())
    # Isolated, so that the English keeps its own direction inside Arabic.
    said = {
        one.key: _("Not translated yet: %(text)s", text=f"\u2068{one.source}\u2069")
        for one in missing
    }
    return {tag: {**texts, **said}}
