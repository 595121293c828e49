"""Somebody has moved in: their codes are made, and printed to be handed over.

A form makes codes and then shows where to print them, on a page with a new form: so a page that was
left open makes the codes of the next household, never those of the last one again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from forms.letters import HandOutAgainForm, HandOutForm, MovedInForm
from survey import clock
from survey.accounts.access import Right, has_right
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.db import db, transaction
from survey.letters.hand_outs import print_hand_out
from survey.letters.services import record_printed_again
from survey.letters.views.blueprint import Sending, bp, get_sending, secret_file
from survey.pdf.papers import PAPERS
from survey.waves import words
from survey.waves.models import WaveHome
from survey.waves.promise import sealed_promise
from survey.waves.services import give_codes
from survey.waves.services.moving_in import check_giving, find_hand_out
from survey.web.locales import LANGUAGES
from survey.web.sentences import sentence_for

THREE_MONTHS: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page. ready: of a hand-out that was made, None where none was."""

    moved_in: MovedInForm
    again: HandOutAgainForm
    ready: HandOutForm | None = None


@bp.route("/staff/waves/<wave_id>/moved-in", methods=["GET", "POST"])
def moved_in(wave_id: str) -> AnyResponse:
    """Ask how many adults moved in, make their codes once, and show where to print them."""
    sending = _get_sending(wave_id)
    form = _moved_in_form(sending)
    if not form.is_submitted():
        return _show(sending)
    if not form.validate_on_submit():
        return _show(sending, moved_in=form)
    try:
        made_before = find_hand_out(sending.wave, form.hand_out.data or "") is not None
        with transaction():
            give_codes(
                wave=sending.wave,
                adults=form.adults.data or 0,
                hand_out=form.hand_out.data or "",
                actor=sending.person,
                now=clock.now(),
            )
    except SurveyError as error:
        db.session.expire_all()
        _put_beside_field(form, error)
        return _show(sending, moved_in=form)
    if made_before:
        flash(_("This form had been sent before, so it made one hand-out, not two."))
    return redirect(
        url_for(
            "letters.moved_in",
            wave_id=wave_id,
            made=form.hand_out.data,
            language=form.language.data,
            paper=form.paper.data,
            _anchor="ready",
        ),
        code=303,
    )


@bp.post("/staff/waves/<wave_id>/moved-in/<hand_out>/file")
def hand_out(wave_id: str, hand_out: str) -> AnyResponse:
    """The PDF of a hand-out that was just made; that its codes were given is written down."""
    sending = _get_sending(wave_id)
    made = find_hand_out(sending.wave, hand_out)
    if made is None:
        raise SurveyError("missing", "letters_gone")
    form = _print_form(sending, "ready-")
    if not form.validate_on_submit():
        raise SurveyError("input", "hand_out_lost")
    return _file(sending, made.number, form)


@bp.post("/staff/waves/<wave_id>/moved-in/again")
def hand_out_again(wave_id: str) -> AnyResponse:
    """A hand-out that was lost, with the same codes. That one was is written down, not which."""
    sending = _get_sending(wave_id)
    form = _again_form(sending)
    if not form.validate_on_submit():
        return _show(sending, again=form)
    try:
        check_giving(sending.wave, clock.now())
        response = _file(sending, form.number.data or 0, form)
    except SurveyError as error:
        _put_beside_field(form, error)
        return _show(sending, again=form)
    with transaction():
        record_printed_again(wave=sending.wave, actor=sending.person, now=clock.now())
    return response


def _get_sending(wave_id: str) -> Sending:
    """The move-in wave, for whoever may send. Raises SurveyError "not_move_in" for another one."""
    sending = get_sending(wave_id)
    if sending.wave.kind != MOVE_IN:
        raise SurveyError("conflict", "not_move_in")
    return sending


def _show(
    sending: Sending, *, moved_in: MovedInForm | None = None, again: HandOutAgainForm | None = None
) -> Response:
    """The page, kept by no cache: each has its own form, and an old one must not come back."""
    now = clock.now()
    made = find_hand_out(sending.wave, request.args.get("made", ""))
    forms = Forms(
        moved_in or _moved_in_form(sending, formdata=False),
        again or _again_form(sending, formdata=False),
        _ready_form(sending) if made else None,
    )
    wrong = next((one for one in (moved_in, again) if one is not None and one.errors), None)
    page = render_template(
        "letters/moved_in.html",
        wave=sending.wave,
        place=sending.place,
        manages=has_right(sending.person, sending.place, Right.MANAGE),
        why_not=_why_not(sending, now),
        form=wrong,
        forms=forms,
        made=made,
        pages=_pages(made),
        last_day=words.day(sealed_promise(sending.wave)["wave"]["closes_on"]),
        ends_soon=sending.wave.ends_at - now < THREE_MONTHS,
        tags=sealed_promise(sending.wave)["languages"],
    )
    response = make_response(page, 400 if wrong is not None else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _why_not(sending: Sending, now: datetime) -> str:
    """Why no codes can be given, or ""."""
    try:
        check_giving(sending.wave, now)
    except SurveyError as error:
        return str(sentence_for(error))
    return ""


def _pages(made: WaveHome | None) -> int:
    return made.adults if made else 0


def _file(sending: Sending, number: int, form: HandOutForm) -> Response:
    pdf = print_hand_out(
        sending.wave,
        sending.place,
        number,
        tag=form.language.data,
        paper=form.paper.data,
    )
    name = f"hand-out-{sending.name}-{number}.pdf"
    return secret_file(Response(pdf, mimetype="application/pdf"), name)


def _moved_in_form(sending: Sending, *, formdata: bool = True) -> MovedInForm:
    filled = {"hand_out": token_hex(16), **_filled(sending)}
    form = MovedInForm(data=filled) if formdata else MovedInForm(None, data=filled)
    form.offer(_languages(sending))
    return form


def _again_form(sending: Sending, *, formdata: bool = True) -> HandOutAgainForm:
    filled = _filled(sending)
    form = (
        HandOutAgainForm(prefix="again-", data=filled)
        if formdata
        else HandOutAgainForm(None, prefix="again-", data=filled)
    )
    form.offer(_languages(sending))
    return form


def _print_form(sending: Sending, prefix: str) -> HandOutForm:
    form = HandOutForm(prefix=prefix)
    form.offer(_languages(sending))
    return form


def _ready_form(sending: Sending) -> HandOutForm:
    """As it was chosen in the form that made the codes."""
    form = HandOutForm(None, prefix="ready-", data=_filled(sending))
    form.offer(_languages(sending))
    return form


def _filled(sending: Sending) -> dict[str, str]:
    """The language and the paper that were chosen last, else the first there are."""
    tags = sealed_promise(sending.wave)["languages"]
    language, paper = request.args.get("language"), request.args.get("paper")
    return {
        "language": language if language and language in tags else str(tags[0]),
        "paper": paper if paper and paper in PAPERS else "letter",
    }


def _languages(sending: Sending) -> list[tuple[str, str]]:
    return [(tag, LANGUAGES[tag].name) for tag in sealed_promise(sending.wave)["languages"]]


def _put_beside_field(form: HandOutForm, error: SurveyError) -> None:
    """Put a refusal's sentence beside its field, or above the form."""
    name = str(error.params.get("field") or "")
    if name in form:
        form[name].errors = [sentence_for(error)]
    else:
        form.form_errors.append(sentence_for(error))
