"""Telephone numbers, as numbering plans know them."""

from __future__ import annotations

from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

Span = tuple[int, int]


def numbers_in(text: str, region: str) -> Iterator[Span]:
    """Where numbers stand that may exist, with their extensions."""
    for found in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE):
        yield found.start, found.end
