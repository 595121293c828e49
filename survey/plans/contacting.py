"""The contacts of a launched wave that go out by themselves: by e-mail and by text message."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from survey.communities.days import day_at
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.messages.services import USUAL_HOURS, schedule_mailing
from survey.plans.models import PulsePlan
from survey.plans.queries import contacts_of
from survey.waves.models import Wave

log = logging.getLogger("porchlight.plans")


def schedule_contacts(plan: PulsePlan, wave: Wave, now: datetime) -> None:
    """Have each electronic contact of the plan go out on its day. Needs a transaction.

    One that cannot be sent (no server is set, no home has an address) stops neither the others nor
    the launch: letters reach every home. The wave's page of messages says what is missing.
    """
    place = get_property(plan.property_id)
    opens_on = day_at(place, wave.opens_at)
    for contact in contacts_of(plan):
        if contact.channel == "letter":
            continue
        morning = datetime.combine(
            contact.on(opens_on), time(USUAL_HOURS.first), ZoneInfo(place.timezone)
        )
        try:
            schedule_mailing(
                wave=wave,
                contact=contact.name,
                channel=contact.channel,
                send_at=morning.astimezone(UTC),
                actor=None,
                now=now,
            )
        except SurveyError as error:
            log.info("contact not scheduled wave=%s code=%s", wave.id, error.code)
