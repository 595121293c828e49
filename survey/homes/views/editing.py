"""Pages of one home: adding, changing, letting go. Contacts are shown here and nowhere else."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.homes import ActForm, HomeForm
from survey import clock
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.homes.contacts import Contact
from survey.homes.queries import Reached, find_list, get_reached
from survey.homes.reach import read_email, read_phone, split_emails, split_phones
from survey.homes.rows import Problem
from survey.homes.services.editing import HomeFacts, add_home, change_home, remove_home
from survey.homes.values import region_of
from survey.homes.views.blueprint import bp, enter
from survey.homes.words import name_language, say_problem
from survey.web.locales import LANGUAGES
from survey.web.sentences import sentence_for

Page = str | Response | tuple[str, int]


@bp.route("/staff/properties/<slug>/homes/new", methods=["GET", "POST"])
def new_home(slug: str) -> Page:
    """Add a home to the list."""
    person, place = enter(slug)
    form = _form(place, None)
    facts = _facts(form, place) if form.validate_on_submit() else None
    if facts is None:
        return _show(form, place, None)
    try:
        with transaction():
            home = add_home(place=place, facts=facts, actor=person, now=clock.now())
            label = home.label
    except SurveyError as error:
        return _refused(form, place, None, error)
    flash(_("%(door)s is on the list.", door=label))
    return redirect(url_for("homes.list_homes", slug=slug))


@bp.route("/staff/properties/<slug>/homes/<int:number>", methods=["GET", "POST"])
def show_home(slug: str, number: int) -> Page:
    """One home with how it is reached, and the form to change it."""
    person, place = enter(slug)
    reached = get_reached(place, number)
    form = _form(place, reached)
    facts = _facts(form, place) if form.validate_on_submit() else None
    if facts is None:
        return _show(form, place, reached)
    try:
        with transaction():
            change_home(
                place=place,
                number=number,
                facts=facts,
                seen_version=_version(form.version.data),
                actor=person,
                now=clock.now(),
            )
    except SurveyError as error:
        return _refused(form, place, reached, error)
    flash(_("%(door)s is changed.", door=facts.label))
    return redirect(url_for("homes.list_homes", slug=slug))


@bp.post("/staff/properties/<slug>/homes/<int:number>/remove")
def remove(slug: str, number: int) -> Response:
    """Let a home leave the list."""
    person, place = enter(slug)
    label = get_reached(place, number).home.label
    with transaction():
        remove_home(
            place=place,
            number=number,
            seen_version=_version(request.form.get("version")),
            actor=person,
            now=clock.now(),
        )
    flash(_("%(door)s has left the list.", door=label))
    return redirect(url_for("homes.list_homes", slug=slug))


def _form(place: Property, reached: Reached | None) -> HomeForm:
    held = find_list(place)
    shown: dict[str, object] = {"version": str(held.version if held else 0), "language": "none"}
    if reached is not None:
        home, contact = reached.home, reached.contact
        shown |= {
            "label": home.label,
            "stratum": home.stratum or "",
            "adults": home.adults,
            "language": home.language or "none",
            "name": contact.name,
            "address": "\n".join(contact.address),
            "email": "; ".join(contact.email),
            "phone": "; ".join(contact.phone),
        }
    form = HomeForm(data=shown)
    form.offer(
        strata=[(one.key, one.label) for one in place.strata],
        languages=[("none", name_language(None))]
        + [(tag, language.name) for tag, language in LANGUAGES.items()],
    )
    return form


def _facts(form: HomeForm, place: Property) -> HomeFacts | None:
    """What was typed; None where an address or a number cannot be read: the form then says so."""
    region = region_of(place.timezone)
    email = {part: read_email(part) for part in split_emails(form.email.data or "")}
    phone = {part: read_phone(part, region) for part in split_phones(form.phone.data or "", region)}
    for field, code, read in (
        (form.email, "email_unreadable", email),
        (form.phone, "phone_unreadable", phone),
    ):
        wrong = [part for part, value in read.items() if value is None]
        if wrong:
            field.errors = [say_problem(Problem(0, code, part)) for part in wrong]
    if form.errors:
        return None
    chosen = form.language.data
    return HomeFacts(
        label=form.label.data or "",
        stratum=form.stratum.data if "stratum" in form else None,
        adults=form.adults.data or 0,
        language=None if chosen == "none" else chosen,
        contact=Contact(
            name=form.name.data or "",
            address=tuple(line.strip() for line in (form.address.data or "").splitlines()),
            email=tuple(dict.fromkeys(filter(None, email.values()))),
            phone=tuple(dict.fromkeys(filter(None, phone.values()))),
        ),
    )


def _refused(
    form: HomeForm, place: Property, reached: Reached | None, error: SurveyError
) -> tuple[str, int]:
    """The form again with what was typed; after another's change it counts from that one on."""
    name = str(error.params.get("field", ""))
    if name in form:
        form[name].errors = [sentence_for(error)]
    else:
        form.form_errors.append(sentence_for(error))
    held = find_list(place)
    form.version.data = str(held.version if held else 0)
    return _show(form, place, get_reached(place, reached.home.number) if reached else None)


def _show(form: HomeForm, place: Property, reached: Reached | None) -> tuple[str, int]:
    held = find_list(place)
    page = render_template(
        "homes/show_home.html",
        form=form,
        place=place,
        home=reached.home if reached else None,
        held=held,
        act=ActForm(formdata=None, version=str(held.version if held else 0)),
    )
    return page, 400 if form.errors else 200


def _version(text: str | None) -> int:
    """The version that a page was made of; one that never was where somebody changed the page."""
    return int(text) if text and text.isdecimal() else -1
