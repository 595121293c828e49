"""`flask api-keys`: keys for programs, for whoever runs the server."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.accounts.access import list_with_api_keys
from survey.accounts.models import Person
from survey.accounts.queries import find_person_by_email
from survey.api import services
from survey.api.models import LONGEST_NAME, ApiKey, Scope
from survey.api.queries import list_every_key
from survey.communities.models import Property
from survey.communities.queries import find_property, get_organization
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.web.sentences import sentence_for

api_keys = AppGroup("api-keys", help="Keys with which programs read releases.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(api_keys)


@api_keys.command("list")
def list_keys() -> None:
    """List every key: number, first letters, maker, scopes, places, last day, last used, state."""
    today = clock.now().date()
    for key in list_every_key():
        fields = (
            str(key.id),
            f"{key.prefix}...",
            key.maker.email,
            ",".join(key.scopes),
            _places(key),
            key.expires_on.isoformat(),
            key.last_used_on.isoformat() if key.last_used_on else "never",
            "works" if key.works_on(today) and key.maker.disabled_at is None else "ended",
            key.name,
        )
        click.echo("\t".join(fields))


@api_keys.command("make")
@click.argument("email")
@click.option("--name", required=True, help="Which program it is for.")
@click.option("--organization", help="The slug, for somebody in several.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice([*map(str, Scope)]))
@click.option("--property", "slugs", multiple=True, help="Only this property; may be repeated.")
@click.option("--days", type=int, default=services.DEFAULT_DAYS, show_default=True)
def make(
    email: str,
    name: str,
    organization: str | None,
    scopes: tuple[str, ...],
    slugs: tuple[str, ...],
    days: int,
) -> None:
    """Make a key that reads what the person with this EMAIL may read, and print it once."""
    try:
        with transaction():
            maker = _person(email)
            key, token = services.make_key(
                maker=maker,
                organization_id=_organization(maker, organization),
                name=_name(name),
                scopes=[Scope(one) for one in scopes or map(str, Scope)],
                properties=[_property(slug) for slug in slugs] if slugs else None,
                days=days,
                actor=None,
                now=clock.now(),
            )
            told = f"Key {key.id} works until {key.expires_on}. It is shown only now."
    except SurveyError as error:
        raise click.ClickException(sentence_for(error)) from error
    click.echo(told, err=True)
    click.echo(token.text)


@api_keys.command("revoke")
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """End the key with this NUMBER at once."""
    with transaction():
        key = db.session.get(ApiKey, number)
        if key is None:
            raise click.ClickException(f"There is no key {number}. See: flask api-keys list")
        services.revoke_key(key=key, actor=None, now=clock.now())
    click.echo(f"Key {number} does not work any more.")


def _person(email: str) -> Person:
    person = find_person_by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return person


def _organization(maker: Person, slug: str | None) -> int:
    """The organization meant: the named one, or the only one in which the person makes keys."""
    held = {get_organization(one).slug: one for one in list_with_api_keys(maker)}
    if slug is None and len(held) == 1:
        return next(iter(held.values()))
    if slug in held:
        return held[slug]
    known = ", ".join(sorted(held)) or "none"
    raise click.ClickException(f"Say which organization with --organization. There are: {known}.")


def _property(slug: str) -> Property:
    found = find_property(slug)
    if found is None:
        raise SurveyError("missing", "no_such_property", slug=slug)
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise click.ClickException(f"Give the key a name of 1 to {LONGEST_NAME} characters.")
    return name


def _places(key: ApiKey) -> str:
    if not key.only_named:
        return "everywhere"
    return ",".join(
        sorted(db.session.get_one(Property, one.property_id).slug for one in key.properties)
    )
