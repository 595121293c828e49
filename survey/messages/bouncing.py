"""Messages that came back: read from the mail server's pipe, counted, and forgotten.

Sources: RFC 3464 (delivery status), RFC 3463 (enhanced status codes), RFC 6522 (multipart/report).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

from survey.messages.slips import Slip, read_bounce_slip

_SLIP: Final = re.compile(r"\+([a-z2-7]{52})@", re.IGNORECASE)
_RECIPIENTS: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_PASSING: Final = re.compile(r"5\.(2\.2|3\.|4\.|7\.)|4\.")
"""A full mailbox, a system or network in trouble, a policy, a delay: somebody is there."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """A message that was not delivered. lasting: nobody is at that address."""

    slip: Slip
    lasting: bool


def read_bounce(mail: bytes, key: bytes, *, recipients: Sequence[str] = ()) -> CameBack | None:
    """What a mail to the return address reports; None where it is no report, or none of ours.

    recipients: whom the mail server says it is for, before what the mail itself says.
    """
    # Not the policy that parses addresses: it breaks at what anybody can write into a header.
    try:
        message = message_from_bytes(mail, policy=compat32)
        status = _find_failure(message)
    except RecursionError:  # parts within parts, without end
        return None
    if status is None:
        return None
    for text in (*recipients, *_told_recipients(message)):
        for found in _SLIP.findall(text):
            slip = read_bounce_slip(key, found)
            if slip is not None:
                return CameBack(slip, lasting=_PASSING.match(status) is None)
    return None


def _find_failure(message: Message) -> str | None:
    """The status of the recipient that failed; None for what is no report of a failure."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if str(block.get("Action", "")).strip().lower() == "failed":
                    return str(block.get("Status", "")).strip()
    return None


def _blocks(part: Message) -> Iterator[Message]:
    """A delivery status is a list of blocks of fields."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _told_recipients(message: Message) -> Iterator[str]:
    for name in _RECIPIENTS:
        yield from (str(value) for value in message.get_all(name, ()))
