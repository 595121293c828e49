"""`flask i18n`: keep the translation catalogues current, and check them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask.cli import AppGroup

from survey.core.bank.reading import read_bank
from survey.web.catalogues import (
    UnreadableTemplate,
    bank_messages,
    extract_messages,
    faults,
    label_faults,
    needed_wording,
    read_allowlist,
    updated,
)
from survey.web.locales import DEFAULT, LANGUAGES, STAFF_LANGUAGES

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSLATIONS = ROOT / "translations"
ALLOWLIST = TRANSLATIONS / "same-as-english.toml"
LINE_WIDTH = 98

i18n = AppGroup("i18n", help="The translation catalogues.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(i18n)


@i18n.command("update")
def update() -> None:
    """Bring every catalogue up to date with the templates, the code and the question bank."""
    for domain, template in _templates().items():
        for path, locale in _catalogue_files(domain):
            catalog = _read(path, locale)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(
                    file,
                    updated(template, catalog),
                    width=LINE_WIDTH,
                    no_location=True,
                    sort_output=True,
                    ignore_obsolete=True,
                )
            click.echo(f"{path.relative_to(ROOT)}: {len(catalog)} entries")


@i18n.command("check")
def check() -> None:
    """Exit with 1 when a language lacks something, and name all of it."""
    allowlist = tomllib.loads(ALLOWLIST.read_text(encoding="utf-8"))
    needed = {"messages": None, "staff": None, "bank": needed_wording(read_bank())}
    count = 0
    for domain, template in _templates().items():
        for path, locale in _catalogue_files(domain):
            catalog = _read(path, locale)
            found = faults(
                template,
                catalog,
                needed=needed[domain],
                same_as_english=read_allowlist(allowlist, locale),
            )
            alike = label_faults(catalog) if domain == "bank" else ()
            for fault in (*found, *alike):
                click.echo(f"{path.relative_to(ROOT)}: {fault}")
                count += 1
    if count:
        raise click.ClickException(f"{count} entries are not in order (flask i18n update helps).")
    click.echo("Every catalogue is in order.")


def _templates() -> dict[str, Catalog]:
    try:
        return {**extract_messages(ROOT), "bank": bank_messages(read_bank())}
    except UnreadableTemplate as error:
        raise click.ClickException(str(error)) from error


def _catalogue_files(domain: str) -> Iterator[tuple[Path, str]]:
    """Yield the file and locale of each language but English; a file may not exist yet."""
    for language in STAFF_LANGUAGES.values() if domain == "staff" else LANGUAGES.values():
        if language != DEFAULT:
            yield TRANSLATIONS / language.locale / "LC_MESSAGES" / f"{domain}.po", language.locale


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale, project="Porchlight", header_comment="", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)
