"""Commands about messages: what the mail server's pipe calls for each that came back."""

from __future__ import annotations

import sys
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from survey.db import transaction
from survey.keys.message_key import get_message_key
from survey.messages.bouncing import read_bounce
from survey.messages.services import record_bounce

messages_group = AppGroup("messages", help="Invitations and reminders.")

LONGEST_MAIL: Final = 4 * 1024 * 1024
TRY_LATER: Final = 75
"""EX_TEMPFAIL of sysexits.h: a mail server keeps the message and calls again."""


def register(app: Flask) -> None:
    """Add `flask messages`."""
    app.cli.add_command(messages_group)


@messages_group.command("bounce")
@click.argument("recipients", nargs=-1)
def bounce(recipients: tuple[str, ...]) -> None:
    """Read a mail that came back from standard input, and count it. RECIPIENTS: whom it was for.

    Says nothing and keeps nothing of it: it holds a resident's address, and perhaps codes. What
    is no report of a message of ours is taken and forgotten.
    """
    mail = sys.stdin.buffer.read(LONGEST_MAIL)
    key = get_message_key().find()
    found = read_bounce(mail, key, recipients=recipients) if key is not None else None
    if found is None:
        return
    try:
        with transaction():
            record_bounce(
                mailing_id=int(found.slip.of), digest=found.slip.digest, lasting=found.lasting
            )
    except SQLAlchemyError:
        sys.exit(TRY_LATER)
