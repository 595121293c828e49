"""The bundle itself: the release, what was printed of it, the program, and how to use them."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Final

from flask_babel import force_locale

from survey.core.spreadsheets import harmless
from survey.reports.exports.bundle.printed import printed_tables
from survey.reports.exports.zipping import zipped
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import summary_page

CARRIED: Final = Path(__file__).resolve().parent / "standalone-program"
SUFFIXES: Final = (".lock", ".py", ".txt")
ENGLISH: Final = "en"


def rendering_bundle(document: ReleaseDocument, body: str, sha256: str) -> bytes:
    """Return the zip. body, sha256: the release as it is stored, and its hash.

    The same release gives the same bytes.
    """
    with force_locale(ENGLISH):
        tables = printed_tables(summary_page(document, ENGLISH))
    files = {f"tables/{name}.csv": _csv(rows) for name, rows in tables.items()}
    files["release.json"] = body.encode()
    for path in sorted(CARRIED.iterdir()):
        if path.suffix in SUFFIXES:
            files[path.name] = path.read_bytes()
    files["README.txt"] = _readme(files["README.txt"].decode(), document, sha256).encode()
    files["SHA256SUMS"] = _sums(files)
    return zipped(files, document.wave.closes_on)


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _readme(text: str, document: ReleaseDocument, sha256: str) -> str:
    wave = f"{document.place.name}: {document.wave.title}, wave {document.wave.number}"
    return text.replace("{WAVE}", wave).replace("{SHA256}", sha256)


def _sums(files: dict[str, bytes]) -> bytes:
    """What `sha256sum --check SHA256SUMS` takes."""
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ]
    return "".join(lines).encode()
