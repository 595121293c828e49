"""Files as they come: letters, separators, workbooks, junk.

R1  The letters of a text file are found: by its mark, or by what they cannot be.
R2  Whatever separates the cells, the rows are the same; line breaks in quotation marks stay within.
R3  Workbooks: the sheet that looks like a list, or another; numbers and days as people read them.
R4  What is no table is refused with a reason, whatever it is, and takes nothing with it.
R5  Heads are found under a title, in the languages of staff, and as they were chosen last.
R6  Words for languages and kinds of homes are understood where they can be.
R7  What an office does to a list: heads with remarks, heads on every page, adults in two columns,
    cells merged over rows, words for "none"; a door that a spreadsheet made a day of is refused.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.errors import SurveyError
from survey.homes.columns import (
    Choices,
    Remembered,
    count_homes,
    find_header,
    guess_columns,
    is_home,
    list_values,
)
from survey.homes.files import workbook_reader
from survey.homes.files.limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SIGNS,
    tidy_cell,
)
from survey.homes.files.reading import read_table
from survey.homes.files.separated import SEPARATORS
from survey.homes.rows import Checked, check_rows
from survey.homes.values import guess_kinds, guess_languages, region_of
from tests.support.home_files import xlsx_of

WESTERN = "Unité;Nom;Catégorie\r\n101;José Núñez;À loyer modéré\r\n102;Zoë Müller;Plein tarif\r\n"
ARABIC = "الشقة,الاسم,اللغة\n101,محمد علي,العربية\n102,فاطمة حسن,العربية\n"
SIMPLIFIED = "房号,姓名,语言\n101,王小明,中文\n102,李娜,中文\n"
TRADITIONAL = "房號,姓名,語言\n101,王小明,中文\n102,陳大文,中文\n"
WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zs")), max_size=12
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "utf-32"),
        (WESTERN, "cp1252"),
        (ARABIC, "cp1256"),
        (ARABIC, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        ("Квартира;Имя\n1;Иван\n2;Мария\n", "cp1251"),
        ("Unit,Name\n101,Ann\n", "ascii"),
    ],
)
def test_letters(text: str, encoding: str) -> None:
    """R1"""
    table = read_table(text.encode(encoding))
    separator = ";" if ";" in text else ","
    assert table.rows == tuple(tuple(line.split(separator)) for line in text.splitlines())


def test_letters_that_are_chosen() -> None:
    """R1: a wrong guess can be mended, and what cannot be so is said."""
    short = "Unit,Name\n101,李娜\n".encode("gb18030")
    assert read_table(short, encoding="gb18030").rows[1] == ("101", "李娜")
    with pytest.raises(SurveyError, match="encoding_differs"):
        read_table(short, encoding="utf-8")


@given(
    rows=st.lists(st.lists(WORD, min_size=3, max_size=3), min_size=2, max_size=8),
    separator=st.sampled_from(SEPARATORS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    breaks=st.sampled_from(["\r\n", "\n"]),
)
@settings(max_examples=40, deadline=None)
def test_any_separator(rows: list[list[str]], separator: str, encoding: str, breaks: str) -> None:
    """R2: what a spreadsheet writes comes back, tidied."""
    heads = ["Unit", "Two\nlines, quoted; and | more\tthings", "Name"]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=breaks, quoting=csv.QUOTE_ALL)
    writer.writerows([heads, *rows])
    found = [list(row) for row in read_table(out.getvalue().encode(encoding)).rows]
    wanted = [[tidy_cell(cell) for cell in row] for row in [heads, *rows]]
    assert [row + [""] * (3 - len(row)) for row in found] == wanted


def test_untidy_text() -> None:
    """R2: a hint at the separator, unseen signs, blank rows that count, ragged ends."""
    text = "sep=;\r\nUnit;Phone;Note\r\n\r\n"
    text += ' 101 ;\u202a+1 612 555 0101\u202c;"a ""b""\r\n c"\r\n102;;;;\r\n'
    assert read_table(text.encode()).rows == (
        (),
        ("Unit", "Phone", "Note"),
        (),
        ("101", "+1 612 555 0101", 'a "b"\nc'),
        ("102",),
    )


def test_workbooks() -> None:
    """R3"""
    data = xlsx_of(
        {
            "Read me": [],
            "Homes": [
                ["Unit", "Adults", "Since"],
                [101.0, 2, date(2024, 3, 1)],
                ["0102", 1.5, True],
            ],
            "Old": [["Unit"], [7]],
        }
    )
    table = read_table(data)
    assert (table.sheets, table.sheet) == (("Read me", "Homes", "Old"), 1)
    assert table.rows == (
        ("Unit", "Adults", "Since"),
        ("101", "2", "2024-03-01"),
        ("0102", "1.5", "TRUE"),
    )
    assert read_table(data, sheet=2).rows == (("Unit",), ("7",))
    # Notes and sums before the list, and last year's behind it: the list is what is read.
    rows: list[list[object]] = [["Unit", "Adults"], *([f"{n}", 2] for n in range(101, 107))]
    sheets: dict[str, list[list[object]]] = {
        "Notes": [["Printed in October"]],
        "Sums": rows[:3],
        "2026": rows,
        "2025": [*rows, []],
    }
    assert (read_table(xlsx_of(sheets)).sheet, read_table(xlsx_of(sheets)).rows[1]) == (
        2,
        ("101", "2"),
    )


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1504) + "EncryptedPackage".encode("utf-16-le")
"""As an office program keeps an XLSX with a password."""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b" \r\n,,,\r\n", "table_empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "table_unreadable"),
        (b"%PDF-1.7 Unit,Name", "table_unreadable"),
        (bytes(range(32)) * 20, "table_unreadable"),
        (b"PK\x03\x04 this is no workbook", "table_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "table_unreadable"),
        (LOCKED, "workbook_locked"),
        (b'Unit,Name\n101,"' + b"never closed, " * 400, "cell_too_long"),
        (b"Unit\n" + b"1\n" * (MOST_ROWS + 1), "table_too_long"),
        (b",".join(b"x" for _ in range(200)), "table_too_wide"),
        (b"x" * 10_000_001, "table_too_large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_no_table(data: bytes, code: str) -> None:
    """R4"""
    with pytest.raises(SurveyError, match=code):
        read_table(data)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (60_000, 0, "table_too_long"),
        (0, 500, "table_too_wide"),
        (1_048_575, 16_383, "table_unreadable"),
    ],
)
def test_a_workbook_that_claims_much(row: int, column: int, code: str) -> None:
    """R4: a few kilobytes that stand for up to seventeen thousand million cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Homes")
        sheet.write(0, 0, "Unit")
        sheet.write(row, column, "far away")
    with pytest.raises(SurveyError, match=code):
        read_table(out.getvalue())


@pytest.mark.parametrize(
    ("cells", "signs", "code"), [(2_000, 30_000, "cell_too_long"), (20_000, 1_500, "too_large")]
)
def test_a_workbook_that_says_one_text_often(cells: int, signs: int, code: str) -> None:
    """R4: some kilobytes of it were hundreds of megabytes, all of which the server would read."""
    rows = [["y"] * 50 for _row in range(cells // 50)]
    plain, packed = io.BytesIO(xlsx_of({"Homes": rows})), io.BytesIO()
    with zipfile.ZipFile(plain) as book, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in book.namelist():
            long = b"<t>" + b"y" * signs + b"</t>"
            bomb.writestr(name, book.read(name).replace(b"<t>y</t>", long))
    limits = (-1, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL, MOST_SIGNS)
    command = [sys.executable, "-I", workbook_reader.__file__, *map(str, limits)]
    told = subprocess.run(command, input=packed.getvalue(), capture_output=True, check=True)
    assert len(told.stdout) < 2 * MOST_SIGNS
    with pytest.raises(SurveyError, match=code):
        read_table(packed.getvalue())


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes(data: bytes) -> None:
    """R4: a table or a reason, never anything else. Workbooks have a program of their own."""
    rows = None
    with suppress(SurveyError):
        rows = read_table(data.replace(b"PK", b"pk")).rows
    assert rows is None or any(any(row) for row in rows)


def test_heads() -> None:
    """R5"""
    rows = [
        ("Rent roll, Maple Court", "printed 2026-08-01"),
        (),
        ("Bldg.", "APT #", "Head of household", "E-Mail", "Cell phone", "Notes", "Notes"),
        ("A", "101", "Ann", "", "", "", ""),
    ]
    assert find_header(rows) == 2
    nothing = Remembered()
    assert guess_columns(rows[2], nothing, 7) == (
        "building", "door", "name", "email", "phone", "", "",
    )  # fmt: skip
    for heads in (
        ("Apartamento", "Idioma", "Correo electrónico", "Número de adultos"),
        ("رقم الشقة", "اللغة", "البريد الإلكتروني", "عدد البالغين"),
        ("房号", "语言", "电子邮件", "成人数"),
    ):
        assert guess_columns(heads, nothing, 4) == ("door", "language", "email", "adults")
    written = ("Cell ☎", "E-Mail Addr.", "Pref. Lang", "# in HH 18+", "Members (18 and over)", "18")
    assert guess_columns(written, nothing, 6) == (
        "phone", "email", "language", "adults", "adults", "",
    )  # fmt: skip
    assert guess_columns(("Prog.", "Program"), nothing, 2) == ("kind", "")
    kept = Remembered(columns={"notes": "language", "apt #": ""})
    assert guess_columns(rows[2], kept, 8)[1:] == (
        "", "name", "email", "phone", "language", "", "",
    )  # fmt: skip
    assert find_header([("x",), ("a", "b"), ("c", "d")]) == 1


def test_blank_rows_and_sums_are_no_homes() -> None:
    """R5: a list from an office often ends with what its columns add up to."""
    rows = [
        ("Name", "Unit", "Adults", "Kind"),
        ("Total", "101", "2", "Market"),
        (),
        ("Ann Sum", "102", "2", "Affordable"),
        ("Total:", "", "4"),
        ("", "Grand  total", "2 homes"),
        ("合计", "4"),
    ]
    assert [is_home(row) for row in rows[1:]] == [True, False, True, False, True, False]
    assert count_homes(rows, 0) == 3
    assert list_values([rows[0], *rows[1:5], rows[6]], 0, 3) == {
        "affordable": "Affordable",
        "market": "Market",
    }
    choices = Choices(columns=("name", "door", "adults", ""))
    checked = check_rows([*rows[:5], rows[6]], choices, "US")
    assert ([home.label for home in checked.rows], checked.problems) == (["101", "102"], ())


OFFICE = """Mieterliste Eastgate;;;;;;
Stand: 30.11.2026;;;;;;
Unit / Apt. #;Bldg.;Tenant (last, first);Adults (18-61);Adults (62+);E-Mail address;Phone (cell)
 3b ;A;Müller, Jörg ;2;;joerg@example.org ;(212) 555-1000
;;;;;;
4;A;Groß, Zoë;1;1;n/a;212.555.1001
Unit / Apt. #;Bldg.;Tenant (last, first);Adults (18-61);Adults (62+);E-Mail address;Phone (cell)
5;;Nuñez, Ana;2,0;;No e-mail;212/555-1002 (home)
6;B;;0;;UNK;1-212-555-1003 or +1 212 555 1004
7;B;X;1.0;1,0;;cell: 2125551005 ext. 7
1-Feb;B;Y;1;;;
8;B;Z;1,5;2;wei[at]example.org;212/212
Summe;;;9;1;;
"""


def test_a_list_from_an_office() -> None:
    """R7"""
    rows = read_table(OFFICE.encode("cp1252")).rows
    header = find_header(rows)
    columns = guess_columns(rows[header], Remembered(), 7)
    assert (header, columns) == (
        2,
        ("door", "building", "name", "adults", "adults", "email", "phone"),
    )
    checked = check_rows(rows, Choices(header=header, columns=columns), "US")
    assert [(one.label, one.adults, one.contact.phone) for one in checked.rows] == [
        ("A 3b", 2, ("+12125551000",)),
        ("A 4", 2, ("+12125551001",)),
        ("5", 2, ("+12125551002",)),
        ("B 6", 0, ("+12125551003", "+12125551004")),
        ("B 7", 2, ("+12125551005",)),
        ("B 1-Feb", 1, ()),
        ("B 8", 0, ()),
    ]
    assert [(one.row, one.code, one.said) for one in checked.problems] == [
        (11, "door_is_day", "1-Feb"),
        (12, "adults_no_number", "1,5"),
        (12, "email_unreadable", "wei[at]example.org"),
        (12, "phone_unreadable", "212"),
        (12, "phone_unreadable", "212"),
    ]
    assert (checked.bare, Checked.from_json(checked.to_json())) == (1, checked)
    said = ("2026-02-01", "1. Feb", "Feb-01", "01-dic", "2 May", "02-Mai", "1-2", "12 B", "May 5A")
    doors = [("Unit",), *((door,) for door in said)]
    told = check_rows(doors, Choices(columns=("door",)), "US").problems
    assert [one.row for one in told] == [2, 3, 4, 5, 6, 7]


def test_cells_merged_over_rows() -> None:
    """R7: a building that is written once stands beside each of its doors; a title stays one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "d-mmm"}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "Rent roll")
        sheet.write_row(1, 0, ["Building", "Apt.", "Adults"])
        sheet.merge_range(2, 0, 5, 0, "A")
        sheet.write_row(2, 1, ["101", 2])
        sheet.write_datetime(3, 1, datetime(2026, 2, 1))  # noqa: DTZ001 - as a spreadsheet has it
        sheet.write_row(5, 1, ["103", 1])
        sheet.write_row(6, 0, ["B", "104", 1])
    assert read_table(out.getvalue()).rows == (
        ("Rent roll",),
        ("Building", "Apt.", "Adults"),
        ("A", "101", "2"),
        ("A", "2026-02-01"),
        (),
        ("A", "103", "1"),
        ("B", "104", "1"),
    )


def test_words() -> None:
    """R6"""
    words = [
        "chino",
        "chinese",
        "português",
        "tagalog",
        "kreyòl ayisyen",
        "العربية",
        "西班牙语",
        "es",
        "chinese (cantonese)",
        "espanol",
        "francais",
        "spa",
    ]
    tags = "zh-Hans zh-Hans pt-BR fil ht ar es es zh-Hant es fr es"
    assert guess_languages([*words, "", "n/a", "klingon"], Remembered()) == {
        **dict(zip(words, tags.split(), strict=True)),
        "": "none",
        "n/a": "none",
        "klingon": "",
    }
    mix = {"full": "Full-price homes", "lower": "Lower-cost homes"}
    kept = Remembered(kinds={"s8": "lower", "old": "kind_that_went"})
    assert guess_kinds(["s8", "full price homes", "old", "x"], kept, mix) == {
        "s8": "lower", "full price homes": "full", "old": "", "x": "",
    }  # fmt: skip
    assert guess_kinds(["x", ""], kept, {}) == {"x": "new", "": ""}
    rows = [("Kind",), ("S8",), ("s8 ",), (), ("Market",)]
    assert list_values(rows, 0, 0) == {"market": "Market", "s8": "S8"}
    assert [region_of(zone) for zone in ("America/New_York", "America/Mexico_City", "Etc/UTC")] == [
        "US", "MX", "US",
    ]  # fmt: skip
