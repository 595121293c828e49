"""Sealing by a key that lies in the key store: AES-256-GCM, bound to the place where it is kept."""

from __future__ import annotations

from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class Unreadable(ValueError):
    """Sealed by another key, for another place, or altered since."""


def seal(data: bytes, key: bytes, bound_to: str) -> bytes:
    """Bytes for the database. bound_to: what and where they are; moved they cannot be read."""
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound_to.encode())


def unseal(sealed: bytes, key: bytes, bound_to: str) -> bytes:
    """What `seal` was given. Raises Unreadable."""
    nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, box, bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
