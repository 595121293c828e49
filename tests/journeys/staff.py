"""What staff do, each in a browser of their own, with the pages' own forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Flask

from survey import clock
from survey.web.locales import LANGUAGES
from tests.factories.waves import TIMEZONE
from tests.journeys.browser import Browser, Filling, Page

ALICE = ("alice@example.org", "a lamp in every window")


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody signs in with."""

    email: str
    password: str

    def sign_in(self, app: Flask) -> Browser:
        """Sign in through the page, in a new browser."""
        browser = Browser(app)
        home = browser.press(
            browser.visit("/staff"), "Sign in", {"email": self.email, "password": self.password}
        )
        assert home.address == "/staff", home.words
        return browser


@dataclass(frozen=True, slots=True)
class Launched:
    """A wave as its manager sees it: the page's address, and the codes of all adults."""

    address: str
    codes: list[str]


def create_administrator(app: Flask) -> Account:
    """Make the first person on the command line."""
    account = Account(*ALICE)
    made = app.test_cli_runner().invoke(
        args=[
            *("accounts", "create-admin", "--organization", "Hearth Homes", "--name", "Alice"),
            *("--email", account.email, "--password-stdin"),
        ],
        input=f"{account.password}\n",
    )
    assert made.exit_code == 0, made.output
    return account


def add_property(administrator: Browser, name: str, homes: int, adults: int) -> str:
    """Add a property of two kinds of homes, halved; the address of its page."""
    half_homes, half_adults = homes // 2, adults // 2
    shown = administrator.press(
        administrator.visit("/staff/properties/new"),
        "Add the property",
        {
            "name": name,
            "timezone": TIMEZONE,
            "homes": str(homes),
            "adults": str(adults),
            "strata-0-label": "Full-price homes",
            "strata-0-homes": str(homes - half_homes),
            "strata-0-adults": str(adults - half_adults),
            "strata-1-label": "Lower-cost homes",
            "strata-1-homes": str(half_homes),
            "strata-1-adults": str(half_adults),
        },
    )
    assert shown.heading == name
    return shown.address


def add_person(administrator: Browser, name: str, role: str, places: Sequence[str] = ()) -> Account:
    """Add somebody, named for these places; the account with the password that is shown once."""
    people = administrator.visit("/staff/people")
    new = administrator.visit(next(link for link in people.links() if "/people/new/" in link))
    email = f"{name.lower()}@example.org"
    filling: dict[str, str | list[str]] = {"name": name, "email": email, "role": role}
    if places:
        filling["properties"] = [new.choice(place) for place in places]
    shown = administrator.press(new, "Add this person", filling)
    return Account(email, shown.texts("figure")[0])


def publish_pulse(manager: Browser, place: str) -> Page:
    """Start from the ready-made pulse, look at it as residents will, publish it."""
    draft = manager.press(manager.visit(f"{place}/questionnaires"), "Pulse")
    for tag in LANGUAGES:
        assert manager.visit(f"{draft.address}/preview?lang={tag}").status == 200
    published = manager.press(draft, "Publish")
    assert "Version 1 is published" in published.words
    return published


def launch(manager: Browser, place: str, filling: Filling | None = None) -> Launched:
    """Launch with what the page is filled in with, but today, in languages nobody reviewed; its
    codes.
    """
    chosen = {"unreviewed": "accepted", **_days_from_today(), **(filling or {})}
    shown = manager.press(manager.visit(f"{place}/launch"), "Seal and launch", chosen)
    assert shown.address.startswith("/staff/waves/"), shown.words
    return Launched(shown.address, list_codes(manager, shown.address))


def _days_from_today() -> dict[str, str]:
    """Three weeks from today, and four to the results."""
    today = clock.now().astimezone(ZoneInfo(TIMEZONE)).date()
    days = {"opens_on": 0, "closes_on": 21, "report_by": 49}
    return {name: str(today + timedelta(days=more)) for name, more in days.items()}


def list_codes(sender: Browser, wave: str) -> list[str]:
    """Have the mail house's file made, without changing anything on the page; its codes."""
    page = sender.visit(f"{wave}/letters")
    file = sender.fetch(page, "Download the file").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff"))))
    in_order = sorted(rows, key=lambda row: int(row["order"]))
    return [row[name] for row in in_order for name in row if "code_" in name and row[name]]


def close_and_open(manager: Browser, wave: Launched) -> Page:
    """Press the two buttons that end fieldwork; what the promise page says in between."""
    closed = manager.press(manager.visit(wave.address), "Close the survey", {"early": "y"})
    promise = manager.visit(next(link for link in closed.links() if "/promise/" in link))
    opened = manager.press(closed, "Open the answers")
    assert "the results are released" in opened.words
    return promise
