"""Waves with a list of homes, and their mailings, through the same services as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import current_app

from survey.channels import SmtpSettings, TextSettings
from survey.db import db, transaction
from survey.messages.models import Mailing
from survey.messages.queries import find_mailing
from survey.messages.services import schedule_mailing
from tests.factories.homes import make_even_list
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property

SMALL = (("full_price", "Full-price homes", 12, 20), ("lower_cost", "Lower-cost homes", 12, 20))
"""24 homes, 40 adults: some with one adult, some with two."""

Strata = Sequence[tuple[str, str, int, int]]


def set_up(*, smtp: SmtpSettings | None = None, texts: TextSettings | None = None) -> None:
    """Give the current application ways out."""
    settings = current_app.extensions["settings"]
    current_app.extensions["settings"] = replace(settings, smtp=smtp, texts=texts)


def make_reached_wave(
    now: datetime,
    *,
    strata: Strata = SMALL,
    languages: Sequence[str] = ("en",),
    cuts: Sequence[str] = (),
    **changes: Any,
) -> Fieldwork:
    """A launched wave of a property with a list of homes; home n writes to home-n@..."""
    with transaction():
        place = make_property(strata=strata, organization=changes.pop("organization", None))
        make_even_list(place, languages=languages)
    return launch_wave_for_tests(now, place=place, cuts=cuts, **changes)


def plan(fieldwork: Fieldwork, now: datetime, **choices: Any) -> Mailing:
    """A mailing as the page plans it: an invitation by e-mail, at once, unless told otherwise."""
    choices = {"contact": "invitation", "channel": "email", "send_at": now, **choices}
    with transaction():
        return schedule_mailing(wave=fieldwork.wave, actor=None, now=now, **choices)


def look(fieldwork: Fieldwork, contact: str = "invitation", channel: str = "email") -> Mailing:
    """The mailing as it stands in the database now."""
    db.session.rollback()
    found = find_mailing(fieldwork.wave_id, contact, channel)
    assert found is not None
    return found
