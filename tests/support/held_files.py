"""What a file says to whoever opens it, as text: PDFs and archives with all that is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pikepdf

_SAID: Final = frozenset(
    ("/Alt", "/ActualText", "/E", "/T", "/Title", "/Desc", "/F", "/UF", "/Lang")
)
"""What objects of a PDF say in words: pictures, heads of the outline, attachments."""
_DRAWN: Final = {
    b"re": (0, 2, 3),
    b"m": (0,),
    b"l": (0,),
    b"c": (0, 2, 4),
    b"cm": (0, 1, 2, 3, 4),
    b"rg": (0, 1, 2),
    b"RG": (0, 1, 2),
}
"""Lines, surfaces and colours. How far down they stand is left out: it hangs on where lines end."""
_SHOWN: Final = re.compile(
    rb"/(?P<font>\w+) [\d.]+ Tf|<(?P<signs>[0-9a-f]+)>|(?P<end>\bET\b)"
    rb"|^(?P<numbers>[-\d. ]+) (?P<act>re|m|l|c|cm|rg|RG)$",
    re.MULTILINE,
)
_SIGN: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


def said_by(data: bytes) -> str:
    """Everything in a file that can be read or seen, with nothing about how it is packed."""
    if data.startswith(b"PK"):
        return "\n".join(_members(data))
    if data.startswith(b"%PDF"):
        return "\n".join(_document(data))
    return data.decode("latin-1")


def _members(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist():
            yield f"{one.filename} {one.date_time} {one.comment!r}"
            yield said_by(archive.read(one))


def _document(data: bytes) -> Iterator[str]:
    """Each page, what stands about the document and its parts, and what is attached."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            yield f"page {[float(side) for side in page.mediabox]}"
            yield from _page(page)
        yield repr(sorted((key, str(value)) for key, value in document.docinfo.items()))
        yield str(document.open_metadata())
        for each in document.objects:
            yield from _words_of(each)
        for name, attached in document.attachments.items():
            yield f"{name} {attached.description}"
            yield said_by(attached.get_file().read_bytes())


def _page(page: pikepdf.Page) -> Iterator[str]:
    """Its words, and what is drawn, in the order of the page.

    pypdf reads the same words, but takes as long for a page as it takes to make one.
    """
    words, drawn = [], []
    signs: dict[bytes, str] = {}
    for found in _SHOWN.finditer(page.Contents.read_bytes()):
        if found["font"]:
            font = page.Resources.Font["/" + found["font"].decode()]
            signs = _signs_of(font.ToUnicode.read_bytes())
        elif found["signs"]:
            codes = re.findall(rb".{4}", found["signs"])
            words += [signs.get(code, "?") for code in codes]
        elif found["end"]:
            words.append(" ")
        else:
            numbers = found["numbers"].split()
            drawn.append(b" ".join((*(numbers[at] for at in _DRAWN[found["act"]]), found["act"])))
    yield " ".join("".join(words).split())
    yield b", ".join(drawn).decode()


@cache
def _signs_of(table: bytes) -> dict[bytes, str]:
    """Which letters the signs of a font stand for."""
    return {
        code: bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _SIGN.findall(table)
    }


def _words_of(each: Any) -> Iterator[str]:
    if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(_SAID.intersection(each.keys())):
            if isinstance(value := each.get(key), pikepdf.String):
                yield f"{key} {value}"
