"""Pages of studies: those there are, making one, and one with its figures and its table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from secrets import token_hex

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from forms.studies import StudyForm
from survey import clock
from survey.accounts.access import signed_in
from survey.communities.models import Organization
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.studies import words
from survey.studies.figures import study_csv
from survey.studies.page import read_study
from survey.studies.queries import (
    get_study_for,
    list_open_requests,
    list_studies,
    list_studying_organizations,
)
from survey.studies.services import ask_for_study
from survey.studies.standing import Candidate, list_candidates
from survey.waves.words import day
from survey.web.locales import current_language
from survey.web.sentences import sentence_for

bp = Blueprint("studies", __name__, url_prefix="/staff/studies")


@bp.get("")
def list_organizations() -> str:
    """Choose an organization; where there is only one, its page."""
    organizations = _organizations()
    if len(organizations) == 1:
        return _show(organizations[0])
    return render_template("studies/organizations.html", organizations=organizations)


@bp.get("/of/<int(max=2147483647):organization_id>")
def show_all(organization_id: int) -> str:
    """List an organization's studies, and the waves that can be in the next one."""
    return _show(_organization(organization_id))


@bp.post("/of/<int(max=2147483647):organization_id>")
def ask(organization_id: int) -> Redirect | tuple[str, int]:
    """Have the chosen waves studied in the background."""
    organization = _organization(organization_id)
    candidates = list_candidates(organization_id)
    form = _form(candidates)
    if not form.validate_on_submit():
        return _show(organization, form, candidates), 400
    try:
        with transaction():
            ask_for_study(
                organization_id=organization_id,
                wave_ids=form.waves.data or [],
                request_id=form.request_id.data or "",
                actor=signed_in(),
                now=clock.now(),
            )
    except SurveyError as error:
        form.waves.errors = [sentence_for(error)]
        return _show(_organization(organization_id), form), 400
    flash(_("The study is being worked out. It takes about a minute."))
    return redirect(url_for("studies.show_all", organization_id=organization_id), code=303)


@bp.get("/<int(max=2147483647):number>")
def show(number: int) -> str:
    """Show one study."""
    study = get_study_for(signed_in(), number)
    page = read_study(study, current_language().tag)
    return render_template("studies/show.html", page=page, study=study, day=day)


@bp.get("/<int(max=2147483647):number>/study.csv")
def table(number: int) -> Response:
    """Hand out its figures as a table."""
    study = get_study_for(signed_in(), number)
    return _file(study_csv(study), "text/csv; charset=utf-8", f"study-{number}.csv")


@bp.get("/<int(max=2147483647):number>/study.json")
def document(number: int) -> Response:
    """Hand out the document byte for byte: its SHA-256 is in the chain."""
    study = get_study_for(signed_in(), number)
    return _file(study.body.encode(), "application/json", f"study-{number}.json")


def _organizations() -> list[Organization]:
    """Those where the person may study; for whoever may nowhere there is no such page."""
    return list_studying_organizations(signed_in()) or abort(404)


def _organization(organization_id: int) -> Organization:
    found = [one for one in _organizations() if one.id == organization_id]
    return found[0] if found else abort(404)


def _form(candidates: Sequence[Candidate]) -> StudyForm:
    """The form with the waves that can take part; a sent one keeps what was ticked."""
    form = StudyForm(data={"request_id": token_hex(16)})
    can = [one for one in candidates if one.reason is None]
    form.offer([(one.wave_id, words.tell_wave(one)) for one in can])
    return form


def _show(
    organization: Organization,
    form: StudyForm | None = None,
    candidates: Sequence[Candidate] | None = None,
) -> str:
    candidates = list_candidates(organization.id) if candidates is None else candidates
    requests = list_open_requests(organization.id)
    return render_template(
        "studies/show_all.html",
        organization=organization,
        form=form or _form(candidates),
        studies=[read_study(one, current_language().tag) for one in list_studies(organization.id)],
        waiting=[one for one in requests if one.state == "waiting"],
        refused=[one for one in requests if one.state == "refused"],
        can={one.wave_id: words.tell_candidate(one) for one in candidates if one.reason is None},
        cannot=[
            (words.tell_wave(one), words.tell_reason(one.reason))
            for one in candidates
            if one.reason is not None
        ],
        day=day,
    )


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.make_conditional(request)
    return response
