"""Jobs of letters: printing all of a wave in the background, and forgetting what was printed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from secrets import token_bytes
from typing import Any, Final

from flask import Flask

from survey import clock
from survey.communities.queries import get_property
from survey.db import db, transaction
from survey.homes.services.ending import register_ending
from survey.jobs.handlers import Progress, register_handler
from survey.keys.key_files import get_letter_keys
from survey.keys.sealing import KEY_BYTES
from survey.letters.homes import list_letter_homes
from survey.letters.making import speaker
from survey.letters.marks import mark_of
from survey.letters.models import Printing
from survey.letters.rendering import A_PART, Fitting, Look, render_sheets
from survey.letters.services import (
    PRINT,
    begin_printing,
    check_printable,
    end_what_is_over,
    finish_printing,
    forget_printings_at,
    keep_part,
    keep_what_is_right,
)
from survey.letters.sheets import Sheet, make_sheets
from survey.waves.models import Wave

log = logging.getLogger("porchlight.letters")

FORGET: Final = "forget_letters"


def register(app: Flask) -> None:
    """Print when asked, forget every hour, and with the contacts that letters are addressed to."""
    register_handler(app, PRINT, print_letters)
    register_handler(app, FORGET, forget_letters, every=timedelta(hours=1))
    register_ending(app, lambda place, _actor, _now: forget_printings_at(place))


def print_letters(payload: dict[str, Any], progress: Progress) -> None:
    """Make every sheet, part by part. A worker that takes over goes on where the last one died.

    Where the list of homes was changed meanwhile it begins from the first part that would be
    another one: so the order is one from end to end.
    """
    printing = db.session.get(Printing, payload["printing_id"])
    if printing is None or printing.made_at is not None:
        return
    wave = db.session.get_one(Wave, printing.wave_id)
    check_printable(wave, clock.now())
    place = get_property(wave.property_id)
    look = Look(printing.shape, printing.paper, printing.returned_to)
    homes = list_letter_homes(wave, printing.sorted_by)
    sheets = make_sheets(homes, speaker(wave, place, printing.contact), look.shape)
    _make(printing.id, list(sheets), look, progress)


def _make(printing_id: str, sheets: list[Sheet], look: Look, progress: Progress) -> None:
    total = len(sheets)
    with transaction():
        progress.hold()
        if not begin_printing(printing_id=printing_id, sheets=total):
            return
    key, each = _key_of(printing_id), A_PART[look.shape]
    parts = [sheets[start : start + each] for start in range(0, total, each)]
    marks = [mark_of(part, look, key) for part in parts]
    with transaction():
        progress.hold()
        made = keep_what_is_right(printing_id=printing_id, marks=marks)
    progress(min(made * each, total), total)
    fitting = Fitting(look)
    for number in range(made + 1, len(parts) + 1):
        tell = _teller(progress, (number - 1) * each, total)
        pdf = render_sheets(parts[number - 1], look, fitting, tell)
        with transaction():
            progress.hold()
            if not keep_part(
                printing_id=printing_id, number=number, pdf=pdf, made_of=marks[number - 1], key=key
            ):
                return
        progress(min(number * each, total), total)
    with transaction():
        progress.hold()
        finish_printing(printing_id=printing_id, now=clock.now())


def _teller(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    """What tells of a part's sheets while they are laid out; of the very last once it is kept."""
    return lambda sheets: progress(min(before + sheets, total - 1), total)


def forget_letters(_payload: dict[str, Any], _progress: Progress) -> None:
    """Delete what is a day old, or of a wave that is over, and its keys."""
    gone = end_what_is_over(clock.now())
    if gone:
        log.info("letters forgotten printings=%s", gone)


def _key_of(printing_id: str) -> bytes:
    """The printing's key, made by whoever comes first."""
    keys = get_letter_keys()
    with suppress(FileExistsError):
        keys.put(printing_id, token_bytes(KEY_BYTES))
    key = keys.find(printing_id)
    assert key is not None, "it was put there just now"
    return key
