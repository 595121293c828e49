"""The words of a wave's letters by language, for whoever makes sheets of its homes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from survey.communities.models import Property
from survey.letters.homes import LetterHome
from survey.letters.rendering import Look, render_samples, render_sheets
from survey.letters.sheets import make_sheets
from survey.letters.words import LetterWords, letter_words
from survey.waves.models import Wave


def speaker(wave: Wave, place: Property, contact: str) -> Callable[[str], LetterWords]:
    """What gives the words of each language, put together once each."""
    address = " ".join((place.address or "").split())

    @cache
    def say(tag: str) -> LetterWords:
        return letter_words(wave, address, tag, contact)

    return say


def print_homes(
    wave: Wave, place: Property, homes: Iterable[LetterHome], look: Look, contact: str
) -> bytes:
    """The PDF of a few homes, at once."""
    sheets = list(make_sheets(homes, speaker(wave, place, contact), look.shape))
    return render_sheets(sheets, look)


def print_samples(
    wave: Wave, place: Property, look: Look, contact: str, tags: Iterable[str]
) -> bytes:
    """Test pages in these languages of the wave. No home and no code is in them."""
    return render_samples(list(map(speaker(wave, place, contact), tags)), look)
