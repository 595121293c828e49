"""A process that opens a wave and dies at a named step, or sends until it is killed.

With "share" it dies while other processes read envelopes for it; their ids are printed before.

    python -m tests.support.doomed open WAVE_ID STEP MOMENT
    python -m tests.support.doomed share WAVE_ID MOMENT
    python -m tests.support.doomed send WAVE_ID MOMENT CODE...

The environment says which database and key store, as for the real server. Dying is os._exit:
no handler, no rollback, no flush, as when the power goes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import psutil

from survey.db import db, transaction
from survey.factory import create_app
from survey.keys import directory
from survey.responses.queries import iterate_envelopes
from survey.responses.services import open_ballot_box, opening, seal_response, unsealing
from survey.waves.models import Wave
from tests.factories.answer_sets import answers_of

DEAD = 9

STEPS: dict[str, tuple[Any, str]] = {
    "after the keys": (opening, "_get_opening_key"),
    "after reading": (opening, "_read_envelopes"),
    "after writing answers": (opening, "_write_answers"),
    "after writing comments": (opening, "_write_comments"),
    "after emptying": (opening, "empty_ballot_box"),
    "before destroying secrets": (opening, "destroy_wave_secrets"),
    "after unlinking secrets": (directory, "shred"),
}
"""Where an opening may be killed: each names the function of that step."""

BEFORE = frozenset({"before destroying secrets"})
COMMITTED = frozenset({"before destroying secrets", "after unlinking secrets"})
"""Steps after which the opening itself is done."""


def dying(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """The step, and then the end of the process; or the end instead of the step."""

    def last(*given: Any, **named: Any) -> None:
        if not before:
            step(*given, **named)
        os._exit(DEAD)

    return last


def open_and_die(wave_id: str, step: str, moment: str) -> None:
    """Open the wave, dying at the step."""
    place, name = STEPS[step]
    setattr(place, name, dying(getattr(place, name), before=step in BEFORE))
    with transaction():
        wave = db.session.get_one(Wave, wave_id)
        open_ballot_box(wave=wave, passphrase=None, now=datetime.fromisoformat(moment))


def share_and_die(wave_id: str, moment: str) -> None:
    """Open the wave with other processes, dying while they read."""
    for name, value in {"LARGE": 1, "BATCH": 1, "_processors": lambda: 2}.items():
        setattr(unsealing, name, value)

    def last(wave_id: str) -> Generator[tuple[bytes, bytes, bytes], None, None]:
        yield from islice(iterate_envelopes(wave_id), 3)
        print(*(process.pid for process in unsealers()), flush=True)
        os._exit(DEAD)

    setattr(opening, "iterate_envelopes", last)  # noqa: B010 - mypy knows it as another module's
    with transaction():
        wave = db.session.get_one(Wave, wave_id)
        open_ballot_box(wave=wave, passphrase=None, now=datetime.fromisoformat(moment))


def unsealers() -> list[psutil.Process]:
    """The processes that read envelopes for this one."""
    return [
        process
        for process in psutil.Process().children()
        if "survey.responses.unsealer" in process.cmdline()
    ]


def send_and_say(wave_id: str, moment: str, codes: Sequence[str]) -> None:
    """Send each home's answers in turn; say its number once it is acknowledged."""
    for home, code in enumerate(codes):
        with transaction():
            seal_response(
                wave=db.session.get_one(Wave, wave_id),
                code=code,
                submission_id=None,
                answers=answers_of(home),
                language="en",
                mode="code",
                now=datetime.fromisoformat(moment),
            )
        print(home, flush=True)


if __name__ == "__main__":
    with create_app().app_context():
        if sys.argv[1] == "open":
            open_and_die(*sys.argv[2:])
        elif sys.argv[1] == "share":
            share_and_die(*sys.argv[2:])
        else:
            send_and_say(sys.argv[2], sys.argv[3], sys.argv[4:])
