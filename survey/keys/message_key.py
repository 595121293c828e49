"""The key of messages: by it an address is known again that wants no more, and nothing is read.

One for an installation, in the key store's directory, outside of every backup. Without it nobody
can tell which address a kept hash or a link in an old message stands for.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from typing import Final, cast

from flask import Flask, current_app

from survey.keys.directory import read_file, sync_folder, write_new
from survey.settings import Settings

_NAME: Final = "message_key"
_FILE: Final = "messages.key"
KEY_BYTES: Final = 32


class MessageKey:
    """The key as a file with mode 0600, made when it is first needed and never replaced."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def get(self) -> bytes:
        """The key; two who make it at the same moment get the one that was first."""
        found = self.find()
        if found is None:
            self._make()
            found = self.find()
        assert found is not None, "it was made just now, or stood there"
        return found

    def find(self) -> bytes | None:
        """The key, or None before the first message."""
        try:
            key = read_file(self._path)
        except FileNotFoundError:
            return None
        if len(key) != KEY_BYTES:
            raise RuntimeError(f"{self._path} is damaged: restore it, or remove it.")
        return key

    def _make(self) -> None:
        """Written whole beside its place, then linked there: nobody reads half of it."""
        own = self._path.with_name(f"{_FILE}.{token_bytes(8).hex()}.unfinished")
        try:
            write_new(own, token_bytes(KEY_BYTES))
            with suppress(FileExistsError):
                self._path.hardlink_to(own)
        finally:
            own.unlink(missing_ok=True)
        sync_folder(self._path.parent)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its key of messages; after the key store, which makes the directory."""
    app.extensions[_NAME] = MessageKey(settings.key_store_dir)


def get_message_key() -> MessageKey:
    """The current application's key of messages."""
    return cast(MessageKey, current_app.extensions[_NAME])
