"""What a browser does with a page and the PDF maker does not, done to the page beforehand.

A `bdi` and dir="auto" take their direction from their first letter: without it "1200 Larkspur
Court" ends with its number on an Arabic page. What stands between isolating signs becomes a `bdi`:
the PDF maker lays out each line by itself, and in a name's second line nothing would be left of
them. And a text that fits its line, but not together with the space that ends it, stays whole: the
PDF maker breaks it after its first word, so that space is set in a box of its own.

Besides, a telephone number stays in one line. And in Chinese, whose full stop brings its own room,
no space follows it where two sentences were put together; a name in Latin letters is marked, so
that its apostrophe is not as wide as a Chinese sign.
"""

from __future__ import annotations

import re
from typing import Any, Final

from survey.core.directions import direction_of

_IN_A_LINE: Final = frozenset({"a", "b", "bdi", "code", "em", "i", "span", "strong"})
_SPACES: Final = " \n"
_NO_MARKUP: Final = frozenset({"script", "style", "title"})
_DIRECTIONS: Final = {"\u2066": "ltr", "\u2067": "rtl", "\u2068": "auto"}
"""By the sign that begins what is kept apart."""
_END: Final = "\u2069"
_TELEPHONE: Final = re.compile(
    r"(?<![\w+])(?:\+\d{1,3}[ .-]?)?\(?\d{2,4}\)?(?:[ .-]{1,2}\d{2,4}){2,4}(?!\w)"
)
_NO_BREAK_SPACE: Final = "\u00a0"
_CHINESE: Final = "zh"
_ROOM_AFTER: Final = re.compile("(?<=[。！？；，、])[ \n]+")
_LATIN_NAME: Final = re.compile(r"[^\u2e80-\uffef]*[A-Za-z][^\u2e80-\uffef]*")


def mend(root: Any) -> None:
    """Write directions and boxes for spaces into a page. root: its `html` element."""
    _mend(root, "")
    for element in list(root.iter()):
        _part_spaces(element)


def _mend(element: Any, tag: str) -> None:
    """tag: the language of what the element stands in."""
    tag = element.get("lang", tag)
    if element.tag in _NO_MARKUP or element.tag.startswith("{"):  # a drawing
        return
    _keep_apart(element)
    _keep_telephones(element)
    _give_direction(element)
    if tag.partition("-")[0] == _CHINESE:
        _close_up(element)
        _mark_latin(element)
    for child in element:
        _mend(child, tag)


def _keep_apart(element: Any) -> None:
    """Make elements of what isolating signs keep apart; inside of these, it is done in turn."""
    for at in range(len(element), -1, -1):
        whole = _text_at(element, at)
        pieces = _split(whole)
        if len(pieces) > 1:
            _write_at(element, at, pieces[0])
            for place in range(1, len(pieces), 2):
                kept = element.makeelement("bdi", {"dir": _DIRECTIONS[pieces[place][0]]})
                kept.text, kept.tail = pieces[place][1:], pieces[place + 1]
                element.insert(at + place // 2, kept)


def _split(text: str) -> list[str]:
    """Text, what is kept apart after the sign that begins it, text, and so on; ends with text."""
    pieces, begun, depth = [""], 0, 0
    for at, sign in enumerate(text):
        if sign in _DIRECTIONS:
            if not depth:
                pieces[-1], begun = text[begun:at], at
            depth += 1
        elif sign == _END and depth:
            depth -= 1
            if not depth:
                pieces += [text[begun:at], ""]
                begun = at + 1
    pieces[-1] += text[begun:]
    return pieces


def _text_at(element: Any, at: int) -> str:
    """The text before an element's child of this number."""
    return (element[at - 1].tail if at else element.text) or ""


def _write_at(element: Any, at: int, text: str) -> None:
    if at:
        element[at - 1].tail = text
    else:
        element.text = text


def _keep_telephones(element: Any) -> None:
    for at in range(len(element) + 1):
        text = _text_at(element, at)
        whole = _TELEPHONE.sub(lambda found: found[0].replace(" ", _NO_BREAK_SPACE), text)
        if whole != text:
            _write_at(element, at, whole)


def _close_up(element: Any) -> None:
    """Take away spaces after signs that bring room, the last of an element's child as well."""
    for at in range(len(element) + 1):
        before = "".join(element[at - 1].itertext())[-1:] if at else ""
        text = _text_at(element, at)
        closed = _ROOM_AFTER.sub("", before + text)[len(before) :]
        if closed != text:
            _write_at(element, at, closed)


def _mark_latin(element: Any) -> None:
    if element.tag == "bdi" and _LATIN_NAME.fullmatch("".join(element.itertext())):
        element.set("class", f"{element.get('class', '')} latin".lstrip())


def _give_direction(element: Any) -> None:
    if element.get("dir", "auto" if element.tag == "bdi" else None) == "auto":
        element.set("dir", direction_of(element.itertext()))


def _part_spaces(element: Any) -> None:
    """Between words and what follows them in the same line."""
    for at, child in reversed(list(enumerate(element))):
        before = _text_at(element, at)
        words = before.rstrip(_SPACES)
        if child.tag not in _IN_A_LINE or not words or words == before:
            continue
        space = element.makeelement("span", {})
        space.text = " "
        _write_at(element, at, words)
        element.insert(at, space)
