"""`flask accounts create-admin`: the first person, with the organization they administer.

It joins the accounts' command group from here, because it may have to make an organization.
"""

from __future__ import annotations

import click
from flask import Flask

from survey import clock
from survey.accounts.cli import accounts, read_password
from survey.accounts.models import Role
from survey.accounts.services import add_person
from survey.communities.queries import find_organization_by_name
from survey.communities.services import create_organization
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.web.sentences import sentence_for


def register(_app: Flask) -> None:
    """Add the command to the accounts' group, which survey.accounts.cli registers."""
    accounts.add_command(create_admin)


@click.command("create-admin")
@click.option("--organization", prompt="Organization", help="Made when there is none of this name.")
@click.option("--name", prompt="Name", help="The administrator's name.")
@click.option("--email", prompt="E-mail address", help="To sign in with.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_admin(organization: str, name: str, email: str, password_stdin: bool) -> None:
    """Add an administrator."""
    if "@" not in email:
        raise click.ClickException("Write an e-mail address, such as name@example.org.")
    password = read_password(password_stdin)
    now = clock.now()
    try:
        with transaction():
            owner = find_organization_by_name(organization.strip()) or create_organization(
                name=organization.strip(), now=now
            )
            add_person(
                name=name.strip(),
                email=email,
                password=password,
                role=Role.ADMINISTRATOR,
                organization_id=owner.id,
                actor=None,
                now=now,
            )
    except SurveyError as error:
        raise click.ClickException(sentence_for(error)) from error
    click.echo(f"{name} administers {organization} and can sign in as {email}.")
