"""A mailing on its way: home by home, by number, each message written down before the next.

What is written down is the last home, and which of its addresses, that is done. So a worker that
is killed is followed by one that goes on from there: nobody is missed, and at most the one message
that was in flight is repeated, under the same Message-ID. Homes are gone through whether or not
anybody there has answered: nothing about answers is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from survey import clock
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.sending.quiet_hours import next_allowed
from survey.core.sending.refusals import NotSent
from survey.db import db, transaction
from survey.jobs.handlers import Progress
from survey.jobs.queue import FIRST_PAUSE, NotNow, NotYet
from survey.keys.store import get_key_store
from survey.messages.keyring import hold_key
from survey.messages.models import Mailing
from survey.messages.outgoing import HandOver, Parcel, opened_channel
from survey.messages.queries import list_unwanted
from survey.messages.route import Plan, Step, list_steps, make_reference
from survey.messages.slips import digest_of, make_bounce_slip, make_leave_slip
from survey.messages.telling import tell
from survey.waves.models import Wave
from survey.waves.queries import is_over
from survey.web.hindrances import hindrance_code

MOST_TRIES: Final = 5
"""So often one message is put off before the next ones are let past it."""


_DONE: Final = (
    update(Mailing)
    .where(Mailing.id == bindparam("this"))
    .values(
        cursor_home=bindparam("home"),
        cursor_part=bindparam("part"),
        sent=Mailing.sent + bindparam("more_sent"),
        skipped=Mailing.skipped + bindparam("more_skipped"),
        failed=Mailing.failed + bindparam("more_failed"),
        tries=0,
        problem=None,
    )
    .returning(
        Mailing.state, select(Wave.state).where(Wave.id == Mailing.wave_id).scalar_subquery()
    )
    .execution_options(synchronize_session=False)
)
"""Written once for every message: made here, so that it is not put together thousands of times."""


@dataclass(slots=True)
class Counted:
    """What became of messages since it was last written down."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0


def run_mailing(mailing_id: int, progress: Progress) -> None:
    """Send a mailing from where it is. Safe to run twice.

    Raises NotNow in the hours in which nothing goes out, NotYet, LeaseLost, and SurveyError
    "messages_key_lost".
    """
    plan = _begin(mailing_id, progress)
    if plan is None:
        return
    key = _hold_key(plan, progress)
    steps = list_steps(plan)
    unwanted = _unwanted(plan)
    db.session.rollback()
    with opened_channel(plan.channel, plan.told, plan.contact) as hand_over:
        run = _Run(plan, progress, hand_over, key)
        skipped = 0
        for number, step in enumerate(steps, start=1):
            progress(number - 1, len(steps))
            if step.address is None or digest_of(key, plan.channel, step.address) in unwanted:
                skipped += 1
                continue
            if not run.send(step, skipped):
                return
            skipped = 0
    _finish(plan, progress, skipped, steps[-1] if steps else None)


class _Run:
    """One run of a worker over what is left of a mailing."""

    def __init__(self, plan: Plan, progress: Progress, hand_over: HandOver, key: bytes) -> None:
        self._plan, self._progress, self._hand_over, self._key = plan, progress, hand_over, key
        self._secret = get_key_store().get(plan.wave_id).box_secret
        self._sent = 0

    def send(self, step: Step, skipped: int) -> bool:
        """Send one message and write it down, with those skipped before it; whether to go on."""
        _wait_for_hours(self._plan)
        counted = Counted(skipped=skipped)
        try:
            self._hand_over(self._parcel(step))
            counted.sent = 1
        except NotSent as refusal:
            if not refusal.lasting:
                self._put_off(refusal)
            counted.failed = 1
        self._sent += counted.sent
        return _write_down(self._plan, self._progress, step, counted)

    def _put_off(self, refusal: NotSent) -> None:
        """Leave the place as it is, and come back; let the others past what is refused too often.

        Where messages got through before, the pause is short and the job's tries begin anew.
        """
        tries = _count_try(self._plan, self._progress, refusal.code)
        if refusal.of_message and tries >= MOST_TRIES:
            return
        if self._sent:
            raise NotNow(clock.now() + FIRST_PAUSE)
        raise NotYet(hindrance_code(refusal.code, self._plan.channel))

    def _parcel(self, step: Step) -> Parcel:
        assert step.address is not None, "homes without an address are skipped"
        plan = self._plan
        digest = digest_of(self._key, plan.channel, step.address)
        by_mail = plan.channel == "email"
        return Parcel(
            address=step.address,
            tag=step.tag,
            codes=step.codes,
            reference=make_reference(self._secret, plan.contact, plan.channel, step),
            leave_slip=make_leave_slip(self._key, digest=digest, wave_id=plan.wave_id)
            if by_mail
            else "",
            bounce_slip=make_bounce_slip(self._key, digest=digest, mailing_id=plan.mailing_id)
            if by_mail
            else "",
        )


def _begin(mailing_id: int, progress: Progress) -> Plan | None:
    """Mark a mailing as on its way; None where there is nothing to do any more."""
    now = clock.now()
    with transaction():
        progress.hold()
        mailing = db.session.get(Mailing, mailing_id, with_for_update=True, populate_existing=True)
        if mailing is None or mailing.state not in ("waiting", "sending"):
            return None
        wave = db.session.get_one(Wave, mailing.wave_id)
        if is_over(wave, now):
            mailing.state = "stopped"
            return None
        if now < mailing.send_at:
            raise NotNow(mailing.send_at)
        plan = Plan(
            mailing_id=mailing.id,
            wave_id=wave.id,
            contact=mailing.contact,
            channel=mailing.channel,
            cursor=(mailing.cursor_home, mailing.cursor_part),
            ends_at=wave.ends_at,
            hours=mailing.hours,
            zone=ZoneInfo(get_property(wave.property_id).timezone),
            told=tell(wave),
        )
        _wait_for_hours(plan)
        mailing.state = "sending"
    return plan


def _wait_for_hours(plan: Plan) -> None:
    """Raises NotNow until the next moment at which messages may go out there."""
    now = clock.now()
    allowed = next_allowed(now, plan.zone, plan.hours)
    if allowed > now:
        # Not beyond the last day: then it is seen that the wave is over, and the mailing ends.
        raise NotNow(min(allowed, max(plan.ends_at, now + timedelta(minutes=1))))


def _hold_key(plan: Plan, progress: Progress) -> bytes:
    """The key by which it is known who wants no more; without it nothing goes out."""
    try:
        return hold_key()
    except SurveyError:
        _count_try(plan, progress, "key_lost")
        raise


def _unwanted(plan: Plan) -> frozenset[bytes]:
    return list_unwanted(db.session.get_one(Wave, plan.wave_id))


def _write_down(plan: Plan, progress: Progress, step: Step, counted: Counted) -> bool:
    """Write down that a message is done; whether the mailing is still to go on."""
    done = {
        "this": plan.mailing_id,
        "home": step.home,
        "part": step.part,
        "more_sent": counted.sent,
        "more_skipped": counted.skipped,
        "more_failed": counted.failed,
    }
    with transaction():
        progress.hold()
        state, of_wave = db.session.execute(_DONE, done).one()
        over = of_wave != "open" or clock.now() >= plan.ends_at
        if over and state == "sending":
            _set_state(plan, "stopped")
    return state == "sending" and not over


def _count_try(plan: Plan, progress: Progress, code: str) -> int:
    """Write down that a message was put off, and why, as a code; how often by now."""
    with transaction():
        progress.hold()
        return db.session.scalars(
            update(Mailing)
            .where(Mailing.id == plan.mailing_id)
            .values(tries=Mailing.tries + 1, problem=code[:40])
            .returning(Mailing.tries)
            .execution_options(synchronize_session=False)
        ).one()


def _finish(plan: Plan, progress: Progress, skipped: int, last: Step | None) -> None:
    """Write down that every home was gone through."""
    if (
        last is not None
        and skipped
        and not _write_down(plan, progress, last, Counted(skipped=skipped))
    ):
        return
    with transaction():
        progress.hold()
        _set_state(plan, "sent")


def _set_state(plan: Plan, state: str) -> None:
    """A mailing that somebody has stopped meanwhile stays so."""
    db.session.execute(
        update(Mailing)
        .where(Mailing.id == plan.mailing_id, Mailing.state == "sending")
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
