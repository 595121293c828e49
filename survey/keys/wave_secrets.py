"""What a key store holds for a wave, and what any key store must be able to do."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from typing import Protocol

from survey.core.errors import SurveyError


class SecretsGone(SurveyError):
    """The secrets of this wave are not in the key store: destroyed, or never put there."""

    def __init__(self, wave_id: str) -> None:
        super().__init__("missing", "secrets_gone", wave_id=wave_id)


class SecretsExist(SurveyError):
    """Other secrets are already kept for this wave; replacing them would lose its envelopes."""

    def __init__(self, wave_id: str) -> None:
        super().__init__("conflict", "secrets_exist", wave_id=wave_id)


class KeyStoreUnsafe(RuntimeError):
    """The key store cannot be trusted as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class WaveSecrets:
    """The box secret (32 bytes) and the opening key: plain for server custody, else wrapped.

    The box secret is empty once the wave has closed: from then on nobody can tell which
    envelope a code or a receipt belongs to, whoever holds the opening key. Never shown by repr(),
    so that no log line can hold one.
    """

    box_secret: bytes = field(repr=False)
    opening_key: bytes | None = field(default=None, repr=False)
    wrapped_opening_key: str | None = field(default=None, repr=False)

    def without_box(self) -> WaveSecrets:
        """What is left of them when the wave has closed: enough to open, not to link."""
        return replace(self, box_secret=b"")

    def to_bytes(self) -> bytes:
        """The file that holds them."""
        fields = {
            "v": 1,
            "box_secret": b64encode(self.box_secret).decode(),
            "opening_key": b64encode(self.opening_key).decode() if self.opening_key else None,
            "wrapped_opening_key": self.wrapped_opening_key,
        }
        return json.dumps(fields).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> WaveSecrets:
        """Secrets from their file; KeyStoreUnsafe when it is damaged."""
        try:
            fields = json.loads(data)
            key = fields["opening_key"]
            return cls(
                b64decode(fields["box_secret"], validate=True),
                b64decode(key, validate=True) if key else None,
                fields["wrapped_opening_key"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise KeyStoreUnsafe("A file in the key store is damaged: restore it.") from error


class KeyStore(Protocol):
    """Keeps each wave's secrets until they are destroyed; nothing may keep copies of them."""

    def put(self, wave_id: str, secrets: WaveSecrets) -> None:
        """Keep secrets durably; raises SecretsExist when others are kept for this wave."""

    def get(self, wave_id: str) -> WaveSecrets:
        """The secrets of a wave; raises SecretsGone."""

    def has(self, wave_id: str) -> bool:
        """Whether this wave's secrets still exist."""

    def destroy_box(self, wave_id: str) -> None:
        """Make a wave's box secret unrecoverable, and keep its opening key; idempotent."""

    def destroy(self, wave_id: str) -> None:
        """Make a wave's secrets unrecoverable; does nothing when they are gone."""

    def list(self) -> list[str]:
        """The ids of the waves whose secrets exist, sorted."""
