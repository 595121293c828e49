"""The 32-letter alphabet of codes and receipts, and how typed ones are forgiven."""

from __future__ import annotations

import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without 0, 1, I and O: what is left has no twin in common typefaces."""

GROUP_LENGTH = 4
_MAX_TYPED_LENGTH = 200
_LOOK_ALIKES = str.maketrans("I1", "LL")
"""Whoever types I or 1 has read an L: neither is in the alphabet."""

_DASH_LIKE = frozenset("_.·•~/\\−ー")
"""Signs people type for a dash that Unicode does not class as one."""


def to_letters(digest: bytes, count: int) -> str:
    """The first `count` letters of a hash, five bits a letter, from its highest bit.

    Uniform, because 32 letters divide the bits evenly. `digest` has at least 5 x count bits.
    """
    needed = digest[: -(-5 * count // 8)]  # small numbers are quick to take apart
    bits, width = int.from_bytes(needed, "big"), len(needed) * 8
    return "".join(ALPHABET[bits >> (width - 5 * n) & 31] for n in range(1, count + 1))


def normalize_letters(text: str, count: int) -> str | None:
    """The letters somebody meant, or None when these cannot be `count` letters.

    Forgives case, white space, every dash, full-width letters and digits, the decimal digits
    of every script, invisible direction marks, and I or 1 for L.
    """
    if len(text) > _MAX_TYPED_LENGTH:
        return None
    shown = unicodedata.normalize("NFKC", text)
    letters = "".join(_plain(sign) for sign in shown if not _is_separator(sign))
    letters = letters.upper().translate(_LOOK_ALIKES)
    known = len(letters) == count and all(letter in ALPHABET for letter in letters)
    return letters if known else None


def group_letters(letters: str) -> str:
    """Letters in groups of four with dashes between: ABCD-EFGH-JKLM."""
    starts = range(0, len(letters), GROUP_LENGTH)
    return "-".join(letters[start : start + GROUP_LENGTH] for start in starts)


def _is_separator(sign: str) -> bool:
    return unicodedata.category(sign) in {"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"} or sign in _DASH_LIKE


def _plain(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
