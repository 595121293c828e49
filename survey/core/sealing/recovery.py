"""The recovery sheet: a wrapped key on paper, in numbered lines that each check themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from survey.core.sealing.custody import (
    CIPHERTEXT_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    Cost,
    Wrapped,
    from_text,
    to_text,
)
from survey.core.sealing.errors import RecoveryLinesWrong, SealingError
from survey.core.sealing.letters import (
    ALPHABET,
    GROUP_LENGTH,
    normalize_letters,
    to_letters,
)

_VERSION = 1
_LINE_BYTES = 10
_DATA_LETTERS = _LINE_BYTES * 8 // 5
_CHECK_LETTERS = 4
LINE_LETTERS = _DATA_LETTERS + _CHECK_LETTERS
_PACKED_BYTES = 7 + SALT_BYTES + NONCE_BYTES + CIPHERTEXT_BYTES
LINE_COUNT = -(-_PACKED_BYTES // _LINE_BYTES)
_NUMBERED = re.compile(r"\s*(\d{1,2})[\s.:)]+(.*)")


def recovery_text(wrapped_text: str) -> list[str]:
    """The wrapped key as nine lines "03  ABCD EFGH JKLM NPQR STUV" for a printed sheet.

    16 letters hold ten bytes, the last four check the line and its number. The sheet opens
    nothing without the passphrase.
    """
    packed = _pack(from_text(wrapped_text)).ljust(LINE_COUNT * _LINE_BYTES, b"\0")
    chunks = [packed[at : at + _LINE_BYTES] for at in range(0, len(packed), _LINE_BYTES)]
    return [_line(number, chunk) for number, chunk in enumerate(chunks, 1)]


def read_recovery_text(text: str | Iterable[str]) -> str:
    """The wrapped key typed in from a sheet; its lines may be in any order if numbered.

    Raises RecoveryLinesWrong with the number of each line that is missing or mistyped.
    """
    lines = text.splitlines() if isinstance(text, str) else list(text)
    typed = dict(_numbered(lines))
    chunks = {number: _chunk(number, typed.get(number)) for number in range(1, LINE_COUNT + 1)}
    wrong = tuple(number for number, chunk in chunks.items() if chunk is None)
    if wrong:
        raise RecoveryLinesWrong(wrong)
    return to_text(_unpack(b"".join(chunk for chunk in chunks.values() if chunk is not None)))


def _line(number: int, chunk: bytes) -> str:
    letters = to_letters(chunk, _DATA_LETTERS) + _check(number, chunk)
    groups = [letters[at : at + GROUP_LENGTH] for at in range(0, LINE_LETTERS, GROUP_LENGTH)]
    return f"{number:02d}  {' '.join(groups)}"


def _check(number: int, chunk: bytes) -> str:
    digest = hashlib.sha256(b"porchlight recovery line" + bytes([number]) + chunk).digest()
    return to_letters(digest, _CHECK_LETTERS)


def _numbered(lines: Sequence[str]) -> Iterable[tuple[int, str | None]]:
    """Each typed line with its number: the printed one, else its place on the sheet."""
    filled = [line for line in lines if line.strip()]
    for place, line in enumerate(filled, 1):
        bare = normalize_letters(line, LINE_LETTERS)
        match = _NUMBERED.fullmatch(line)
        if bare is None and match:
            yield int(match[1]), normalize_letters(match[2], LINE_LETTERS)
        else:
            yield place, bare


def _chunk(number: int, letters: str | None) -> bytes | None:
    """Ten bytes from a line's letters, None when its check letters do not fit."""
    if letters is None:
        return None
    value = 0
    for letter in letters[:_DATA_LETTERS]:
        value = value << 5 | ALPHABET.index(letter)
    chunk = value.to_bytes(_LINE_BYTES, "big")
    return chunk if _check(number, chunk) == letters[_DATA_LETTERS:] else None


def _pack(wrapped: Wrapped) -> bytes:
    cost = wrapped.cost
    head = bytes([_VERSION, cost.passes, cost.lanes]) + cost.memory_kib.to_bytes(4, "big")
    return head + wrapped.salt + wrapped.nonce + wrapped.ciphertext


def _unpack(packed: bytes) -> Wrapped:
    if packed[0] != _VERSION:
        raise SealingError("recovery_version", version=packed[0])
    cost = Cost(packed[1], int.from_bytes(packed[3:7], "big"), packed[2])
    salt_end = 7 + SALT_BYTES
    nonce_end = salt_end + NONCE_BYTES
    return Wrapped(
        cost,
        packed[7:salt_end],
        packed[salt_end:nonce_end],
        packed[nonce_end:_PACKED_BYTES],
    )
