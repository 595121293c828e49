"""Whom a mailing reaches, and what it costs at most: told before anything goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from survey.channels import TextSettings
from survey.core.sending.segments import Length, measure_text
from survey.messages.queries import HomeReached
from survey.messages.telling import EXAMPLE_CODE, Told
from survey.messages.texts import write_text


@dataclass(frozen=True, slots=True)
class Reach:
    """Homes with an address that messages can go to, those without, and how many messages."""

    homes: int
    without: int
    messages: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """The text messages in one language: how many, and from how many segments to how many each."""

    tag: str
    messages: int
    alphabet: str
    fewest: int
    most: int
    segments: int


@dataclass(frozen=True, slots=True)
class Cost:
    """All text messages of a mailing, by language. price: None where it is unknown."""

    spoken: tuple[Spoken, ...]
    messages: int
    segments: int
    price: Decimal | None


def count_reach(homes: Sequence[HomeReached]) -> Reach:
    """How many homes a mailing goes to; addresses that want no more are not taken off."""
    reached = [home for home in homes if home.adults and home.addresses]
    messages = sum(len(home.addresses) for home in reached)
    return Reach(len(reached), len(homes) - len(reached), messages)


def price_texts(
    told: Told, contact: str, homes: Sequence[HomeReached], gateway: TextSettings
) -> Cost:
    """What the text messages of a mailing take, at most."""

    @cache
    def measure(tag: str, adults: int) -> Length:
        codes = (EXAMPLE_CODE,) * adults
        return measure_text(
            write_text(told, contact, tag, codes=codes, says_stop=gateway.says_stop)
        )

    lengths: dict[str, list[Length]] = {}
    for home in homes:
        if home.adults:
            tag = told.language_for(home.language)
            lengths.setdefault(tag, []).extend([measure(tag, home.adults)] * len(home.addresses))
    spoken = tuple(_speak(tag, lengths[tag]) for tag in told.tags if lengths.get(tag))
    segments = sum(one.segments for one in spoken)
    price = None if gateway.price is None else gateway.price * segments
    return Cost(spoken, sum(one.messages for one in spoken), segments, price)


def _speak(tag: str, lengths: Sequence[Length]) -> Spoken:
    segments = [one.segments for one in lengths]
    return Spoken(
        tag, len(lengths), lengths[0].alphabet, min(segments), max(segments), sum(segments)
    )
