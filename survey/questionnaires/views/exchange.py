"""Translations as files: export for other people's tools, and what comes back from there."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug import Response

from forms.questionnaires import WordingFileForm
from survey import clock
from survey.accounts.access import signed_in
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.questionnaires import services
from survey.questionnaires.exchange import LARGEST_FILE_BYTES, MEDIA_TYPES, compare_file, write_file
from survey.questionnaires.reviewing import read_review
from survey.questionnaires.views.blueprint import bp
from survey.questionnaires.views.translations import find_language
from survey.web.sentences import SENTENCES, sentence_for


@bp.get("/staff/translations/<int:organization_id>/<tag>/export/<kind>")
def export_wordings(organization_id: int, tag: str, kind: str) -> FlaskResponse:
    """Send the texts of a language as a PO or XLIFF file."""
    organization, language, _scopes, scope = find_language(signed_in(), organization_id, tag)
    if kind not in MEDIA_TYPES:
        raise SurveyError("missing", "unknown_language", tag=tag)
    lines = read_review(organization.id, [tag]).lines(scope.asked, tag)
    response = make_response(write_file(kind, lines, language))
    response.mimetype = MEDIA_TYPES[kind]
    name = f"porchlight-{organization.slug}-{tag}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.cache_control.no_store = True
    return response


@bp.post("/staff/translations/<int:organization_id>/<tag>/import")
def import_wordings(organization_id: int, tag: str) -> str | Response | tuple[str, int]:
    """Show what a file would change; take it over when that is what was asked for."""
    person = signed_in()
    organization, language, _scopes, scope = find_language(person, organization_id, tag)
    lines = read_review(organization.id, [tag]).lines(scope.asked, tag)
    back = url_for(".show_translation", organization_id=organization.id, tag=tag, of=scope.value)
    form = WordingFileForm()
    page = {"organization": organization, "shown_in": language, "scope": scope, "back": back}
    try:
        if request.form.get("act") == "take":
            with transaction():
                changed = services.correct_wordings(
                    organization_id=organization.id,
                    tag=tag,
                    texts=_read_changes(request.form.get("changes", "")),
                    actor=person,
                    now=clock.now(),
                )
            flash(
                ngettext(
                    "%(num)d text was changed. It is a draft until somebody signs it off.",
                    "%(num)d texts were changed. They are drafts until somebody signs them off.",
                    changed,
                )
            )
            return redirect(back)
        comparison = compare_file(_read_file(), lines)
    except SurveyError as error:
        form.form_errors.append(sentence_for(error))
        return render_template(
            "questionnaires/compare_file.html", form=form, found=None, **page
        ), 400
    changes = {change.key: change.after for change in comparison.changes}
    return render_template(
        "questionnaires/compare_file.html",
        form=form,
        found=comparison,
        changes=json.dumps(changes, ensure_ascii=False),
        reasons={one.code: str(SENTENCES[one.code]) for one in comparison.refused},
        **page,
    )


def _read_file() -> bytes:
    sent = request.files.get("file")
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read(LARGEST_FILE_BYTES + 1)


def _read_changes(text: str) -> Mapping[str, str]:
    """Read back what the page showed. Raises SurveyError "file_unreadable"."""
    try:
        changes = json.loads(text)
    except ValueError as error:
        raise SurveyError("input", "file_unreadable") from error
    if not isinstance(changes, dict) or not all(isinstance(one, str) for one in changes.values()):
        raise SurveyError("input", "file_unreadable")
    return changes
