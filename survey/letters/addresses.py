"""Addresses that stand on paper, and how people type them."""

from __future__ import annotations

from typing import Final

from flask import current_app

from survey.core.promise.document import short_hash
from survey.settings import Settings
from survey.waves.models import Wave

SCHEMES: Final = ("https://", "http://")


def base_address() -> str:
    """Where this installation is."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def code_address() -> str:
    """The page on which a code is typed; "#" and a code after it lead there at once."""
    return f"{base_address()}/c"


def promise_address(wave: Wave) -> str:
    """Where anybody can read a wave's promise."""
    return f"{base_address()}/promise/{short_hash(wave.promise_hash)}"


def genuine_address() -> str:
    """Where anybody can check that a letter is genuine."""
    return f"{base_address()}/genuine"


def way_in(wave: Wave, tag: str) -> str:
    """Where a poster's square leads, in one language: the survey, or the page for codes."""
    if wave.access == "codes":
        return f"{code_address()}?lang={tag}"
    return f"{base_address()}/s/{wave.slug}/{tag}"


def typed_way_in(wave: Wave) -> str:
    """The same as it is typed; the page itself finds the language."""
    return typed(code_address() if wave.access == "codes" else f"{base_address()}/s/{wave.slug}")


def typed(address: str) -> str:
    """An address as people type it."""
    for scheme in SCHEMES:
        address = address.removeprefix(scheme)
    return address
