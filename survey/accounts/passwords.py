"""Passwords: hashed with argon2id, checked in the same time whether or not somebody exists."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from survey.core.errors import SurveyError

MINIMUM_LENGTH: Final = 12
MAXIMUM_LENGTH: Final = 200  # bounds the work that one request can ask for
FIRST_PASSWORD_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet

# OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
_hasher = PasswordHasher(
    time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)


def hash_password(password: str) -> str:
    """Return the hash to store. Raises SurveyError "password_too_short", "password_too_long"."""
    if len(password) < MINIMUM_LENGTH:
        raise SurveyError("input", "password_too_short", minimum=MINIMUM_LENGTH)
    if len(password) > MAXIMUM_LENGTH:
        raise SurveyError("input", "password_too_long", maximum=MAXIMUM_LENGTH)
    return _hasher.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Tell whether a password fits a stored hash.

    Without a hash, because nobody has that address, the same work is done for nothing, so
    that the time taken does not tell who has an account.
    """
    if len(password) > MAXIMUM_LENGTH:
        return False
    try:
        _hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def make_first_password() -> str:
    """Return a password to hand over once: 16 letters in groups of four, about 79 bits."""
    letters = [secrets.choice(FIRST_PASSWORD_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(24))
