"""Elements of an XML document that is only ever written: text goes in, and is escaped on the way.

Nothing is parsed here, so that no document from elsewhere can do anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

__all__ = ["Element", "add", "add_each", "begin", "written"]

NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, not even escaped."""

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def begin(name: str, namespace: str, **attributes: str) -> Element:
    """Begin a document whose elements are all of one namespace."""
    return Element(name, {"xmlns": namespace, **attributes})


def add(
    parent: Element, name: str, text: str = "", /, lang: str = "", **attributes: str
) -> Element:
    """Add an element at the end of another, with its text and the language of the text."""
    held = {key: NOT_XML.sub(" ", value) for key, value in attributes.items()}
    found = SubElement(parent, name, {LANG: lang, **held} if lang else held)
    found.text = NOT_XML.sub(" ", text) or None
    return found


def add_each(parent: Element, name: str, texts: Mapping[str, str], /, **attributes: str) -> None:
    """Add an element for each language that says something, as tag -> text."""
    for tag, text in texts.items():
        if text:
            add(parent, name, text, lang=tag, **attributes)


def written(root: Element) -> bytes:
    """Return the document in UTF-8, an element a line."""
    indent(root, space=" ")
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
