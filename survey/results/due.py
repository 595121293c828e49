"""What is due of all waves: closing, opening where the server holds the key, destroying."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.responses.monitor import list_waves_to_read, refresh_participation
from survey.responses.queries import (
    list_waves_with_answers_due,
    list_waves_with_envelopes_due,
)
from survey.responses.services import (
    Opening,
    close_overdue_box,
    destroy_leftover_secrets,
    destroy_opened_answers,
    destroy_unopened,
    open_ballot_box,
)
from survey.results.checking import ask_for_check, find_failure, run_check
from survey.results.queries import (
    list_waves_for_custodians,
    list_waves_to_close,
    list_waves_to_open,
    list_waves_to_release,
)
from survey.waves.models import Wave

ENDINGS: Final = {"done": "released", "busy": "is being checked"}


class Did(NamedTuple):
    """One line of what was done to which wave; `refused` where it was not."""

    wave_id: str
    what: str
    refused: bool = False


def do_what_is_due(now: datetime) -> Iterator[Did]:
    """Destroy, read, close, open and release whatever is due, each in its own transaction.

    One refusal stops no other, and neither does what breaks: a damaged key of one wave must not
    keep the answers of all others beyond their day. It is raised once everything else is done.
    Safe to run twice, and by two at the same time.
    """
    broken: list[Exception] = []
    each = partial(_each, now=now, broken=broken)
    unopened = list_waves_with_envelopes_due(now)
    yield from each(unopened, destroy_unopened, done="unopened answers destroyed")
    yield from each(list_waves_to_read(now), refresh_participation, done="participation read")
    yield from each(list_waves_to_close(now), close_overdue_box, done="closed")
    yield from each(list_waves_to_open(), _open_with_own_key, done="opened")
    for wave_id in [wave.id for wave in list_waves_to_release()]:
        yield _check(wave_id)
    opened = list_waves_with_answers_due(now)
    yield from each(opened, destroy_opened_answers, done="answers destroyed")
    for wave_id in destroy_leftover_secrets():
        yield Did(wave_id, "secrets destroyed")
    for wave in list_waves_for_custodians():
        yield Did(wave.id, "waits for its custodian")
    if broken:
        raise broken[0]


def open_and_ask(*, wave: Wave, passphrase: str | None, now: datetime) -> Opening:
    """Open, and ask for the check in the same act: a kill in between loses neither."""
    opening = open_ballot_box(wave=wave, passphrase=passphrase, now=now)
    ask_for_check(wave=wave, now=now)
    return opening


def _each(
    waves: Sequence[Wave],
    act: Callable[..., object],
    *,
    done: str,
    now: datetime,
    broken: list[Exception],
) -> Iterator[Did]:
    for wave_id in [wave.id for wave in waves]:
        try:
            with transaction():
                act(wave=db.session.get_one(Wave, wave_id), now=now)
        except SurveyError as error:
            yield Did(wave_id, f"not done: {error}", refused=True)
        except Exception as error:  # noqa: BLE001 - raised again at the end
            broken.append(error)
            yield Did(wave_id, f"not done: {type(error).__name__}", refused=True)
        else:
            yield Did(wave_id, done)


def _open_with_own_key(*, wave: Wave, now: datetime) -> object:
    return open_and_ask(wave=wave, passphrase=None, now=now)


def _check(wave_id: str) -> Did:
    """Check in this process: one after the other, and nothing is left running when it ends."""
    ending = run_check(wave_id)
    if ending == "failed":
        return Did(wave_id, f"not done: {find_failure(wave_id)}", refused=True)
    return Did(wave_id, ENDINGS[ending])
