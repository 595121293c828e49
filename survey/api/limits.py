"""How often a key may ask: counted in memory, because a count in the database costs a write.

On SQLite that write would take its turn among the residents' answers. So each server process
counts by itself, nothing is kept, and no table tells at which hours somebody's program runs.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

WINDOW: Final = timedelta(minutes=1)
REQUESTS: Final = 300
"""Within a window, for one key, in one process."""

TIDIED_FROM: Final = 1000


class Limits:
    """The requests of each key within the window that runs."""

    def __init__(self, requests: int = REQUESTS) -> None:
        self.requests: Final = requests
        self._lock = Lock()
        self._windows: dict[int, tuple[datetime, int]] = {}

    def count(self, key_id: int, now: datetime) -> int:
        """Count a request; return the whole seconds to wait, 0 when it may be answered."""
        with self._lock:
            began, asked = self._windows.get(key_id, (now, 0))
            if not timedelta(0) <= now - began < WINDOW:
                began, asked = now, 0
            if asked >= self.requests:
                return max(1, math.ceil((began + WINDOW - now).total_seconds()))
            self._windows[key_id] = began, asked + 1
            if len(self._windows) > TIDIED_FROM:
                self._tidy(now)
            return 0

    def _tidy(self, now: datetime) -> None:
        over = [key for key, (began, _asked) in self._windows.items() if now - began >= WINDOW]
        for key in over:
            del self._windows[key]
