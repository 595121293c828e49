"""How long a person takes who has never seen it: from nothing to a launched wave, on real pages.

Real Chromium walks each road as the pages lead, and counts screens, presses, fields, words
(`hand.py`). Nobody is timed: seconds are those of the keystroke-level model, once for somebody who
reads every word of every page, once for somebody who reads nothing any more. What is not in them:
waiting for a page, and looking at the test page of each language before letters are made.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from survey.accounts.models import Role
from survey.communities.models import Organization, Property
from survey.db import db, transaction
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.services import make_release
from tests.bench.hand import Effort, Hand
from tests.bench.place import application, sqlite_url, temporary_folder
from tests.browser.hosting import CHROMIUM, FLAGS, PHONE, Host
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.communities import make_organization, make_property
from tests.factories.homes import make_even_list
from tests.factories.waves import launch_wave_for_tests

WINDOWS: Final[dict[str, ViewportSize]] = {
    "desk, 1280 x 800": {"width": 1280, "height": 800},
    "phone, 390 x 844": PHONE,
}
HOMES: Final = 300
HEADS: Final = "E-Mail;Tel.;Tenant;Program;# Adults;Apt;Lang;Notes"
TOLD: Final = "main > [role=status], h1"
"""Where a page says what was done."""
UNREVIEWED: Final = "Ask in them all the same"
LINE: Final = "{:<34} {:>8} {:>8} {:>7} {:>5} {:>7} {:>6} {:>14} {:>10}"


def table() -> Iterator[str]:
    """Each road's screens, presses, fields, keys, words and seconds, at a desk and on a phone."""
    names = (
        "screens",
        "presses",
        "fields",
        "keys",
        "flicks",
        "words",
        "reading all, s",
        "again, s",
    )
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for title, window in WINDOWS.items():
            yield LINE.format(title, *names)
            for road, effort in _walk(browser, window):
                yield LINE.format(road, *_columns(effort))
        browser.close()


def _columns(effort: Effort) -> tuple[Any, ...]:
    counted = (effort.screens, effort.presses, effort.fields, effort.keys, effort.flicks)
    return (*counted, effort.words, f"{effort.seconds:.0f}", f"{effort.acting:.0f}")


def _walk(browser: Browser, window: ViewportSize) -> Iterator[tuple[str, Effort]]:
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        _make_people()
        db.session.remove()
        host = Host(app)
        try:
            hand = Hand(_sign_in(browser, window, host.address, "alice@example.org"))
            yield "the next wave, from home", _counted(hand, _launch)
            hand = Hand(_sign_in(browser, window, host.address, "nadia@example.org"))
            spreadsheet = _write_spreadsheet(folder)
            yield "a property, and its list of homes", _counted(hand, _begin, spreadsheet)
            if not hand.sees("Launch a wave"):
                hand.press("Home")
            yield "its first wave", _counted(hand, _launch)
            yield "letters for every home", _counted(hand, _print)
            hand.page.goto(f"{host.address}/staff/properties/eastgate-commons")
            yield "a year of surveys", _counted(hand, _plan)
        finally:
            host.stop()


def _counted(hand: Hand, road: Callable[..., None], *more: object) -> Effort:
    hand.begin()
    road(hand, *more)
    return hand.effort


def _launch(hand: Hand) -> None:
    hand.press("Launch a wave")
    _tick_beside_the_button(hand, "#promise")
    hand.press("Seal and launch", last=TOLD)
    if hand.page.locator(".problems").count():
        _mend(hand)
        hand.press("Seal and launch", last=TOLD)
    assert "opens on" in hand.page.locator("h1").inner_text()


def _begin(hand: Hand, spreadsheet: Path) -> None:
    hand.press("Add a property")
    hand.type("Name of the property", "Eastgate Commons")
    hand.type("Homes", "300")
    hand.type("Adults", "600")
    hand.press("Add the property")
    hand.press("Read in a list of homes")
    if not hand.page.locator("input[type=file]").count():
        hand.press("Read in a file")
    hand.choose(spreadsheet)
    hand.press("Look at the file")
    hand.press("Look through every row")
    hand.press("Read in these homes", last=TOLD)
    assert "The homes are read in." in hand.page.locator("main").inner_text()


def _print(hand: Hand) -> None:
    hand.press("Print the letters with codes", "Letters and posters")
    hand.tick("I have looked at the test page of each language")
    hand.press("Make all of them", last="h1, #waiting")
    assert "Being made" in hand.page.locator("main").inner_text()


def _plan(hand: Hand) -> None:
    hand.press("A year of surveys")
    _tick_beside_the_button(hand, "form > :has(~ .finish:last-of-type)")
    hand.press("Keep the plan", last=TOLD)
    if hand.page.locator(".problems").count():
        _mend(hand)
        hand.press("Keep the plan", last=TOLD)
    assert "The plan is kept." in hand.page.locator("main").inner_text()


def _tick_beside_the_button(hand: Hand, near: str) -> None:
    """Whoever reads on to the button meets the box just above it, where it is there."""
    box = hand.page.locator(f"{near} input[name=unreviewed]")
    if box.count() and not box.first.is_checked():
        hand.tick(UNREVIEWED)


def _mend(hand: Hand) -> None:
    """What was refused leads to its field."""
    hand.press("not reviewed yet")
    hand.tick(UNREVIEWED)


def _sign_in(browser: Browser, window: ViewportSize, address: str, email: str) -> Page:
    page = browser.new_context(viewport=window, locale="en-US").new_page()
    page.goto(f"{address}/staff")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff")
    return page


def _make_people() -> None:
    """Alice manages a place with a finished wave; Nadia administers an organization without one."""
    organization = make_organization()
    place = make_property(organization=organization)
    with transaction():
        make_even_list(db.session.merge(place))
    make_person("Alice", organization=organization, role=Role.MANAGER, properties=[place])
    _finish_a_wave(place)
    empty: Organization = make_organization("Eastgate Homes")
    make_person("Nadia", organization=empty)


def _finish_a_wave(place: Property) -> None:
    launched = datetime.now(UTC) - timedelta(days=91)
    made = launch_wave_for_tests(launched, place=place, cuts=())
    closed = launched + timedelta(days=22)
    with transaction():
        close_ballot_box(wave=made.wave, now=closed)
    with transaction():
        open_ballot_box(wave=made.wave, passphrase=None, now=closed)
    with transaction():
        make_release(wave=made.wave, now=closed)


def _write_spreadsheet(folder: Path) -> Path:
    """As an office keeps it: a title, semicolons, columns in an order of their own, blank rows."""
    lines = ["Eastgate rent roll;;;;;;;", ";;;;;;;", HEADS]
    for number in range(HOMES):
        unit = f"{number // 30 + 1}{number % 30 + 1:02}"
        kind = ("Market", "Affordable")[number % 2]
        language = ("English", "Español", "Chinese", "")[number % 4]
        mail = f"home{number}@example.org" if number % 3 else ""
        lines.append(f"{mail};(212) 555-{1000 + number};Muñoz, Zoë;{kind};2;{unit};{language};")
        if number % 60 == 59:
            lines += [";;;;;;;", ""]
    file = folder / "rent roll.csv"
    file.write_bytes("\r\n".join(lines).encode("latin-1"))
    return file
