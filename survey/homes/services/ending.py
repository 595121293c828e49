"""The end of contacts: on the day that was promised, or at once when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from flask import Flask, current_app
from sqlalchemy import select, update

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.homes.models import Home, HomeList, HomeUpload
from survey.homes.queries import get_upload, list_ended_uploads, list_with_contacts
from survey.homes.services.keys import destroy_key_after_commit
from survey.homes.services.uploads import drop_upload

USUAL_DAYS: Final = 365
MOST_DAYS: Final = 730
_NAME: Final = "contacts_end"

Ending = Callable[[Property, Person | None, datetime], None]
"""What somebody above has to end with the contacts of a property, in the same transaction."""


def register_ending(app: Flask, end: Ending) -> None:
    """Have `end` do away with what else holds contacts of a property, when they are destroyed."""
    app.extensions.setdefault(_NAME, []).append(end)


def default_end(today: date) -> date:
    """The day on which contacts end where nobody chooses another."""
    return today + timedelta(days=USUAL_DAYS)


def check_end(ends_on: date, today: date) -> None:
    """Refuse a day that is over, and one that is too far away.

    Raises SurveyError "contacts_end_too_early" or "contacts_end_too_late" (day).
    """
    latest = today + timedelta(days=MOST_DAYS)
    if ends_on <= today:
        raise SurveyError("input", "contacts_end_too_early", field="ends_on")
    if ends_on > latest:
        raise SurveyError("input", "contacts_end_too_late", field="ends_on", day=latest)


def destroy_contacts(
    *, place: Property, actor: Person | None, now: datetime, even_if_due_later: bool = True
) -> bool:
    """Destroy the key of a property's contacts, and empty them; whether there was anything.

    even_if_due_later: not only where the promised day has come, and files that wait as well.
    Letters that wait and messages on their way end in any case. Homes and their numbers stay.
    """
    wanted = select(HomeList).where(HomeList.property_id == place.id).with_for_update()
    held = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if held is None or held.contacts_end_on is None:
        return False
    if not even_if_due_later and held.contacts_end_on > day_at(place, now):
        return False
    emptied = update(Home).where(Home.property_id == place.id).values(contact=None)
    db.session.execute(emptied.execution_options(synchronize_session=False))
    if even_if_due_later:
        _drop_uploads(place, now)
    for end in current_app.extensions.get(_NAME, []):
        end(place, actor, now)
    destroy_key_after_commit(held.contacts_key, now)
    held.contacts_key, held.contacts_end_on, held.mapping = None, None, {}
    held.version += 1
    record_act(
        actor=actor,
        action="homes.contacts_destroyed",
        subject=f"property:{place.id}",
        organization_id=place.organization_id,
        now=now,
    )
    db.session.flush()
    db.session.expire_all()
    return True


def end_what_is_over(now: datetime) -> None:
    """Put files away whose hour is over, and destroy contacts whose day has come, one by one.

    Makes its own transactions.
    """
    uploads = [(one.id, one.property_id) for one in list_ended_uploads(now)]
    places = [place.id for _held, place in list_with_contacts()]
    for upload_id, place_id in uploads:
        with transaction():
            drop_upload(upload=get_upload(get_property(place_id), upload_id), now=now)
    for place_id in places:
        with transaction():
            destroy_contacts(
                place=get_property(place_id), actor=None, now=now, even_if_due_later=False
            )
    db.session.rollback()


def _drop_uploads(place: Property, now: datetime) -> None:
    for upload in db.session.scalars(select(HomeUpload).where(HomeUpload.property_id == place.id)):
        drop_upload(upload=upload, now=now)
