"""What is kept of a file, sealed under a key that lies in the key store."""

from __future__ import annotations

import json
from secrets import token_bytes, token_hex
from typing import Any

from survey.core.errors import SurveyError
from survey.keys import sealing
from survey.keys.sealing import KEY_BYTES, Unreadable


def make_key() -> tuple[str, bytes]:
    """The id and the bytes of a new key."""
    return token_hex(16), token_bytes(KEY_BYTES)


def seal(data: bytes, key: bytes, bound_to: str) -> bytes:
    """Bytes for the database, bound to their place: moved to another one they cannot be read."""
    return sealing.seal(data, key, _place(bound_to))


def unseal(sealed: bytes, key: bytes, bound_to: str) -> bytes:
    """Bytes from the database. Raises SurveyError "upload_gone" for another key or place."""
    try:
        return sealing.unseal(sealed, key, _place(bound_to))
    except Unreadable as error:
        raise SurveyError("missing", "upload_gone") from error


def seal_json(told: Any, key: bytes, bound_to: str) -> bytes:
    """A value of JSON, sealed."""
    whole = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return seal(whole.encode(), key, bound_to)


def unseal_json(sealed: bytes, key: bytes, bound_to: str) -> Any:
    """What `seal_json` sealed."""
    return json.loads(unseal(sealed, key, bound_to))


def _place(bound_to: str) -> str:
    return f"porchlight list of homes v1|{bound_to}"
