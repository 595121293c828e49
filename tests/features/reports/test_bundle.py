"""The bundle from which anybody can rebuild a report's tables and charts.

B1 its program comes to what was printed, for every kind of release, with Python alone
B2 whatever is altered is found, and it is said where; what is missing is said as well
B3 its tables are those that the PDF prints, chart by chart and figure by figure
B4 nothing of what is hidden; no text becomes a formula
B5 the same release gives the same bytes, whose hashes hold
"""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from flask import Flask
from html5lib import parse

from survey.reports.exports.bundle import rendering_bundle
from survey.reports.exports.bundle.printed import COLUMNS
from survey.reports.reading import ReleaseDocument, Verdict
from survey.reports.summary import summary_html
from tests.support import release_documents as documents

FORMULA = "=HYPERLINK(1)"
FIGURES = ("score", "low", "high", "certain_low", "certain_high", "difference", "smallest")


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _bundle(made: documents.Document) -> dict[str, bytes]:
    body = documents.text_of(made)
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    content = rendering_bundle(ReleaseDocument.from_json(body), body, sha256)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _unpacked(made: documents.Document, folder: Path) -> Path:
    for name, content in _bundle(made).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return folder


def _run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the program without any package that is installed here."""
    said = subprocess.run(
        [sys.executable, "-S", "-B", "rebuild.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    )
    assert said.stderr == ""
    return said.returncode, said.stdout


def _table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"tables/{name}.csv"].decode())))


def _with_own_questions() -> documents.Document:
    made = documents.third()
    for item in (*made["items"][2:4], made["items"][-1]):
        item["own"] = True
    return made


@pytest.mark.parametrize(
    "made",
    [
        documents.third,
        _with_own_questions,
        documents.without_change,
        documents.annual,
        documents.small,
        documents.nearly_all,
        documents.open_link,
        documents.all_hidden,
        documents.too_few,
        documents.first_schema,
    ],
)
def test_b1_the_program_comes_to_the_same(
    made: Callable[[], documents.Document], tmp_path: Path
) -> None:
    code, said = _run(_unpacked(made(), tmp_path))
    assert "THE SAME: " in said
    assert (code, said.count(", the same\n")) == (0, len(COLUMNS))


@pytest.mark.parametrize("seed", range(6))
def test_b1_whatever_the_figures_are(seed: int, tmp_path: Path) -> None:
    """Figures at random, at the ends, missing and withheld; every other time without English."""
    made = [documents.third, documents.annual, documents.first_schema][seed % 3]()
    kept = {key: made.pop(key) for key in ("wording", "promise")}
    _shuffle(made, Random(seed))
    if seed % 2:
        kept["wording"].pop("en")
    code, said = _run(_unpacked(made | kept, tmp_path))
    assert (code, said.count(", the same\n")) == (0, len(COLUMNS)), said


def _shuffle(found: Any, dice: Random) -> None:
    """Replace every figure in a document, and withhold some."""
    for key, value in found.items() if isinstance(found, dict) else enumerate(found):
        if key == "percent":
            found[key] = dice.choice([5, 9, 10, 14, 49, 50, 94, 95, "<5", "<15", ">85", ">95"])
        elif key in FIGURES and isinstance(value, int):
            found[key] = dice.choice([-20, -1, 0, 1, 50, 99, 100])
        elif key == "verdict":
            found[key] = dice.choice([*get_args(Verdict)])
        elif key == "state" and "level" in found and dice.random() < 0.2:
            found[key] = "hidden"
        elif key in {"points", "favorable"} and dice.random() < 0.2:
            found[key] = None
        elif isinstance(value, dict | list):
            _shuffle(value, dice)


def test_b1_with_python_alone() -> None:
    files = _bundle(documents.third())
    own = {name.removesuffix(".py") for name in files if name.endswith(".py")}
    imported = {
        name.partition(".")[0]
        for file in own
        for node in ast.walk(ast.parse(files[f"{file}.py"]))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert imported <= own | sys.stdlib_module_names
    assert "survey" not in imported
    lock = files["requirements.lock"].decode().splitlines()
    assert all(line.startswith("#") for line in lock)


def test_b1_written_where_asked(tmp_path: Path) -> None:
    folder = _unpacked(documents.third(), tmp_path)
    assert _run(folder, "--write", "made")[0] == 0
    for name in COLUMNS:
        made, held = (_cells(folder / where / f"{name}.csv") for where in ("made", "tables"))
        assert [row[:6] for row in made] == [row[:6] for row in held]


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            [re.sub(r"\.0$", "", cell) for cell in row] for row in csv.reader(file, strict=True)
        ]


def test_b2_an_altered_release(tmp_path: Path) -> None:
    folder = _unpacked(documents.third(), tmp_path)
    path = folder / "release.json"
    body = json.loads(path.read_text())
    found = next(item for item in body["items"] if item["id"] == "per_tru_01")
    found["bands"][2]["percent"] += 9
    path.write_text(json.dumps(body))
    code, said = _run(folder)
    assert code == 1
    assert "questions.csv, row 3, high: printed '58%', the release gives '67%'" in said
    assert said.splitlines()[-1].startswith("NOT THE SAME: ")
    assert "levels.csv: 3 rows, the same" in said


@pytest.mark.parametrize(
    ("table", "old", "new", "where"),
    [
        ("levels", "58 to 66", "60 to 64", "levels.csv, row 1, range: printed '60 to 64'"),
        ("levels", "clear rise,", "no clear change,", "levels.csv, row 2, verdict: "),
        ("marks", ",116.0,", ",126.0,", "marks.csv, row "),
        ("gaps", "58 points", "8 points", "gaps.csv, row 1, sentence: "),
        ("missing", "Lower-cost homes,fewer", "Lower-cost homes,more", "missing.csv, row 1, "),
    ],
)
def test_b2_an_altered_table(table: str, old: str, new: str, where: str, tmp_path: Path) -> None:
    folder = _unpacked(documents.third(), tmp_path)
    path = folder / "tables" / f"{table}.csv"
    held = path.read_text(encoding="utf-8")
    assert old in held
    path.write_text(held.replace(old, new, 1), encoding="utf-8")
    code, said = _run(folder)
    assert code == 1
    assert where in said


def test_b2_a_row_too_few(tmp_path: Path) -> None:
    folder = _unpacked(documents.third(), tmp_path)
    path = folder / "tables" / "not_shown.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]))
    code, said = _run(folder)
    assert code == 1
    assert "not_shown.csv has 18 rows; the release gives 19" in said


@pytest.mark.parametrize("missing", ["tables/gaps.csv", "release.json"])
def test_b2_a_file_is_missing(missing: str, tmp_path: Path) -> None:
    folder = _unpacked(documents.third(), tmp_path)
    (folder / missing).unlink()
    code, said = _run(folder)
    assert (code, Path(missing).name in said) == (2, True)


def test_b2_a_later_schema(tmp_path: Path) -> None:
    folder = _unpacked(documents.third(), tmp_path)
    (folder / "release.json").write_text(json.dumps(documents.third() | {"schema": 9}))
    code, said = _run(folder)
    assert (code, "releases of schema 1 and 2 are read, not 9" in said) == (2, True)


@pytest.mark.parametrize("made", [documents.third, documents.small])
def test_b3_the_tables_are_those_of_the_pdf(made: Callable[[], documents.Document]) -> None:
    files = _bundle(made())
    html = summary_html(ReleaseDocument.from_json(documents.text_of(made())), "en", "a4")
    page = parse(html, namespaceHTMLElements=False)
    marks = _table(files, "marks")
    printed = [
        (each.get("class"), *(float(each.get(name, "0")) for name in ("x", "y", "width", "height")))
        for each in page.iter()
        if str(each.tag).endswith("rect")
    ]
    held = [
        (mark["kind"], *(float(mark[n]) for n in ("x", "y", "mark_width", "mark_height")))
        for mark in marks
    ]
    assert sorted(held) == sorted(printed)
    said = " ".join("".join(page.itertext()).split())
    for name in ("levels", "bounds", "questions", "lists", "groups", "gaps", "missing"):
        for row in _table(files, name):
            for column, cell in row.items():
                if column not in {"id", "state", "shown", "several", "trend"}:
                    assert " ".join(cell.removeprefix("'").split()) in said, (name, column)


def test_b4_nothing_of_what_is_hidden() -> None:
    files = _bundle(documents.all_hidden())
    assert _table(files, "marks") == []
    assert _table(files, "groups") == []
    assert {row["shown"] for row in _table(files, "questions")} == {"no"}
    assert {row["percent"] for row in _table(files, "lists")} == {"not shown"}
    assert [row["score"] for row in _table(files, "levels")] == ["", "", ""]


def test_b4_no_text_becomes_a_formula(tmp_path: Path) -> None:
    made = documents.third()
    made["wording"]["en"]["per_bel_01"] = FORMULA
    made["cuts"][0]["groups"][0]["label"] = "@SUM(1)"
    folder = _unpacked(made, tmp_path)
    for name in COLUMNS:
        for row in _cells(folder / "tables" / f"{name}.csv"):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert _run(folder)[0] == 0


def test_b5_the_same_bytes_and_hashes() -> None:
    files = _bundle(documents.third())
    assert _bundle(documents.third()) == files
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "SHA256SUMS"
    }
    readme = files["README.txt"].decode()
    assert sums["release.json"] in readme
    assert readme.startswith("Larkspur Court: Pulse check-in, wave 3\n")
