"""Fixtures for real Chromium: a live server on SQLite, a phone, and axe-core."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

CHROMIUM = os.environ.get("PORCHLIGHT_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"width": 390, "height": 844}

NewPhone = Callable[..., Page]


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


class Host:
    """The application on loopback, at one port, which can go away and come back."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Serve, at the port of the first time."""
        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Be gone: nobody listens at the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


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
    """Make pages on fresh phones, 390 by 844 unless told otherwise; all closed afterwards.

    A phone that logs an error of a script, or asks another host for anything, fails its test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_phone(**options: Any) -> Page:
        context = chromium.new_context(
            base_url=site, viewport=options.pop("viewport", PHONE), **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
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
