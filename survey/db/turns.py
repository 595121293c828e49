"""Taking turns: one at a time, first come first served, among threads and among processes."""

from __future__ import annotations

import os
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from threading import RLock


class Turns:
    """`with turns:` waits for its turn; inside of it the same thread may ask again.

    file: empty, locked by the process whose turn it is, made where it is missing. A process that
    dies gives its turn back. Where a file cannot be locked, only threads take turns.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = RLock()
        self._depth = 0
        self._handle = -1
        self._opened_by = -1

    def __enter__(self) -> None:
        self._lock.acquire()
        try:
            if self._depth == 0:
                with suppress(OSError):
                    flock(self._open(), LOCK_EX)
            self._depth += 1
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *_error: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            with suppress(OSError):
                flock(self._handle, LOCK_UN)
        self._lock.release()

    def _open(self) -> int:
        """A process of its own opens the file anew: a lock belongs to whoever opened it."""
        if self._opened_by != os.getpid():
            self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            self._opened_by = os.getpid()
        return self._handle
