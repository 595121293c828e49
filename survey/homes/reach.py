"""E-mail addresses and telephone numbers: read, checked by their form only, written in one way."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_BETWEEN: Final = re.compile(r"[;,\n]+")
_BETWEEN_PHONES: Final = re.compile(r"[;,/\n]+")
_PLAIN: Final = re.compile(r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([A-Za-z0-9.-]+)")
_LONGEST_LOCAL: Final = 64


def split_emails(cell: str) -> list[str]:
    """The addresses in a cell."""
    return [part for part in (one.strip() for one in _BETWEEN.split(cell)) if part]


def split_phones(cell: str) -> list[str]:
    """The telephone numbers in a cell."""
    return [part for part in (one.strip() for one in _BETWEEN_PHONES.split(cell)) if part]


def read_email(text: str) -> str | None:
    """An address in its usual form, or None. Nobody is asked whether it exists."""
    plain = _PLAIN.fullmatch(text)
    if plain and len(plain[1]) <= _LONGEST_LOCAL:
        domain = _read_domain(plain[2].lower())
        return f"{plain[1]}@{domain}" if domain else None
    return _validated(text)


def read_phone(text: str, region: str) -> str | None:
    """A number in E.164, or None. region: whose numbers are written without a prefix."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def _read_domain(domain: str) -> str | None:
    """The part behind the @, once for all who have it."""
    whole = _validated(f"a@{domain}")
    return whole.partition("@")[2] if whole else None


def _validated(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
