"""Custody: an opening key wrapped by a passphrase, so that the server cannot use it alone."""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_bytes

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.core.sealing.errors import SealingError, WrongPassphrase
from survey.core.sealing.hpke import PRIVATE_KEY_BYTES

SALT_BYTES = 16
NONCE_BYTES = 12
CIPHERTEXT_BYTES = PRIVATE_KEY_BYTES + 16
_KEY_BYTES = 32
_AAD = b"porchlight opening key v1"
_KDF = "argon2id"


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters: passes, memory in KiB, lanes. The default is RFC 9106's second choice.

    The limits keep an altered file from asking for all memory of the machine.
    """

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4

    def __post_init__(self) -> None:
        known = (
            1 <= self.passes <= 64
            and 8 * self.lanes <= self.memory_kib <= 1024 * 1024
            and 1 <= self.lanes <= 16
        )
        if not known:
            raise SealingError("wrapped_key_cost")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A wrapped opening key, taken apart."""

    cost: Cost
    salt: bytes
    nonce: bytes
    ciphertext: bytes

    def __post_init__(self) -> None:
        lengths = (len(self.salt), len(self.nonce), len(self.ciphertext))
        if lengths != (SALT_BYTES, NONCE_BYTES, CIPHERTEXT_BYTES):
            raise SealingError("wrapped_key_format")


_DEFAULT_COST = Cost()


def wrap_key(
    private_key: bytes,
    passphrase: str,
    *,
    cost: Cost = _DEFAULT_COST,
    random: Callable[[int], bytes] = token_bytes,
) -> str:
    """The opening key under a passphrase, as JSON text with everything but the passphrase.

    How long a passphrase must be is the form's matter. `random(n)` gives n random bytes.
    """
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    ciphertext = AESGCM(_stretch(passphrase, salt, cost)).encrypt(nonce, private_key, _AAD)
    return to_text(Wrapped(cost, salt, nonce, ciphertext))


def unwrap_key(text: str, passphrase: str) -> bytes:
    """The opening key, 32 bytes.

    Raises WrongPassphrase; SealingError when the text is not a wrapped key.
    """
    wrapped = from_text(text)
    key = _stretch(passphrase, wrapped.salt, wrapped.cost)
    try:
        return AESGCM(key).decrypt(wrapped.nonce, wrapped.ciphertext, _AAD)
    except InvalidTag as error:
        raise WrongPassphrase from error


def to_text(wrapped: Wrapped) -> str:
    """The JSON text of a wrapped key."""
    fields = {
        "v": 1,
        "kdf": _KDF,
        "passes": wrapped.cost.passes,
        "memory_kib": wrapped.cost.memory_kib,
        "lanes": wrapped.cost.lanes,
        "salt": b64encode(wrapped.salt).decode(),
        "nonce": b64encode(wrapped.nonce).decode(),
        "ciphertext": b64encode(wrapped.ciphertext).decode(),
    }
    return json.dumps(fields, sort_keys=True)


def from_text(text: str) -> Wrapped:
    """A wrapped key from its JSON text; SealingError when it is not one."""
    try:
        fields = json.loads(text)
        if (fields["v"], fields["kdf"]) != (1, _KDF):
            raise SealingError("wrapped_key_version")
        cost = Cost(int(fields["passes"]), int(fields["memory_kib"]), int(fields["lanes"]))
        salt, nonce, ciphertext = (
            b64decode(fields[name], validate=True) for name in ("salt", "nonce", "ciphertext")
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SealingError("wrapped_key_format") from error
    return Wrapped(cost, salt, nonce, ciphertext)


def normalize_passphrase(passphrase: str) -> str:
    """The passphrase as it is stretched: NFKC, outer white space off, runs of it as one space."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        normalize_passphrase(passphrase).encode("utf-8", "replace"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
