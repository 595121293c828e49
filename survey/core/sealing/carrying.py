"""What a page carries from one request to the next, so that only who gave it can read it again."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from secrets import token_bytes
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey.core.sealing.errors import SealingError
from survey.core.sealing.padding import pad, unpad

_INFO: Final = b"porchlight carried v1"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def carrying_key(secret: bytes, salt: bytes) -> bytes:
    """The key of one sitting, 32 bytes: lost with its salt, though the secret stays."""
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=_INFO).derive(secret)


def lock(key: bytes, value: Mapping[str, object], *, size: int, context: bytes) -> str:
    """A JSON object as text for a page, of one length whatever it says.

    size: bytes that hold every such object in JSON. context: what it belongs to; elsewhere it does
    not open.
    """
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    nonce = token_bytes(_NONCE_BYTES)
    locked = AESGCM(key).encrypt(nonce, pad(plain, size), context)
    return urlsafe_b64encode(nonce + locked).decode()


def unlock(key: bytes, text: str, *, context: bytes) -> dict[str, Any]:
    """What was locked by this key for this context; SealingError "not_carried" for all else."""
    try:
        raw = urlsafe_b64decode(text)
        plain = unpad(AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context))
        value: dict[str, Any] = json.loads(plain)
    except (NotBase64, ValueError, InvalidTag) as error:
        raise SealingError("not_carried") from error
    return value
