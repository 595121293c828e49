"""What an outside mail house gets: addresses, salutations and codes, one row a home.

It leads from homes to codes, so it is made while it is sent and kept nowhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import xlsxwriter
from flask_babel import force_locale

from survey.core.spreadsheets import harmless
from survey.letters.homes import LetterHome
from survey.letters.sheets import ADDRESS_LINES, address_lines, greet, name_door
from survey.letters.words import LetterWords

ABOUT: Final = ("order", "door")
AFTER: Final = ("salutation", "language", "address_to_type", "promise_number")
WIDE: Final = 32
SAFE: Final = {
    "in_memory": True,  # no file on the disk, not even for a moment
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Say = Callable[[str], LetterWords]


def columns(homes: Sequence[LetterHome]) -> list[str]:
    """The names of the columns: as many codes as the home with the most adults has."""
    most = max((len(home.codes) for home in homes), default=0)
    lines = [f"address_{number}" for number in range(1, ADDRESS_LINES + 1)]
    codes = [f"code_{number}" for number in range(1, most + 1)]
    return [*ABOUT, *lines, *AFTER, *codes]


def rows(homes: Sequence[LetterHome], say: Say) -> Iterator[list[str]]:
    """The row of each home, in the order of delivery, without what it has none of."""
    for order, home in enumerate(homes, start=1):
        words = say(home.tag)
        with force_locale(words.language.locale):
            lines = address_lines(home, words)[:ADDRESS_LINES]
            about = [str(order), name_door(home)]
            after = [greet(home), home.tag, words.code_address, words.number]
        yield [*about, *lines, *[""] * (ADDRESS_LINES - len(lines)), *after, *home.codes]


def iterate_csv(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file, one after the other; formulas are made harmless.

    names: of the columns; cells: the rows. Needs nothing but these while it is sent.
    """
    yield "\ufeff" + _line(names)
    for row in cells:
        padded = [*row, *[""] * (len(names) - len(row))]
        yield _line([harmless(cell) for cell in padded])


def make_workbook(homes: Sequence[LetterHome], say: Say) -> bytes:
    """The same as a workbook: every cell is text, so that none can become a formula."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, SAFE)
    sheet = book.add_worksheet("homes")
    head = book.add_format({"bold": True})
    names = columns(homes)
    sheet.set_column(0, len(names), WIDE)
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, head)
    for number, row in enumerate(rows(homes, say), start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    book.close()
    return held.getvalue()


def _line(cells: Sequence[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()
