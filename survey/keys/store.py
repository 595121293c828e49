"""The application's key store: chosen once at start, found through the current application."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from survey.keys.directory import DirectoryKeyStore
from survey.keys.wave_secrets import (
    KeyStore,
    KeyStoreUnsafe,
    SecretsExist,
    SecretsGone,
    WaveSecrets,
)
from survey.settings import Settings

__all__ = [
    "DirectoryKeyStore",
    "KeyStore",
    "KeyStoreUnsafe",
    "SecretsExist",
    "SecretsGone",
    "WaveSecrets",
    "get_key_store",
    "init_app",
]

_NAME = "key_store"


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its key store; raises KeyStoreUnsafe when others can read it."""
    app.extensions[_NAME] = DirectoryKeyStore(settings.key_store_dir)


def get_key_store() -> KeyStore:
    """The current application's key store."""
    return cast(KeyStore, current_app.extensions[_NAME])
