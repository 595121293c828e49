"""Where words stand on printed pages, from the PDF maker's own boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from weasyprint.formatting_structure import boxes

from survey.pdf.rendering import _lay_out

A_PIXEL = 1


def words_out_of_place(html: str, stylesheets: Sequence[Path]) -> set[str]:
    """The words that run over a page's margin, or out of their table's cell, by more than that."""
    _styles, printed = _lay_out(html, stylesheets)
    found = set()
    for page in printed.pages:
        for text, room in _texts(page._page_box, page._page_box):
            left, right = _ends(text)
            if left < room[0] - A_PIXEL or right > room[1] + A_PIXEL:
                found.add(text.text.strip())
    return found


def lines_of(html: str, stylesheets: Sequence[Path]) -> list[str]:
    """The words of each line of all pages, without the running ones."""
    _styles, printed = _lay_out(html, stylesheets)
    lines: list[str] = []
    for page in printed.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox):
                texts = (one for one in box.descendants() if isinstance(one, boxes.TextBox))
                lines.append("".join(one.text for one in texts))
    return lines


def _texts(box: Any, room: Any) -> Iterator[tuple[Any, tuple[float, float]]]:
    """Text by text, with the ends of the room that it has."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.MarginBox):
            continue
        inner = child if isinstance(child, boxes.TableCellBox) else room
        if isinstance(child, boxes.TextBox) and child.text.strip():
            yield child, _room(inner)
        yield from _texts(child, inner)


def _room(box: Any) -> tuple[float, float]:
    """A cell with its padding; a page without its margins."""
    if isinstance(box, boxes.TableCellBox):
        return box.border_box_x(), box.border_box_x() + box.border_width()
    return box.content_box_x(), box.content_box_x() + box.width


def _ends(text: Any) -> tuple[float, float]:
    return text.position_x, text.position_x + text.width
