"""`flask accounts`: what has to work before anybody can sign in."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.accounts import services
from survey.accounts.queries import find_person_by_email
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.web.sentences import sentence_for

accounts = AppGroup("accounts", help="People who can sign in.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(accounts)


def read_password(from_stdin: bool) -> str:
    """Return a password from standard input's first line, or asked for twice without echo."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


@accounts.command("set-password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def set_password(email: str, password_stdin: bool) -> None:
    """Give the person with this EMAIL another password, and sign them out everywhere."""
    if find_person_by_email(email) is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    password = read_password(password_stdin)
    try:
        with transaction():
            person = find_person_by_email(email)
            assert person is not None
            services.set_password(person=person, password=password, actor=None, now=clock.now())
    except SurveyError as error:
        raise click.ClickException(sentence_for(error)) from error
    click.echo(f"{email} has another password and is signed out everywhere.")
