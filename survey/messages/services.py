"""Writes about messages, and what the calendar of a wave asks for.

`schedule_mailing` and `cancel_mailings` are all that somebody else needs: a mailing goes to every
home by itself from then on (jobs.py), and ends by itself when its wave is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from flask import current_app
from sqlalchemy import delete, select

from survey.accounts.access import strongest_role
from survey.accounts.models import Person, Role
from survey.accounts.services import record_act
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.sending.quiet_hours import Hours
from survey.db import db
from survey.jobs.queue import ask_for_job, cancel_job
from survey.messages.models import Bounce, Mailing, Refusal
from survey.messages.once import write_once
from survey.messages.queries import (
    check_kind,
    find_obstacle,
    list_homes_reached,
    scope_of_place,
    scope_of_wave,
)
from survey.settings import Settings
from survey.waves.models import Wave
from survey.waves.queries import MAILING_PLANNED, subject_of

KIND: Final = "mailing"
USUAL_HOURS: Final = Hours()
PLANNING_ROLE: Final = str(Role.MANAGER)
"""What sends by itself follows a property's plan, which only those make who manage it."""


def job_key(mailing_id: int) -> str:
    """What makes a mailing's work one job."""
    return f"{KIND}:{mailing_id}"


def is_ready(channel: str) -> bool:
    """Whether the settings say how messages of this channel leave."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.smtp if channel == "email" else settings.texts) is not None


def schedule_mailing(
    *,
    wave: Wave,
    contact: str,
    channel: str,
    send_at: datetime,
    hours: Hours = USUAL_HOURS,
    actor: Person | None,
    now: datetime,
) -> Mailing:
    """Have a message go to every home from a moment on, within the hours. Needs a transaction.

    contact, channel: of CONTACTS and CHANNELS. One that waits is moved; one that was stopped goes
    on where it was; one that has gone out stays as it is, unless it reached nobody. Raises
    SurveyError: what find_obstacle names, as "messages_...", "mailing_sent", "send_after_closing"
    (field "send_on"), "no_such_mailing".
    """
    check_kind(contact, channel)
    send_at = max(send_at, wave.opens_at)
    if send_at >= wave.ends_at:
        raise SurveyError("input", "send_after_closing", field="send_on")
    place = get_property(wave.property_id)
    homes = list_homes_reached(wave, place, channel)
    obstacle = find_obstacle(wave, place, homes, ready=is_ready(channel), now=now)
    if obstacle is not None:
        raise SurveyError("conflict", f"messages_{obstacle}")
    mailing = _hold_or_make(wave, contact, channel, send_at=send_at, actor=actor, now=now)
    if mailing.state == "sent":
        if mailing.sent:
            raise SurveyError("conflict", "mailing_sent")
        _begin_anew(mailing)
    if mailing.state == "stopped":
        mailing.state = "sending" if mailing.cursor_home else "waiting"
    mailing.send_at, mailing.problem, mailing.tries = send_at, None, 0
    mailing.hour_from, mailing.hour_until = hours.first, hours.last
    mailing.weekdays = "".join(str(day) for day in sorted(hours.weekdays))
    db.session.flush()
    _ask(mailing, place.organization_id, now=now)
    _record(wave, MAILING_PLANNED, mailing, actor=actor, now=now)
    return mailing


def stop_mailing(*, mailing: Mailing, actor: Person | None, now: datetime) -> bool:
    """Stop a mailing; at most the message in flight still goes out. Whether there was something
    to stop. Needs a transaction.
    """
    held = _hold(mailing.wave_id, mailing.contact, mailing.channel)
    if held is None or held.state not in ("waiting", "sending"):
        return False
    held.state = "stopped"
    db.session.flush()
    cancel_job(job_key(held.id))
    _record(db.session.get_one(Wave, held.wave_id), "mailing.stopped", held, actor=actor, now=now)
    return True


def cancel_mailings(*, wave: Wave, actor: Person | None, now: datetime) -> int:
    """Stop every mailing of a wave that is not done; how many there were. Needs a transaction."""
    going: Sequence[Mailing] = db.session.scalars(
        select(Mailing)
        .where(Mailing.wave_id == wave.id, Mailing.state.in_(("waiting", "sending")))
        .order_by(Mailing.id)
    ).all()
    return sum(stop_mailing(mailing=one, actor=actor, now=now) for one in going)


def stop_under_way(place: Property, actor: Person | None, now: datetime) -> None:
    """Stop what is on its way to homes whose contacts are destroyed; needs a transaction.

    A worker has the addresses of a mailing in its memory until the last one.
    """
    going = (
        select(Mailing)
        .join(Wave, Wave.id == Mailing.wave_id)
        .where(Wave.property_id == place.id, Mailing.state == "sending")
    )
    for one in db.session.scalars(going).all():
        stop_mailing(mailing=one, actor=actor, now=now)


def refuse_messages(*, digest: bytes, scope: str) -> None:
    """Keep that an address wants no more. Needs a transaction."""
    write_once(Refusal, {"digest": digest, "scope": scope})


def take_back_refusal(*, digest: bytes, wave: Wave) -> None:
    """Write again to an address that had refused this survey or every one at its place."""
    scopes = (scope_of_wave(wave.id), scope_of_place(wave.property_id))
    db.session.execute(delete(Refusal).where(Refusal.digest == digest, Refusal.scope.in_(scopes)))


def forget_stop(*, digest: bytes) -> None:
    """Send texts again to a number that had said STOP. Needs a transaction."""
    db.session.execute(delete(Refusal).where(Refusal.digest == digest, Refusal.scope == "all"))


def forget_refusals(wave_id: str) -> None:
    """Forget who wanted no more of a survey that is over: nothing is sent for it any more, and
    whoever left it most likely did not answer. Needs a transaction, with the wave held.
    """
    db.session.execute(delete(Refusal).where(Refusal.scope == scope_of_wave(wave_id)))


def record_bounce(*, mailing_id: int, digest: bytes, lasting: bool) -> bool:
    """Keep that a message came back, once; whether it is news. Needs a transaction."""
    if db.session.get(Mailing, mailing_id) is None:
        return False
    values = {"mailing_id": mailing_id, "digest": digest, "lasting": lasting}
    if write_once(Bounce, values):
        return True
    if lasting:
        kept = db.session.get_one(Bounce, (mailing_id, digest))
        kept.lasting = True
    return False


def record_test(*, wave: Wave, contact: str, channel: str, actor: Person, now: datetime) -> None:
    """Write down that somebody sent a test to themselves; not to which address."""
    record_act(
        actor=actor,
        action="mailing.tested",
        subject=subject_of(wave),
        organization_id=get_property(wave.property_id).organization_id,
        details={"contact": contact, "channel": channel},
        now=now,
    )


def _ask(mailing: Mailing, organization_id: int, *, now: datetime) -> None:
    """One job for each mailing: a waiting one is moved, a failed or done one is begun again."""
    cancel_job(job_key(mailing.id))
    ask_for_job(
        kind=KIND,
        key=job_key(mailing.id),
        payload={"mailing": mailing.id},
        now=now,
        due_at=max(mailing.send_at, now),
        organization_id=organization_id,
        again=True,
    )


def _begin_anew(mailing: Mailing) -> None:
    """Something was wrong with all of it: as nobody got anything, nobody gets anything twice."""
    mailing.state, mailing.cursor_home, mailing.cursor_part = "waiting", 0, 0
    mailing.skipped, mailing.failed = 0, 0


def _hold(wave_id: str, contact: str, channel: str) -> Mailing | None:
    held = (
        select(Mailing)
        .where(Mailing.wave_id == wave_id, Mailing.contact == contact, Mailing.channel == channel)
        .with_for_update()
    )
    return db.session.scalars(held.execution_options(populate_existing=True)).one_or_none()


def _hold_or_make(
    wave: Wave,
    contact: str,
    channel: str,
    *,
    send_at: datetime,
    actor: Person | None,
    now: datetime,
) -> Mailing:
    """The mailing of this kind; two who ask at the same moment write one."""
    counts = dict.fromkeys(("cursor_home", "cursor_part", "sent", "skipped", "failed", "tries"), 0)
    usual = {"hour_from": 0, "hour_until": 24, "weekdays": "1", "state": "waiting"}
    kind = {"wave_id": wave.id, "contact": contact, "channel": channel}
    asked = {"send_at": send_at, "asked_by": actor.id if actor else None, "asked_at": now}
    write_once(Mailing, {**kind, **usual, **asked, **counts})
    mailing = _hold(wave.id, contact, channel)
    assert mailing is not None, "it was written just now, or stood there"
    return mailing


def _record(
    wave: Wave, action: str, mailing: Mailing, *, actor: Person | None, now: datetime
) -> None:
    """Write it down; whoever plans a message sends codes, so with it what they are at the place."""
    place = get_property(wave.property_id)
    details = {"contact": mailing.contact, "channel": mailing.channel}
    if action == MAILING_PLANNED and wave.access == "codes":
        details["role"] = strongest_role(actor, place) if actor else PLANNING_ROLE
    record_act(
        actor=actor,
        action=action,
        subject=subject_of(wave),
        organization_id=place.organization_id,
        details=details,
        now=now,
    )
