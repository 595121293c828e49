"""Sending e-mail by SMTP, one message after the other over one connection.

Each step of the protocol is taken by itself, so that it is known whether a message may already
have been accepted: only what certainly was not is tried again here. Of a refusal the number is
kept; its words hold addresses.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from types import TracebackType
from typing import Final, Self, TypeVar

from survey.channels import SmtpSettings
from survey.core.sending.refusals import NotSent

Made = TypeVar("Made")

POLICY: Final = SMTP.clone(cte_type="7bit")
"""Seven bits go through every mail server unchanged."""

_POLICY_REFUSAL: Final = re.compile(rb"^5\.7\.\d")
"""An enhanced status of the class "security or policy": about the sender, not the recipient."""

_GONE: Final = 421
_SHUT: Final = (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError)


class MailServer:
    """A mail server as the settings name it: `with MailServer(settings) as server`.

    Nothing is connected before the first message.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, message: EmailMessage, *, recipient: str, sender: str) -> None:
        """Hand one message over; sender: where it comes back to. Raises NotSent."""
        body = message.as_bytes(policy=POLICY)
        connection = self._begin(sender)
        try:
            _expect(connection.rcpt(recipient), of_recipient=True)
            _expect(connection.data(body), of_recipient=False)
        except NotSent:
            self._forget_message()
            raise
        except smtplib.SMTPDataError as error:
            self._forget_message()
            raise _refusal(error.smtp_code, b"", of_recipient=False) from None
        except _SHUT:
            self._drop()
            raise NotSent("connection_lost") from None
        except UnicodeEncodeError:
            self._forget_message()
            raise NotSent("smtp_address", of_message=True, lasting=True) from None

    def close(self) -> None:
        """Say goodbye; the next message opens a new connection."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
        self._drop()

    def _begin(self, sender: str) -> smtplib.SMTP:
        """A connection that has taken the sender: an idle one may have been shut meanwhile."""
        if self._connection is not None:
            with suppress(*_SHUT):
                code, words = self._connection.mail(sender)
                if code != _GONE:
                    return self._checked(code, words)
            self._drop()
        self._connection = self._connect()
        try:
            return self._checked(*self._connection.mail(sender))
        except _SHUT:
            self._drop()
            raise NotSent("connection_lost") from None

    def _checked(self, code: int, words: bytes) -> smtplib.SMTP:
        assert self._connection is not None
        if code // 100 != 2:
            self._drop()
            raise NotSent(f"smtp_{code}")
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        connection = _guarded(self._open)
        try:
            _guarded(lambda: self._greet(connection))
        except NotSent:
            connection.close()
            raise
        return connection

    def _open(self) -> smtplib.SMTP:
        held = self._settings
        if held.security == "tls":
            return smtplib.SMTP_SSL(
                held.host, held.port, timeout=held.timeout_seconds, context=self._trust()
            )
        return smtplib.SMTP(held.host, held.port, timeout=held.timeout_seconds)

    def _trust(self) -> ssl.SSLContext:
        """Encryption with a certificate for this host, behind which somebody trusted stands."""
        return ssl.create_default_context(cadata=self._settings.authorities or None)

    def _greet(self, connection: smtplib.SMTP) -> None:
        if self._settings.security == "starttls":
            connection.starttls(context=self._trust())
        if self._settings.user:
            connection.login(self._settings.user, self._settings.password)
        else:
            connection.ehlo_or_helo_if_needed()

    def _forget_message(self) -> None:
        if self._connection is None:
            return
        try:
            code, _words = self._connection.rset()
        except (smtplib.SMTPException, OSError):
            code = _GONE
        if code // 100 != 2:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _guarded(act: Callable[[], Made]) -> Made:
    """What an act before any message gives. Raises NotSent for whatever goes wrong."""
    try:
        return act()
    except ssl.SSLCertVerificationError:
        raise NotSent("smtp_tls") from None
    except smtplib.SMTPAuthenticationError as error:
        for_now = error.smtp_code // 100 == 4
        raise NotSent(f"smtp_{error.smtp_code}" if for_now else "smtp_sign_in") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"smtp_{error.smtp_code}") from None
    except smtplib.SMTPServerDisconnected:
        raise NotSent("no_connection") from None
    except (ssl.SSLError, smtplib.SMTPException):
        # It speaks no TLS that we speak, or offers none, or no way to sign in that we know.
        raise NotSent("smtp_unsupported") from None
    except OSError:
        raise NotSent("no_connection") from None


def _expect(reply: tuple[int, bytes], *, of_recipient: bool) -> None:
    code, words = reply
    if code // 100 != 2:
        raise _refusal(code, words, of_recipient=of_recipient)


def _refusal(code: int, words: bytes, *, of_recipient: bool) -> NotSent:
    """A recipient that is refused for good has no mailbox; a refused text may pass another time."""
    if code == _GONE:
        return NotSent("smtp_421")
    lasting = of_recipient and code // 100 == 5 and not _POLICY_REFUSAL.match(words)
    return NotSent(f"smtp_{code}", of_message=True, lasting=lasting)
