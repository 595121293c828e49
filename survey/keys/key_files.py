"""Keys of their own in the key store's directory, outside of every backup: one file each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from survey.keys.directory import read_file, shred, sync_folder, write_new

_KEY_ID: Final = re.compile(r"[0-9a-f]{32}")


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
