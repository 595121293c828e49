"""Numbers of audit files, read and written exactly: 0.1 in a file is a tenth."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Final, Literal

# Beyond this the numbers cannot come from a survey, and arithmetic on them could take for ever.
MAX_DIGITS: Final = 100
NUMBER: Final = re.compile(r"-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?")


class TooLong(ValueError):
    """A number with more digits, or a larger exponent, than MAX_DIGITS."""


def exact(literal: str) -> Fraction:
    """Return the value of a JSON number, exactly. Raises TooLong.

    Example: "1.50e-1" is 3/20.
    """
    match = NUMBER.fullmatch(literal)
    if match is None:
        raise ValueError(f"not a number: {literal!r}")
    whole, decimals, exponent = match.groups()
    # An exponent of many digits is refused before it is computed.
    if len(whole) + len(decimals or "") > MAX_DIGITS or len((exponent or "").lstrip("+-0")) > 3:
        raise TooLong
    if abs(int(exponent or 0)) > MAX_DIGITS:
        raise TooLong
    return Fraction(literal)


def printable(value: Fraction, towards: Literal["down", "up"]) -> int | float:
    """Return the value as JSON can hold it: exact for whole numbers and short decimals.

    Anything else is rounded outward, by less than one part in 10^15, so that a printed lower end is
    never above the true one nor a printed upper end below it. Examples: 4/2 is 2, 1/4 is 0.25,
    1/3 downward is 0.3333333333333333.
    """
    if value.denominator == 1:
        return value.numerator
    near = float(value)
    if not math.isfinite(near):
        return math.floor(value) if towards == "down" else math.ceil(value)
    shown = Fraction(repr(near))
    if shown == value:
        return near
    if towards == "down" and shown > value:
        return math.nextafter(near, -math.inf)
    if towards == "up" and shown < value:
        return math.nextafter(near, math.inf)
    return near
