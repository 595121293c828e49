"""The one keyed hash behind codes, checks, slots and receipts."""

from __future__ import annotations

import hmac

from survey.core.sealing.errors import SealingError

BOX_SECRET_BYTES = 32
_DOMAIN = b"porchlight v1"


def keyed_hash(box_secret: bytes, purpose: str, *parts: bytes) -> bytes:
    """HMAC-SHA256 of the parts for one purpose, 32 bytes.

    Domain, purpose and every part are framed by their length, so that no two lists of parts
    and no two purposes can ever give the same input. Source: ballot-box.md, "Codes".
    """
    if len(box_secret) != BOX_SECRET_BYTES:
        raise SealingError("box_secret_length", length=len(box_secret))
    framed = b"".join(
        len(part).to_bytes(4, "big") + part for part in (_DOMAIN, purpose.encode(), *parts)
    )
    return hmac.digest(box_secret, framed, "sha256")
