"""The released figures as a data package: tables, what their columns mean, and the release itself.

A zip in the form of Frictionless Data Package (specs.frictionlessdata.io, version 1 profiles
"tabular-data-package" and "tabular-data-resource"), which statistics programs and archives read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_babel import force_locale

from survey.core.spreadsheets import harmless
from survey.reports.exports.rows import (
    EXPORT_COLUMNS,
    NUMBERS,
    QUESTION_COLUMNS,
    Cell,
    export_rows,
    question_rows,
)
from survey.reports.exports.zipping import zipped
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES

MEANINGS: Final[Mapping[str, str]] = {
    "part": "level, index, band, point, option, participation, gap, change or trend",
    "id": "of the level, index or question; for participation of the breakdown",
    "label": "the same in words",
    "group": "breakdown:group for figures of a group; of a clear gap the higher one",
    "group_label": "the same in words",
    "value": "band, answer or verdict; for participation fewer, about or more; for a gap the "
    "lower group",
    "value_label": "the same in words, for answers and groups",
    "open_end": "under or over: the figure is the edge of an open end; least or most: of a "
    "last score, this or more, this or less",
    "figure": "a score (0 to 100), a percent, a change or gap in points",
    "low": "lower end of the 95 % range",
    "high": "upper end of the 95 % range",
    "certain_low": "the figure if everyone who did not answer had answered lowest",
    "certain_high": "the figure if everyone who did not answer had answered highest",
    "smallest": "the smallest change, in points, that would have been called clear",
    "waves": "of a trend: over so many waves",
    "own": "yes: figures of a question that the community added",
    "level": "perceptual, relational, structural, outcome or context",
    "kind": "scale, ladder, choice or several",
    "scale": "the answers offered",
    "reverse": "yes: a higher answer is worse",
    "favorable": "the values that count as favorable",
    "question": "as it was asked",
}


def data_package(document: ReleaseDocument, body: str, sha256: str, tag: str) -> bytes:
    """Return the zip of a release: figures.csv, questions.csv, release.json, datapackage.json.

    body, sha256: the release as it is stored, and its hash. Text that a spreadsheet could take for
    a formula is made harmless. The same release in the same language gives the same bytes.
    """
    with force_locale(LANGUAGES[tag].locale):
        wording = Wording(document, tag)
        figures = [row.cells() for row in export_rows(document, wording)]
        questions = question_rows(document, wording)
    files = {
        "figures.csv": _csv(EXPORT_COLUMNS, figures),
        "questions.csv": _csv(QUESTION_COLUMNS, questions),
        "release.json": body.encode(),
    }
    described = _description(document, tag, sha256, files)
    files["datapackage.json"] = json.dumps(described, ensure_ascii=False, indent=2).encode()
    return zipped(files, document.wave.closes_on)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode()


def _description(
    document: ReleaseDocument, tag: str, sha256: str, files: Mapping[str, bytes]
) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": f"{document.place.slug}-wave-{document.wave.number}",
        "id": sha256,
        "title": f"{document.place.name}: {document.wave.title}, {document.wave.number}",
        "created": f"{document.wave.closes_on.isoformat()}T00:00:00Z",
        "contributors": [{"title": document.promise.runner, "role": "author"}],
        "languages": [tag],
        "promise": document.promise.hash,
        **_keying(document),
        "software": f"Porchlight {document.software}",
        "resources": [
            _table("figures", EXPORT_COLUMNS, files["figures.csv"]),
            _table("questions", QUESTION_COLUMNS, files["questions.csv"]),
            {
                "name": "release",
                "path": "release.json",
                "format": "json",
                "mediatype": "application/json",
                **_measured(files["release.json"]),
            },
        ],
    }


def _keying(document: ReleaseDocument) -> dict[str, Any]:
    """How well paper was typed in, where the release tells it."""
    told = document.wave.keying
    return {} if told is None else {"keying": {"compared": told.compared, "agreed": told.agreed}}


def _table(name: str, columns: Sequence[str], content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_measured(content),
        "schema": {
            "fields": [
                {
                    "name": column,
                    "type": "integer" if column in NUMBERS else "string",
                    "description": MEANINGS[column],
                }
                for column in columns
            ],
            "missingValues": [""],
        },
    }


def _measured(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
