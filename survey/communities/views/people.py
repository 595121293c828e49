"""Pages of people, for administrators: who may do what, and where.

They stand with places, not with accounts, because naming somebody for a property needs both.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.accounts import NewPersonForm, RoleForm, chosen_properties
from survey import clock
from survey.accounts import passwords, services
from survey.accounts.access import Right, has_right_in_organization, list_administered, signed_in
from survey.accounts.models import Membership, Person, Role
from survey.accounts.queries import get_membership, list_members
from survey.communities import choices
from survey.communities.models import Organization
from survey.communities.queries import get_organization, list_administered_organizations
from survey.communities.views.blueprint import bp
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.web.sentences import sentence_for


@bp.get("/staff/people")
def list_people() -> str:
    """List the members of each organization that one administers."""
    organizations = list_administered_organizations(_administrator())
    return render_template(
        "communities/list_people.html",
        organizations=[(one, list_members(one.id)) for one in organizations],
        place_names={place.id: place.name for one in organizations for place in one.properties},
        roles=choices.ROLE_LABELS,
    )


@bp.route("/staff/people/new/<int:organization_id>", methods=["GET", "POST"])
def new_person(organization_id: int) -> str | Response | tuple[str, int]:
    """Add somebody, and show the first password this once."""
    person = _administrator()
    organization = _administered(person, organization_id)
    form = NewPersonForm(role=str(Role.MANAGER))
    _offer(form, organization)
    if not form.validate_on_submit():
        return _show_new(form, organization)
    password = passwords.make_first_password()
    try:
        with transaction():
            membership = services.add_person(
                name=form.name.data or "",
                email=form.email.data or "",
                password=password,
                role=Role(form.role.data),
                organization_id=organization_id,
                property_ids=chosen_properties(form),
                locale=person.locale,
                actor=person,
                now=clock.now(),
            )
    except SurveyError as error:
        form.email.errors = [sentence_for(error)]
        return _show_new(form, organization)
    return _show_password(membership, password)


@bp.route("/staff/people/<int:membership_id>", methods=["GET", "POST"])
def edit_person(membership_id: int) -> str | Response | tuple[str, int]:
    """Change somebody's role and places."""
    person = _administrator()
    membership = get_membership(membership_id, list_administered(person))
    form = RoleForm(
        role=membership.role,
        properties=[str(named.property_id) for named in membership.properties],
    )
    _offer(form, get_organization(membership.organization_id))
    if not form.validate_on_submit():
        return _show_edit(form, membership)
    try:
        with transaction():
            services.change_membership(
                membership=membership,
                role=Role(form.role.data),
                property_ids=chosen_properties(form),
                actor=person,
                now=clock.now(),
            )
    except SurveyError as error:
        form.role.errors = [sentence_for(error)]
        return _show_edit(form, membership)
    flash(_("The changes for %(name)s are kept.", name=membership.person.name))
    return redirect(url_for("communities.list_people"))


@bp.post("/staff/people/<int:membership_id>/password")
def renew_password(membership_id: int) -> str:
    """Give somebody a new password, shown this once; a redactor's would open the comments."""
    person = _administrator()
    membership = get_membership(membership_id, list_administered(person))
    _check_only_mine(person, membership)
    if any(held.role == Role.REDACTOR for held in membership.person.memberships):
        raise SurveyError("refused", "redactor_password")
    password = passwords.make_first_password()
    with transaction():
        services.set_password(
            person=membership.person, password=password, actor=person, now=clock.now()
        )
    return _show_password(membership, password)


@bp.post("/staff/people/<int:membership_id>/disabled")
def set_disabled(membership_id: int) -> Response:
    """Shut somebody out, or let them in again."""
    person = _administrator()
    membership = get_membership(membership_id, list_administered(person))
    _check_only_mine(person, membership)
    act = services.disable_person if request.form.get("disabled") else services.enable_person
    with transaction():
        act(membership=membership, actor=person, now=clock.now())
    flash(_("The changes for %(name)s are kept.", name=membership.person.name))
    return redirect(url_for("communities.list_people"))


def _administrator() -> Person:
    person = signed_in()
    if not list_administered(person):
        raise SurveyError("missing", "no_such_person")
    return person


def _administered(person: Person, organization_id: int) -> Organization:
    if not has_right_in_organization(person, organization_id, Right.ADMINISTER):
        raise SurveyError("missing", "no_such_person")
    return get_organization(organization_id)


def _check_only_mine(person: Person, membership: Membership) -> None:
    """Refuse to touch the account of somebody who also belongs to somebody else's organization."""
    elsewhere = {held.organization_id for held in membership.person.memberships}
    if not elsewhere <= set(list_administered(person)):
        raise SurveyError("refused", "person_elsewhere")


def _offer(form: RoleForm, organization: Organization) -> None:
    form.offer(choices.list_roles(), choices.list_places(organization.properties))


def _show_new(form: NewPersonForm, organization: Organization) -> tuple[str, int]:
    page = render_template(
        "communities/new_person.html",
        form=form,
        organization=organization,
        meanings=choices.ROLE_MEANINGS,
    )
    return page, 400 if form.errors else 200


def _show_edit(form: RoleForm, membership: Membership) -> tuple[str, int]:
    page = render_template(
        "communities/edit_person.html",
        form=form,
        member=membership,
        meanings=choices.ROLE_MEANINGS,
    )
    return page, 400 if form.errors else 200


def _show_password(membership: Membership, password: str) -> str:
    return render_template(
        "communities/first_password.html", member=membership.person, password=password
    )
