"""Envelopes: an answer set and a slip, each sealed at a fixed size for one wave."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from survey.core.sealing.errors import SealingError
from survey.core.sealing.hpke import (
    OVERHEAD_BYTES,
    UNCOMPRESSED_POINT,
    LoadedKey,
    seal,
    unseal,
    unseal_each,
)
from survey.core.sealing.padding import pad, unpad

SLIP_BYTES = 512
OWN_MODES = ("code", "link")
"""On a device of one's own: with a code, or by an open link."""
MODES = (*OWN_MODES, "kiosk", "interviewer", "paper")
SEALERS = ("server", "phone")
_ANSWERS_INFO = b"porchlight answers v1|"
_SLIP_INFO = b"porchlight slip v1|"
_DIGEST_DOMAIN = b"porchlight envelopes v1"

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Slip:
    """What the server adds to an answer set, sealed apart from it.

    `version` is the first 16 characters of the questionnaire's content hash; `stratum` is the
    id of the code's stratum, None where there are no codes.
    """

    stratum: str | None
    mode: str
    language: str
    version: str
    sealed_by: str

    def __post_init__(self) -> None:
        if self.mode not in MODES or self.sealed_by not in SEALERS:
            raise SealingError("slip_word", mode=self.mode, sealed_by=self.sealed_by)


def sealed_size(size: int) -> int:
    """Bytes of a sealed text whose padded text has `size` bytes."""
    return size + OVERHEAD_BYTES


def is_sealed(sealed: bytes, *, size: int) -> bool:
    """Whether bytes from elsewhere have the look of a sealed text: its size, and a point first.

    No more can be told without the opening key; what turns out not to open is counted then.
    """
    return len(sealed) == sealed_size(size) and sealed[0] == UNCOMPRESSED_POINT


def answers_info(wave_id: str) -> bytes:
    """The HPKE context of a wave's answer sets; the phone uses the same bytes."""
    return _ANSWERS_INFO + wave_id.encode()


def slip_info(wave_id: str) -> bytes:
    """The HPKE context of a wave's slips."""
    return _SLIP_INFO + wave_id.encode()


def seal_answers(
    public_key: bytes, answers: Mapping[str, object], *, size: int, wave_id: str
) -> bytes:
    """A sealed answer set of `sealed_size(size)` bytes; `size` comes from padded_size()."""
    return seal(public_key, pad(_to_json(answers), size), info=answers_info(wave_id))


def open_answers(private_key: bytes | LoadedKey, sealed: bytes, *, wave_id: str) -> dict[str, Any]:
    """The answer set as decoded JSON, unchecked: core.flow judges it; SealingError otherwise."""
    return _read_answers(unseal(private_key, sealed, info=answers_info(wave_id)))


def open_answers_of_many(
    key: LoadedKey, sealed: Iterable[bytes], *, wave_id: str
) -> list[dict[str, Any] | None]:
    """What `open_answers` gives for each, and None in the place of one that it refuses."""
    texts = unseal_each(key, sealed, info=answers_info(wave_id))
    return [_read_or_none(_read_answers, text) for text in texts]


def seal_slip(public_key: bytes, slip: Slip, *, wave_id: str) -> bytes:
    """A sealed slip of `sealed_size(SLIP_BYTES)` bytes, whatever it says."""
    said = {field.name: getattr(slip, field.name) for field in fields(slip)}
    return seal(public_key, pad(_to_json(said), SLIP_BYTES), info=slip_info(wave_id))


def open_slip(private_key: bytes | LoadedKey, sealed: bytes, *, wave_id: str) -> Slip:
    """The slip; SealingError when it does not open or is not one."""
    return _read_slip(unseal(private_key, sealed, info=slip_info(wave_id)))


def open_slips_of_many(
    key: LoadedKey, sealed: Iterable[bytes], *, wave_id: str
) -> list[Slip | None]:
    """What `open_slip` gives for each, and None in the place of one that it refuses.

    Slips of a wave say few different things, so that each is read once: equal ones are one value.
    """
    texts = unseal_each(key, sealed, info=slip_info(wave_id))
    slips = {text: _read_or_none(_read_slip, text) for text in set(texts)}
    return [slips[text] for text in texts]


def envelopes_digest(envelopes: Iterable[tuple[bytes, bytes, bytes]]) -> str:
    """SHA-256 over the sorted (slot, answers, slip) of a wave, 64 hexadecimal characters.

    Sorted, so that it says nothing of arrival; every part is framed by its length.
    """
    measure = BoxMeasure()
    for envelope in sorted(
        (bytes(slot), bytes(told), bytes(slip)) for slot, told, slip in envelopes
    ):
        measure.add(envelope)
    return measure.digest


class BoxMeasure:
    """The same digest, and the count, of envelopes that come sorted by slot one by one."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256(_DIGEST_DOMAIN)
        self._last: bytes | None = None
        self.count = 0

    def add(self, envelope: tuple[bytes, bytes, bytes]) -> None:
        """Take one envelope in. Raises ValueError when it comes before one already taken."""
        slot = bytes(envelope[0])
        if self._last is not None and slot < self._last:
            raise ValueError("envelopes must come sorted by slot")
        self._last = slot
        self.count += 1
        for part in envelope:
            self._digest.update(len(part).to_bytes(4, "big"))
            self._digest.update(part)

    @property
    def digest(self) -> str:
        """64 hexadecimal characters over what was taken in until now."""
        return self._digest.hexdigest()


def _read_answers(padded: bytes) -> dict[str, Any]:
    return _from_json(unpad(padded))


def _read_slip(padded: bytes) -> Slip:
    fields = _from_json(unpad(padded))
    # A list in the place of a word would stop the opening where words are looked up.
    if not all(value is None or isinstance(value, str) for value in fields.values()):
        raise SealingError("not_a_slip")
    try:
        return Slip(**fields)
    except TypeError as error:
        raise SealingError("not_a_slip") from error


def _read_or_none(read: Callable[[bytes], Read], padded: bytes | None) -> Read | None:
    if padded is None:
        return None
    try:
        return read(padded)
    except SealingError:
        return None


def _to_json(value: Mapping[str, object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8", "replace")


def _from_json(data: bytes) -> dict[str, Any]:
    """A JSON object; lone surrogates, which no database takes, become question marks."""
    try:
        value = _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SealingError("not_json") from error
    if not isinstance(value, dict):
        raise SealingError("not_an_object")
    # UTF-8 holds no lone surrogate and JSON no bare control sign: they come in as escapes only.
    if b"\\u" not in data:
        return value
    return {_storable(key): _storable(entry) for key, entry in value.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    if isinstance(value, list):
        return [_storable(entry) for entry in value]
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
