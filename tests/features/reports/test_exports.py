"""The released figures as files for other programs.

X1 a workbook that a reader of somebody else opens: numbers are numbers, texts are texts
X2 no text becomes a formula or a link, in the workbook or in the tables of the package
X3 a data package: tables and what their columns mean, sizes and hashes that hold, the release
X4 every shown figure in every language, and nothing of what is hidden
X5 the same release gives the same bytes
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from survey.core.spreadsheets import harmless
from survey.reports.exports.package import data_package
from survey.reports.exports.rows import EXPORT_COLUMNS, NUMBERS
from survey.reports.exports.workbook import figures_workbook
from survey.reports.figures import figure_rows
from survey.reports.reading import ReleaseDocument
from tests.support import release_documents as documents

FORMULA = "=HYPERLINK(1)"
SHA = "ab" * 32


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Any:
    with app.test_request_context():
        yield


def _read(made: documents.Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _package(made: documents.Document, tag: str = "en") -> dict[str, bytes]:
    body = documents.text_of(made)
    content = data_package(ReleaseDocument.from_json(body), body, SHA, tag)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _named(made: documents.Document) -> documents.Document:
    """With wording and names that begin like a formula."""
    for text in made["wording"].values():
        text["per_bel_01"] = FORMULA
    made["cuts"][0]["groups"][0]["label"] = "@SUM(1)"
    return made


def test_x1_a_workbook() -> None:
    sheets = _sheets(figures_workbook(_read(documents.third()), "en"))
    assert list(sheets) == ["figures", "questions", "method"]
    head, *rows = sheets["figures"]
    assert head == list(EXPORT_COLUMNS)
    level = dict(zip(head, rows[0], strict=True))
    assert (level["part"], level["label"], level["figure"]) == ("level", "Feeling at home", 62.0)
    assert (level["low"], level["high"]) == (58.0, 66.0)
    ends = [dict(zip(head, row, strict=True)) for row in rows]
    assert {"under"} == {one["open_end"] for one in ends if one["open_end"]}
    assert [one["waves"] for one in ends if one["part"] == "trend"] == [3.0] * 3


def test_x2_no_text_becomes_a_formula() -> None:
    content = figures_workbook(_read(_named(documents.third())), "en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert FORMULA in {row[2] for row in _sheets(content)["figures"]}
    table = _package(_named(documents.third()))["figures.csv"].decode()
    assert "'" + FORMULA in table
    assert "'@SUM(1)" in table
    assert not any(
        cell.startswith(("=", "@")) for row in csv.reader(io.StringIO(table)) for cell in row
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("1=1", "1=1"),
    ],
)
def test_x2_harmless(text: str, written: str) -> None:
    assert harmless(text) == written


def test_x3_a_data_package() -> None:
    files = _package(documents.third())
    described = json.loads(files["datapackage.json"])
    assert sorted(files) == ["datapackage.json", "figures.csv", "questions.csv", "release.json"]
    for resource in described["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert json.loads(files["release.json"]) == json.loads(documents.text_of(documents.third()))
    fields = described["resources"][0]["schema"]["fields"]
    table = list(csv.DictReader(io.StringIO(files["figures.csv"].decode())))
    assert [field["name"] for field in fields] == list(table[0])
    for row in table:
        for field in fields:
            if field["type"] == "integer" and row[field["name"]]:
                assert str(int(row[field["name"]])) == row[field["name"]]
    assert {field["name"] for field in fields if field["type"] == "integer"} == NUMBERS


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_x4_every_shown_figure(tag: str) -> None:
    document = _read(documents.third())
    rows = _sheets(figures_workbook(document, tag))["figures"][1:]
    expected = list(figure_rows(document))
    assert [row[0] for row in rows] == [row[0] for row in expected]
    labels = {row[1]: row[2] for row in rows}
    assert labels["per_bel_01"] == documents.third()["wording"][tag]["per_bel_01"]


def test_x4_nothing_of_what_is_hidden() -> None:
    made = documents.all_hidden()
    assert _sheets(figures_workbook(_read(made), "en"))["figures"][1:] == []
    assert _package(made)["figures.csv"].decode().splitlines() == [",".join(EXPORT_COLUMNS)]


def test_x5_the_same_bytes() -> None:
    document = _read(documents.third())
    assert figures_workbook(document, "en") == figures_workbook(document, "en")
    assert _package(documents.third()) == _package(documents.third())
