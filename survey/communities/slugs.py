"""Slugs: names as they stand in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

MAXIMUM_LENGTH: Final = 40


def make_slug(name: str, *, fallback: str, is_taken: Callable[[str], bool]) -> str:
    """Return a name in lower-case ASCII letters, digits and dashes, made unique by a number.

    A name that has none of these, such as one in Arabic, becomes the fallback.
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", letters.lower().replace("'", ""))
    base = "-".join(words)[:MAXIMUM_LENGTH].strip("-") or fallback
    slug, number = base, 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
