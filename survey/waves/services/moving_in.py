"""Codes for a household that moved in: a running number and its adults are all that is kept.

The codes lie ready since the launch and none is written now: see core/promise/kinds.py.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from survey.accounts.access import strongest_role
from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOST_ADULTS_AT_ONCE, MOVE_IN
from survey.db import db
from survey.waves.models import AccessCode, Wave, WaveHome
from survey.waves.queries import CODES_GIVEN, is_accepting, subject_of
from survey.waves.services.holding import hold_wave

HAND_OUT: Final = re.compile(r"[0-9a-f]{32}")


def give_codes(
    *, wave: Wave, adults: int, hand_out: str, actor: Person | None, now: datetime
) -> WaveHome:
    """Give a household that moved in the next codes; needs a transaction. Sent twice, once.

    hand_out: the form's own random name, 32 hexadecimal digits. Raises SurveyError "not_move_in",
    "wave_cancelled", "wave_closed", "wave_not_open_yet", "hand_out_lost", "no_codes_left", and with
    the field "adults_out_of_range" and "hand_out_differs" where it was sent with another number.
    """
    if not HAND_OUT.fullmatch(hand_out):
        raise SurveyError("input", "hand_out_lost", field="")
    if not 1 <= adults <= MOST_ADULTS_AT_ONCE:
        raise SurveyError("input", "adults_out_of_range", field="adults", most=MOST_ADULTS_AT_ONCE)
    held = hold_wave(wave.id)
    check_giving(held, now)
    made = find_hand_out(held, hand_out)
    if made is not None:
        if made.adults != adults:
            raise SurveyError("conflict", "hand_out_differs", field="adults", number=made.number)
        return made
    _check_left(held, adults)
    home = WaveHome(
        wave_id=held.id, number=_last_number(held) + 1, adults=adults, hand_out=hand_out
    )
    db.session.add(home)
    db.session.flush()
    _record(held, actor, now)
    return home


def find_hand_out(wave: Wave, hand_out: str) -> WaveHome | None:
    """What a form has had made already, or None. One query."""
    return db.session.scalars(
        select(WaveHome).where(WaveHome.wave_id == wave.id, WaveHome.hand_out == hand_out)
    ).one_or_none()


def fix_frame(wave: Wave) -> None:
    """Fix how many were given codes, when the wave is closed and before they go. One query."""
    counted = select(func.coalesce(func.sum(WaveHome.adults), 0), func.count()).where(
        WaveHome.wave_id == wave.id
    )
    adults, homes = db.session.execute(counted).one()
    wave.frame_adults, wave.frame_homes = int(adults), int(homes)


def check_giving(wave: Wave, now: datetime) -> None:
    """Codes are given out while a move-in wave is open.

    Raises SurveyError "not_move_in", "wave_cancelled", "wave_closed", "wave_not_open_yet".
    """
    if wave.kind != MOVE_IN:
        raise SurveyError("conflict", "not_move_in")
    accepting = is_accepting(wave, now)
    if accepting == "not_yet":
        raise SurveyError("conflict", "wave_not_open_yet")
    if accepting != "open":
        raise SurveyError("conflict", f"wave_{accepting}")


def _last_number(wave: Wave) -> int:
    newest = select(func.max(WaveHome.number)).where(WaveHome.wave_id == wave.id)
    return db.session.scalar(newest) or 0


def _check_left(wave: Wave, adults: int) -> None:
    """Enough codes have to lie ready that nobody has."""
    ready = select(func.count()).select_from(AccessCode).where(AccessCode.wave_id == wave.id)
    given = select(func.coalesce(func.sum(WaveHome.adults), 0)).where(WaveHome.wave_id == wave.id)
    if db.session.scalars(given).one() + adults > db.session.scalars(ready).one():
        raise SurveyError("conflict", "no_codes_left", field="")


def _record(wave: Wave, actor: Person | None, now: datetime) -> None:
    """Write down that somebody had codes, and as what; neither whose nor how many."""
    place = get_property(wave.property_id)
    record_act(
        actor=actor,
        action=CODES_GIVEN,
        subject=subject_of(wave),
        organization_id=place.organization_id,
        details={"role": strongest_role(actor, place) if actor else "operator"},
        now=now,
    )
