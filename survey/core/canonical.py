"""One way to write a value as text, so that equal values have equal hashes everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Final

_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical_json(value: object) -> str:
    """Write a JSON-able value with sorted keys, no spaces and no escapes but the needed ones.

    Raises ValueError for NaN and infinities, which JSON cannot say, and TypeError for what is
    not JSON-able.
    """
    return _ENCODER.encode(value)


def content_hash(content: object) -> str:
    """The SHA-256 of the canonical JSON in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()
