"""Padding: every sealed answer set of a version has the same length, whatever was said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from survey.core.sealing.errors import SealingError

if TYPE_CHECKING:
    from survey.core.bank.model import Option, Scale
    from survey.core.bank.questionnaire import Questionnaire

FORMAT = 1
"""First byte of every padded text; another layout gets another number."""

HEADER_BYTES = 5
BLOCK_BYTES = 256
_BYTES_PER_CHAR = 4
"""Most that one character of open text takes in JSON. Control signs, which JSON writes longer,
are cleaned away by core.flow before anything is sealed."""

_DEFAULT_MAX_CHARS = 500
_SINGLE_WORD_BYTES = len('"pns"')
_ENTRY_SIGNS = len('"":,')


def pad(data: bytes, size: int) -> bytes:
    """`data` in exactly `size` bytes: format, length (4 bytes, big-endian), data, zeros."""
    room = size - HEADER_BYTES - len(data)
    if room < 0:
        raise SealingError("too_large_to_seal", size=size, length=len(data))
    return bytes([FORMAT]) + len(data).to_bytes(4, "big") + data + bytes(room)


def unpad(padded: bytes) -> bytes:
    """What `pad` was given; raises SealingError when the layout is another one."""
    if len(padded) < HEADER_BYTES or padded[0] != FORMAT:
        raise SealingError("padding_format")
    end = HEADER_BYTES + int.from_bytes(padded[1:HEADER_BYTES], "big")
    if end > len(padded) or not padded.startswith(bytes(len(padded) - end), end):
        raise SealingError("padding_length")
    return padded[HEADER_BYTES:end]


def padded_size(questionnaire: Questionnaire) -> int:
    """Bytes that hold every answer set of this questionnaire, a multiple of 256.

    A bound: each question's longest answer, open text at four bytes a character.
    """
    entries = [
        _entry_bytes(item.id, _longest_answer(questionnaire.scale_of(item)))
        for item in questionnaire.items
    ]
    entries += [
        _entry_bytes(demographic.id, _all_options(demographic.options))
        for demographic in questionnaire.demographics
    ]
    needed = HEADER_BYTES + len("{}") + sum(entries)
    return -(-needed // BLOCK_BYTES) * BLOCK_BYTES


def _entry_bytes(key: str, answer_bytes: int) -> int:
    return _ENTRY_SIGNS + len(key.encode()) + max(answer_bytes, _SINGLE_WORD_BYTES)


def _longest_answer(scale: Scale) -> int:
    if scale.kind == "text":
        return 2 + _BYTES_PER_CHAR * (scale.max_chars or _DEFAULT_MAX_CHARS)
    if scale.options:
        return _all_options(scale.options)
    numbers = [point.value for point in scale.points]
    numbers += [limit for limit in (scale.minimum, scale.maximum) if limit is not None]
    return max((len(str(number)) for number in numbers), default=0)


def _all_options(options: tuple[Option, ...]) -> int:
    """Every option chosen at once, which also bounds one of them."""
    return len(json.dumps([option.value for option in options], ensure_ascii=False).encode())
