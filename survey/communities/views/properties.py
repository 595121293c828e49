"""Pages of one property: what is known of it, and the form to change that."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.communities import PropertyForm
from survey import clock
from survey.accounts.access import Right, has_right, signed_in
from survey.communities import choices, services
from survey.communities.listing import listed_at
from survey.communities.models import Organization, Property
from survey.communities.queries import get_property_for, list_administered_organizations
from survey.communities.services import PropertyFacts, StratumCounts
from survey.communities.standing import standing_of
from survey.communities.views.blueprint import bp
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.web.sentences import sentence_for


@bp.get("/staff/properties/<slug>")
def show_property(slug: str) -> str:
    """Show a property: how things stand, its facts and its housing mix."""
    person = signed_in()
    place = get_property_for(person, slug, Right.VIEW_RELEASES, Right.SEND)
    return render_template(
        "communities/show_property.html",
        place=place,
        standing=standing_of(person, place),
        may_manage=has_right(person, place, Right.MANAGE),
        may_send=has_right(person, place, Right.SEND),
        listed=listed_at(place),
        features=[label for name, label in choices.list_features() if name in place.features],
    )


@bp.route("/staff/properties/new", methods=["GET", "POST"])
def new_property() -> str | Response | tuple[str, int]:
    """Add a property to an organization that one administers."""
    person = signed_in()
    organizations = list_administered_organizations(person)
    if not organizations:
        abort(404)
    form = _form(None, organizations)
    if not form.validate_on_submit():
        return _show_form(form, None)
    organization = _chosen_organization(form, organizations)
    try:
        with transaction():
            place = services.add_property(
                organization=organization, facts=_facts(form), actor=person, now=clock.now()
            )
    except SurveyError as error:
        form.form_errors.append(sentence_for(error))
        return _show_form(form, None)
    flash(_("%(name)s is added.", name=place.name))
    return redirect(url_for("communities.show_property", slug=place.slug))


@bp.route("/staff/properties/<slug>/edit", methods=["GET", "POST"])
def edit_property(slug: str) -> str | Response | tuple[str, int]:
    """Change what is known of a property."""
    person = signed_in()
    place = get_property_for(person, slug, Right.MANAGE)
    form = _form(place, ())
    if not form.validate_on_submit():
        return _show_form(form, place)
    try:
        with transaction():
            services.change_property(place=place, facts=_facts(form), actor=person, now=clock.now())
    except SurveyError as error:
        form.form_errors.append(sentence_for(error))
        return _show_form(form, place)
    flash(_("The changes are kept. Surveys that were launched before keep their old numbers."))
    return redirect(url_for("communities.show_property", slug=slug))


def _form(place: Property | None, organizations: Sequence[Organization]) -> PropertyForm:
    form = PropertyForm(obj=place)
    form.offer(
        organizations=[(str(one.id), one.name) for one in organizations],
        timezones=choices.list_timezones(),
        features=choices.list_features(),
    )
    return form


def _show_form(form: PropertyForm, place: Property | None) -> tuple[str, int]:
    page = render_template(
        "communities/edit_property.html",
        form=form,
        place=place,
        listed=listed_at(place) if place else None,
    )
    return page, 400 if form.errors else 200


def _chosen_organization(form: PropertyForm, organizations: Sequence[Organization]) -> Organization:
    if "organization" not in form:
        return organizations[0]
    return next(one for one in organizations if str(one.id) == form.organization.data)


def _facts(form: PropertyForm) -> PropertyFacts:
    return PropertyFacts(
        name=form.name.data or "",
        address=form.address.data or "",
        timezone=form.timezone.data,
        homes=form.homes.data or 0,
        adults=form.adults.data or 0,
        features=form.features.data or (),
        strata=[StratumCounts(*row) for row in form.strata_rows()],
    )
