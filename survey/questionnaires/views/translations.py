"""Pages on which fluent people review, correct and sign off the wording of a language."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from forms.questionnaires import WordingFileForm, WordingForm
from survey import clock
from survey.accounts.access import signed_in
from survey.accounts.models import Person
from survey.accounts.queries import names_of
from survey.communities.models import Organization
from survey.communities.queries import get_translated_organization, list_translated_organizations
from survey.core.bank.review import DRAFT, REVIEWED, TESTED, question_of_unit
from survey.core.canonical import content_hash
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.questionnaires import services
from survey.questionnaires.asked import Scope, choose_scope, list_scopes
from survey.questionnaires.own_questions import organization_bank
from survey.questionnaires.reviewing import ReviewUnit, read_review, state_words
from survey.questionnaires.unit_titles import title_of_unit
from survey.questionnaires.views.blueprint import bp
from survey.web.locales import DEFAULT, LANGUAGES, Language
from survey.web.sentences import sentence_for

TRANSLATED = {tag: one for tag, one in LANGUAGES.items() if one != DEFAULT}
SHOWN = ("draft", "all")


@bp.get("/staff/translations")
def list_translations() -> str:
    """List the languages of each organization, and how far their review is."""
    person = signed_in()
    organizations = list_translated_organizations(person)
    if not organizations:
        raise SurveyError("missing", "no_such_organization")
    chosen = request.args.get("of", "")
    shelves = []
    for organization in organizations:
        scopes = list_scopes(organization)
        known = {scope.value for scope in scopes}
        scope = choose_scope(scopes, chosen if chosen in known else "")
        review = read_review(organization.id, TRANSLATED)
        rows = [(one, review.units(scope.asked, tag)) for tag, one in TRANSLATED.items()]
        shelves.append((organization, scopes, scope, rows))
    return render_template(
        "questionnaires/list_translations.html",
        shelves=shelves,
        count=_count,
        state_words=state_words,
        state_of=_state_of,
    )


@bp.get("/staff/translations/<int:organization_id>/<tag>")
def show_translation(organization_id: int, tag: str) -> str:
    """List what is reviewed in a language, with the state of each."""
    organization, language, scopes, scope = find_language(signed_in(), organization_id, tag)
    units = read_review(organization.id, [tag]).units(scope.asked, tag)
    shown = request.args.get("show", "all")
    return render_template(
        "questionnaires/show_translation.html",
        organization=organization,
        shown_in=language,
        scopes=scopes,
        scope=scope,
        units=[unit for unit in units if shown != DRAFT or unit.state == DRAFT],
        shown=shown if shown in SHOWN else "all",
        counts={state: _count(units, state) for state in (DRAFT, REVIEWED, TESTED)},
        total=len(units),
        state=_state_of(units),
        state_words=state_words,
        title_of=title_of_unit,
        file_form=WordingFileForm(formdata=None),
    )


@bp.route(
    "/staff/translations/<int:organization_id>/<tag>/texts/<unit_id>", methods=["GET", "POST"]
)
def review_unit(organization_id: int, tag: str, unit_id: str) -> str | Response | tuple[str, int]:
    """Show one unit's source, note, translation and phone side by side; keep, or sign off."""
    person = signed_in()
    organization, language, _scopes, scope = find_language(person, organization_id, tag)
    units = read_review(organization.id, [tag]).units(scope.asked, tag)
    unit = _find_unit(units, unit_id)
    current = [line.text for line in unit.lines]
    form = WordingForm(seen=_fingerprint(current), texts=current)
    if form.validate_on_submit():
        try:
            _act(form, unit, organization, tag, person)
            return _go_on(unit_id, organization, tag, scope)
        except SurveyError as error:
            if len(form.texts) != len(current):
                # Not a form of this page: there is nothing typed in it that could be shown again.
                form = WordingForm(formdata=None, texts=current)
            form.form_errors.append(sentence_for(error))
            form.seen.data = _fingerprint(current)
    page = _show_unit(form, unit, units, organization, language, scope)
    return page, 400 if form.form_errors else 200


@bp.post("/staff/translations/<int:organization_id>/<tag>/tested")
def mark_tested(organization_id: int, tag: str) -> Response:
    """Say that people who speak the language tried the questionnaire and understood it."""
    person = signed_in()
    organization, _language, _scopes, scope = find_language(person, organization_id, tag)
    units = read_review(organization.id, [tag]).units(scope.asked, tag)
    back = url_for(".show_translation", organization_id=organization.id, tag=tag, of=scope.value)
    if _state_of(units) == DRAFT:
        flash(sentence_for(SurveyError("conflict", "language_not_reviewed")))
        return redirect(back)
    with transaction():
        services.mark_wordings(
            organization_id=organization.id,
            tag=tag,
            wordings={line.wording.key: line.text for unit in units for line in unit.lines},
            state=TESTED,
            actor=person,
            now=clock.now(),
        )
    flash(_("This wording counts as tested with residents now."))
    return redirect(back)


def find_language(
    person: Person, organization_id: int, tag: str
) -> tuple[Organization, Language, list[Scope], Scope]:
    """Return what an address names, for somebody who may review there.

    Raises SurveyError "no_such_organization", "unknown_language", "no_such_questionnaire".
    """
    organization = get_translated_organization(person, organization_id)
    if tag not in TRANSLATED:
        raise SurveyError("missing", "unknown_language", tag=tag)
    scopes = list_scopes(organization)
    return organization, TRANSLATED[tag], scopes, choose_scope(scopes, request.args.get("of", ""))


def _act(
    form: WordingForm, unit: ReviewUnit, organization: Organization, tag: str, person: Person
) -> None:
    """Store what was typed, and sign it off if that was asked for."""
    act = request.form.get("act", "keep")
    typed = [text or "" for text in form.texts.data]
    if len(typed) != len(unit.lines) or form.seen.data != _fingerprint(
        [line.text for line in unit.lines]
    ):
        raise SurveyError("conflict", "wording_changed")
    if act == "shipped":
        typed = [line.shipped or line.text for line in unit.lines]
    texts = {line.wording.key: text for line, text in zip(unit.lines, typed, strict=True)}
    now = clock.now()
    with transaction():
        changed = services.correct_wordings(
            organization_id=organization.id, tag=tag, texts=texts, actor=person, now=now
        )
        if act in (REVIEWED, DRAFT):
            services.mark_wordings(
                organization_id=organization.id,
                tag=tag,
                wordings=texts,
                state=act,
                actor=person,
                now=now,
            )
    flash(_said(act, changed))


def _said(act: str, changed: int) -> str:
    if act == REVIEWED:
        return _("Signed off, in exactly this wording.")
    if act == DRAFT:
        return _("This is a draft again.")
    if not changed:
        return _("Nothing was changed.")
    return ngettext(
        "%(num)d text was changed. It is a draft until somebody signs it off.",
        "%(num)d texts were changed. They are drafts until somebody signs them off.",
        changed,
    )


def _go_on(unit_id: str, organization: Organization, tag: str, scope: Scope) -> Response:
    """After a sign-off to the next draft, if there is one; else back to where the person was."""
    address: dict[str, Any] = {
        "organization_id": organization.id,
        "tag": tag,
        "of": scope.value,
    }
    if request.form.get("act") != REVIEWED:
        return redirect(url_for(".review_unit", unit_id=unit_id, **address))
    units = read_review(organization.id, [tag]).units(scope.asked, tag)
    names = [unit.unit.id for unit in units]
    place = names.index(unit_id)
    for unit in (*units[place + 1 :], *units[:place]):
        if unit.state == DRAFT:
            return redirect(url_for(".review_unit", unit_id=unit.unit.id, **address))
    flash(_("Every text of this questionnaire is signed off in this language."))
    return redirect(url_for(".show_translation", **address))


def _show_unit(
    form: WordingForm,
    unit: ReviewUnit,
    units: tuple[ReviewUnit, ...],
    organization: Organization,
    language: Language,
    scope: Scope,
) -> str:
    names = [one.unit.id for one in units]
    place = names.index(unit.unit.id)
    marks = [line.mark for line in unit.lines if line.mark is not None]
    bank = organization_bank(organization.id, with_retired=True)
    return render_template(
        "questionnaires/review_unit.html",
        form=form,
        unit=unit,
        organization=organization,
        shown_in=language,
        scope=scope,
        title=title_of_unit(unit.unit),
        question=question_of_unit(bank, unit.unit.id),
        state_words=state_words,
        before=names[place - 1] if place else None,
        after=names[place + 1] if place + 1 < len(names) else None,
        number=place + 1,
        total=len(names),
        signed=max(marks, key=lambda mark: mark.id) if marks else None,
        names=names_of({mark.made_by for mark in marks if mark.made_by}),
    )


def _find_unit(units: tuple[ReviewUnit, ...], unit_id: str) -> ReviewUnit:
    for unit in units:
        if unit.unit.id == unit_id:
            return unit
    raise SurveyError("missing", "unknown_unit")


def _fingerprint(texts: list[str]) -> str:
    return content_hash({"texts": texts})


def _count(units: tuple[ReviewUnit, ...], state: str) -> int:
    return sum(1 for unit in units if unit.state == state)


def _state_of(units: tuple[ReviewUnit, ...]) -> str:
    return DRAFT if _count(units, DRAFT) else REVIEWED if _count(units, REVIEWED) else TESTED
