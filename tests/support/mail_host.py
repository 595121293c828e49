"""A mail server on this machine for tests: takes what it is sent, refuses what it is told to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from survey.channels import SmtpSettings

SENDER = "survey@porchlight.example"
BOUNCES = "back@porchlight.example"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message: where it comes back to, whom it was for, and what it says."""

    sender: str
    recipient: str
    message: EmailMessage

    @property
    def plain(self) -> str:
        """Its plain words."""
        return self.part("plain")

    def part(self, kind: str) -> str:
        """One of its two texts."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass(slots=True)
class MailHost:
    """What has been delivered, and how it answers. refusals: address -> answers, one each try.

    at_data: answers to whole messages, one each; "" takes the message.
    """

    port: int = 0
    taken: list[Delivered] = field(default_factory=list)
    refusals: dict[str, list[str]] = field(default_factory=dict)
    at_data: list[str] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    after: Callable[[], None] = lambda: None

    @property
    def settings(self) -> SmtpSettings:
        """How to reach it."""
        return SmtpSettings(
            host="127.0.0.1", port=self.port, security="none", sender=SENDER, bounces=BOUNCES
        )

    def recipients(self) -> list[str]:
        """Whom the messages were for, in order."""
        return [one.recipient for one in self.taken]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take a recipient, or refuse it as it was told."""
        self.connections.add(session.peer)
        waiting = self.refusals.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or refuse it as it was told."""
        if self.at_data and (answer := self.at_data.pop(0)):
            return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        for recipient in envelope.rcpt_tos:
            self.taken.append(Delivered(envelope.mail_from or "", recipient, message))
        return "250 OK"


@contextmanager
def mail_host() -> Iterator[MailHost]:
    """A running server, on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = MailHost(port=probe.getsockname()[1])
    controller = Controller(host, hostname="127.0.0.1", port=host.port)
    controller.start()
    try:
        yield host
    finally:
        controller.stop()
