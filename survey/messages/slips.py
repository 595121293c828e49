"""What stands for an address outside of this installation: slips in links and return addresses.

A slip is sealed by the key of messages (survey/keys/message_key.py), AES-SIV: whoever has the
database and every message that was ever sent learns from it neither address nor home. It also is
its own proof: one that was made up opens to nothing.
"""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from survey.messages.models import DIGEST_BYTES

_DOMAIN: Final = b"porchlight messages v1|"
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Slip:
    """Which address, as its hash, and of which wave (32 hexadecimal digits) or mailing."""

    digest: bytes
    of: str


def digest_of(key: bytes, channel: str, address: str) -> bytes:
    """The keyed hash by which an address is known again, 12 bytes, however it is written."""
    plain = "".join(address.split()).casefold()
    return _derive(key, f"address|{channel}|{plain}")[:DIGEST_BYTES]


def mark_of(key: bytes) -> bytes:
    """By what the key itself is known again, 12 bytes that tell nothing of it."""
    return _derive(key, "mark")[:DIGEST_BYTES]


def make_leave_slip(key: bytes, *, digest: bytes, wave_id: str) -> str:
    """What stands in the link with which somebody asks for no more; 59 letters."""
    sealed = _box(key, "leave").encrypt(digest + bytes.fromhex(wave_id), None)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read_leave_slip(key: bytes, text: str) -> Slip | None:
    """What a link says, or None for what is none of ours."""
    plain = _open(key, "leave", text + "=" * (-len(text) % 4), urlsafe_b64decode)
    return Slip(plain[:DIGEST_BYTES], plain[DIGEST_BYTES:].hex()) if plain else None


def make_bounce_slip(key: bytes, *, digest: bytes, mailing_id: int) -> str:
    """What stands in the address that a message comes back to; 52 letters of either case."""
    sealed = _box(key, "bounce").encrypt(digest + mailing_id.to_bytes(4, "big"), None)
    return b32encode(sealed).rstrip(b"=").decode().lower()


def read_bounce_slip(key: bytes, text: str) -> Slip | None:
    """What a return address says, or None for what is none of ours."""
    plain = _open(key, "bounce", text.upper() + "=" * (-len(text) % 8), b32decode)
    if plain is None:
        return None
    return Slip(plain[:DIGEST_BYTES], str(int.from_bytes(plain[DIGEST_BYTES:], "big")))


def _open(key: bytes, purpose: str, text: str, decode: Callable[[bytes], bytes]) -> bytes | None:
    if len(text) > _LONGEST:
        return None
    try:
        return _box(key, purpose).decrypt(decode(text.encode("ascii")), None)
    except (ValueError, InvalidTag):  # not of the alphabet, too short, or sealed by another key
        return None


def _box(key: bytes, purpose: str) -> AESSIV:
    return AESSIV(_derive(key, f"slip|{purpose}"))


def _derive(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, _DOMAIN + purpose.encode(), "sha256")
