"""Fixtures for real Chromium: a live server on SQLite, a phone, and a town to walk through."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.browser.hosting import CHROMIUM, FLAGS, PHONE, Host
from tests.browser.town import Town, application, build_town
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

NewPhone = Callable[..., Page]

expect.set_options(timeout=30_000)
"""Milliseconds: as long as any other wait. Five seconds are few where two suites run at once."""


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLite only: what the browser does is the same on every database."""
    shutil.copy(sqlite_template, tmp_path / "porchlight.sqlite3")
    return f"sqlite:///{tmp_path / 'porchlight.sqlite3'}"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver for the whole run."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the whole run; every test has contexts of its own."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def host(app: Flask) -> Iterator[Host]:
    """Serve the application on loopback."""
    host = Host(app)
    yield host
    host.stop()


@pytest.fixture
def site(host: Host) -> str:
    """Return the address of the application, without a slash at the end."""
    return host.address


@pytest.fixture
def new_phone(chromium: Browser, site: str) -> Iterator[NewPhone]:
    """Make pages on fresh phones, 390 by 844 unless told otherwise; all closed afterwards."""
    with _phones(chromium, site) as open_phone:
        yield open_phone


@pytest.fixture
def phone(new_phone: NewPhone) -> Page:
    """A page on an English phone."""
    return new_phone(locale="en-US")


@pytest.fixture
def link_wave(app: Flask, frozen_clock: FrozenClock) -> Fieldwork:
    """An open pulse with an open link, which asks for the type of home."""
    return launch_wave_for_tests(frozen_clock(), access="link", cuts=("dem_ten",))


@pytest.fixture
def code_wave(app: Flask, frozen_clock: FrozenClock) -> Fieldwork:
    """An open pulse with codes."""
    return launch_wave_for_tests(frozen_clock())


@pytest.fixture(scope="session")
def town_hall(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, str]]:
    """A town with a survey in every state, built once for the whole run, and where it is served."""
    folder = tmp_path_factory.mktemp("town")
    with application(folder, migrated=sqlite_template) as app:
        town = build_town(app)
        host = Host(app)
        yield town, host.address
        host.stop()


@pytest.fixture
def town(town_hall: tuple[Town, str]) -> Town:
    """What there is to visit, with `visitor`."""
    return town_hall[0]


@pytest.fixture
def visitor(chromium: Browser, town_hall: tuple[Town, str]) -> Iterator[NewPhone]:
    """Make pages on fresh phones in the town."""
    with _phones(chromium, town_hall[1]) as open_phone:
        yield open_phone


@contextmanager
def _phones(chromium: Browser, site: str) -> Iterator[NewPhone]:
    """A phone that logs an error of a script, or asks another host for anything, fails its test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_phone(**options: Any) -> Page:
        context = chromium.new_context(
            base_url=site, viewport=options.pop("viewport", PHONE), **options
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site, "data:", "https://weather.com/"))
                else problems.append(request.url)
            ),
        )
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Everybody of Hearth Homes, for pages of the staff."""
    return make_everybody()
