"""One mailing: who gets it, what it says in each language, what it costs; then one button."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forms.messages import PlanForm, TestForm, problems_of
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.sending.quiet_hours import Hours
from survey.core.sending.refusals import NotSent
from survey.db import transaction
from survey.messages import staff_words
from survey.messages.models import Mailing
from survey.messages.preview import preview_messages
from survey.messages.queries import (
    check_kind,
    count_bounces,
    find_mailing,
    find_obstacle,
    list_homes_reached,
)
from survey.messages.reach import count_reach, price_texts
from survey.messages.services import USUAL_HOURS, is_ready, schedule_mailing, stop_mailing
from survey.messages.telling import tell
from survey.messages.testing import send_test
from survey.messages.views.blueprint import bp
from survey.messages.views.show import find_mailing_state, tell_mailing
from survey.settings import Settings
from survey.waves.models import Wave
from survey.waves.queries import get_wave_for
from survey.web.hindrances import explain_not_sent
from survey.web.locales import LANGUAGES
from survey.web.sentences import sentence_for

_DAYS_AFTER_OPENING: Final = {"reminder_1": 5, "reminder_2": 10, "reminder_3": 15}
_DAYS_BEFORE_CLOSING: Final = 3


@bp.route("/staff/waves/<wave_id>/messages/<contact>/<channel>", methods=["GET", "POST"])
def mailing(wave_id: str, contact: str, channel: str) -> str | Response | tuple[str, int]:
    """Show everything about a mailing; the button has it go out."""
    wave = _get_wave(wave_id, contact, channel)
    place = get_property(wave.property_id)
    form = _plan_form(wave, place, contact, find_mailing(wave.id, contact, channel))
    if not form.is_submitted():
        return _show(wave, contact, channel, form)
    if not form.validate_on_submit():
        return _show(wave, contact, channel, form), 400
    try:
        _schedule(wave, contact, channel, form)
    except SurveyError as error:
        _tell_problem(form, error)
        return _show(_get_wave(wave_id, contact, channel), contact, channel, form), 409
    flash(_("It is planned. It goes out by itself, and you can stop it here."))
    return _back(wave_id)


@bp.post("/staff/waves/<wave_id>/messages/<contact>/<channel>/stop")
def stop(wave_id: str, contact: str, channel: str) -> Response:
    """Stop a mailing; it can go on later from where it was."""
    wave = _get_wave(wave_id, contact, channel)
    kept = find_mailing(wave.id, contact, channel)
    if kept is not None:
        person = signed_in()
        with transaction():
            stopped = stop_mailing(mailing=kept, actor=person, now=clock.now())
        if stopped:
            flash(_("It is stopped. Homes that had not got it yet do not get it."))
    return _back(wave_id)


@bp.post("/staff/waves/<wave_id>/messages/<contact>/<channel>/test")
def test(wave_id: str, contact: str, channel: str) -> Response:
    """Send one message to whoever asks, with a code that is an example."""
    wave = _get_wave(wave_id, contact, channel)
    form = _test_form(wave, channel)
    if not form.validate_on_submit():
        for problem in problems_of(form):
            flash(problem)
        return _to_mailing(wave_id, contact, channel, tag=form.language.data)
    person = signed_in()
    to = person.email if channel == "email" else form.phone.data or ""
    try:
        send_test(
            wave=wave,
            contact=contact,
            channel=channel,
            tag=form.language.data,
            address=to,
            person=person,
            now=clock.now(),
        )
    except NotSent as refusal:
        why = explain_not_sent(refusal.code, channel)
        flash(_("The test was not taken. %(why)s", why=why))
    except SurveyError as error:
        flash(sentence_for(error))
    else:
        flash(_("The test is on its way to %(address)s.", address=to))
    return _to_mailing(wave_id, contact, channel, tag=form.language.data)


def _schedule(wave: Wave, contact: str, channel: str, form: PlanForm) -> None:
    person, place = signed_in(), get_property(wave.property_id)
    send_at = _first_moment(form, place)
    with transaction():
        schedule_mailing(
            wave=wave,
            contact=contact,
            channel=channel,
            send_at=send_at,
            hours=_hours(form),
            actor=person,
            now=clock.now(),
        )


def _tell_problem(form: PlanForm, error: SurveyError) -> None:
    """Beside the day, or above the form."""
    if error.params.get("field") == "send_on":
        form.send_on.errors = [sentence_for(error)]
    else:
        form.form_errors.append(sentence_for(error))


def _get_wave(wave_id: str, contact: str, channel: str) -> Wave:
    wave = get_wave_for(signed_in(), wave_id, Right.SEND)
    check_kind(contact, channel)
    return wave


def _show(wave: Wave, contact: str, channel: str, form: PlanForm) -> str:
    settings: Settings = current_app.extensions["settings"]
    place, now = get_property(wave.property_id), clock.now()
    told = tell(wave)
    homes = list_homes_reached(wave, place, channel)
    texts = settings.texts if channel == "text" else None
    kept = find_mailing(wave.id, contact, channel)
    obstacle = find_obstacle(wave, place, homes, ready=is_ready(channel), now=now)
    return render_template(
        "messages/mailing.html",
        wave=wave,
        place=place,
        contact=contact,
        channel=channel,
        form=form,
        test_form=_test_form(wave, channel),
        told=told,
        obstacle=staff_words.obstacle(obstacle, channel) if obstacle else "",
        kept=kept,
        state=find_mailing_state(wave, kept) if kept else "",
        standing=tell_mailing(wave, kept, count_bounces(wave).get(kept.id, 0)) if kept else None,
        stoppable=kept is not None and kept.state in ("waiting", "sending"),
        done=kept is not None and kept.state == "sent" and kept.sent > 0,
        reach=count_reach(homes),
        cost=price_texts(told, contact, homes, texts) if texts else None,
        currency=texts.currency if texts else "",
        previews=preview_messages(
            told, contact, channel, says_stop=bool(texts and texts.says_stop)
        ),
        languages=LANGUAGES,
        words=staff_words,
    )


def _plan_form(wave: Wave, place: Property, contact: str, kept: Mailing | None) -> PlanForm:
    hours = kept.hours if kept else USUAL_HOURS
    form = PlanForm(
        send_on=day_at(place, kept.send_at) if kept else _usual_day(wave, place, contact),
        hour_from=str(hours.first),
        hour_until=str(hours.last),
        weekdays=[str(day) for day in hours.weekdays],
    )
    form.offer()
    return form


def _test_form(wave: Wave, channel: str) -> TestForm:
    form = TestForm(language=request.args.get("language"))
    tags = tell(wave).tags
    form.offer([(tag, LANGUAGES[tag].name) for tag in tags], by_text=channel == "text")
    return form


def _usual_day(wave: Wave, place: Property, contact: str) -> object:
    """A day to begin with: never one that is over, or after the last."""
    first, today = day_at(place, wave.opens_at), day_at(place, clock.now())
    last = day_at(place, wave.ends_at) - timedelta(days=1)
    if contact == "last_days":
        usual = last - timedelta(days=_DAYS_BEFORE_CLOSING - 1)
    else:
        usual = first + timedelta(days=_DAYS_AFTER_OPENING.get(contact, 0))
    return min(max(usual, today), max(last, today))


def _first_moment(form: PlanForm, place: Property) -> datetime:
    """When the chosen day's hours begin. Raises SurveyError "opens_in_past"."""
    now = clock.now()
    day = form.send_on.data
    assert day is not None, "the form refuses an empty day"
    if day < day_at(place, now):
        raise SurveyError("input", "opens_in_past", field="send_on")
    opening = datetime.combine(day, time(int(form.hour_from.data)), ZoneInfo(place.timezone))
    return max(opening, now)


def _hours(form: PlanForm) -> Hours:
    weekdays = tuple(int(day) for day in form.weekdays.data or ())
    return Hours(int(form.hour_from.data), int(form.hour_until.data), weekdays)


def _back(wave_id: str) -> Response:
    return redirect(url_for("messages.show", wave_id=wave_id), code=303)


def _to_mailing(wave_id: str, contact: str, channel: str, *, tag: str | None) -> Response:
    """Back to the mailing's page, with the language of the next test as it was chosen."""
    address = url_for(
        "messages.mailing", wave_id=wave_id, contact=contact, channel=channel, language=tag or None
    )
    return redirect(address, code=303)
