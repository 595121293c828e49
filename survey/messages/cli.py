"""Commands about messages: what the mail server's pipe calls, and a key that is lost for good."""

from __future__ import annotations

import sys
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from survey import clock
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.keys.message_key import get_message_key
from survey.messages.bouncing import read_bounce
from survey.messages.keyring import begin_with_new_key, is_key_lost
from survey.messages.services import record_bounce
from survey.web.sentences import sentence_for

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
    is no report of a message of ours is taken and forgotten. While the key of messages is lost
    nobody can tell, and the mail server keeps it.
    """
    mail = sys.stdin.buffer.read(LONGEST_MAIL)
    try:
        kept = _keep_bounce(mail, recipients)
    except SQLAlchemyError:
        kept = False
    if not kept:
        sys.exit(TRY_LATER)


def _keep_bounce(mail: bytes, recipients: tuple[str, ...]) -> bool:
    """Count what came back; whether the mail server can forget it."""
    if is_key_lost():
        return False
    key = get_message_key().find()
    found = read_bounce(mail, key, recipients=recipients) if key is not None else None
    if found is not None:
        with transaction():
            record_bounce(
                mailing_id=int(found.slip.of), digest=found.slip.digest, lasting=found.lasting
            )
    return True


@messages_group.command("new-key")
@click.confirmation_option(
    prompt="Those who asked for no more messages will be forgotten, and written to again. "
    "Is there really no copy of messages.key?"
)
def new_key() -> None:
    """Begin with a new key where messages.key is lost for good.

    Put a copy of it back instead, if there is one: see deploy/README.md.
    """
    try:
        with transaction():
            forgotten = begin_with_new_key(now=clock.now())
    except SurveyError as error:
        raise click.ClickException(sentence_for(error)) from error
    click.echo(f"Addresses that had asked for no more messages and are forgotten: {forgotten}")
