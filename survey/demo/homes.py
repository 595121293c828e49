"""The demo's lists of homes: a spreadsheet as a manager would have it, read in as the page does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Final

from survey.communities.days import day_at
from survey.communities.models import Property
from survey.db import transaction
from survey.homes.columns import remember
from survey.homes.files.reading import read_table
from survey.homes.rows import check_rows
from survey.homes.services.ending import default_end
from survey.homes.services.taking import plan_for, prepare, take_file
from survey.homes.services.uploads import guess_choices, with_values
from survey.homes.values import region_of

HEADS: Final = ("Unit", "Kind of home", "Adults", "Language", "E-mail", "Phone")
LANGUAGES: Final = ("English",) * 6 + ("Spanish", "Chinese", "Arabic", "Vietnamese", "Somali")
HOMES_A_FLOOR: Final = 12


def read_in_homes(place: Property, *, seed: int, now: datetime) -> None:
    """Give a property a list that agrees with its housing mix: nobody in it exists."""
    data = _spreadsheet(place, seed).encode()
    table = read_table(data)
    choices = with_values(place, table, guess_choices(place, table))
    checked = check_rows(table.rows, choices, region_of(place.timezone))
    _plan, version = plan_for(place, checked)
    prepared = prepare(place, checked)
    with transaction():
        take_file(
            place=place,
            prepared=prepared,
            seen_version=version,
            ends_on=default_end(day_at(place, now)),
            remembered=remember(table.rows[choices.header], choices),
            actor=None,
            now=now,
        )


def _spreadsheet(place: Property, seed: int) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADS)
    writer.writerows(_rows(place, Random(seed)))  # noqa: S311 - an invented list, the same each time
    return written.getvalue()


def _rows(place: Property, chance: Random) -> Iterator[tuple[object, ...]]:
    """A home a row, by kind: adults dealt over the homes; two in three can be written to."""
    number = 0
    for stratum in place.strata:
        each, more = divmod(stratum.adults, stratum.homes)
        for home in range(stratum.homes):
            floor, door = divmod(number, HOMES_A_FLOOR)
            number += 1
            email = f"home{number}@{place.slug}.example" if chance.random() < 0.66 else ""
            phone = f"212-555-{number:04}" if chance.random() < 0.5 else ""
            language = chance.choice(LANGUAGES)
            unit = f"{floor + 1}{door + 1:02}"
            yield unit, stratum.label, each + (home < more), language, email, phone
