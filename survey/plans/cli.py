"""Commands of the calendar."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.communities.queries import get_property
from survey.db import db
from survey.plans.models import PulsePlan
from survey.plans.queries import list_running_plans
from survey.plans.steps import advance_plans

plans_group = AppGroup("plans", help="The calendar: waves that are planned.")


def register(app: Flask) -> None:
    """Add `flask plans`."""
    app.cli.add_command(plans_group)


@plans_group.command("advance")
def advance() -> None:
    """Launch what is due and write down what people are told; jobs do it every hour."""
    advance_plans(clock.now())


@plans_group.command("list")
def list_plans() -> None:
    """List what is planned: property, first day, state, and what stands in the way."""
    for plan_id in list_running_plans():
        plan = db.session.get_one(PulsePlan, plan_id)
        place = get_property(plan.property_id)
        for planned in plan.waves:
            stopped = f" ({planned.error})" if planned.error else ""
            click.echo(f"{place.slug}  {planned.opens_on}  {planned.state}{stopped}")
