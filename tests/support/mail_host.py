"""A mail server on this machine for tests: takes what it is sent, refuses what it is told to."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from survey.channels import SmtpSettings

SENDER = "survey@porchlight.example"
BOUNCES = "back@porchlight.example"
MAIL_USER, MAIL_PASSWORD = "survey", "four lanterns on the stair"
MECHANISMS = ("PLAIN", "LOGIN")


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

    at_data: answers to whole messages, one each; "" takes the message. watch: is told "RCPT" or
    "DATA" and the recipient once that is taken, before whoever sends is told so. signed_in: each
    try, by its mechanism; sign_in: an answer to the next ones. in_the_clear: recipients and
    passwords that anybody on the way could read.
    """

    port: int = 0
    taken: list[Delivered] = field(default_factory=list)
    refusals: dict[str, list[str]] = field(default_factory=dict)
    at_data: list[str] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    sign_in: str = ""
    signed_in: list[tuple[str, bool]] = field(default_factory=list)
    in_the_clear: list[str] = field(default_factory=list)
    watch: Callable[[str, str], None] = lambda _step, _recipient: None

    @property
    def settings(self) -> SmtpSettings:
        """How to reach it."""
        return SmtpSettings(
            host="127.0.0.1", port=self.port, security="none", sender=SENDER, bounces=BOUNCES
        )

    def recipients(self) -> list[str]:
        """Whom the messages were for, in order."""
        return [one.recipient for one in self.taken]

    def check(
        self, server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        """Let in who knows the password."""
        assert isinstance(given, LoginPassword)
        known = given == (MAIL_USER.encode(), MAIL_PASSWORD.encode())
        self.signed_in.append((mechanism, known))
        self._see(server, given.password.decode())
        return AuthResult(
            success=known and not self.sign_in, handled=False, message=self.sign_in or None
        )

    def _see(self, server: SMTP, told: str) -> None:
        assert server.transport is not None
        if server.transport.get_extra_info("ssl_object") is None:
            self.in_the_clear.append(told)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take a recipient, or refuse it as it was told."""
        self.connections.add(session.peer)
        self._see(server, address)
        waiting = self.refusals.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        self.watch("RCPT", address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or refuse it as it was told."""
        if self.at_data and (answer := self.at_data.pop(0)):
            return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        for recipient in envelope.rcpt_tos:
            self.taken.append(Delivered(envelope.mail_from or "", recipient, message))
            self.watch("DATA", recipient)
        return "250 OK"


@contextmanager
def mail_host(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    mechanisms: Collection[str] = (),
) -> Iterator[MailHost]:
    """A running server, on a free port of the loopback.

    starttls: it offers encryption; tls: it begins with it. mechanisms: which ways to sign in it
    offers: before anything is encrypted only where there is no STARTTLS.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = MailHost(port=probe.getsockname()[1])
    controller = Controller(
        host,
        hostname="127.0.0.1",
        port=host.port,
        ssl_context=tls,
        tls_context=starttls,
        authenticator=host.check,
        auth_require_tls=starttls is not None or not mechanisms,
        auth_exclude_mechanism=set(MECHANISMS) - set(mechanisms),
    )
    controller.start()
    try:
        yield host
    finally:
        controller.stop()
