"""A wave's own page: where it stands, how many have answered, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from forms.results import CancelForm, CloseForm, OpenForm
from forms.waves import ExtendForm, TightenForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.communities.standing import Standing
from survey.core.promise.document import has_paper, short_hash
from survey.core.promise.extending import REASONS, closes_at_the_latest
from survey.core.promise.kinds import MOVE_IN
from survey.settings import Settings
from survey.waves import words
from survey.waves.agreement import agreement_words
from survey.waves.extension_words import closed_early, extended, reason_name
from survey.waves.models import Wave
from survey.waves.outcomes import outcome_of
from survey.waves.promise import effective_promise
from survey.waves.queries import get_wave_for, is_accepting
from survey.waves.sealed_count import count_shown
from survey.waves.views.blueprint import bp
from survey.waves.views.letters_due import find_letters_due
from survey.waves.views.monitor import read_monitor
from survey.waves.views.tighten import fill_tighten_form

USUAL_EXTENSION: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """A day to come, or one that was: what happens then."""

    on: date
    text: str


@bp.get("/staff/waves/<wave_id>")
def show(wave_id: str) -> str:
    """Show a wave to whoever manages its property."""
    return render_wave(get_wave_for(signed_in(), wave_id, Right.MANAGE))


def render_wave(wave: Wave, *, extend_form: ExtendForm | None = None) -> str:
    """The page of a wave that somebody may manage.

    extend_form: one that could not be taken. It stands far down, so its problems are told on top.
    """
    place = get_property(wave.property_id)
    now = clock.now()
    promise = effective_promise(wave)
    state = find_state(wave, now)
    return render_template(
        "waves/show.html",
        wave=wave,
        place=place,
        promise=promise,
        state=state,
        standing=Standing(headline="", step=find_letters_due(wave, state)),
        headline=find_headline(wave, place, now),
        moves_in=wave.kind == MOVE_IN,
        monitor=read_monitor(wave, promise, day_at(place, now)),
        outcome=outcome_of(wave, now),
        sealed=count_shown(wave),
        steps=_steps(wave, promise),
        address=_address(wave),
        kiosk_address=_shared_address(wave, "kiosk"),
        interviewer_address=_shared_address(wave, "interviewer"),
        paper=has_paper(promise),
        agreement=agreement_words(wave),
        short=short_hash(wave.promise_hash),
        can_extend=can_extend(wave, now),
        latest=closes_at_the_latest(promise),
        closed_early=closed_early(wave, place),
        extensions=[(day_at(place, made.made_at), extended(made)) for made in wave.extensions],
        form=extend_form,
        extend_form=extend_form or fill_extend_form(ExtendForm(formdata=None), wave),
        close_form=CloseForm(),
        last_day=words.day(date.fromisoformat(promise["wave"]["closes_on"])),
        open_form=OpenForm(),
        cancel_form=CancelForm(),
        tighten_form=fill_tighten_form(TightenForm(), promise),
        words=words,
    )


def can_extend(wave: Wave, now: datetime) -> bool:
    """Whether the sealed promise leaves a later day, and the wave is open."""
    latest = closes_at_the_latest(effective_promise(wave))
    last = date.fromisoformat(effective_promise(wave)["wave"]["closes_on"])
    return is_accepting(wave, now) == "open" and last < latest


def fill_extend_form(form: ExtendForm, wave: Wave) -> ExtendForm:
    """Offer the reasons, and propose a week more, or what is left, where nothing was sent."""
    form.offer([(reason, reason_name(reason)) for reason in REASONS])
    if not form.is_submitted():
        promise = effective_promise(wave)
        last = date.fromisoformat(promise["wave"]["closes_on"])
        form.closes_on.data = min(last + USUAL_EXTENSION, closes_at_the_latest(promise))
        form.reason.data = REASONS[0]
    return form


def find_state(wave: Wave, now: datetime) -> str:
    """The state for people: an open wave is not open yet, open, or over but not closed."""
    if wave.state != "open":
        return wave.state
    accepting = is_accepting(wave, now)
    return "over" if accepting == "closed" else accepting


def find_headline(wave: Wave, place: Property, now: datetime) -> str:
    state = find_state(wave, now)
    if state == "open":
        last = wave.ends_at
        return _(
            "Wave %(number)s is open until the end of %(day)s.",
            number=wave.number,
            day=words.day(day_at(place, last) - (date.resolution)),
        )
    sentences = {
        "not_yet": _(
            "Wave %(number)s opens on %(day)s.",
            number=wave.number,
            day=words.day(day_at(place, wave.opens_at)),
        ),
        "over": _("Fieldwork of wave %(number)s is over.", number=wave.number),
        "closed": _("Wave %(number)s is closed.", number=wave.number),
        "opened": _("The answers of wave %(number)s are opened.", number=wave.number),
        "released": _("The results of wave %(number)s are out.", number=wave.number),
        "cancelled": _("Wave %(number)s is cancelled.", number=wave.number),
    }
    return sentences[state]


def _steps(wave: Wave, promise: dict[str, object]) -> list[Step]:
    said: dict[str, str] = promise["wave"]  # type: ignore[assignment]  # the promise's own shape
    steps = [
        Step(date.fromisoformat(said["opens_on"]), _("Residents can answer from this day on.")),
        Step(date.fromisoformat(said["closes_on"]), _("The last day to answer.")),
        Step(
            date.fromisoformat(said["report_by"]),
            _("Results are out at the latest, for you and for residents on the same day."),
        ),
        Step(
            date.fromisoformat(str(promise["unopened_destroyed_on"])),
            _("Answers that nobody has opened by now are destroyed."),
        ),
        Step(
            date.fromisoformat(str(promise["answers_destroyed_by"])),
            _("No single answer is left from this day on."),
        ),
    ]
    return [] if wave.state == "cancelled" else steps


def _address(wave: Wave) -> str:
    """What residents type or scan: the wave's own address, or the page for codes."""
    settings: Settings = current_app.extensions["settings"]
    return (
        f"{settings.base_url}/c" if wave.access == "codes" else f"{settings.base_url}/s/{wave.slug}"
    )


def _shared_address(wave: Wave, entrance: str) -> str:
    """Where a device begins that several people answer on; the slip says which kind."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url}/s/{wave.slug}/{entrance}"


def back(wave_id: str) -> str:
    """The address of a wave's page."""
    return url_for("waves.show", wave_id=wave_id)
