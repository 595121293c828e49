"""A test to oneself: the very message, with a code that is an example and no way to leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from sqlalchemy import func, select

from survey.accounts.models import AuditEvent, Person
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.messages.outgoing import Parcel, opened_channel
from survey.messages.services import record_test
from survey.messages.telling import EXAMPLE_CODE, tell
from survey.waves.models import Wave

MOST_TESTS: Final = 10
WINDOW: Final = timedelta(hours=1)


def send_test(
    *,
    wave: Wave,
    contact: str,
    channel: str,
    tag: str,
    address: str,
    person: Person,
    now: datetime,
) -> None:
    """Send one message to whoever asks for it. Makes a transaction of its own, before it sends.

    Raises SurveyError "too_many_tests" and "messages_no_channel", and NotSent.
    """
    told = tell(wave)
    parcel = Parcel(
        address=address,
        tag=tag,
        codes=(EXAMPLE_CODE,) if told.codes else (),
        reference=f"test-{token_hex(8)}",
    )
    with transaction():
        if _count_tests(person.id, now) >= MOST_TESTS:
            raise SurveyError("refused", "too_many_tests", most=MOST_TESTS)
        record_test(wave=wave, contact=contact, channel=channel, actor=person, now=now)
    with opened_channel(channel, told, contact) as hand_over:
        hand_over(parcel)


def _count_tests(person_id: int, now: datetime) -> int:
    counted = (
        select(func.count())
        .select_from(AuditEvent)
        .where(
            AuditEvent.actor_id == person_id,
            AuditEvent.action == "mailing.tested",
            AuditEvent.at > now - WINDOW,
        )
    )
    return db.session.scalars(counted).one()
