"""Writes about printing: asked for, made part by part, handed out, and gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from sqlalchemy import delete, select

from survey.accounts.access import strongest_role
from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.db import checkpoint, db, transaction
from survey.jobs.queue import ask_for_job, cancel_job
from survey.keys.key_files import get_letter_keys
from survey.letters.models import PrintedPart, Printing
from survey.letters.queries import iterate_over, list_marks
from survey.letters.rendering import Look
from survey.letters.sealing import seal_part
from survey.waves.models import Wave
from survey.waves.queries import LETTER_PRINTED_AGAIN, is_over, subject_of
from survey.waves.services.holding import hold_wave

PRINT: Final = "print_letters"
KEPT_FOR: Final = timedelta(hours=24)


def job_key(printing_id: str) -> str:
    """What the job of a printing is called in the queue."""
    return f"letters:{printing_id}"


def ask_for_printing(
    *, wave: Wave, look: Look, contact: str, sorted_by: str, actor: Person, now: datetime
) -> Printing:
    """Have all letters of an open wave made; needs a transaction.

    Pressed twice it is one printing; what failed is tried again. Raises SurveyError "no_codes",
    "wave_closed".
    """
    held = hold_wave(wave.id)
    check_printable(held, now)
    forget_what_is_over(now)
    chosen = {
        "wave_id": held.id,
        "shape": look.shape,
        "contact": contact,
        "paper": look.paper,
        "sorted_by": sorted_by,
        "returned_to": look.returned_to,
    }
    printing = db.session.scalars(select(Printing).filter_by(**chosen)).one_or_none()
    if printing is None:
        printing = Printing(
            id=token_hex(16), asked_at=now, asked_by=actor.id, ends_at=now + KEPT_FOR, **chosen
        )
        db.session.add(printing)
        db.session.flush()
    ask_for_job(
        kind=PRINT,
        key=job_key(printing.id),
        payload={"printing_id": printing.id},
        now=now,
        organization_id=get_property(held.property_id).organization_id,
    )
    return printing


def check_printable(wave: Wave, now: datetime) -> None:
    """Letters are of open waves with codes that ask everybody.

    Raises SurveyError "codes_at_move_in", "no_codes", "wave_closed".
    """
    if wave.kind == MOVE_IN:
        raise SurveyError("conflict", "codes_at_move_in")
    if wave.access != "codes":
        raise SurveyError("conflict", "no_codes")
    if is_over(wave, now):
        raise SurveyError("conflict", "wave_closed")


def keep_part(*, printing_id: str, number: int, pdf: bytes, made_of: bytes, key: bytes) -> bool:
    """Keep one PDF, sealed; needs a transaction. False once the printing is deleted.

    made_of: its mark (marks.py).
    """
    if _hold(printing_id) is None:
        return False
    sealed = seal_part(pdf, key, printing_id=printing_id, number=number)
    part = PrintedPart(printing_id=printing_id, number=number, sealed=sealed, made_of=made_of)
    db.session.add(part)
    db.session.flush()
    db.session.expunge(part)
    return True


def begin_printing(*, printing_id: str, sheets: int) -> bool:
    """Write down how many sheets there will be; needs a transaction. False once deleted."""
    printing = _hold(printing_id)
    if printing is None:
        return False
    printing.sheets = sheets
    return True


def keep_what_is_right(*, printing_id: str, marks: Sequence[bytes]) -> int:
    """How many parts a killed worker has left that would be made the same; needs a transaction.

    marks: of all parts, in order. The first that would be another one is forgotten, and what comes
    after it: the order of delivery is one from end to end.
    """
    if _hold(printing_id) is None:
        return 0
    right = 0
    for number, made_of in list_marks(printing_id):
        if number != right + 1 or right == len(marks) or made_of != marks[right]:
            break
        right = number
    is_over_it = (PrintedPart.printing_id == printing_id) & (PrintedPart.number > right)
    db.session.execute(delete(PrintedPart).where(is_over_it))
    return right


def finish_printing(*, printing_id: str, now: datetime) -> None:
    """Write down that it can be printed; needs a transaction."""
    printing = _hold(printing_id)
    if printing is not None:
        printing.made_at = now


def delete_printing(printing: Printing) -> None:
    """The key goes first: should the rest fail, nothing can be read any more all the same."""
    get_letter_keys().destroy(printing.id)
    cancel_job(job_key(printing.id))
    db.session.execute(delete(PrintedPart).where(PrintedPart.printing_id == printing.id))
    db.session.delete(printing)
    db.session.flush()


def forget_printings(wave_id: str) -> None:
    """With a wave's codes its letters go; needs a transaction."""
    for printing in db.session.scalars(select(Printing).where(Printing.wave_id == wave_id)).all():
        delete_printing(printing)


def forget_printings_at(place: Property) -> None:
    """With a property's contacts the letters go that are addressed to them; needs a transaction."""
    waiting = select(Printing).join(Wave, Wave.id == Printing.wave_id)
    for printing in db.session.scalars(waiting.where(Wave.property_id == place.id)).all():
        delete_printing(printing)


def forget_what_is_over(now: datetime) -> int:
    """Delete what must not be kept longer; how many that were. Needs a transaction."""
    over = list(iterate_over(now))
    for printing in over:
        delete_printing(printing)
    return len(over)


def end_what_is_over(now: datetime) -> int:
    """The same, with the keys that a crash left; makes its own transaction."""
    with transaction():
        gone = forget_what_is_over(now)
    destroy_lost_keys()
    db.session.rollback()
    if gone:
        checkpoint()
    return gone


def destroy_lost_keys() -> None:
    """Destroy keys without a printing: of what a crash has left between two steps.

    The keys are listed first: each was made after its printing was written down.
    """
    keys = get_letter_keys().list()
    known = set(db.session.scalars(select(Printing.id)))
    for key_id in keys:
        if key_id not in known:
            get_letter_keys().destroy(key_id)


def record_printed_again(*, wave: Wave, actor: Person, now: datetime) -> None:
    """Write down that a letter was printed again: by whom and when, never whose."""
    place = get_property(wave.property_id)
    record_act(
        actor=actor,
        action=LETTER_PRINTED_AGAIN,
        subject=subject_of(wave),
        organization_id=place.organization_id,
        details={"role": strongest_role(actor, place)},
        now=now,
    )


def _hold(printing_id: str) -> Printing | None:
    held = select(Printing).where(Printing.id == printing_id).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
