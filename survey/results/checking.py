"""The check that leads to a release: asked for at opening, done in the background, by one worker.

A worker takes a lease and keeps it alive while it works. Killed at any step it leaves nothing
half done: the lease runs out, and whoever looks after it (`flask waves tidy`, the "Check again"
button) has another worker begin anew. Two workers are harmless, because publishing holds the
wave and the ledger. What stops a check is kept as a code; nothing here knows what was found. Nor
does the moment of publishing tell it: see pacing.py.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from secrets import token_hex
from time import sleep
from typing import Final, Literal

from sqlalchemy import select, update

from survey import clock
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.results.models import ReleaseCheck
from survey.results.pacing import next_mark, pace_of
from survey.results.queries import find_check
from survey.results.services import prepare_release, publish_release
from survey.waves.models import Wave
from survey.waves.services.holding import hold_wave

log = logging.getLogger("porchlight.checks")

LEASE: Final = timedelta(minutes=2)
HEARTBEAT: Final = timedelta(seconds=1)
TRIES: Final = 5
"""How often a candidate is prepared anew because other releases came in between."""

Ending = Literal["done", "failed", "busy"]


class LeaseLost(Exception):
    """Another worker has taken this check over."""


def ask_for_check(*, wave: Wave, now: datetime) -> bool:
    """Have an opened wave's results checked; whether a worker has to be started for it.

    False while a worker has it, or should have taken it by now, and once the wave is released.
    Needs a transaction. Raises SurveyError "wave_not_opened", "wave_cancelled".
    """
    held = hold_wave(wave.id)
    if held.state == "released":
        return False
    if held.state != "opened":
        cancelled = held.state == "cancelled"
        raise SurveyError("conflict", "wave_cancelled" if cancelled else "wave_not_opened")
    check = _hold_check(held.id)
    if check is not None and is_under_way(check, now):
        return False
    if check is None:
        check = ReleaseCheck(wave_id=held.id)
        db.session.add(check)
    check.state, check.token, check.error = "waiting", None, None
    check.leased_until = now + LEASE
    db.session.flush()
    return True


def is_under_way(check: ReleaseCheck, now: datetime) -> bool:
    """Whether a worker has this check, or there is still time for one to take it."""
    return check.state in ("waiting", "running") and now < check.leased_until


def run_check(wave_id: str) -> Ending:
    """Check and release one wave, in this process and without a lock while it works.

    "busy" when another worker has it; "failed" with the code in the check's row.
    """
    token = _take(wave_id)
    if token is None:
        return "busy"
    try:
        _work(wave_id, token)
    except LeaseLost:
        return "busy"
    except SurveyError as error:
        return _fail(wave_id, token, error.code)
    except Exception as error:  # noqa: BLE001 - logged by its place: a message could hold figures
        _log(wave_id, error)
        return _fail(wave_id, token, "check_failed")
    return "done"


def _work(wave_id: str, token: str) -> None:
    beat = _Heartbeat(wave_id, token, pace_of(db.session.get_one(Wave, wave_id)))
    for left in reversed(range(TRIES)):
        db.session.rollback()
        wave = db.session.get_one(Wave, wave_id)
        if wave.state == "released":
            break
        prepared = prepare_release(wave=wave, now=clock.now(), progress=beat)
        beat.wait_for_the_mark()
        try:
            with transaction():
                publish_release(prepared)
                _finish(wave_id)
            return
        except SurveyError as error:
            if error.code != "ledger_moved" or not left:
                raise
    with transaction():
        _finish(wave_id)


def _take(wave_id: str) -> str | None:
    """The lease of a check that nobody works on; a wave without one gets it here."""
    now = clock.now()
    with transaction():
        hold_wave(wave_id)
        check = _hold_check(wave_id)
        if check is None:
            check = ReleaseCheck(wave_id=wave_id, attempts=0)
            db.session.add(check)
        elif check.state == "done" or (check.state == "running" and is_under_way(check, now)):
            return None
        token = token_hex(16)
        check.state, check.token, check.error = "running", token, None
        check.done, check.total, check.attempts = 0, 0, check.attempts + 1
        check.leased_until, check.started_at, check.finished_at = now + LEASE, now, None
        db.session.flush()
        return token


class _Heartbeat:
    """Writes down how far the work is, at most every second, and keeps the lease alive.

    What is shown never goes back, although every time that more is withheld the work grows.
    Nothing stays open in the database between two steps: a read that lasts for minutes would
    keep SQLite's log from being emptied of what others destroy meanwhile.
    """

    def __init__(self, wave_id: str, token: str, pace: timedelta | None) -> None:
        self._mine = (ReleaseCheck.wave_id == wave_id, ReleaseCheck.token == token)
        self._began = self._last = clock.now()
        self._pace = pace
        self._done, self._total = 0, 1

    def wait_for_the_mark(self) -> None:
        """Wait until what was checked may be published, and keep the lease meanwhile."""
        if self._pace is None:
            return
        mark = next_mark(self._began, clock.now(), self._pace)
        while (left := mark - clock.now()) > timedelta():
            sleep(min(left, HEARTBEAT).total_seconds())
            self(self._done, self._total)

    def __call__(self, done: int, total: int) -> None:
        db.session.rollback()
        if done * self._total > self._done * total:
            self._done, self._total = done, total
        now = clock.now()
        if now - self._last < HEARTBEAT:
            return
        self._last = now
        kept = (
            update(ReleaseCheck)
            .where(*self._mine)
            .values(done=self._done, total=self._total, leased_until=now + LEASE)
            .returning(ReleaseCheck.wave_id)
        )
        with transaction():
            still_mine = db.session.scalars(kept).one_or_none()
        if still_mine is None:
            raise LeaseLost


def _finish(wave_id: str) -> None:
    check = _hold_check(wave_id)
    assert check is not None, "whoever works on a check has its row"
    check.state, check.token, check.error = "done", None, None
    check.finished_at = clock.now()
    db.session.flush()


def _fail(wave_id: str, token: str, code: str) -> Ending:
    """Write down what stopped the check, unless another worker goes on with it."""
    db.session.rollback()
    with transaction():
        check = _hold_check(wave_id)
        if check is None or check.token != token:
            return "busy"
        check.state, check.token, check.error = "failed", None, code
        check.finished_at = clock.now()
    return "failed"


def _hold_check(wave_id: str) -> ReleaseCheck | None:
    wanted = (
        select(ReleaseCheck)
        .where(ReleaseCheck.wave_id == wave_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(wanted).one_or_none()


def _log(wave_id: str, error: Exception) -> None:
    """Where it broke, and nothing that it was about."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
    log.error("check failed kind=%s place=%s wave=%s", type(error).__name__, place, wave_id)


def find_failure(wave_id: str) -> str | None:
    """The code of what stopped a wave's check, or None. One query."""
    check = find_check(wave_id)
    return check.error if check is not None and check.state == "failed" else None
