"""Files of homes as they come in, and the way of a file over the pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HEADS = ("Unit", "Program", "Adults", "Language", "Name", "E-mail", "Phone")
ROWS: tuple[tuple[str, ...], ...] = (
    ("101", "Section 8", "2", "Spanish", "José Núñez", "jose@mail.example.org", "(612) 555-0101"),
    ("102", "Market", "1", "English", "Ann O’Neil", "ann@mail.example.org; b@mail.example.org", ""),
    ("103", "section 8", "3", "", "王小明", "", "+1 612 555 0103"),
    ("104", "Market", "0", "Chinese", "", "", ""),
)


def csv_of(rows: Sequence[Sequence[str]], heads: Sequence[str] = HEADS) -> bytes:
    """A plain file of UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def xlsx_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def send(client: FlaskClient, data: bytes, slug: str = "maple-court", name: str = "h.csv") -> str:
    """Send a file; the address of its page."""
    reply = client.post(
        f"/staff/properties/{slug}/homes/import", data={"file": (io.BytesIO(data), name)}
    )
    assert reply.status_code == 302, reply.get_data(as_text=True)
    return reply.headers["Location"].removesuffix("/columns")


def columns(client: FlaskClient, page: str, **chosen: object) -> TestResponse:
    """Answer the page of columns as it was guessed, but for what is named here."""
    return client.post(f"{page}/columns", data={"encoding": "utf-8", "header": "0", **chosen})


def listed(prefix: str, values: Sequence[str]) -> dict[str, str]:
    """Values as a list in a form sends them."""
    return {f"{prefix}-{index}": value for index, value in enumerate(values)}


FIELDS = ("door", "kind", "adults", "language", "name", "email", "phone")
KINDS = ("full_price_homes", "lower_cost_homes")  # of Market and Section 8, in that order
LANGUAGES = ("none", "zh-Hans", "en", "es")  # of nothing, Chinese, English, Spanish


def look_through(client: FlaskClient, data: bytes, **other: str) -> str:
    """Send a file with HEADS, say what its columns are, and look it through; its page."""
    page = send(client, data)
    chosen = {
        **listed("columns", FIELDS),
        **listed("kinds", KINDS),
        **listed("languages", LANGUAGES),
        "adults": "1",
        **other,
    }
    reply = columns(client, page, **chosen)
    assert reply.headers.get("Location") == page, reply.get_data(as_text=True)
    return page


def take(
    client: FlaskClient, page: str, version: int = 0, ends: str = "2027-06-30"
) -> TestResponse:
    """Read a file in that was looked through."""
    return client.post(f"{page}/take", data={"version": str(version), "ends_on": ends})
