"""The page from which everything is printed: test pages first, then all letters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import redirect, render_template, url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from werkzeug import Response

from forms.letters import AgainForm, LettersForm, MailingForm
from survey import clock
from survey.accounts.access import Right, has_right
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.db import transaction
from survey.jobs.models import Job
from survey.jobs.queue import find_job
from survey.letters.models import Printing
from survey.letters.queries import count_parts, has_doors, list_printings
from survey.letters.rendering import Look
from survey.letters.services import ask_for_printing, check_printable, job_key
from survey.letters.views.blueprint import Sending, bp, get_sending
from survey.waves.promise import sealed_promise
from survey.web.locales import LANGUAGES
from survey.web.sentences import sentence_for

FEWEST_OF: Final = 50
"""Once one of so many sheets is made, it can be told how long the others take."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that can be printed, or one that is being made.

    percent: of the work, None where it is not being made. left: how long it will take, in words,
    or "". problem: what stopped it, or "".
    """

    id: str
    what: str
    amount: str
    until: str
    ready: bool
    percent: int | None
    left: str
    problem: str


@bp.route("/staff/waves/<wave_id>/letters", methods=["GET", "POST"])
def show(wave_id: str) -> str | Response | tuple[str, int]:
    """Show what can be printed; have all letters made. Where people move in there are none."""
    sending = get_sending(wave_id)
    if sending.wave.kind == MOVE_IN:
        return redirect(url_for("letters.moved_in", wave_id=wave_id))
    form = make_letters_form()
    if not form.validate_on_submit():
        return show_page(sending, letters=form)
    look = Look(form.shape.data, form.paper.data, form.returned_to.data or "")
    try:
        with transaction():
            ask_for_printing(
                wave=sending.wave,
                look=look,
                contact=form.contact.data,
                sorted_by=form.sorted_by.data,
                actor=sending.person,
                now=clock.now(),
            )
    except SurveyError as error:
        form.form_errors.append(sentence_for(error))
        return show_page(sending, letters=form)
    return redirect(url_for("letters.show", wave_id=wave_id, _anchor="waiting"))


def show_page(
    sending: Sending, *, letters: LettersForm | None = None, again: AgainForm | None = None
) -> str | tuple[str, int]:
    """The page, with what was typed and what has to change where a form could not be used."""
    now = clock.now()
    wrong = letters if letters and letters.errors else again
    whole = letters or make_letters_form()
    waiting = [_waiting(one, sending, whole, now) for one in list_printings(sending.wave, now)]
    tags = sealed_promise(sending.wave)["languages"]
    page = render_template(
        "letters/show.html",
        wave=sending.wave,
        place=sending.place,
        manages=has_right(sending.person, sending.place, Right.MANAGE),
        why_not=_why_not(sending, now),
        form=wrong,
        letters=whole,
        again=again or make_again_form(),
        mailing=make_mailing_form(),
        doors=has_doors(sending.wave),
        waiting=waiting,
        working=any(one.percent is not None for one in waiting),
        spoken=[LANGUAGES[tag] for tag in tags],
    )
    return page, 400 if wrong and wrong.errors else 200


def make_letters_form() -> LettersForm:
    """The form of all letters, filled in."""
    form = LettersForm(contact="invitation", shape="letters", paper="letter", sorted_by="doors")
    form.offer()
    return form


def make_again_form() -> AgainForm:
    """The form of one letter, filled in."""
    form = AgainForm(
        prefix="again-", data={"contact": "invitation", "shape": "letters", "paper": "letter"}
    )
    form.offer()
    return form


def make_mailing_form() -> MailingForm:
    """The form of a mail house's file, filled in."""
    form = MailingForm(prefix="mailing-", data={"kind": "csv", "sorted_by": "postal"})
    form.offer()
    return form


def _why_not(sending: Sending, now: datetime) -> str:
    """Why there are no letters, or ""."""
    try:
        check_printable(sending.wave, now)
    except SurveyError as error:
        return str(sentence_for(error))
    return ""


def _waiting(printing: Printing, sending: Sending, form: LettersForm, now: datetime) -> Waiting:
    job = find_job(job_key(printing.id))
    ready = printing.made_at is not None
    failed = not ready and (job is None or job.state == "failed")
    return Waiting(
        id=printing.id,
        what=_name(printing, form),
        amount=_amount(printing),
        until=_moment(sending, printing.ends_at),
        ready=ready,
        percent=None if ready or failed else _percent(job),
        left="" if ready or failed or job is None else _left(job, now),
        problem=_problem(job) if failed else "",
    )


def _moment(sending: Sending, moment: datetime) -> str:
    """A moment on the clocks of the place."""
    there = moment.astimezone(ZoneInfo(sending.place.timezone))
    return str(format_datetime(there, "short", rebase=False))


def _percent(job: Job | None) -> int:
    return job.done * 100 // job.total if job is not None and job.total else 0


def _left(job: Job, now: datetime) -> str:
    """How long it will take from here on, by what was done so far.

    Nothing until that can be told, and nothing after a worker has died: what it had made is counted
    with what this one makes.
    """
    if job.state == "waiting":
        return _("It begins once what was asked for before is done.")
    if job.started_at is None or job.attempts > 1 or job.done * FEWEST_OF < job.total:
        return ""
    seconds = (now - job.started_at).total_seconds() * (job.total - job.done) / max(job.done, 1)
    minutes = max(math.ceil(seconds / 60), 1)
    return ngettext("About %(num)d minute left.", "About %(num)d minutes left.", minutes)


def _problem(job: Job | None) -> str:
    if job is not None and job.error and job.error not in {"job_failed", "worker_lost"}:
        return str(sentence_for(SurveyError("conflict", job.error)))
    return _("Something went wrong while these were made. Press the button to try once more.")


def _amount(printing: Printing) -> str:
    if printing.sheets is None:
        return ""
    sheets = ngettext("%(num)d sheet", "%(num)d sheets", printing.sheets)
    files = count_parts(printing)
    if printing.made_at is None or files < 2:
        return sheets
    return _("%(sheets)s, in %(files)s PDF files in one ZIP file", sheets=sheets, files=files)


def _name(printing: Printing, form: LettersForm) -> str:
    """What was asked for, in the words of the form in which it was."""
    chosen = (
        (form.shape, printing.shape),
        (form.contact, printing.contact),
        (form.paper, printing.paper),
        (form.sorted_by, printing.sorted_by),
    )
    named = [
        {value: label for value, label, *_rest in one.iter_choices()} for one, _value in chosen
    ]
    return " · ".join(names[value] for names, (_field, value) in zip(named, chosen, strict=True))
