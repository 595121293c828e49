"""What a wave's page says of participation: the step, how exact results get, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import format_percent
from flask_babel import gettext as _

from survey.core.planning.phases import phase_of
from survey.core.promise.extending import closes_at_the_latest
from survey.core.promise.kinds import MOVE_IN
from survey.waves.advice import advise, standing_of, who_is_missing
from survey.waves.expected import Expected, expect_at_target, expect_now
from survey.waves.models import ParticipationReading, Wave
from survey.waves.queries import find_reading

TOP_STEP: Final = 90
STEPS: Final = 20
POINTS_A_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class Participation:
    """Participation in coarse steps. lit: of twenty windows; None for an open link."""

    figure: str
    sentence: str
    lit: int | None
    read_on: date | None


@dataclass(frozen=True, slots=True)
class Monitor:
    """All that a page says while a wave is open or closed; everything from step and days."""

    seen: Participation
    expected: tuple[Expected, ...]
    advice: tuple[str, ...]
    missing: tuple[str, ...]


def read_monitor(wave: Wave, promise: Mapping[str, Any], today: date) -> Monitor | None:
    """What the last reading says; None once the wave has been opened or cancelled. One query.

    None of a move-in wave as well: it is never read.
    """
    if wave.state not in ("open", "closed") or wave.kind == MOVE_IN:
        return None
    reading = find_reading(wave)
    step = reading.step if reading else 0
    is_open = wave.state == "open"
    return Monitor(
        seen=_participation(wave, promise, reading),
        expected=tuple(_expected(wave, promise, step)),
        advice=tuple(_advice(wave, promise, step, today)) if is_open else (),
        missing=tuple(who_is_missing()) if is_open else (),
    )


def _expected(wave: Wave, promise: Mapping[str, Any], step: int) -> list[Expected]:
    """Now, where a step shows, and at the target, while there is one to reach."""
    adults, min_group = promise["property"]["adults"], promise["min_group"]
    limited = wave.access == "codes"
    now = expect_now(step, adults, min_group, limited=limited)
    target = expect_at_target(wave.target_percent, adults, min_group, limited=limited)
    return [one for one in (now, target if wave.state == "open" else None) if one is not None]


def _advice(wave: Wave, promise: Mapping[str, Any], step: int, today: date) -> list[str]:
    said = promise["wave"]
    last, latest = date.fromisoformat(said["closes_on"]), closes_at_the_latest(promise)
    limited = wave.access == "codes"
    return advise(
        phase_of(date.fromisoformat(said["opens_on"]), last, today),
        standing_of(step, wave.target_percent, promise["property"]["adults"], limited=limited),
        codes=limited,
        latest=latest if last < latest else None,
    )


def _participation(
    wave: Wave, promise: Mapping[str, Any], reading: ParticipationReading | None
) -> Participation:
    adults = promise["property"]["adults"]
    if reading is None or reading.step == 0:
        return Participation(
            _("not yet"),
            _("The first step shows once enough people have answered."),
            None,
            reading.read_on if reading else None,
        )
    if wave.access == "link":
        return Participation(
            _("at least %(count)s", count=reading.step),
            _("answers were sent. With an open link, one person may have sent several."),
            None,
            reading.read_on,
        )
    top = reading.step >= TOP_STEP
    return Participation(
        _("%(percent)s or more", percent=format_percent(TOP_STEP / 100))
        if top
        else _("about %(percent)s%%", percent=reading.step),
        _("of the %(adults)s adults who live here have answered.", adults=adults),
        min(reading.step // POINTS_A_STEP, STEPS),
        reading.read_on,
    )
