"""Letters, hangers and slips as PDF files: the type is as large as one sheet a home allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template

from survey.core.version import VERSION
from survey.letters.sheets import MOST_CODES, Sheet, sample_sheet
from survey.letters.words import LetterWords
from survey.pdf.papers import CSS, FONTS, SIZES, check_paper, first_on_one_page
from survey.pdf.rendering import DoesNotFit, render

STYLES: Final = (FONTS, CSS / "letters.css")
ON_A_PAGE: Final = {"letters": 1, "hangers": 3, "slips": 8}
A_PART: Final = {"letters": 50, "hangers": 150, "slips": 400}
"""So many sheets are laid out together: 50 pages, since memory grows with every page."""


@dataclass(frozen=True, slots=True)
class Look:
    """How sheets are printed. returned_to: the line above the address in the window, or ""."""

    shape: str
    paper: str
    returned_to: str = ""

    @property
    def on_a_page(self) -> int:
        """How many sheets one page takes."""
        return ON_A_PAGE[self.shape]


class Fitting:
    """The size of type for each language and number of codes, found once each."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._found: dict[tuple[str, int], str] = {}

    def size_of(self, sheet: Sheet) -> str:
        """The largest in which sheets like this one take one page."""
        key = (sheet.words.language.tag, sheet.codes)
        if key not in self._found:
            self._found[key] = self._find(sample_sheet(sheet.words, sheet.codes))
        return self._found[key]

    def _find(self, sample: Sheet) -> str:
        page = [sample] * self._look.on_a_page
        return first_on_one_page(
            SIZES,
            lambda size: sheets_html([(one, size) for one in page], self._look),
            stylesheets=STYLES,
        )


def render_sheets(
    sheets: Sequence[Sheet],
    look: Look,
    fitting: Fitting | None = None,
    tell: Callable[[int], None] | None = None,
) -> bytes:
    """One PDF of these sheets, one page a letter. Needs an application context.

    tell: how many of them are laid out.

    Where somebody's name or address is longer than the room that was tried, all of this PDF's
    sheets are set in the smallest type.
    """
    sizes = fitting or Fitting(look)
    pages = -(-len(sheets) // look.on_a_page)
    try:
        html = sheets_html([(one, sizes.size_of(one)) for one in sheets], look)
        return render(html, stylesheets=STYLES, most_pages=pages, on_page=_count(look, tell))
    except DoesNotFit:
        html = sheets_html([(one, SIZES[-1]) for one in sheets], look)
        return render(html, stylesheets=STYLES)


def _count(look: Look, tell: Callable[[int], None] | None) -> Callable[[int], None] | None:
    """What turns pages into sheets."""
    return None if tell is None else lambda page: tell(page * look.on_a_page)


def render_samples(words: Sequence[LetterWords], look: Look) -> bytes:
    """Test pages: the first sheet in each of these languages, with a code that leads nowhere."""
    codes = min(2, MOST_CODES[look.shape])
    return render_sheets([sample_sheet(one, codes) for one in words], look)


def sheets_html(sized: Sequence[tuple[Sheet, str]], look: Look) -> str:
    """The pages that a PDF is made from. Raises ValueError for an unknown paper."""
    check_paper(look.paper)
    first = sized[0][0].words
    starts = range(0, len(sized), look.on_a_page)
    return render_template(
        f"paper/{look.shape}.html",
        pages=[sized[start : start + look.on_a_page] for start in starts],
        reader=first.language,
        runner=first.runner,
        title=first.title,
        paper=look.paper,
        returned_to=look.returned_to,
        software=VERSION,
    )
