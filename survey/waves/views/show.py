"""A wave's own page: where it stands, how many have answered, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, render_template, url_for
from flask_babel import format_percent
from flask_babel import gettext as _

from forms.results import CancelForm, OpenForm
from forms.waves import TightenForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.promise.document import short_hash
from survey.settings import Settings
from survey.waves import words
from survey.waves.models import ParticipationReading, Wave
from survey.waves.outcomes import outcome_of
from survey.waves.promise import effective_promise
from survey.waves.queries import find_reading, get_wave_for, is_accepting
from survey.waves.sealed_count import count_shown
from survey.waves.services.conditions import today_at
from survey.waves.views.blueprint import bp
from survey.waves.views.tighten import fill_tighten_form

TOP_STEP = 90
STEPS = 20
POINTS_A_STEP = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A day to come, or one that was: what happens then."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Monitor:
    """Participation in coarse steps. lit: of twenty windows; None for an open link."""

    figure: str
    sentence: str
    lit: int | None
    read_on: date | None


@bp.get("/staff/waves/<wave_id>")
def show(wave_id: str) -> str:
    """Show a wave to whoever manages its property."""
    person = signed_in()
    wave = get_wave_for(person, wave_id, Right.MANAGE)
    place = get_property(wave.property_id)
    now = clock.now()
    promise = effective_promise(wave)
    return render_template(
        "waves/show.html",
        wave=wave,
        place=place,
        promise=promise,
        state=find_state(wave, now),
        headline=find_headline(wave, place, now),
        monitor=_monitor(wave, promise, find_reading(wave)),
        outcome=outcome_of(wave, now),
        sealed=count_shown(wave),
        steps=_steps(wave, promise),
        address=_address(wave),
        kiosk_address=_kiosk_address(wave),
        short=short_hash(wave.promise_hash),
        open_form=OpenForm(),
        cancel_form=CancelForm(),
        tighten_form=fill_tighten_form(TightenForm(), promise),
        words=words,
    )


def find_state(wave: Wave, now: datetime) -> str:
    """The state for people: an open wave is not open yet, open, or over but not closed."""
    if wave.state != "open":
        return wave.state
    accepting = is_accepting(wave, now)
    return "over" if accepting == "closed" else accepting


def find_headline(wave: Wave, place: Property, now: datetime) -> str:
    state = find_state(wave, now)
    if state == "open":
        last = wave.closes_at
        return _(
            "Wave %(number)s is open until the end of %(day)s.",
            number=wave.number,
            day=words.day(today_at(place, last) - (date.resolution)),
        )
    sentences = {
        "not_yet": _(
            "Wave %(number)s opens on %(day)s.",
            number=wave.number,
            day=words.day(today_at(place, wave.opens_at)),
        ),
        "over": _("Fieldwork of wave %(number)s is over.", number=wave.number),
        "closed": _("Wave %(number)s is closed.", number=wave.number),
        "opened": _("The answers of wave %(number)s are opened.", number=wave.number),
        "released": _("The results of wave %(number)s are out.", number=wave.number),
        "cancelled": _("Wave %(number)s is cancelled.", number=wave.number),
    }
    return sentences[state]


def _monitor(
    wave: Wave, promise: dict[str, object], reading: ParticipationReading | None
) -> Monitor | None:
    """What the last reading says; None once the wave has been opened or cancelled."""
    if wave.state not in ("open", "closed"):
        return None
    adults = promise["property"]["adults"]  # type: ignore[index]  # the promise's own shape
    if reading is None or reading.step == 0:
        return Monitor(
            _("not yet"),
            _("The first step shows once enough people have answered."),
            None,
            reading.read_on if reading else None,
        )
    if wave.access == "link":
        return Monitor(
            _("at least %(count)s", count=reading.step),
            _("answers were sent. With an open link, one person may have sent several."),
            None,
            reading.read_on,
        )
    top = reading.step >= TOP_STEP
    return Monitor(
        _("%(percent)s or more", percent=format_percent(TOP_STEP / 100))
        if top
        else _("about %(percent)s%%", percent=reading.step),
        _("of the %(adults)s adults who live here have answered.", adults=adults),
        min(reading.step // POINTS_A_STEP, STEPS),
        reading.read_on,
    )


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


def _kiosk_address(wave: Wave) -> str:
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url}/s/{wave.slug}/kiosk"


def back(wave_id: str) -> str:
    """The address of a wave's page."""
    return url_for("waves.show", wave_id=wave_id)
