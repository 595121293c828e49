"""Access codes: derived from the box secret, never listed, checked without a used mark."""

from __future__ import annotations

from survey.core.sealing.errors import SealingError
from survey.core.sealing.keyed import keyed_hash
from survey.core.sealing.letters import ALPHABET, group_letters, normalize_letters, to_letters

__all__ = [
    "ALPHABET",
    "CODE_LENGTH",
    "code_check",
    "derive_code",
    "format_code",
    "normalize_code",
]

CODE_LENGTH = 12
"""Letters of a code: 60 bits."""


def derive_code(box_secret: bytes, home: int | str, adult: int) -> str:
    """The code of one adult of one home, 12 letters; the same again for a reminder."""
    digest = keyed_hash(box_secret, "code", str(home).encode(), str(adult).encode())
    return to_letters(digest, CODE_LENGTH)


def normalize_code(text: str) -> str | None:
    """The code somebody typed, 12 letters, or None when it cannot be one."""
    return normalize_letters(text, CODE_LENGTH)


def format_code(code: str) -> str:
    """The code as letters show it: ABCD-EFGH-JKLM."""
    return group_letters(code)


def code_check(box_secret: bytes, code: str) -> bytes:
    """What the database keeps of a code, 32 bytes; raises SealingError for what is no code."""
    return keyed_hash(box_secret, "check", canonical_code(code))


def canonical_code(code: str) -> bytes:
    """The normalized code as bytes for hashing; raises SealingError for what is no code."""
    normal = normalize_code(code)
    if normal is None:
        raise SealingError("not_a_code")
    return normal.encode("ascii")
