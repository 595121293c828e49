"""Pages of an organization's own questions: all of them, one to write or change, and retiring."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.own_questions import OWN_LISTS, REASON, OwnQuestionForm
from survey import clock
from survey.accounts.access import list_written_for, signed_in
from survey.accounts.models import Person
from survey.communities.models import Organization
from survey.communities.queries import get_organization_of, get_written_organization
from survey.core.bank.model import Term
from survey.core.bank.own import ARGUABLE, OwnWording, list_findings, make_own_item, read_options
from survey.core.bank.own_conditions import (
    answers_that_lead_on,
    list_condition_findings,
    make_terms,
)
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.questionnaires import finding_words, own_shelf, services
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import OwnQuestion
from survey.questionnaires.own_questions import (
    ANSWER_KINDS,
    fingerprint,
    get_own,
    list_own,
    list_scales,
    organization_bank,
    usable_own,
    wording_of,
)
from survey.questionnaires.views.blueprint import bp
from survey.web.locales import current_language
from survey.web.sentences import sentence_for

LOOK = "answers"
UNSAVED = "own_unsaved"
"""The id of a question while only its wording is looked at; no drawn id has seven letters."""


@bp.get("/staff/bank/own/<int:organization_id>", endpoint="list_own")
def list_own_questions(organization_id: int) -> str:
    """List an organization's own questions, with what was done with each."""
    person = signed_in()
    organization = get_organization_of(person, organization_id)
    return render_template(
        "questionnaires/list_own.html",
        organization=organization,
        entries=own_shelf.list_entries(
            list_own(organization.id), organization.id, current_language().tag
        ),
        writes=organization.id in list_written_for(person),
    )


@bp.route("/staff/bank/own/<int:organization_id>/new", methods=["GET", "POST"])
def write_own(organization_id: int) -> str | Response | tuple[str, int]:
    """Write a question; begin with the words of another one where the address names it."""
    person = signed_in()
    organization = get_written_organization(person, organization_id)
    model = get_own(organization.id, request.args["of"]) if request.args.get("of") else None
    form = _form(model, organization.id)
    if looks_only():
        return _show(form, organization, None)
    if form.validate_on_submit() and _lint(form, organization.id):
        try:
            with transaction():
                services.write_own_question(
                    organization_id=organization.id,
                    wording=_wording(form, organization.id),
                    allowances=_reasons(form),
                    actor=person,
                    now=clock.now(),
                )
            flash(_("Your question is kept. Translate it, then choose it for a questionnaire."))
            return redirect(url_for(".list_own", organization_id=organization.id))
        except SurveyError as error:
            form.form_errors.append(sentence_for(error))
    return _show(form, organization, None)


@bp.route("/staff/bank/own/<int:organization_id>/<item_id>", methods=["GET", "POST"])
def edit_own(organization_id: int, item_id: str) -> str | Response | tuple[str, int]:
    """Change a question that was never published; say what to do about one that was."""
    person = signed_in()
    organization = get_written_organization(person, organization_id)
    question = get_own(organization.id, item_id)
    form = _form(question, organization.id)
    if looks_only():
        return _show(form, organization, question)
    if form.validate_on_submit() and _lint(form, organization.id, item_id):
        try:
            _change(form, question, person)
            flash(_("Your changes are kept."))
            return redirect(url_for(".list_own", organization_id=organization.id))
        except SurveyError as error:
            question = get_own(organization.id, item_id)
            form.form_errors.append(sentence_for(error))
            form.seen.data = fingerprint(question)
    return _show(form, organization, question)


@bp.post("/staff/bank/own/<int:organization_id>/<item_id>/retire")
def retire_own(organization_id: int, item_id: str) -> Response:
    """Offer a question no more, or offer it again."""
    person = signed_in()
    organization = get_written_organization(person, organization_id)
    retired = request.form.get("act") != "restore"
    try:
        with transaction():
            services.retire_own_question(
                question=get_own(organization.id, item_id),
                retired=retired,
                actor=person,
                now=clock.now(),
            )
    except SurveyError as error:
        if error.kind != "refused":
            raise
        flash(sentence_for(error))
        return redirect(url_for(".list_own", organization_id=organization.id, _anchor=item_id))
    flash(
        _("This question is not offered any more. What was published with it stays as it is.")
        if retired
        else _("This question is offered again.")
    )
    return redirect(url_for(".list_own", organization_id=organization.id, _anchor=item_id))


def _change(form: OwnQuestionForm, question: OwnQuestion, person: Person) -> None:
    item_id, organization_id = question.item_id, question.organization_id
    with transaction():
        services.change_own_question(
            question=get_own(organization_id, item_id),
            wording=_wording(form, organization_id),
            allowances=_reasons(form),
            seen=form.seen.data or "",
            actor=person,
            now=clock.now(),
        )


def looks_only() -> bool:
    """Whether somebody wants to see the answers of the question that they chose, not to keep."""
    return request.method == "POST" and request.form.get("act") == LOOK


def _form(question: OwnQuestion | None, organization_id: int) -> OwnQuestionForm:
    """The form with what a question says now, or empty."""
    form = OwnQuestionForm(data=_filled(question) if question is not None else {})
    tag = current_language().tag
    kept = str(question.asked_if[0][0]) if question is not None and question.asked_if else ""
    apart = question.item_id if question is not None else ""
    form.offer(
        levels=own_shelf.list_levels(tag),
        scales=own_shelf.list_scale_choices(tag),
        earlier=own_shelf.list_leading(organization_id, tag, apart=apart, kept=kept),
        in_words=[scale.id for scale in list_scales() if scale.kind == "text"],
    )
    bank = organization_bank(organization_id, with_retired=True)
    form.offer_answers(own_shelf.list_leading_answers(bank, form.after.data or "", tag))
    return form


def _filled(question: OwnQuestion) -> dict[str, object]:
    said = wording_of(question)
    same = ("text", "level", "alone", "hint", "meaning", "why", "translator_note")
    return {
        **{name: getattr(said, name) for name in same},
        "seen": fingerprint(question),
        "answers": said.scale if said.answers == "scale" else said.answers,
        "options": "\n".join(said.options),
        "after": said.asked_if[0].item if said.asked_if else "",
        "shown_after": said.asked_if[0].item if said.asked_if else "",
        "after_answers": [str(term.value) for term in said.asked_if],
        "traits": [name for name in ("reverse", "sensitive", "allow_na") if getattr(said, name)],
        **{f"{REASON}{code}": reason for code, reason in question.allowances.items()},
    }


def _wording(form: OwnQuestionForm, organization_id: int) -> OwnWording:
    answers, traits = form.answers.data, form.traits.data or ()
    listed = answers in OWN_LISTS
    return OwnWording(
        text=form.text.data or "",
        level=form.level.data,
        answers=ANSWER_KINDS[answers] if listed else "scale",
        scale="" if listed else answers,
        options=read_options(form.options.data or "") if listed else (),
        alone=(form.alone.data or "") if answers == "several" else "",
        hint=form.hint.data or "",
        meaning=form.meaning.data or "",
        why=form.why.data or "",
        translator_note=form.translator_note.data or "",
        reverse="reverse" in traits,
        sensitive="sensitive" in traits,
        allow_na="allow_na" in traits,
        asked_if=_terms(form, organization_id),
    )


def _terms(form: OwnQuestionForm, organization_id: int) -> tuple[Term, ...]:
    """Whom it is asked of: () for everybody."""
    leading, ticked = form.after.data or "", set(form.after_answers.data or ())
    bank = organization_bank(organization_id, with_retired=True) if leading else get_bank()
    scale = own_shelf.find_scale(bank, leading)
    if scale is None:
        return ()
    values = [value for value in answers_that_lead_on(scale) if str(value) in ticked]
    return make_terms(leading, scale, values)


def _reasons(form: OwnQuestionForm) -> dict[str, str]:
    return {code: form[f"{REASON}{code}"].data or "" for code in ARGUABLE}


def _lint(form: OwnQuestionForm, organization_id: int, item_id: str = UNSAVED) -> bool:
    """Put what the bank's lint finds beside the fields; tell whether there is nothing."""
    own = make_own_item(item_id, _wording(form, organization_id), get_bank().scales)
    if own is None:
        form.answers.errors = [_("Choose one from the list.")]
        return False
    conditions = list_condition_findings(own, get_bank(), usable_own(organization_id))
    found = finding_words.by_field([*list_findings(own, _reasons(form)), *conditions])
    for name, sentences in found.items():
        form[name].errors = sentences
    return not found


def _show(
    form: OwnQuestionForm, organization: Organization, question: OwnQuestion | None
) -> str | tuple[str, int]:
    """The page, with a field for a reason wherever one would help."""
    arguable: set[str] = set()
    if form.is_submitted() and form.text.data and form.level.data:
        own = make_own_item(UNSAVED, _wording(form, organization.id), get_bank().scales)
        arguable = {one.code for one in list_findings(own, {})} & ARGUABLE if own else set()
    wanted = [code for code in sorted(ARGUABLE) if code in arguable or form[REASON + code].data]
    page = render_template(
        "questionnaires/edit_own.html",
        form=form,
        organization=organization,
        question=question,
        published=question is not None and question.published_at is not None,
        reasons=[form[f"{REASON}{code}"] for code in wanted],
    )
    return (page, 400) if form.errors else page
