"""The released figures as an SPSS file, read back by two programs that did not write it.

S1 the rows of rows.py, figure by figure; what a figure has none of is missing
S2 variable labels, value labels and measurement levels, in UTF-8 and in the language asked for
S3 the numbers of the codes are the same in every language
S4 nothing of what is hidden; a release without any figure is a file without rows
S5 the same release gives the same bytes
S6 no text is longer than the format holds, and none is cut inside a character
S7 PSPP, which shares no code with what wrote the file, reads the same
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from math import isnan
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from survey.reports.exports.rows import ExportRow, export_rows
from survey.reports.exports.spss import VALUE_LABEL_BYTES, cut_to, figures_spss, lines_of
from survey.reports.exports.variables import VARIABLES
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES
from tests.support import release_documents as documents

CODED = [variable.name for variable in VARIABLES if variable.kind == "coded"]
NUMBERS = [variable.name for variable in VARIABLES if variable.kind == "number"]


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _document(made: documents.Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


def _rows(document: ReleaseDocument, tag: str) -> list[ExportRow]:
    with force_locale(LANGUAGES[tag].locale):
        return list(export_rows(document, Wording(document, tag)))


def _read(content: bytes, folder: Path) -> tuple[list[dict[str, Any]], Any]:
    path = folder / "figures.sav"
    path.write_bytes(content)
    columns, about = pyreadstat.read_sav(path, output_format="dict")
    count = len(columns["part"])
    return [{name: held[row] for name, held in columns.items()} for row in range(count)], about


def _number(held: float | None) -> int | None:
    return None if held is None or isnan(held) else int(held)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_s1_every_row(tag: str, tmp_path: Path) -> None:
    document = _document(documents.third())
    expected = _rows(document, tag)
    found, about = _read(figures_spss(document, tag), tmp_path)
    assert len(found) == len(expected)
    assert any(row.low is None for row in expected)
    for got, row in zip(found, expected, strict=True):
        for name in ("id", "group", "value"):
            assert got[name] == getattr(row, name)
        assert got["wording"] == row.label
        for name in NUMBERS:
            assert _number(got[name]) == getattr(row, name)
        words = about.variable_value_labels
        assert words["label"][got["label"]] == cut_to(row.label, VALUE_LABEL_BYTES)
        if row.group:
            assert words["group_label"][got["group_label"]] == row.group_label
        else:
            assert _number(got["group_label"]) is None
        if row.value_label:
            assert words["value_label"][got["value_label"]] == row.value_label


def test_s2_labels(tmp_path: Path) -> None:
    _found, about = _read(figures_spss(_document(documents.third()), "es"), tmp_path)
    assert about.file_encoding == "UTF-8"
    assert about.file_label.startswith("Larkspur Court: ")
    assert set(about.variable_value_labels["value_label"].values()) >= {"Bajas", "Altas"}
    assert "Sentirse en casa" in about.variable_value_labels["label"].values()
    assert all(about.column_names_to_labels[variable.name] for variable in VARIABLES)
    assert {about.variable_measure[name] for name in NUMBERS} == {"scale"}
    assert {about.variable_measure[name] for name in CODED} == {"nominal"}
    assert any("adultos" in line for line in about.notes)


def test_s3_codes_know_no_language(tmp_path: Path) -> None:
    document = _document(documents.third())
    codes = []
    for tag in ("en", "zh-Hans"):
        found, _about = _read(figures_spss(document, tag), tmp_path)
        codes.append([[_number(row[name]) for name in CODED] for row in found])
    assert codes[0] == codes[1]


@pytest.mark.parametrize("made", [documents.all_hidden, documents.too_few])
def test_s4_nothing_of_what_is_hidden(made: Any, tmp_path: Path) -> None:
    found, about = _read(figures_spss(_document(made()), "en"), tmp_path)
    assert found == []
    assert "label" not in about.variable_value_labels


def test_s5_the_same_bytes() -> None:
    document = _document(documents.third())
    content = figures_spss(document, "en")
    assert figures_spss(document, "en") == content
    assert b"23 Nov 2600:00:00" in content[:180]


def test_s6_long_names(tmp_path: Path) -> None:
    made = documents.long_names()
    made["wording"]["ar"]["per_bel_01"] = "سؤال " * 60
    found, about = _read(figures_spss(_document(made), "ar"), tmp_path)
    longest = max(about.variable_value_labels["label"].values(), key=len)
    assert longest.endswith("…")
    assert len(longest.encode()) <= VALUE_LABEL_BYTES
    assert ("سؤال " * 60).strip() in {row["wording"].strip() for row in found}
    assert len(about.file_label.encode()) <= 64


def test_s6_lines_break_at_spaces_or_between_characters() -> None:
    assert list(lines_of("one two three", 7)) == ["one two", "three"]
    assert list(lines_of("住" * 5, 6)) == ["住住", "住住", "住"]
    assert list(lines_of("", 6)) == []
    assert cut_to("住住住", 9) == "住住住"
    assert cut_to("住住住住", 10) == "住住…"


def test_s7_pspp_reads_it(tmp_path: Path) -> None:
    document = _document(documents.third())
    (tmp_path / "figures.sav").write_bytes(figures_spss(document, "zh-Hans"))
    asked = tmp_path / "read.sps"
    asked.write_text("GET FILE='figures.sav'.\nLIST id figure.\nDISPLAY LABELS.\n")
    said = subprocess.run(
        ["pspp", "-O", "format=csv", "read.sps"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert "error" not in said.stdout.lower()
    listed = [row for row in csv.reader(io.StringIO(said.stdout)) if len(row) == 2]
    expected = [
        [row.id, "." if row.figure is None else str(row.figure)]
        for row in _rows(document, "zh-Hans")
    ]
    assert [row for row in listed if row != ["id", "figure"]][: len(expected)] == expected
    with force_locale("zh_Hans"):
        assert gettext("Level, index, question or breakdown") in said.stdout


def test_starting_does_not_load_it() -> None:
    asked = (
        "import sys, survey.reports.exports.spss; print({'pandas', 'pyreadstat'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
