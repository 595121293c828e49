"""An HPKE receiver written from RFC 9180 alone, to check the library and the documented format.

Base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Sections are cited.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ENC_BYTES = 65
_KEM_SUITE = b"KEM" + (0x0010).to_bytes(2, "big")
_HPKE_SUITE = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (0x0010, 0x0001, 0x0001))


def _extract(salt: bytes, ikm: bytes) -> bytes:
    return hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()


def _expand(prk: bytes, info: bytes, length: int) -> bytes:
    """One block is enough: nothing here is longer than 32 bytes."""
    return hmac.new(prk, info + b"\x01", hashlib.sha256).digest()[:length]


def _labeled_extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    """Section 4."""
    return _extract(salt, b"HPKE-v1" + suite + label + ikm)


def _labeled_expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """Section 4."""
    return _expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def decapsulate(enc: bytes, private: bytes, public: bytes) -> bytes:
    """Section 4.1: the shared secret."""
    curve = ec.SECP256R1()
    key = ec.derive_private_key(int.from_bytes(private, "big"), curve)
    x_coordinate = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, enc))
    prk = _labeled_extract(_KEM_SUITE, b"", b"eae_prk", x_coordinate)
    return _labeled_expand(_KEM_SUITE, prk, b"shared_secret", enc + public, 32)


def key_schedule(shared_secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Section 5.1, base mode: AES-128 key and base nonce."""
    context = (
        b"\x00"
        + _labeled_extract(_HPKE_SUITE, b"", b"psk_id_hash", b"")
        + _labeled_extract(_HPKE_SUITE, b"", b"info_hash", info)
    )
    secret = _labeled_extract(_HPKE_SUITE, shared_secret, b"secret", b"")
    return (
        _labeled_expand(_HPKE_SUITE, secret, b"key", context, 16),
        _labeled_expand(_HPKE_SUITE, secret, b"base_nonce", context, 12),
    )


def open_sealed(
    sealed: bytes,
    *,
    private: bytes,
    public: bytes,
    info: bytes,
    aad: bytes = b"",
    sequence: int = 0,
) -> bytes:
    """Section 5.2: the plaintext of `enc || ct` at one sequence number."""
    enc, ciphertext = sealed[:ENC_BYTES], sealed[ENC_BYTES:]
    key, base_nonce = key_schedule(decapsulate(enc, private, public), info)
    nonce = (int.from_bytes(base_nonce, "big") ^ sequence).to_bytes(12, "big")
    return AESGCM(key).decrypt(nonce, ciphertext, aad)
