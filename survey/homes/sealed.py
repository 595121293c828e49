"""What is kept of a file, sealed: AES-256-GCM under a key that lies in the key store."""

from __future__ import annotations

import json
from secrets import token_bytes, token_hex
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.core.errors import SurveyError
from survey.homes.contacts import KEY_BYTES

_NONCE_BYTES: Final = 12


def make_key() -> tuple[str, bytes]:
    """The id and the bytes of a new key."""
    return token_hex(16), token_bytes(KEY_BYTES)


def seal(data: bytes, key: bytes, bound_to: str) -> bytes:
    """Bytes for the database, bound to their place: moved to another one they cannot be read."""
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, _bound(bound_to))


def unseal(sealed: bytes, key: bytes, bound_to: str) -> bytes:
    """Bytes from the database. Raises SurveyError "upload_gone" for another key or place."""
    try:
        nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return AESGCM(key).decrypt(nonce, box, _bound(bound_to))
    except (InvalidTag, ValueError) as error:
        raise SurveyError("missing", "upload_gone") from error


def seal_json(told: Any, key: bytes, bound_to: str) -> bytes:
    """A value of JSON, sealed."""
    whole = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return seal(whole.encode(), key, bound_to)


def unseal_json(sealed: bytes, key: bytes, bound_to: str) -> Any:
    """What `seal_json` sealed."""
    return json.loads(unseal(sealed, key, bound_to))


def _bound(bound_to: str) -> bytes:
    return f"porchlight list of homes v1|{bound_to}".encode()
