"""What every PDF is printed on, how large its type can be, and what fits on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from survey.pdf.rendering import count_pages

Look = TypeVar("Look")

PAPERS: Final = ("a4", "letter")
SIZES: Final = ("large", "medium", "small", "smallest")
"""Of the type and the space around it, the largest first."""
CSS: Final = Path(__file__).resolve().parent.parent / "static" / "css"
FONTS: Final = CSS / "print-fonts.css"
"""Before every other style: each script has its font."""


def check_paper(paper: str, papers: Sequence[str] = PAPERS) -> None:
    """Raise ValueError for a paper that nothing is printed on."""
    if paper not in papers:
        raise ValueError(f"unknown paper: {paper!r}")


def first_on_one_page(
    looks: Sequence[Look], page: Callable[[Look], str], *, stylesheets: Sequence[Path]
) -> Look:
    """The first look in which a page takes one page; the last where none does.

    page: from a look to the HTML.
    """
    for look in looks[:-1]:
        if count_pages(page(look), stylesheets=stylesheets) == 1:
            return look
    return looks[-1]
