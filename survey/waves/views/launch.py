"""The launch page: everything is filled in, and the promise stands beside the button."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from forms.waves import LONGEST_PASSPHRASE, LaunchForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.accounts.models import Person
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import get_property_for
from survey.core.errors import SurveyError
from survey.core.promise.cuts import CutOption
from survey.core.promise.kinds import EVERYBODY, MOVE_IN, Kind
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.questionnaires.explaining import say_title
from survey.questionnaires.models import QuestionnaireVersion
from survey.questionnaires.queries import get_version
from survey.questionnaires.services import publish_questionnaire, start_questionnaire
from survey.waves import words
from survey.waves.expected import target_names, tell_targets
from survey.waves.launch_choices import (
    MIN_GROUP,
    QuestionnaireChoice,
    fill_in,
    list_cut_options,
    list_drafts,
    list_language_states,
    list_questionnaire_choices,
    read_planned_days,
    refill_for_kind,
)
from survey.waves.launch_folds import find_open, tell_parts
from survey.waves.models import Wave
from survey.waves.preview import Preview, preview_promise
from survey.waves.promise import sealed_promise
from survey.waves.queries import find_last_wave, find_open_wave
from survey.waves.services import Launched, find_recovery_sheet, launch_wave
from survey.waves.services.conditions import SMALLEST_MIN_GROUP
from survey.waves.views.blueprint import bp
from survey.web.locales import LANGUAGES, current_language
from survey.web.sentences import sentence_for

WAVE_ID: Final = re.compile(r"[0-9a-f]{32}")
SHEET_SHOWN_FOR: Final = timedelta(minutes=15)
"""So long whoever launched sees the recovery sheet again, when the button was pressed twice."""


@dataclass(frozen=True, slots=True)
class LaunchPage:
    """What the template shows beside the form."""

    place: Property
    choices: list[QuestionnaireChoice]
    options: tuple[CutOption, ...]
    preview: Preview
    repeats: bool
    told: dict[str, list[str]]
    opened: set[str]
    asks_unreviewed: bool
    moves_in: bool


@bp.route("/staff/properties/<slug>/launch", methods=["GET", "POST"])
def launch(slug: str) -> str | Response | tuple[str, int]:
    """Fill in, look at the promise, seal and launch."""
    person = signed_in()
    place = get_property_for(person, slug, Right.MANAGE)
    if request.method == "POST" and (done := _find_launched(request.form.get("wave_id"), place)):
        return _show_outcome(done, person)
    running: dict[Kind, Wave | None] = {
        kind: find_open_wave(place, kind) for kind in (EVERYBODY, MOVE_IN)
    }
    free = [kind for kind, wave in running.items() if wave is None]
    choices = list_questionnaire_choices(place, free)
    if not choices:
        wave = running[EVERYBODY] or running[MOVE_IN]
        return render_template("waves/already_open.html", place=place, wave=wave)
    return _fill_in_and_launch(place, choices, person)


def _fill_in_and_launch(
    place: Property, choices: list[QuestionnaireChoice], person: Person
) -> str | Response | tuple[str, int]:
    now = clock.now()
    today = day_at(place, now)
    planned = read_planned_days(request.args, today)
    form = LaunchForm(data=fill_in(place, choices[0], person, today, planned))
    offer_choices(form, place, choices)
    kind = _chosen(form, choices).kind
    if form.is_submitted() and refill_for_kind(form, kind, today):
        return _show_form(form, place, choices)
    if not form.is_submitted() or request.form.get("act") == "show":
        return _show_form(form, place, choices)
    if form.validate_on_submit() and form.passphrases_agree() and _wave_id_usable(form):
        try:
            return _launch(form, place, choices, person, now)
        except SurveyError as error:
            db.session.expire_all()
            if done := _find_launched(form.wave_id.data, place):
                return _show_outcome(done, person)
            put_beside_field(form, error)
    return _show_form(form, place, choices), 400


def _chosen(form: LaunchForm, choices: list[QuestionnaireChoice]) -> QuestionnaireChoice:
    return next((one for one in choices if one.value == form.questionnaire.data), choices[0])


def _launch(
    form: LaunchForm,
    place: Property,
    choices: list[QuestionnaireChoice],
    person: Person,
    now: datetime,
) -> str | Response:
    with transaction():
        launched = launch_wave(
            property=place,
            version=_get_version(form, place, choices, person, now),
            languages=form.languages.data or [],
            runner_name=form.runner_name.data or "",
            runner_is_landlord=form.runner_is_landlord.data == "yes",
            contact=form.contact.data or "",
            emergency=form.emergency.data or "",
            custody=form.custody.data,
            custodian_name=form.custodian_name.data or "",
            passphrase=(form.passphrase.data or "")[:LONGEST_PASSPHRASE],
            access=form.access.data,
            opens_on=form.opens_on.data,  # type: ignore[arg-type]  # the form refuses an empty day
            closes_on=form.closes_on.data,  # type: ignore[arg-type]
            report_by=form.report_by.data,  # type: ignore[arg-type]
            min_group=form.min_group.data or 0,
            cuts=form.cuts.data or [],
            destroy_after_days=form.destroy_after_days.data or 0,
            actor=person,
            now=now,
            key_store=get_key_store(),
            wave_id=form.wave_id.data,
            unreviewed_accepted=bool(form.unreviewed.data),
            exit_button=form.exit_button.data == "yes",
            target_percent=int(form.target.data),
            paper=form.paper.data == "yes",
            study=bool(form.study.data),
        )
    return _show_outcome(launched.wave, person, launched)


def _get_version(
    form: LaunchForm,
    place: Property,
    choices: list[QuestionnaireChoice],
    person: Person,
    now: datetime,
) -> QuestionnaireVersion:
    """The chosen version; a property without any gets the pulse, published here and now."""
    choice = _chosen(form, choices)
    if choice.version is not None:
        return get_version(choice.version.id)
    draft = start_questionnaire(
        place=place, template=choice.value, title=choice.title, actor=person, now=now
    )
    return publish_questionnaire(questionnaire=draft, actor=person, now=now)


def _find_launched(wave_id: str | None, place: Property) -> Wave | None:
    """The wave that this very form has launched already."""
    wave = db.session.get(Wave, wave_id) if wave_id and WAVE_ID.fullmatch(wave_id) else None
    return wave if wave is not None and wave.property_id == place.id else None


def _wave_id_usable(form: LaunchForm) -> bool:
    if WAVE_ID.fullmatch(form.wave_id.data or ""):
        return True
    form.form_errors.append(_("Load the page again: a part of it was lost on the way."))
    return False


def _show_outcome(wave: Wave, person: Person, launched: Launched | None = None) -> str | Response:
    """The wave's page; a custodian's recovery sheet first, for whoever launched just now."""
    if wave.custody == "custodian" and (sheet := _find_sheet(wave, person, launched)):
        promise = sealed_promise(wave)
        return render_template(
            "waves/recovery_sheet.html",
            wave=wave,
            promise=promise,
            last_day=words.day(promise["unopened_destroyed_on"]),
            lines=sheet.splitlines(),
        )
    flash(_("The promise is sealed, and the wave is launched."))
    return redirect(url_for("waves.show", wave_id=wave.id), code=303)


def _find_sheet(wave: Wave, person: Person, launched: Launched | None) -> str | None:
    if launched is not None:
        return launched.recovery
    recent = clock.now() - wave.launched_at < SHEET_SHOWN_FOR
    if recent and wave.launched_by == person.id and wave.state == "open":
        return find_recovery_sheet(wave, get_key_store())
    return None


def offer_choices(form: LaunchForm, place: Property, choices: list[QuestionnaireChoice]) -> None:
    """Set what can be chosen; a breakdown that does not fit the rest gets its own sentence."""
    cuts: dict[str, str] = {}
    for choice in choices:
        for access in ("codes", "link"):
            for option in list_cut_options(
                place, choice.questionnaire, min_group=SMALLEST_MIN_GROUP, access=access
            ):
                cuts[option.id] = words.cut_name(option.id, current_language().tag)
    form.offer(
        questionnaires=[
            (choice.value, say_title(choice.title, current_language().tag)) for choice in choices
        ],
        languages=[(tag, language.name) for tag, language in LANGUAGES.items()],
        cuts=list(cuts.items()),
        targets=target_names(),
    )


def put_beside_field(form: LaunchForm, error: SurveyError) -> None:
    """Put a refusal's sentence beside the field it is about, or above the form."""
    name = str(error.params.get("field") or "")
    name = {"version": "questionnaire"}.get(name, name)
    if name in form:
        form[name].errors = [sentence_for(error)]
    else:
        form.form_errors.append(sentence_for(error))


def _show_form(form: LaunchForm, place: Property, choices: list[QuestionnaireChoice]) -> str:
    chosen = _chosen(form, choices)
    options = list_cut_options(
        place,
        chosen.questionnaire,
        min_group=form.min_group.data or MIN_GROUP,
        access=form.access.data or "codes",
    )
    page = LaunchPage(
        place=place,
        choices=choices,
        options=options,
        preview=preview_promise(
            form, place, chosen.questionnaire, options, day_at(place, clock.now())
        ),
        repeats=find_last_wave(place, chosen.kind) is not None,
        told=tell_parts(form, place, options),
        opened=find_open(form),
        asks_unreviewed=bool(
            form.unreviewed.data
            or form.unreviewed.errors
            or list_drafts(place, chosen.questionnaire, form.languages.data or ())
        ),
        moves_in=chosen.kind == MOVE_IN,
    )
    return render_template(
        "waves/launch.html",
        form=form,
        page=page,
        words=words,
        states=list_language_states(place, chosen.questionnaire),
        about={choice.value: _length(choice, form.cuts.data or ()) for choice in choices},
        targets=tell_targets(
            place.adults,
            form.min_group.data or MIN_GROUP,
            limited=form.access.data != "link",
        ),
    )


def _length(choice: QuestionnaireChoice, cuts: Collection[str]) -> str:
    # Who moves in is asked nothing about themselves: they are too few for groups.
    count = choice.count_questions(() if choice.kind == MOVE_IN else cuts)
    questions = ngettext("%(num)d question", "%(num)d questions", count)
    minutes = ngettext("about %(num)d minute", "about %(num)d minutes", choice.minutes)
    if choice.kind == MOVE_IN:
        return _(
            "%(questions)s, %(minutes)s. Asks only people who move in, over twelve months.",
            questions=questions,
            minutes=minutes,
        )
    return _("%(questions)s, %(minutes)s.", questions=questions, minutes=minutes)
