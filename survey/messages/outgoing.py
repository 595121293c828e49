"""Handing one message after the other over to the mail server or the gateway for texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from flask import current_app

from survey import clock
from survey.channels import SmtpSettings
from survey.core.errors import SurveyError
from survey.mail.server import MailServer
from survey.messages.emails import (
    Letter,
    compose_letter,
    envelope_address,
    make_email,
    write_letter,
)
from survey.messages.telling import Told
from survey.messages.texts import write_text
from survey.settings import Settings
from survey.texting.gateway import TextGateway


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one address. Never shown by repr(): it holds codes and an address.

    reference: the same when it is repeated. leave_slip, bounce_slip: see slips.py; "" for none.
    """

    address: str = field(repr=False)
    tag: str
    codes: tuple[str, ...] = field(repr=False)
    reference: str
    leave_slip: str = field(default="", repr=False)
    bounce_slip: str = field(default="", repr=False)


HandOver = Callable[[Parcel], None]
"""Hands a message over. Raises NotSent."""


@contextmanager
def opened_channel(channel: str, told: Told, contact: str) -> Iterator[HandOver]:
    """A way out for many messages of one kind. Raises SurveyError "messages_no_channel"."""
    settings: Settings = current_app.extensions["settings"]
    if channel == "email" and settings.smtp is not None:
        with MailServer(settings.smtp) as server:
            yield _by_mail(server, settings.smtp, told, contact)
    elif channel == "text" and settings.texts is not None:
        with TextGateway(settings.texts) as gateway:
            yield _by_text(gateway, told, contact, says_stop=settings.texts.says_stop)
    else:
        raise SurveyError("conflict", "messages_no_channel")


def leave_address(told: Told, slip: str) -> str:
    """Where somebody asks for no more; "" without a slip."""
    return f"{told.base_url}/messages/leave/{slip}" if slip else ""


def return_address(settings: SmtpSettings, slip: str) -> str:
    """Where a message comes back to when it cannot be delivered."""
    if not settings.bounces or not slip:
        return settings.sender
    local, _at, domain = settings.bounces.partition("@")
    return f"{local}+{slip}@{domain}"


def _by_mail(server: MailServer, settings: SmtpSettings, told: Told, contact: str) -> HandOver:
    @cache
    def letter_in(tag: str) -> Letter:
        return compose_letter(told, contact, tag)

    def hand_over(parcel: Parcel) -> None:
        leave = leave_address(told, parcel.leave_slip)
        links = tuple(told.link(code, parcel.tag) for code in parcel.codes or ("",))
        written = write_letter(
            letter_in(parcel.tag),
            links=links,
            leave_address=f"{leave}?lang={parcel.tag}" if leave else "",
        )
        message = make_email(
            written,
            told=told,
            tag=parcel.tag,
            recipient=parcel.address,
            sender=settings.sender,
            message_id=parcel.reference,
            leave_address=leave,
            now=clock.now(),
        )
        server.send(
            message,
            recipient=envelope_address(parcel.address),
            sender=return_address(settings, parcel.bounce_slip),
        )

    return hand_over


def _by_text(gateway: TextGateway, told: Told, contact: str, *, says_stop: bool) -> HandOver:
    def hand_over(parcel: Parcel) -> None:
        text = write_text(told, contact, parcel.tag, codes=parcel.codes, says_stop=says_stop)
        gateway.send(text, recipient=parcel.address, reference=parcel.reference)

    return hand_over
