"""Notices by e-mail: to whoever manages the property, or sends for it, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Final

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from survey.accounts.access import has_right
from survey.accounts.models import Membership, Person
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.sending.refusals import NotSent
from survey.db import db
from survey.jobs.handlers import Progress
from survey.mail.server import MailServer
from survey.plans.models import PlannedWave, PlanNotice
from survey.plans.notices import Notice, in_words, reader_right
from survey.settings import Settings
from survey.web.locales import DEFAULT, STAFF_LANGUAGES

NOTICE: Final = "plan_notice"


def key_of(notice: PlanNotice) -> str:
    """What makes a notice's e-mails one job."""
    return f"{NOTICE}:{notice.planned_wave_id}:{notice.kind}:{notice.told_on}"


def payload_of(notice: PlanNotice) -> dict[str, Any]:
    """What the job is told."""
    return {
        "planned_wave_id": notice.planned_wave_id,
        "kind": notice.kind,
        "told_on": notice.told_on.isoformat(),
    }


def send_notice(payload: dict[str, Any], progress: Progress) -> None:
    """Send one notice to everybody whom it concerns; nothing where no mail server is set.

    Run twice it is sent twice under the same Message-IDs, which mail programs show once. Raises
    NotSent for what may work later; an address that is refused for good stops no other.
    """
    settings: Settings = current_app.extensions["settings"]
    key = {**payload, "told_on": date.fromisoformat(payload["told_on"])}
    notice = db.session.get(PlanNotice, key)
    if settings.smtp is None or notice is None:
        return
    planned = db.session.get_one(PlannedWave, notice.planned_wave_id)
    place = get_property(planned.plan.property_id)
    readers = list(_list_readers(place, notice.kind))
    with MailServer(settings.smtp) as server:
        for number, person in enumerate(readers, start=1):
            message = _write(notice, planned, place, person, settings)
            try:
                server.send(message, recipient=person.email, sender=settings.smtp.sender)
            except NotSent as error:
                if not error.of_message:
                    raise
            progress(number, len(readers))


def _list_readers(place: Property, kind: str) -> Iterator[Person]:
    """Whoever may do at the property what a notice asks for. One query."""
    wanted = (
        select(Person)
        .join(Membership)
        .where(Membership.organization_id == place.organization_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
        .distinct()
    )
    for person in db.session.scalars(wanted):
        if has_right(person, place, reader_right(kind)):
            yield person


def _write(
    notice: PlanNotice, planned: PlannedWave, place: Property, person: Person, settings: Settings
) -> EmailMessage:
    assert settings.smtp is not None
    language = STAFF_LANGUAGES.get(person.locale, DEFAULT)
    with force_locale(language.locale):
        said: Notice = in_words(notice, planned, place.name)
        why = _("You get this because you run or send surveys at %(place)s.", place=place.name)
    with current_app.test_request_context(base_url=settings.base_url):
        address = url_for("plans.calendar", _external=True)
    message = EmailMessage()
    message["From"] = Address("Porchlight", addr_spec=settings.smtp.sender)
    message["To"] = Address(person.name, addr_spec=person.email)
    message["Subject"] = said.subject
    host = settings.smtp.sender.partition("@")[2]
    message["Message-ID"] = f"<{key_of(notice).replace(':', '.')}.{person.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language.tag
    message.set_content(f"{said.text}\n\n{address}\n\n-- \n{why}\n")
    return message
