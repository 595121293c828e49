"""Which column of a file is what: guessed from its head, kept from the last file, chosen by people.

Pure: rows of text in, choices out. Everything that comes from a file (heads, words) is kept sealed
by whoever stores it: a file without a head has names where the heads should be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from survey.homes.files.limits import Row
from survey.homes.heads import SUMS, folded, name_of_head

FIELDS: Final = (
    "door",
    "building",
    "kind",
    "adults",
    "language",
    "name",
    "address",
    "city",
    "state",
    "postal",
    "email",
    "phone",
)
SEVERAL: Final = frozenset({"adults", "name", "address", "email", "phone"})
"""What may stand in more than one column: adults of two ages, first and last name, two lines."""

ADDRESS: Final = frozenset({"address", "city", "state", "postal"})
_LOOKED_AT: Final = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read.

    header: the index of the row with the heads. columns: for each column a name of FIELDS, or "".
    kinds, languages: what the words in those columns mean, by `folded` word. adults: of a home
    where no column says it. leave_out: e-mail addresses and telephone numbers that cannot be read
    are left out, and do not keep the file from being taken.
    """

    encoding: str = ""
    sheet: int = 0
    header: int = 0
    columns: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    adults: int = 1
    leave_out: bool = False

    def to_json(self) -> dict[str, Any]:
        """For keeping, sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Choices:
        """What `to_json` told."""
        return cls(**{**told, "columns": tuple(told["columns"])})

    def find(self, name: str) -> int | None:
        """The first column that is this, or None."""
        return self.columns.index(name) if name in self.columns else None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was chosen for the last file, by the words of its heads and cells."""

    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    adults: int = 1


def find_header(rows: Sequence[Row]) -> int:
    """The index of the row with the heads: among the first, the one with most known words.

    Above it often stand a title and a day. Without a known word it is the first with two cells.
    """
    looked = rows[:_LOOKED_AT]
    known = [sum(bool(name_of_head(cell)) for cell in row) for row in looked]
    if max(known, default=0) > 0:
        return known.index(max(known))
    full = [index for index, row in enumerate(looked) if sum(map(bool, row)) > 1]
    return (full or [index for index, row in enumerate(looked) if any(row)] or [0])[0]


def guess_columns(heads: Row, remembered: Remembered, width: int) -> tuple[str, ...]:
    """What each column is: as it was chosen last, else by its head, else nothing."""
    guessed: list[str] = []
    for head in (*heads, *[""] * (width - len(heads))):
        kept = remembered.columns.get(folded(head))
        name = name_of_head(head) if kept is None else kept
        once_more = name in guessed and name not in SEVERAL
        guessed.append("" if once_more else name)
    return tuple(guessed)


def width_of(rows: Sequence[Row], header: int) -> int:
    """How many columns there are from the heads down."""
    return max((len(row) for row in rows[header:]), default=0)


def list_values(rows: Sequence[Row], header: int, column: int | None) -> dict[str, str]:
    """The different words of a column, by folded word in order: how each is written first."""
    found: dict[str, str] = {}
    if column is not None:
        for row in rows[header + 1 :]:
            if is_home(row, rows[header]):
                cell = row[column] if column < len(row) else ""
                found.setdefault(folded(cell), cell)
    return dict(sorted(found.items()))


def is_home(row: Row, heads: Row = ()) -> bool:
    """Whether a row below the heads tells a home: it is not blank, nor the sum of those above.

    A sum says so in its first filled cell, and has nothing but numbers besides. Heads that stand
    on each page of a printed list are no home either.
    """
    filled = [cell for cell in row if cell]
    if not filled or row == heads:
        return False
    numbers = not any(sign.isalpha() for cell in filled[1:] for sign in cell)
    return not (numbers and folded(filled[0]) in SUMS)


def count_homes(rows: Sequence[Row], header: int) -> int:
    """How many rows below the heads tell a home."""
    return sum(is_home(row, rows[header]) for row in rows[header + 1 :])


def remember(heads: Row, choices: Choices) -> Remembered:
    """What to keep of the choices for the next file."""
    named = zip((folded(head) for head in heads), choices.columns, strict=False)
    columns = {head: name for head, name in named if head}
    return Remembered(columns, choices.kinds, choices.languages, choices.adults)
