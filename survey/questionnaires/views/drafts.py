"""Pages of questions: the bank, a property's questionnaires, one draft, and its publishing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.questionnaires import BankFilterForm, DraftForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.communities.models import Property
from survey.communities.queries import get_property_for, list_organizations_of
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.questionnaires import catalog, explaining, services
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import Questionnaire
from survey.questionnaires.own_questions import count_own
from survey.questionnaires.queries import (
    find_last_version,
    get_questionnaire_for,
    list_questionnaires,
)
from survey.questionnaires.views.blueprint import bp
from survey.web.locales import LANGUAGES, current_language
from survey.web.sentences import sentence_for


@bp.get("/staff/bank")
def show_bank() -> tuple[str, int]:
    """Show the question bank, or what was looked for in it, and where own questions stand."""
    person = signed_in()
    tag = current_language().tag
    form = BankFilterForm(request.args)
    form.offer(
        levels=catalog.list_levels(tag),
        constructs=catalog.list_constructs(tag),
        everything=_("All"),
    )
    good = form.validate()
    shelves = (
        catalog.find_entries(
            level=form.level.data,
            construct=form.construct.data,
            words=form.words.data or "",
            tag=tag,
        )
        if good
        else []
    )
    page = render_template(
        "questionnaires/show_bank.html",
        form=form,
        shelves=shelves,
        bank=get_bank(),
        organizations=[(one, count_own(one.id)) for one in list_organizations_of(person)],
    )
    return page, 200 if good else 400


@bp.get("/staff/properties/<slug>/questionnaires", endpoint="list")
def list_drafts(slug: str) -> str:
    """List a property's questionnaires, and the ready-made ones to start from."""
    place = get_property_for(signed_in(), slug, Right.MANAGE)
    return render_template(
        "questionnaires/list.html",
        place=place,
        drafts=[(draft, find_last_version(draft)) for draft in list_questionnaires(place)],
        zone=ZoneInfo(place.timezone),
        ready_made=explaining.list_ready_made(place, current_language().tag),
    )


@bp.post("/staff/properties/<slug>/questionnaires")
def start(slug: str) -> Response:
    """Start a draft from a ready-made questionnaire."""
    person = signed_in()
    place = get_property_for(person, slug, Right.MANAGE)
    template = get_bank().templates.get(request.form.get("template", ""))
    if template is None:
        raise SurveyError("missing", "unknown_template")
    with transaction():
        draft = services.start_questionnaire(
            place=place,
            template=template.id,
            title=template.title,
            actor=person,
            now=clock.now(),
        )
    return redirect(url_for("questionnaires.edit", questionnaire_id=draft.id))


@bp.route("/staff/questionnaires/<int:questionnaire_id>", methods=["GET", "POST"])
def edit(questionnaire_id: int) -> str | Response | tuple[str, int]:
    """Choose what a draft asks."""
    person = signed_in()
    draft, place = get_questionnaire_for(person, questionnaire_id, Right.MANAGE)
    shown = explaining.view_draft(draft, place, current_language().tag)
    leavable = [line.id for line in shown.lines if line.state == "leavable"]
    form = DraftForm(
        title=explaining.say_title(draft.title, current_language().tag),
        asked=[name for name in leavable if name not in draft.left_out],
        rotating=draft.rotating,
        own=draft.own,
    )
    form.offer(
        leavable=[(line.id, line.text) for line in shown.lines if line.state == "leavable"],
        rotating=[(line.id, line.text) for line in shown.extras if line.state != "not_here"],
        own=[(line.id, line.text) for line in shown.own if line.state == "leavable"],
    )
    if not form.validate_on_submit():
        return _show_draft(form, draft, place)
    # What the site does not allow for now keeps the choice made when it did.
    kept_out = [name for name in draft.left_out if name not in leavable]
    try:
        with transaction():
            services.change_questionnaire(
                questionnaire=draft,
                title=explaining.keep_title(form.title.data or ""),
                left_out=[
                    *kept_out,
                    *(name for name in leavable if name not in (form.asked.data or ())),
                ],
                rotating=form.rotating.data or [],
                own=form.own.data or [],
                actor=person,
                now=clock.now(),
            )
    except SurveyError as error:
        form.form_errors.append(sentence_for(error))
        return _show_draft(form, draft, place)
    flash(_("Your choices are kept. Look at the questionnaire as residents will, then publish it."))
    return redirect(url_for("questionnaires.edit", questionnaire_id=draft.id))


@bp.get("/staff/questionnaires/<int:questionnaire_id>/phone")
def show_phone(questionnaire_id: int) -> str:
    """Show a draft as residents will see it, in each language."""
    draft, place = get_questionnaire_for(signed_in(), questionnaire_id, Right.MANAGE)
    wanted = LANGUAGES.get(request.args.get("lang", ""), LANGUAGES["en"])
    return render_template(
        "questionnaires/show_phone.html", draft=draft, place=place, shown_in=wanted
    )


@bp.post("/staff/questionnaires/<int:questionnaire_id>/publish")
def publish(questionnaire_id: int) -> Response:
    """Make what a draft asks now into a version that never changes."""
    person = signed_in()
    draft, _place = get_questionnaire_for(person, questionnaire_id, Right.MANAGE)
    with transaction():
        version = services.publish_questionnaire(questionnaire=draft, actor=person, now=clock.now())
    flash(_("Version %(number)s is published. It can be launched now.", number=version.number))
    return redirect(url_for("questionnaires.edit", questionnaire_id=draft.id))


def _show_draft(form: DraftForm, draft: Questionnaire, place: Property) -> tuple[str, int]:
    page = render_template(
        "questionnaires/edit.html",
        form=form,
        draft=draft,
        place=place,
        shown=explaining.view_draft(draft, place, current_language().tag),
        reason_of={
            item.id: explaining.feature_missing(item.needs)
            for item in get_bank().items.values()
            if item.needs
        },
        last=find_last_version(draft),
        zone=ZoneInfo(place.timezone),
        changed=services.has_changed(draft),
    )
    return page, 400 if form.errors else 200
