"""How many segments a text message takes: GSM 7-bit where every sign is in it, else UCS-2.

Sources: 3GPP TS 23.038, 6.2.1 (the default alphabet and its extension table) and 6.2.3 (UCS2);
TS 23.040, 9.2.3.24.1 (the six octets that join the parts of a longer message).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

GSM_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
"""Each is sent as an escape and a sign: two septets that stay in one segment."""

GSM_ALONE, GSM_JOINED = 160, 153
UCS2_ALONE, UCS2_JOINED = 70, 67
"""Septets or code units of a message that is alone, and of each part of a longer one."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text message is. units: septets of GSM-7, or code units of UCS-2."""

    alphabet: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int


def measure_text(text: str) -> Length:
    """The alphabet that a text needs, its units, and the segments that are paid for; 0 if empty."""
    if all(sign in GSM_BASIC or sign in GSM_EXTENDED for sign in text):
        sizes = [2 if sign in GSM_EXTENDED else 1 for sign in text]
        return Length("GSM-7", sum(sizes), _pack(sizes, GSM_ALONE, GSM_JOINED))
    sizes = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    return Length("UCS-2", sum(sizes), _pack(sizes, UCS2_ALONE, UCS2_JOINED))


def _pack(sizes: list[int], alone: int, joined: int) -> int:
    """Segments that signs of these sizes fill: none is cut in two."""
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > joined:
            segments, filled = segments + 1, 0
        filled += size
    return segments
