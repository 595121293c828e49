"""One property's plan: its waves to come, and the form that makes or changes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forms.plans import MoveForm, PlanForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.accounts.models import Person
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import get_property_for
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.plans import words
from survey.plans.checking import check_terms
from survey.plans.filling import propose_plan, read_plan, show_plan
from survey.plans.models import PlannedWave, PulsePlan
from survey.plans.notices import error_words, in_words
from survey.plans.queries import (
    contacts_of,
    find_plan,
    find_waves,
    get_planned_for,
    list_notices,
)
from survey.plans.services import (
    change_plan,
    make_plan,
    move_wave,
    resume_plan,
    skip_wave,
    stop_plan,
)
from survey.plans.views.blueprint import bp
from survey.questionnaires.explaining import say_title
from survey.questionnaires.models import Questionnaire
from survey.questionnaires.services import start_questionnaire
from survey.waves import words as wave_words
from survey.waves.extension_words import closed_early
from survey.waves.launch_choices import (
    QuestionnaireChoice,
    list_drafts,
    list_questionnaire_choices,
)
from survey.waves.launch_folds import TERM_PARTS, find_wrong, tell_terms
from survey.web.locales import LANGUAGES, current_language
from survey.web.sentences import sentence_for

NOTICES_SINCE: Final = timedelta(days=120)


@bp.get("/staff/properties/<slug>/plan")
def plan(slug: str) -> str | Response:
    """Show the waves to come; a property without a plan is offered one."""
    _person, place = _managed(slug)
    held = find_plan(place)
    if held is None:
        return redirect(url_for("plans.edit", slug=slug))
    return _show_plan(held, place, MoveForm())


@bp.route("/staff/properties/<slug>/plan/edit", methods=["GET", "POST"])
def edit(slug: str) -> str | Response | tuple[str, int]:
    """Make a plan, or plan anew what is not launched yet."""
    person, place = _managed(slug)
    held, today = find_plan(place), day_at(place, clock.now())
    choices = list_questionnaire_choices(place)
    chosen = _choice_of(held, choices)
    filled = show_plan(held, chosen, today) if held else propose_plan(place, chosen, person, today)
    form = PlanForm(data=filled)
    form.offer_plan(
        questionnaires=[
            (one.value, say_title(one.title, current_language().tag)) for one in choices
        ],
        languages=[(tag, language.name) for tag, language in LANGUAGES.items()],
    )
    if not form.is_submitted():
        return _show_form(form, place, held, choices)
    if form.validate_on_submit():
        try:
            _take(form, place, held, person, today)
        except SurveyError as error:
            db.session.expire_all()
            _put_beside_field(form, error)
        else:
            flash(_("The plan is kept. Its next waves stand below."))
            return redirect(url_for("plans.plan", slug=slug), code=303)
    return _show_form(form, place, held, choices), 400


@bp.post("/staff/properties/<slug>/plan/stopped")
def set_stopped(slug: str) -> Response:
    """Stop a plan, or let it go on."""
    person, place = _managed(slug)
    held = find_plan(place)
    if held is None:
        raise SurveyError("missing", "no_such_plan")
    now = clock.now()
    with transaction():
        if request.form.get("stopped"):
            stop_plan(plan=held, place=place, actor=person, now=now)
        else:
            today = day_at(place, now)
            resume_plan(plan=held, place=place, today=today, actor=person, now=now)
    return redirect(url_for("plans.plan", slug=slug), code=303)


@bp.post("/staff/plans/waves/<int:planned_id>/skipped")
def set_skipped(planned_id: int) -> Response:
    """Leave one wave out, or take it in again."""
    person = signed_in()
    planned, place = get_planned_for(person, planned_id)
    now = clock.now()
    try:
        with transaction():
            skip_wave(
                planned=planned,
                place=place,
                skipped=bool(request.form.get("skipped")),
                today=day_at(place, now),
                actor=person,
                now=now,
            )
    except SurveyError as error:
        flash(sentence_for(error))
    else:
        flash(_skipped_words(planned))
    return redirect(url_for("plans.plan", slug=place.slug), code=303)


@bp.post("/staff/plans/waves/<int:planned_id>/moved")
def move(planned_id: int) -> str | Response | tuple[str, int]:
    """Let one wave open on another day."""
    person = signed_in()
    planned, place = get_planned_for(person, planned_id)
    form, now = MoveForm(), clock.now()
    if form.validate_on_submit():
        try:
            with transaction():
                move_wave(
                    planned=planned,
                    place=place,
                    opens_on=form.opens_on.data,  # type: ignore[arg-type]  # the form refuses none
                    today=day_at(place, now),
                    actor=person,
                    now=now,
                )
        except SurveyError as error:
            db.session.expire_all()
            form.opens_on.errors = [sentence_for(error)]
        else:
            flash(
                _("The wave is moved. It opens on %(day)s.", day=wave_words.day(planned.opens_on))
            )
            return redirect(url_for("plans.plan", slug=place.slug), code=303)
    held = find_plan(place)
    assert held is not None, "a planned wave has its plan"
    form.opens_on.id = f"opens-{planned_id}"
    return _show_plan(held, place, form, moving=planned_id), 400


def _skipped_words(planned: PlannedWave) -> str:
    opens = wave_words.day(planned.opens_on)
    if planned.state == "skipped":
        return _("The wave of %(day)s is left out. The others stay as they are.", day=opens)
    return _("The wave of %(day)s is planned again.", day=opens)


def _managed(slug: str) -> tuple[Person, Property]:
    person = signed_in()
    return person, get_property_for(person, slug, Right.MANAGE)


def _choice_of(held: PulsePlan | None, choices: list[QuestionnaireChoice]) -> QuestionnaireChoice:
    """The questionnaire that a plan asks; the property's newest where there is no plan."""
    for choice in choices:
        if held and choice.version and choice.version.questionnaire_id == held.questionnaire_id:
            return choice
    return choices[0]


def _take(
    form: PlanForm, place: Property, held: PulsePlan | None, person: Person, today: date
) -> None:
    now = clock.now()
    chosen = {one.value: one for one in list_questionnaire_choices(place)}
    choice = chosen[form.questionnaire.data]
    with transaction():
        facts = read_plan(form, _draft_of(choice, place, person))
        check_terms(place, choice.questionnaire, facts)
        if held is None:
            make_plan(place=place, facts=facts, today=today, actor=person, now=now)
        else:
            change_plan(plan=held, place=place, facts=facts, today=today, actor=person, now=now)


def _draft_of(choice: QuestionnaireChoice, place: Property, person: Person) -> Questionnaire:
    if choice.version is not None:
        return choice.version.questionnaire
    return start_questionnaire(
        place=place, template=choice.value, title=choice.title, actor=person, now=clock.now()
    )


def _put_beside_field(form: PlanForm, error: SurveyError) -> None:
    name = str(error.params.get("field") or "")
    name = {"opens_on": "first_opens_on"}.get(name, name)
    if name in form:
        form[name].errors = [sentence_for(error)]
    else:
        form.form_errors.append(sentence_for(error))


def _show_form(
    form: PlanForm, place: Property, held: PulsePlan | None, choices: list[QuestionnaireChoice]
) -> str:
    chosen = next((one for one in choices if one.value == form.questionnaire.data), choices[0])
    drafts = list_drafts(place, chosen.questionnaire, form.languages.data or ())
    return render_template(
        "plans/edit.html",
        form=form,
        place=place,
        plan=held,
        told=tell_terms(form),
        opened=find_wrong(form, TERM_PARTS),
        asks_unreviewed=bool(form.unreviewed.data or form.unreviewed.errors or drafts),
    )


def _show_plan(held: PulsePlan, place: Property, form: MoveForm, moving: int | None = None) -> str:
    today = day_at(place, clock.now())
    planned = {one.id: one for one in held.waves}
    return render_template(
        "plans/plan.html",
        plan=held,
        place=place,
        waves=find_waves([one.wave_id for one in held.waves if one.wave_id]),
        shown=[one for one in held.waves if one.report_by >= today],
        notices=[
            in_words(notice, planned[notice.planned_wave_id], place.name)
            for notice in list_notices(held, today - NOTICES_SINCE)
        ],
        contacts=contacts_of(held),
        form=form,
        moved=form,
        moving=moving,
        words=words,
        error_words=error_words,
        closed_early=lambda wave: closed_early(wave, place),
        day=wave_words.day,
    )
