"""The design that a stored rendering was made in: a short hash of everything but its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from flask import current_app

from survey.settings import Settings
from survey.web.locales import LANGUAGES

SURVEY: Final = Path(__file__).resolve().parent.parent
MADE_FROM: Final = (
    "reports/**/*.py",
    "pdf/*.py",
    "core/directions.py",
    "web/locales.py",
    "templates/pdf/*.html",
    "templates/reports/*.html",
    "templates/layouts/print.html",
    "templates/layouts/resident.html",
    "templates/components/*.html",
    "static/css/*.css",
)
LENGTH: Final = 16


def design_of(tag: str) -> str:
    """Return the design of documents in one language, 16 hexadecimal characters.

    It changes with a template, a style, a translation, the public address or the PDF maker,
    and then documents are made afresh; the old ones stay as they were handed out.
    """
    settings: Settings = current_app.extensions["settings"]
    return _design(tag, settings.base_url)


def design_with(tag: str, earlier: Sequence[str]) -> str:
    """Return the design of documents that also show earlier releases; the same length.

    earlier: their SHA-256, in order. A release is fixed, but which ones are the newest of their
    waves is not: a corrected one is another, and documents that showed it are made afresh.
    """
    parts = [design_of(tag), *earlier]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]


@cache
def _design(tag: str, base_url: str) -> str:
    digest = hashlib.sha256(f"{base_url} {version('weasyprint')}".encode())
    for path in _files(tag):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:LENGTH]


def _files(tag: str) -> Iterator[Path]:
    for pattern in MADE_FROM:
        yield from sorted(SURVEY.glob(pattern))
    catalogue = SURVEY.parent / "translations" / LANGUAGES[tag].locale / "LC_MESSAGES"
    yield from sorted(catalogue.glob("messages.*o"))
