"""How long a search may still take."""

from __future__ import annotations

from time import monotonic


class Deadline:
    """A number of seconds from now on. Only differences of time: it knows no day or hour."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, at least 0."""
        return max(0.0, self._end - monotonic())

    def passed(self) -> bool:
        """Say whether no time is left."""
        return self.left() <= 0
