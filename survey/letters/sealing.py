"""Sealing what waits to be printed, each part bound to its place in its printing."""

from __future__ import annotations

from survey.core.errors import SurveyError
from survey.keys.sealing import Unreadable, seal, unseal


def seal_part(pdf: bytes, key: bytes, *, printing_id: str, number: int) -> bytes:
    """A part for the database; moved to another row it cannot be read."""
    return seal(pdf, key, _place(printing_id, number))


def open_part(sealed: bytes, key: bytes, *, printing_id: str, number: int) -> bytes:
    """A part from the database. Raises SurveyError "letters_gone"."""
    try:
        return unseal(sealed, key, _place(printing_id, number))
    except Unreadable as error:
        raise SurveyError("missing", "letters_gone") from error


def _place(printing_id: str, number: int) -> str:
    return f"porchlight letters v1|{printing_id}|{number}"
