"""Whether a page is built like pages that have parsed without an error already.

A strict HTML5 parser written in Python took a quarter of the time of all tests of pages, and most
pages differ from another one in their words only. So a page is parsed strictly when anything of its
build is new: a tag with its attributes, or which tags stand beside each other.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

BESIDE: Final = 6
"""So many tags in a row are looked at together."""

VOID: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr !doctype".split()  # noqa: SIM905
)
RAW: Final = re.compile(r"(<(script|style)\b[^>]*>).*?(</\2>)", re.DOTALL)
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
TAG: Final = re.compile(r"""<(/?[!a-zA-Z][^\s/>]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
VALUE: Final = re.compile(r"""=\s*("[^"]*"|'[^']*')""")
LOOSE: Final = re.compile(r"&(?!(?:[a-zA-Z]+|#[0-9]+|#x[0-9a-fA-F]+);)|[\x00-\x08\x0b\x0e-\x1f]")

Shape = frozenset[tuple[str, ...]]


class KnownShapes:
    """The parts of which pages were built that have parsed without an error."""

    def __init__(self) -> None:
        self._parts: set[tuple[str, ...]] = set()

    def knows(self, shape: Shape | None) -> bool:
        """Whether a page of this shape needs no strict parsing."""
        return shape is not None and shape <= self._parts

    def learn(self, shape: Shape | None) -> None:
        """Take in a page that has parsed without an error."""
        self._parts |= shape or frozenset()


def shape_of(html: str) -> Shape | None:
    """The parts of a page, or None where its text could be misread: then only a parser knows."""
    bare = COMMENT.sub("", RAW.sub(r"\1\3", html))
    found = list(TAG.finditer(bare))
    if len(found) != bare.count("<") or LOOSE.search(bare):
        return None
    names = [one[1].lower() for one in found]
    if not _is_closed(names):
        return None
    tags = {("", one[1] + VALUE.sub("=", one[2])) for one in found}
    rows = {tuple(names[at : at + BESIDE]) for at in range(len(names))}
    return frozenset(tags | rows)


def _is_closed(names: list[str]) -> bool:
    """Whether every element is closed as often as it is opened."""
    count = Counter(name for name in names if name.lstrip("/") not in VOID)
    opened = {name.lstrip("/") for name in count}
    return all(count[name] == count[f"/{name}"] for name in opened)
