"""Pictures of the pages for people: `python -m tests.browser.screens [folder]`.

A throw-away database, one open survey, and a phone that walks through it in each language; then
the pages of a PDF summary, and index.html with all of it side by side. axe-core looks at each
screen, and so does a ruler at 320 px: what they find is printed, and the exit code is 1. With
`--readme` instead of a folder, the two pictures of README.md.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from survey import clock
from survey.cli import alembic_config
from survey.factory import create_app
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import render_summary
from survey.settings import Settings
from survey.web.locales import LANGUAGES
from tests.browser.axe import violations
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.browser.test_access import NARROW, no_sideways_scroll
from tests.browser.walking import answer, begin
from tests.conftest import START
from tests.factories.surveys import LINK, launch_annual
from tests.support.frozen_clock import FrozenClock
from tests.support.release_documents import full, text_of

FOLDER = Path(".porchlight/screens")
README_FOLDER = Path(__file__).parent / "pictures"
README_PICTURES = {"question-en.png": "phone.png", "summary-en-1.png": "pdf.png"}
DOTS_PER_INCH = 100
SHARP = 2
"""Device pixels a CSS pixel: as on a phone."""

IDLE_MS = 42_000
"""Long enough for the warning of a shared tablet."""

STOPS = {"ladder": "#q-out_lad_01", "question": "#q-per_bel_01", "list": "#q-ctx_spa_01"}


def main() -> None:
    """Take every picture into the folder named on the command line."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted != "--readme":
        found = take_pictures(Path(wanted) if wanted else FOLDER)
        print("\n".join(found) or "axe-core and the ruler found nothing.")
        sys.exit(1 if found else 0)
    with tempfile.TemporaryDirectory() as scratch:
        take_pictures(Path(scratch))
        README_FOLDER.mkdir(exist_ok=True)
        for taken, kept in README_PICTURES.items():
            shutil.copy(Path(scratch) / taken, README_FOLDER / kept)


def take_pictures(folder: Path) -> list[str]:
    """Walk through the survey and print a summary, in each language; return what is wrong."""
    found: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, _application(Path(scratch)) as app:
        slug = launch_annual(START, languages=list(LANGUAGES), **LINK).slug
        with _serve(app) as site, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for tag in LANGUAGES:
                found += _walk(browser, f"{site}/s/{slug}/{tag}", folder, tag, "light")
            found += _walk(browser, f"{site}/s/{slug}/en", folder, "en", "dark")
            browser.close()
        _print(app, folder)
    _write_sheet(folder)
    return found


def _write_sheet(folder: Path) -> None:
    """One page with a row for each screen and a column for each language."""
    names = list(dict.fromkeys(path.stem.rpartition("-en")[0] for path in _pictures(folder, "en")))
    rows = [
        [f"<th>{name}</th>", *(_cell(folder / f"{name}-{tag}.png") for tag in LANGUAGES)]
        for name in names
    ]
    head = "".join(f"<th>{language.english_name}</th>" for language in LANGUAGES.values())
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    page = (
        "<!doctype html><meta charset=utf-8><title>Screens</title>"
        "<style>img{width:240px;border:1px solid #bbb}th,td{vertical-align:top}</style>"
        f"<table><tr><th></th>{head}</tr>{body}</table>"
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _pictures(folder: Path, tag: str) -> list[Path]:
    """The screens of a language in the order in which they were taken."""
    return sorted(folder.glob(f"*-{tag}.png"), key=lambda path: path.stat().st_mtime_ns)


def _cell(path: Path) -> str:
    return f'<td><a href="{path.name}"><img src="{path.name}" alt="{path.stem}"></a></td>'


def _print(app: Flask, folder: Path) -> None:
    """The pages of the PDF summary of a hand-made release, in each language."""
    document = ReleaseDocument.from_json(text_of(full()))
    for tag in LANGUAGES:
        with app.test_request_context():
            content = render_summary(document, tag, "letter")
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-", str(folder / f"summary-{tag}")],
            input=content,
            check=True,
        )


def _walk(browser: Browser, address: str, folder: Path, tag: str, scheme: str) -> list[str]:
    """One phone through the survey, with a picture at each stop; return what is wrong there."""
    found: list[str] = []
    page = browser.new_page(viewport=PHONE, device_scale_factor=SHARP, color_scheme=scheme)  # type: ignore[arg-type]  # "light" or "dark", as Playwright spells them

    def picture(name: str) -> None:
        suffix = "" if scheme == "light" else f"-{scheme}"
        page.screenshot(path=folder / f"{name}-{tag}{suffix}.png")
        found.extend(f"{name}-{tag}{suffix}: {one}" for one in violations(page))
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a literal, as Playwright has it
        if not no_sideways_scroll(page):
            found.append(f"{name}-{tag}{suffix}: wider than {NARROW['width']} px")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    page.goto(address)
    picture("promise")
    begin(page)
    for name, section in STOPS.items():
        _go_to(page, section)
        answer(page)
        picture(name)
    _go_to(page, "#q-opn_01")
    picture("open")
    page.click("#later")
    picture("later")
    page.click("#not-later")
    _go_to(page, "#q-check")
    picture("check")
    page.context.set_offline(True)
    page.click("#next")
    page.locator("#waits").wait_for()
    picture("waits")
    page.context.set_offline(False)
    page.locator("#receipt:not(:empty)").wait_for()
    picture("thanks")
    _kiosk(page, f"{address.rpartition('/')[0]}/kiosk/{tag}")
    picture("idle")
    page.close()
    return found


def _kiosk(page: Page, address: str) -> None:
    """A shared tablet that nobody has touched for a while."""
    page.clock.install()
    page.goto(address)
    begin(page)
    page.clock.run_for(IDLE_MS)
    page.locator("#idle").wait_for()


def _go_to(page: Page, section: str) -> None:
    """To this screen, from the one before or after it."""
    while not page.locator(f"{section}.shown").count():
        page.click("#next")


@contextmanager
def _application(scratch: Path) -> Iterator[Flask]:
    settings = Settings(
        mode="test",
        database_url=f"sqlite:///{scratch / 'screens.sqlite3'}",
        secret_key="only for pictures, which show nothing secret",
        key_store_dir=scratch / "keys",
    )
    app = create_app(settings)
    clock.set_clock(app, FrozenClock(START))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        yield app


@contextmanager
def _serve(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


if __name__ == "__main__":
    main()
