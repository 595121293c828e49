"""What a browser does with a page and the PDF maker does not, done to the page beforehand.

A `bdi` and dir="auto" take their direction from their first letter: without it "1200 Larkspur
Court" ends with its number on an Arabic page. And a text that fits its line, but not together
with the space that ends it, stays whole: the PDF maker breaks it after its first word, so that
space is set in a box of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

_LEFT_TO_RIGHT: Final = "L"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_IN_A_LINE: Final = frozenset({"a", "b", "bdi", "code", "em", "i", "span", "strong"})
_SPACES: Final = " \n"


def mend(root: Any) -> None:
    """Write directions and boxes for spaces into a page. root: its `html` element."""
    for element in root.iter():
        _give_direction(element)
    for element in list(root.iter()):
        _part_spaces(element)


def direction_of(texts: Iterable[str]) -> str:
    """Return "ltr" or "rtl", by the first letter that has a direction; "ltr" without one.

    The rule for dir="auto" in the HTML standard, section 3.2.6.4.
    """
    for text in texts:
        for sign in text:
            kind = unicodedata.bidirectional(sign)
            if kind == _LEFT_TO_RIGHT:
                return "ltr"
            if kind in _RIGHT_TO_LEFT:
                return "rtl"
    return "ltr"


def _give_direction(element: Any) -> None:
    if element.get("dir", "auto" if element.tag == "bdi" else None) == "auto":
        element.set("dir", direction_of(element.itertext()))


def _part_spaces(element: Any) -> None:
    """Between words and what follows them in the same line."""
    for at, child in reversed(list(enumerate(element))):
        before = element[at - 1].tail if at else element.text
        words = (before or "").rstrip(_SPACES)
        if child.tag not in _IN_A_LINE or not words or words == before:
            continue
        space = element.makeelement("span", {})
        space.text = " "
        if at:
            element[at - 1].tail = words
        else:
            element.text = words
        element.insert(at, space)
