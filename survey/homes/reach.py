"""E-mail addresses and telephone numbers: read, checked by their form only, written in one way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_BETWEEN: Final = re.compile(r"[;,\n]+")
_OR: Final = re.compile(r"/|\s(?:or|and|o|y|&)\s", re.IGNORECASE)
_REMARK: Final = re.compile(r"\([^()\d]*\)")
"""As in "(home)"."""
_NOTHING: Final = frozenset(
    {
        *("-", "--", "–", "—", "?", ".", "x", "na", "n/a", "n.a.", "none", "no", "unknown", "nil"),
        *("unk", "no phone", "no number", "no cell", "no email", "no e-mail", "no mail"),
    }
)
"""What people write where there is none; it is no mistake."""
_PLAIN: Final = re.compile(r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([A-Za-z0-9.-]+)")
_LONGEST_LOCAL: Final = 64


def split_emails(cell: str) -> list[str]:
    """The addresses in a cell."""
    return _parts(_BETWEEN.split(cell))


def split_phones(cell: str, region: str) -> list[str]:
    """The telephone numbers in a cell. A slash may stand in one, or between two."""
    found = []
    for part in _parts(_BETWEEN.split(cell)):
        whole = read_phone(part, region) is not None
        found += [part] if whole else _parts(_OR.split(part))
    return found


def _parts(cut: Iterable[str]) -> list[str]:
    stripped = (one.strip() for one in cut)
    return [part for part in stripped if part and part.casefold() not in _NOTHING]


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
        number = phonenumbers.parse(_REMARK.sub(" ", text), region)
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
