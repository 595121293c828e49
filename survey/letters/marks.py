"""What a PDF was made from, as a mark: the same mark, the same PDF.

A worker that takes over from a killed one goes on after the parts that it would make the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest

from survey.core.version import VERSION
from survey.letters.rendering import Look
from survey.letters.sheets import Sheet


def mark_of(sheets: Sequence[Sheet], look: Look, key: bytes) -> bytes:
    """The mark of these sheets, under the key of their printing.

    Whoever has no key can neither make it nor try codes and doors until one fits.
    """
    words = sorted({repr(sheet.words) for sheet in sheets})
    told = [VERSION, repr(look), words, [_tell(sheet) for sheet in sheets]]
    return digest(key, b"porchlight letters made of v1|" + json.dumps(told).encode(), sha256)


def _tell(sheet: Sheet) -> list[object]:
    """All that one sheet says and another one of its language does not."""
    codes = [slip.code for row in sheet.rows for slip in row]
    return [sheet.words.language.tag, sheet.door, sheet.to, sheet.greeting, sheet.of, codes]
