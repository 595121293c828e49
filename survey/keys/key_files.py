"""Keys of their own in the key store's directory, outside of every backup: one file each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, cast

from flask import Flask, current_app

from survey.keys.directory import read_file, shred, sync_folder, write_new
from survey.settings import Settings

_KEY_ID: Final = re.compile(r"[0-9a-f]{32}")
_CONTACTS: Final = "contacts"
_LETTERS: Final = "letters"


class KeyFiles:
    """Keys as files with mode 0600; every read goes to the disk, so a destroyed key is gone.

    suffix: what the files of one kind of key end with, ".contacts".
    """

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix

    def put(self, key_id: str, key: bytes) -> None:
        """Keep a key durably. Raises FileExistsError when there is one with this id."""
        write_new(self._path(key_id), key)
        sync_folder(self._folder)

    def find(self, key_id: str) -> bytes | None:
        """The key, or None once it is destroyed."""
        try:
            return read_file(self._path(key_id))
        except FileNotFoundError:
            return None

    def destroy(self, key_id: str) -> None:
        """Make a key unrecoverable, and with it every copy of what it sealed; idempotent."""
        shred(self._path(key_id))
        sync_folder(self._folder)

    def list(self) -> list[str]:
        """The ids of the keys that exist, sorted."""
        return sorted(path.stem for path in self._folder.glob(f"*{self._suffix}"))

    def _path(self, key_id: str) -> Path:
        if not _KEY_ID.fullmatch(key_id):
            raise ValueError("a key has an id of 32 hexadecimal digits")
        return self._folder / f"{key_id}{self._suffix}"


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its keys; after the key store, which makes the directory."""
    for kind in (_CONTACTS, _LETTERS):
        app.extensions[f"{kind}_keys"] = KeyFiles(settings.key_store_dir, f".{kind}")


def get_contact_keys() -> KeyFiles:
    """Keys of contacts: one a list of homes, and one a file of homes that waits."""
    return _get(_CONTACTS)


def get_letter_keys() -> KeyFiles:
    """Keys of printed letters: one a file that waits to be printed, destroyed with it."""
    return _get(_LETTERS)


def _get(kind: str) -> KeyFiles:
    return cast(KeyFiles, current_app.extensions[f"{kind}_keys"])
