"""Keys of contacts: one a list of homes, in the key store's directory, outside of every backup."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, cast

from flask import Flask, current_app

from survey.keys.directory import read_file, shred, sync_folder, write_new
from survey.settings import Settings

_NAME: Final = "contact_keys"
_KEY_ID: Final = re.compile(r"[0-9a-f]{32}")
_SUFFIX: Final = ".contacts"


class ContactKeys:
    """Keys as files with mode 0600; every read goes to the disk, so a destroyed key is gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
        return sorted(path.stem for path in self._folder.glob(f"*{_SUFFIX}"))

    def _path(self, key_id: str) -> Path:
        if not _KEY_ID.fullmatch(key_id):
            raise ValueError("a key of contacts has an id of 32 hexadecimal digits")
        return self._folder / f"{key_id}{_SUFFIX}"


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its keys of contacts; after the key store, which makes the directory."""
    app.extensions[_NAME] = ContactKeys(settings.key_store_dir)


def get_contact_keys() -> ContactKeys:
    """The current application's keys of contacts."""
    return cast(ContactKeys, current_app.extensions[_NAME])
