"""Keys of printed letters: one a file that waits to be printed, destroyed together with it."""

from __future__ import annotations

from typing import Final, cast

from flask import Flask, current_app

from survey.keys.key_files import KeyFiles
from survey.settings import Settings

_NAME: Final = "letter_keys"
_SUFFIX: Final = ".letters"


class LetterKeys(KeyFiles):
    """The keys of letters."""


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its keys of letters; after the key store, which makes the directory."""
    app.extensions[_NAME] = LetterKeys(settings.key_store_dir, _SUFFIX)


def get_letter_keys() -> LetterKeys:
    """The current application's keys of letters."""
    return cast(LetterKeys, current_app.extensions[_NAME])
