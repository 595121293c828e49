"""HPKE base mode (RFC 9180), DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.

Chosen because every phone's WebCrypto has its parts. Sealed bytes are `enc || ct`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from survey.core.sealing.errors import SealingError

PRIVATE_KEY_BYTES = 32
PUBLIC_KEY_BYTES = 65
OVERHEAD_BYTES = 65 + 16
"""Encapsulated key (an uncompressed point) and the authentication tag."""

UNCOMPRESSED_POINT = 4
"""First byte of an encapsulated key."""

_CURVE = ec.SECP256R1()
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


@dataclass(frozen=True, slots=True)
class LoadedKey:
    """An opening key that has been loaded: loading one costs a third of a decryption."""

    key: ec.EllipticCurvePrivateKey


def generate_opening_key() -> tuple[bytes, bytes]:
    """A new pair from the system's randomness: private scalar (32 bytes), public point (65)."""
    key = ec.generate_private_key(_CURVE)
    scalar = key.private_numbers().private_value.to_bytes(PRIVATE_KEY_BYTES, "big")
    return scalar, _point(key.public_key())


def public_key_of(private_key: bytes) -> bytes:
    """The public point (65 bytes, uncompressed) that belongs to a private scalar."""
    return _point(_load_private(private_key).public_key())


def public_fingerprint(public_key: bytes) -> str:
    """SHA-256 of the public point, 64 hexadecimal characters."""
    return hashlib.sha256(public_key).hexdigest()


def seal(public_key: bytes, plaintext: bytes, *, info: bytes) -> bytes:
    """`enc || ct` of the plaintext for one key in one context; fresh at every call."""
    return _SUITE.encrypt(plaintext, _load_public(public_key), info)


def load_opening_key(private_key: bytes) -> LoadedKey:
    """A private scalar made ready for many envelopes; SealingError where it is none.

    Hold it no longer than the opening lasts: nothing here keeps a copy.
    """
    return LoadedKey(_load_private(private_key))


def unseal(private_key: bytes | LoadedKey, sealed: bytes, *, info: bytes) -> bytes:
    """The plaintext; SealingError when key, context or any byte is another one."""
    key = private_key if isinstance(private_key, LoadedKey) else load_opening_key(private_key)
    try:
        return _SUITE.decrypt(sealed, key.key, info)
    except (InvalidTag, ValueError) as error:
        raise SealingError("not_opened") from error


def unseal_each(key: LoadedKey, sealed: Iterable[bytes], *, info: bytes) -> list[bytes | None]:
    """What `unseal` gives for each of many texts, and None in the place of one that does not open.

    Nothing else is done between two decryptions: they fill the processor's caches, and taking
    turns with other work costs a third more than the two apart (measured; see tests/bench).
    """
    return [_unseal_or_none(key.key, text, info) for text in sealed]


def _unseal_or_none(key: ec.EllipticCurvePrivateKey, sealed: bytes, info: bytes) -> bytes | None:
    try:
        return _SUITE.decrypt(sealed, key, info)
    except (InvalidTag, ValueError):
        return None


def _load_private(private_key: bytes) -> ec.EllipticCurvePrivateKey:
    if len(private_key) != PRIVATE_KEY_BYTES:
        raise SealingError("private_key_length", length=len(private_key))
    try:
        return ec.derive_private_key(int.from_bytes(private_key, "big"), _CURVE)
    except ValueError as error:
        raise SealingError("private_key_range") from error


@lru_cache(maxsize=64)
def _load_public(public_key: bytes) -> ec.EllipticCurvePublicKey:
    """A wave's public key, checked to lie on the curve once and not for every envelope."""
    if len(public_key) != PUBLIC_KEY_BYTES:
        raise SealingError("public_key_length", length=len(public_key))
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public_key)
    except ValueError as error:
        raise SealingError("public_key_point") from error


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
