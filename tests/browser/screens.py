"""Pictures of the pages for people: `python -m tests.browser.screens [folder] [--in=ar,ko]`.

A town with a survey in every state, and a phone that walks through it in each language; then the
pages of a PDF summary, and index.html with all of it side by side. Each screen is looked at as in
the tests (`looking.py`): what is wrong is printed, and the exit code is 1. With `--readme`
instead of a folder, the two pictures of README.md.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from survey.reports.reading import ReleaseDocument
from survey.reports.summary import render_summary
from survey.web.locales import LANGUAGES
from tests.browser.hosting import CHROMIUM, FLAGS, PHONE, Host
from tests.browser.looking import find_missing_glyphs, look
from tests.browser.test_screens import OLD_BROWSER
from tests.browser.town import Town, application, build_town
from tests.browser.walks import WALKS, Walk, without_script
from tests.support.release_documents import full, in_every_language, text_of

FOLDER: Final = Path(".porchlight/screens")
README_FOLDER: Final = Path(__file__).parent / "pictures"
README_PICTURES: Final = {"question-answered-en.png": "phone.png", "summary-en-1.png": "pdf.png"}
DOTS_PER_INCH: Final = 100
SHARP: Final = 2
"""Device pixels a CSS pixel: as on a phone."""

Asked = tuple[str, str]
"""A language and a colour scheme."""


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description="Pictures of the pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument(
        "--in",
        dest="tags",
        type=read_tags,
        default=",".join(LANGUAGES),
        help="languages by their tags",
    )
    parser.add_argument("--readme", action="store_true", help="the pictures of README.md")
    asked = parser.parse_args()
    if asked.readme:
        take_readme_pictures()
        return
    sys.exit(1 if take_pictures(asked.folder, asked.tags) else 0)


def read_tags(text: str) -> list[str]:
    """Languages by their tags, with commas between them."""
    tags = text.split(",")
    if unknown := [tag for tag in tags if tag not in LANGUAGES]:
        raise argparse.ArgumentTypeError(
            f"no language has the tag {', '.join(unknown)}; there are: {', '.join(LANGUAGES)}"
        )
    return tags


def take_readme_pictures() -> None:
    """A question on a phone, and the first page of a summary."""
    with tempfile.TemporaryDirectory() as scratch:
        take_pictures(Path(scratch), ["en"])
        README_FOLDER.mkdir(exist_ok=True)
        for taken, kept in README_PICTURES.items():
            shutil.copy(Path(scratch) / taken, README_FOLDER / kept)


def take_pictures(folder: Path, tags: Sequence[str]) -> list[str]:
    """Walk through the town and print a summary in these languages; say and return what is wrong.

    The sheet shows what is there, also of languages that were walked through before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    names: dict[str, None] = {}
    with tempfile.TemporaryDirectory() as scratch, application(Path(scratch)) as app:
        town = build_town(app)
        host = Host(app)
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for tag, scheme in [*((tag, "light") for tag in tags), (tags[0], "dark")]:
                wrong = []
                for name, page in _stops(browser, host.address, town, (tag, scheme)):
                    names[name] = None
                    picture = f"{name}-{tag}{'-dark' if scheme == 'dark' else ''}"
                    page.screenshot(path=folder / f"{picture}.png")
                    wrong += [
                        f"{picture}: {one}" for one in (*look(page), *find_missing_glyphs(page))
                    ]
                print("\n".join(wrong) or f"{tag}, {scheme}: nothing is wrong.", flush=True)
                found += wrong
            browser.close()
        host.stop()
        names |= dict.fromkeys(_print(app, folder, tags))
    columns = [*LANGUAGES, *(f"{tag}-dark" for tag in LANGUAGES)]
    taken = [one for one in columns if (folder / f"{next(iter(names))}-{one}.png").exists()]
    _write_sheet(folder, list(names), taken)
    return found


def _stops(browser: Browser, site: str, town: Town, asked: Asked) -> Iterator[tuple[str, Page]]:
    """Every stop of every walk, with the page that stands there."""
    walks: list[tuple[Sequence[Walk], str]] = [(WALKS, ""), ([without_script], OLD_BROWSER)]
    for there, script in walks:
        context = browser.new_context(
            base_url=site,
            viewport=PHONE,
            device_scale_factor=SHARP,
            locale=asked[0],
            color_scheme=asked[1],  # type: ignore[arg-type]  # "light" or "dark"
        )
        page = context.new_page()
        page.add_init_script(script)
        for walk in there:
            for name in walk(page, town, asked[0]):
                yield name, page
        context.close()


def _print(app: Flask, folder: Path, tags: Sequence[str]) -> list[str]:
    """The pages of the PDF summary of a hand-made release, in each language; their names."""
    document = ReleaseDocument.from_json(text_of(in_every_language(full())))
    for tag in tags:
        with app.test_request_context():
            content = render_summary(document, tag, "letter")
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-", str(folder / f"summary-{tag}")],
            input=content,
            check=True,
        )
    pages = sorted(path.stem for path in folder.glob(f"summary-{tags[0]}-*.png"))
    return [f"summary-*-{page.rpartition('-')[2]}" for page in pages]


def _write_sheet(folder: Path, names: Sequence[str], columns: Sequence[str]) -> None:
    """One page with a row for each screen and a column for each language."""
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(
        f"<tr><th>{name}</th>{''.join(_cell(folder, name, column) for column in columns)}</tr>"
        for name in names
    )
    page = (
        "<!doctype html><meta charset=utf-8><title>Screens</title>"
        "<style>img{width:240px;border:1px solid #bbb}th,td{vertical-align:top}"
        "thead{position:sticky;top:0;background:#fff}</style>"
        f"<table><thead><tr><th></th>{head}</tr></thead>{body}</table>"
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _cell(folder: Path, name: str, column: str) -> str:
    file = name.replace("*", column) if "*" in name else f"{name}-{column}"
    if not (folder / f"{file}.png").exists():
        return "<td></td>"
    return f'<td><a href="{file}.png"><img src="{file}.png" alt="{file}" loading="lazy"></a></td>'


if __name__ == "__main__":
    main()
