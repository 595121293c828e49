"""The released figures as an SPSS system file (.sav), with labels in one language.

The file has the rows of rows.py and its columns by name. What is words there is a number here that
carries the words as its value label; `wording` repeats a name whole, since value labels are short.
What a figure has none of is missing (system-missing); what is hidden has no row.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _

from survey.reports import words
from survey.reports.exports.rows import ExportRow, export_rows
from survey.reports.exports.variables import VARIABLES, WORDING, Codes, Variable
from survey.reports.method import method_facts
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES

VALUE_LABEL_BYTES: Final = 120
"""The longest value label that every version of SPSS reads."""

VARIABLE_LABEL_BYTES: Final = 255
FILE_LABEL_BYTES: Final = 64
NOTE_BYTES: Final = 80
"""The length of a line of a file's notes."""

CREATED_AT: Final = slice(92, 109)
"""Where a system file's header says on what day and at what time it was written."""

MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"

Columns = Mapping[str, Sequence[float | None] | Sequence[str]]


def figures_spss(document: ReleaseDocument, tag: str) -> bytes:
    """Return the file. The same release in the same language gives the same bytes."""
    with force_locale(LANGUAGES[tag].locale):
        wording = Wording(document, tag)
        rows = list(export_rows(document, wording))
        codes = Codes(document, rows)
        labels = {variable.name: variable.label() for variable in VARIABLES}
        title = _(
            "%(place)s: %(title)s, wave %(number)s",
            place=document.place.name,
            title=wording.title(),
            number=words.number(document.wave.number),
        )
        facts = [f"{fact.name}: {fact.text}" for fact in method_facts(document, wording)]
    columns = {variable.name: _column(variable, rows, codes) for variable in VARIABLES}
    notes = [line for fact in facts for line in lines_of(fact, NOTE_BYTES)]
    content = _written(columns, title, labels, codes.words, notes)
    return _dated(content, document.wave.closes_on)


def cut_to(text: str, size: int) -> str:
    """Cut a text to so many bytes of UTF-8, between characters, with a sign that it was cut."""
    if len(text.encode()) <= size:
        return text
    kept = text.encode()[: size - len("…".encode())].decode(errors="ignore")
    return f"{kept.rstrip()}…"


def lines_of(text: str, size: int) -> Iterator[str]:
    """Break a text into lines of at most so many bytes: at spaces, else between characters."""
    line = ""
    for word in text.split():
        for piece in _pieces(word, size):
            longer = f"{line} {piece}" if line else piece
            if len(longer.encode()) > size:
                yield line
                longer = piece
            line = longer
    if line:
        yield line


def _pieces(word: str, size: int) -> Iterator[str]:
    """A word as it is, or in parts where one line cannot hold it: some scripts know no spaces."""
    while len(word.encode()) > size:
        part = word.encode()[:size].decode(errors="ignore")
        yield part
        word = word[len(part) :]
    yield word


def _column(
    variable: Variable, rows: Sequence[ExportRow], codes: Codes
) -> list[float | None] | list[str]:
    if variable.kind == "coded":
        return [codes.number(variable.name, row) for row in rows]
    if variable.kind == "number":
        return [_number(getattr(row, variable.name)) for row in rows]
    name = "label" if variable.name == WORDING else variable.name
    return [str(getattr(row, name)) for row in rows]


def _number(held: int | None) -> float | None:
    return None if held is None else float(held)


def _written(
    columns: Columns,
    title: str,
    labels: Mapping[str, str],
    value_labels: Mapping[str, Mapping[int, str]],
    notes: Sequence[str],
) -> bytes:
    # Together they take half a second to load and nothing else needs them.
    import pandas as pd  # noqa: PLC0415  see above
    import pyreadstat  # noqa: PLC0415

    numbers = [variable.name for variable in VARIABLES if variable.kind != "text"]
    frame = pd.DataFrame(
        {
            name: pd.Series(held, dtype="float64" if name in numbers else "str")
            for name, held in columns.items()
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.sav"
        pyreadstat.write_sav(
            frame,
            path,
            file_label=cut_to(title, FILE_LABEL_BYTES),
            column_labels={
                name: cut_to(text, VARIABLE_LABEL_BYTES) for name, text in labels.items()
            },
            note=list(notes),
            variable_value_labels={
                name: {code: cut_to(text, VALUE_LABEL_BYTES) for code, text in found.items()}
                for name, found in value_labels.items()
            },
            variable_measure={
                variable.name: "scale" if variable.kind == "number" else "nominal"
                for variable in VARIABLES
            },
            variable_format=dict.fromkeys(numbers, "F8.0"),
        )
        return path.read_bytes()


def _dated(content: bytes, day: date) -> bytes:
    """The file as if written at midnight of that day: its own clock would make other bytes."""
    stamp = (
        f"{day.day:02d} {MONTHS[3 * day.month - 3 : 3 * day.month]} {day.year % 100:02d}00:00:00"
    )
    return content[: CREATED_AT.start] + stamp.encode() + content[CREATED_AT.stop :]
