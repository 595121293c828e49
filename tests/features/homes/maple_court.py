"""Maple Court's list of homes, where its pages stand, and what the usual file makes of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from survey.communities.models import Property
from survey.db import db
from survey.homes.queries import iterate_reached

PLACE = "/staff/properties/maple-court"
LIST = f"{PLACE}/homes"


def maple() -> Property:
    """The property, as it stands now."""
    return db.session.scalars(select(Property).where(Property.slug == "maple-court")).one()


def homes() -> list[tuple[Any, ...]]:
    """Number, door, kind, adults, language, name of each home."""
    return [
        (
            one.home.number,
            one.home.label,
            one.home.stratum,
            one.home.adults,
            one.home.language,
            one.contact.name,
        )
        for one in iterate_reached(maple())
    ]


IN_THE_FILE = [
    (1, "101", "lower_cost_homes", 2, "es", "José Núñez"),
    (2, "102", "full_price_homes", 1, "en", "Ann O’Neil"),
    (3, "103", "lower_cost_homes", 3, None, "王小明"),
    (4, "104", "full_price_homes", 0, "zh-Hans", ""),
]
