"""Keys of contacts: one a list of homes, in the key store's directory, outside of every backup."""

from __future__ import annotations

from typing import Final, cast

from flask import Flask, current_app

from survey.keys.key_files import KeyFiles
from survey.settings import Settings

_NAME: Final = "contact_keys"
_SUFFIX: Final = ".contacts"


class ContactKeys(KeyFiles):
    """The keys of contacts."""


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its keys of contacts; after the key store, which makes the directory."""
    app.extensions[_NAME] = ContactKeys(settings.key_store_dir, _SUFFIX)


def get_contact_keys() -> ContactKeys:
    """The current application's keys of contacts."""
    return cast(ContactKeys, current_app.extensions[_NAME])
