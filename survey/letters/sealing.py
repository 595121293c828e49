"""Sealing what waits to be printed: AES-256-GCM, each part bound to its place in its printing."""

from __future__ import annotations

from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.core.errors import SurveyError

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def seal_part(pdf: bytes, key: bytes, *, printing_id: str, number: int) -> bytes:
    """A part for the database; moved to another row it cannot be read."""
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, pdf, _bound(printing_id, number))


def open_part(sealed: bytes, key: bytes, *, printing_id: str, number: int) -> bytes:
    """A part from the database. Raises SurveyError "letters_gone"."""
    nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, box, _bound(printing_id, number))
    except InvalidTag as error:
        raise SurveyError("missing", "letters_gone") from error


def _bound(printing_id: str, number: int) -> bytes:
    return f"porchlight letters v1|{printing_id}|{number}".encode()
