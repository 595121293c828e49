"""The demo's command: `flask demo`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from sqlalchemy import func, select

from survey import clock
from survey.communities.models import Organization, Property
from survey.core.promise.kinds import EVERYBODY
from survey.db import db, transaction
from survey.demo.build import PASSWORD, STAFF, build_demo
from survey.demo.programs import renew_demo_key
from survey.settings import Settings
from survey.waves.letters import list_codes
from survey.waves.models import Wave


def register(app: Flask) -> None:
    """Add the command to the application."""
    app.cli.add_command(demo)


@click.command("demo", help="Fill an empty database with an invented organization.")
@click.option("--if-empty", is_flag=True, help="Do nothing where there is something already.")
@click.option("--sign-ins", is_flag=True, help="Only print the addresses and the sign-ins.")
@click.option("--key", is_flag=True, help="Only make a key for programs, and print it.")
def demo(if_empty: bool, sign_ins: bool, key: bool) -> None:
    """Build the demo, or print how to enter it."""
    settings: Settings = current_app.extensions["settings"]
    if settings.mode == "production":
        raise click.ClickException("This is a production database. The demo is not for it.")
    if sign_ins:
        click.echo(_sign_ins(settings.base_url))
        return
    if key:
        click.echo(_key(settings.base_url))
        return
    if db.session.scalar(select(func.count()).select_from(Organization)):
        if if_empty:
            return
        raise click.ClickException("The database is not empty. The demo needs an empty one.")
    click.echo("Making the demo: residents answer finished waves and open ones.", err=True)
    build_demo(current_app._get_current_object(), clock.now())  # type: ignore[attr-defined]
    if not if_empty:
        click.echo(_sign_ins(settings.base_url))


def _sign_ins(base_url: str) -> str:
    """Return what to open and how to enter; only the built-in people have the demo's password."""
    lines = [
        "",
        f"Porchlight is at {base_url}",
        "",
        f"  Staff sign in at {base_url}/staff/sign-in   (password: {PASSWORD})",
    ]
    lines += [f"    {email:<24} {role}" for _name, email, role in STAFF]
    for place in db.session.scalars(select(Property).order_by(Property.adults)):
        lines += ["", f"  {place.name}", f"    results   {base_url}/r/{place.slug}"]
        wave = db.session.scalar(
            select(Wave).where(
                Wave.property_id == place.id, Wave.kind == EVERYBODY, Wave.state == "open"
            )
        )
        if wave is not None:
            lines.append(f"    answer    {_address(base_url, wave)}")
    return "\n".join([*lines, ""])


def _key(base_url: str) -> str:
    """Return how a program reads, with a new key; nothing where nobody could make one."""
    with transaction():
        token = renew_demo_key(now=clock.now())
    if token is None:
        return ""
    lines = [
        f"  For programs ({base_url}/api), until tomorrow or the next start:",
        f'    curl -H "Authorization: Bearer {token}" {base_url}/api/v1/releases',
        "",
    ]
    return "\n".join(lines)


def _address(base_url: str, wave: Wave) -> str:
    """Return an address at which a newcomer can answer the open wave.

    A letter's address with its code: in the demo everybody may have one.
    """
    if wave.access != "codes":
        return f"{base_url}/s/{wave.slug}"
    return f"{base_url}/c#{list_codes(wave)[-1].code}"
