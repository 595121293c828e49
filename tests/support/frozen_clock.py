"""A clock for tests: it shows what it was told, until it is told otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta


class FrozenClock:
    """Callable like `survey.clock.system_clock`; always aware, always UTC."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **how_far: float) -> None:
        """Move on by a timedelta given in words: `forward(days=3)`."""
        self.moment += timedelta(**how_far)

    def set(self, moment: datetime) -> None:
        """Show `moment` from now on."""
        self.moment = moment
