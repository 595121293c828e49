"""The contacts of a wave: which day something goes to every home, and by which channel.

Four contacts over three to four weeks (measurement.md, 5.1). Nobody is left out because they have
answered: nobody knows who has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

CONTACTS: Final = ("invitation", "reminder_1", "reminder_2", "last_days")
CHANNELS: Final = ("letter", "email", "text")
LAST_DAYS_BEFORE: Final = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact: its name, how it goes out, and how many days after the first day."""

    name: str
    channel: str
    day: int

    def on(self, opens: date) -> date:
        """The day at the property."""
        return opens + timedelta(days=self.day)


def propose_contacts(days_open: int, channels: Sequence[str]) -> tuple[Contact, ...]:
    """A schedule for these channels: paper first, then what costs least, each spread over the time.

    channels: some of CHANNELS; always with letters, which reach every home. days_open: from the
    first day to the last, both counted.
    """
    electronic = [one for one in ("email", "text") if one in channels]
    third = max(days_open // 3, 1)
    contacts = [Contact("invitation", "letter", 0)]
    contacts += [Contact("invitation", one, 1) for one in electronic]
    contacts += [Contact("reminder_1", one, third) for one in electronic or ["letter"]]
    contacts.append(Contact("reminder_2", "letter", 2 * third))
    last = max(days_open - 1 - LAST_DAYS_BEFORE, 2 * third + 1)
    contacts += [Contact("last_days", one, last) for one in electronic[-1:] or ["letter"]]
    return tuple(contacts)
