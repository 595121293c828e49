"""What a key for programs looks like, and what of it is kept: its hash and its first letters."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

SECRET_BYTES: Final = 32
BEGINNING: Final = "plk_"
"""By this, scanners that look for secrets in public code find a key that got there."""

SHOWN_LETTERS: Final = len(BEGINNING) + 6
SHAPE: Final = re.compile(rf"{BEGINNING}[A-Za-z0-9_-]{{43}}")


@dataclass(frozen=True, slots=True)
class Token:
    """A key as it is shown once: `text` leaves with the answer, the other two are kept."""

    text: str
    prefix: str
    secret_hash: str


def make_token() -> Token:
    """Make a key of 256 random bits."""
    text = BEGINNING + secrets.token_urlsafe(SECRET_BYTES)
    return Token(text, text[:SHOWN_LETTERS], hash_token(text))


def hash_token(text: str) -> str:
    """Return what is kept of a key: its SHA-256, as 64 hexadecimal digits.

    A slow hash would guard nothing: nobody tries through 256 random bits.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def looks_like_token(text: str) -> bool:
    """Tell whether a text could be a key at all."""
    return SHAPE.fullmatch(text) is not None
