"""What typing in sheets writes: an envelope each, two counters a wave, one act a day.

Never two of these in one transaction, so that no system column of the database joins them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.core.flow import Answer
from survey.core.sealing.codes import normalize_code
from survey.core.sealing.keyed import keyed_hash
from survey.db.single import write_rows
from survey.keys.store import get_key_store
from survey.responses.paper.queries import was_keying_opened
from survey.responses.services import seal_response
from survey.waves.days import first_moment
from survey.waves.models import Wave
from survey.waves.queries import subject_of

KEYING_OPENED: Final = "paper.keying_opened"
MODE: Final = "paper"
_ADD: Final = """
    INSERT INTO keying_agreement (wave_id, compared, equal, batch)
    VALUES (:wave_id, :compared, :equal, :batch)
    ON CONFLICT (wave_id) DO UPDATE SET
        compared = keying_agreement.compared + excluded.compared,
        equal = keying_agreement.equal + excluded.equal,
        batch = excluded.batch
    WHERE keying_agreement.batch <> excluded.batch
"""


def open_keying(*, wave: Wave, place: Property, actor: Person, now: datetime) -> None:
    """Write down that somebody types in sheets that day: the day only, and once."""
    day = first_moment(day_at(place, now), place.timezone)
    if was_keying_opened(actor, subject_of(wave), action=KEYING_OPENED, at=day):
        return
    record_act(
        actor=actor,
        action=KEYING_OPENED,
        subject=subject_of(wave),
        organization_id=place.organization_id,
        now=day,
    )


def seal_sheet(
    *,
    wave: Wave,
    code: str,
    sheet: str,
    answers: Mapping[str, Answer],
    language: str,
    now: datetime,
) -> None:
    """Seal what stands on a sheet like any other answer set; an act of its own, and idempotent.

    sheet: the page's random name, which gives the slot where the wave has no codes. Raises as
    `seal_response` does.
    """
    with_code = wave.access == "codes"
    seal_response(
        wave=wave,
        code=code if with_code else None,
        submission_id=None if with_code else sheet,
        answers=answers,
        language=language,
        mode=MODE,
        now=now,
    )


def draw_sheet(wave: Wave, code: str, sheet: str) -> int:
    """The lot of a sheet: random to whoever types it in, and the same if they begin it again.

    With a code it follows from the code: leaving a sheet that is to be typed twice does not help.
    """
    told = normalize_code(code) if wave.access == "codes" else None
    box_secret = get_key_store().get(wave.id).box_secret
    return int.from_bytes(keyed_hash(box_secret, "typed twice", (told or sheet).encode())[:4])


def add_agreement(*, wave_id: str, batch: str, compared: int, equal: int) -> None:
    """Count what was compared in a wave; once, however often a lot of this name is sent."""
    write_rows(_ADD, {"wave_id": wave_id, "batch": batch, "compared": compared, "equal": equal})
