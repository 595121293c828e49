"""Staff pages of keys for programs: list, make, revoke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.api_keys import EVERYWHERE, ApiKeyForm
from survey import clock
from survey.accounts.access import Right, has_right_in_organization, list_with_api_keys, signed_in
from survey.accounts.models import Person
from survey.api import choices, services
from survey.api.models import ApiKey, Scope
from survey.api.queries import get_key_for, list_keys_for
from survey.communities.models import Organization, Property
from survey.communities.queries import get_organization
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.reports import words
from survey.web.sentences import sentence_for

bp = Blueprint("api_keys", __name__)


@bp.get("/staff/programs")
def list_keys() -> str:
    """List the keys that one may see, those that work first."""
    person = _maker()
    today = clock.now().date()
    organizations = [get_organization(one) for one in list_with_api_keys(person)]
    keys = list_keys_for(person)
    return render_template(
        "api/list_keys.html",
        organizations=sorted(organizations, key=lambda one: one.name.casefold()),
        keys={one.id: _ordered(keys, one, today) for one in organizations},
        names={place.id: place.name for one in organizations for place in one.properties},
        states={key.id: choices.state_of(key, today) for key in keys},
        scopes=choices.SCOPE_LABELS,
        day=words.day,
    )


@bp.route("/staff/programs/new/<int:organization_id>", methods=["GET", "POST"])
def new_key(organization_id: int) -> str | Response | tuple[str, int]:
    """Make a key, and show it this once."""
    person = _maker()
    organization = _organization(person, organization_id)
    form = ApiKeyForm(
        scopes=[str(scope) for scope in Scope],
        places=EVERYWHERE,
        days=str(services.DEFAULT_DAYS),
    )
    _offer(form, organization)
    if not form.validate_on_submit():
        return _show_new(form, organization)
    try:
        with transaction():
            key, token = services.make_key(
                maker=person,
                organization_id=organization_id,
                name=form.name.data or "",
                scopes=[Scope(value) for value in form.scopes.data or ()],
                properties=_ticked(form, organization),
                days=int(form.days.data),
                actor=person,
                now=clock.now(),
            )
    except SurveyError as error:
        form.name.errors = [sentence_for(error)]
        return _show_new(form, organization)
    until = words.day(key.expires_on)
    return render_template("api/new_token.html", name=key.name, token=token.text, until=until)


@bp.post("/staff/programs/<int:program_id>/revoked")
def revoke(program_id: int) -> Response:
    """End a key at once."""
    person = _maker()
    key = get_key_for(person, program_id)
    with transaction():
        services.revoke_key(key=key, actor=person, now=clock.now())
    flash(_("The key “%(name)s” does not work any more.", name=key.name))
    return redirect(url_for("api_keys.list_keys"))


def _maker() -> Person:
    """Whoever makes keys somewhere; these pages are for nobody else."""
    person = signed_in()
    if not list_with_api_keys(person):
        raise SurveyError("missing", "no_such_key")
    return person


def _organization(person: Person, organization_id: int) -> Organization:
    if not has_right_in_organization(person, organization_id, Right.MAKE_API_KEYS):
        raise SurveyError("missing", "no_such_key")
    return get_organization(organization_id)


def _ordered(keys: Sequence[ApiKey], organization: Organization, today: date) -> list[ApiKey]:
    here = [key for key in keys if key.organization_id == organization.id]
    return sorted(here, key=lambda key: not key.works_on(today))


def _offer(form: ApiKeyForm, organization: Organization) -> None:
    form.offer(
        scopes=choices.list_scopes(),
        places=choices.list_reaches(),
        properties=choices.list_named(organization.properties),
        days=choices.list_days(),
    )


def _ticked(form: ApiKeyForm, organization: Organization) -> list[Property] | None:
    ids = form.chosen_properties()
    if ids is None:
        return None
    return [place for place in organization.properties if place.id in ids]


def _show_new(form: ApiKeyForm, organization: Organization) -> tuple[str, int]:
    page = render_template("api/new_key.html", form=form, organization=organization)
    return page, 400 if form.errors else 200
