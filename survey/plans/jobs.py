"""The regular job of plans: every hour, whatever is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from flask import Flask

from survey import clock
from survey.jobs.handlers import Progress, register_handler
from survey.plans.notifying import NOTICE, send_notice
from survey.plans.queries import list_running_plans
from survey.plans.steps import advance_plan

PLANS: Final = "plans"


def register(app: Flask) -> None:
    """Have plans advance every hour, and people told."""
    register_handler(app, PLANS, advance, every=timedelta(hours=1))
    register_handler(app, NOTICE, send_notice)


def advance(_payload: dict[str, Any], progress: Progress) -> None:
    """Do what is due of every plan that goes on."""
    plans = list_running_plans()
    for done, plan_id in enumerate(plans, start=1):
        advance_plan(plan_id, clock.now())
        progress(done, len(plans))
