"""One sitting of a keyer: what is known of it stands in the signed cookie of the staff side only.

It ends with signing out. No database, log or file knows how many sheets somebody has typed.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, fields
from secrets import token_hex
from typing import Final, Literal

from flask import current_app, session

from survey.core.sealing.carrying import carrying_key

FIRST_TWICE: Final = 5
"""So many sheets are typed twice at the beginning of each sitting."""
ONE_IN: Final = 10
"""Of the later ones, about one in so many."""
FEWEST_ADDED: Final = 5
"""So many compared sheets at least are added to a wave's counters at a time."""
MOST_REMEMBERED: Final = 40
"""Of the sheets that were sealed, and of those that were left: a cookie has room for so many."""
Outcome = Literal["sealed", "left"]
_NAME: Final = "keying"
_SALT_BYTES: Final = 16
_MARK_DIGITS: Final = 12


@dataclass(slots=True)
class Sitting:
    """A keyer at work on one wave.

    salt: what its locks are made of. typed: sheets sealed. waiting, compared, equal: sheets, and
    their boxes' answers, that were compared and are not counted in the wave yet; batch: the name of
    that lot. sealed, left: marks of the sheets that nothing more comes of.
    """

    wave_id: str
    salt: str
    typed: int = 0
    waiting: int = 0
    compared: int = 0
    equal: int = 0
    batch: str = field(default_factory=lambda: token_hex(16))
    sealed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def key(self) -> bytes:
        """The key of this sitting's locks: gone once nobody has its cookie any more."""
        secret: str = current_app.config["SECRET_KEY"]
        return carrying_key(secret.encode(), bytes.fromhex(self.salt))

    def outcome_of(self, sheet: str) -> Outcome | None:
        """What became of this page's sheet; None while it is being typed."""
        mark = _mark(sheet)
        return "sealed" if mark in self.sealed else "left" if mark in self.left else None

    def seal(self, sheet: str) -> None:
        """Count this page's sheet, and remember that it is sealed."""
        self.typed += 1
        self.sealed = [*self.sealed, _mark(sheet)][-MOST_REMEMBERED:]

    def leave(self, sheet: str) -> None:
        """Remember that this page's sheet was left, and nothing of it sealed."""
        self.left = [*self.left, _mark(sheet)][-MOST_REMEMBERED:]

    def count(self, compared: int, equal: int) -> None:
        """Remember how well two keyings of one sheet agreed."""
        self.waiting += 1
        self.compared += compared
        self.equal += equal

    def take_counts(self) -> tuple[str, int, int] | None:
        """Name and counts of what is to be counted in the wave now; None while it is too little."""
        if self.waiting < FEWEST_ADDED:
            return None
        lot = (self.batch, self.compared, self.equal)
        self.waiting = self.compared = self.equal = 0
        self.batch = token_hex(16)
        return lot

    def is_twice(self, draw: int) -> bool:
        """Whether a sheet with this draw is typed twice."""
        return self.typed < FIRST_TWICE or draw % ONE_IN == 0


_PARTS: Final = {part.name for part in fields(Sitting)}
"""A cookie of an older version may have others; then the keyer begins again."""


def begin_sitting(wave_id: str) -> Sitting:
    """A new sitting; the one before ends."""
    sitting = Sitting(wave_id, token_hex(_SALT_BYTES))
    keep_sitting(sitting)
    return sitting


def find_sitting(wave_id: str) -> Sitting | None:
    """The sitting at this wave, if one began and did not end."""
    kept = session.get(_NAME)
    if not isinstance(kept, dict) or kept.get("wave_id") != wave_id or kept.keys() != _PARTS:
        return None
    return Sitting(**kept)


def keep_sitting(sitting: Sitting) -> None:
    """Write a sitting into the cookie."""
    session[_NAME] = asdict(sitting)


def end_sitting() -> None:
    """Forget it."""
    session.pop(_NAME, None)


def _mark(sheet: str) -> str:
    """A part of a hash: whoever has the cookie cannot tell a slot by it, keys or not."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:_MARK_DIGITS]
