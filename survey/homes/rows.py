"""The rows of a file as homes, or what is wrong with each. Pure: nothing is read or written.

A field that no column of the file gives is not in `given`: it stays as the list has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from survey.homes.columns import ADDRESS, Choices, is_home
from survey.homes.contacts import Contact
from survey.homes.files.limits import Row
from survey.homes.heads import folded
from survey.homes.reach import read_email, read_phone, split_emails, split_phones
from survey.homes.values import NEW, NONE

MOST_ADULTS: Final = 20
LONGEST_DOOR: Final = 80
LONGEST_NAME: Final = 200
UNREADABLE: Final = frozenset({"email_unreadable", "phone_unreadable"})
"""Problems that a home can do without: a letter reaches it all the same."""
_STEP: Final = 500
_WHOLE: Final = re.compile(r"(\d{1,9})(?:[.,]0+)?")
_MONTHS: Final = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mrz|mai|okt|dez|ene|abr|ago|dic"
)
_DAY: Final = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}[-. ]+(?:{_MONTHS})\.?|(?:{_MONTHS})\.?[- ]+\d{{1,2}}",
    re.IGNORECASE,
)
"""What a spreadsheet makes of a door such as 1-2 or 3/4, in the languages of staff and German."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a row: its number in the file, a code, what a sentence names."""

    row: int
    code: str
    said: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One home as a row tells it. kind: a key of the mix, or "new:" and the name of a new one."""

    row: int
    label: str
    kind: str | None
    adults: int
    language: str | None
    contact: Contact


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole file. given: the fields that it has columns for; adults: of new homes without one.

    left_out: how many e-mail addresses and telephone numbers could not be read, and are not taken.
    bare: how many homes have no building, where others have one.
    """

    rows: tuple[HomeRow, ...]
    problems: tuple[Problem, ...]
    given: frozenset[str]
    adults: int
    left_out: int = 0
    bare: int = 0

    def to_json(self) -> dict[str, Any]:
        """For keeping, sealed."""
        return {
            "rows": [
                [one.row, one.label, one.kind, one.adults, one.language, _parts(one.contact)]
                for one in self.rows
            ],
            "problems": [[one.row, one.code, one.said, one.more] for one in self.problems],
            "given": sorted(self.given),
            "adults": self.adults,
            "left_out": self.left_out,
            "bare": self.bare,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Checked:
        """What `to_json` told."""
        return cls(
            tuple(_row_of(*row) for row in told["rows"]),
            tuple(Problem(*problem) for problem in told["problems"]),
            frozenset(told["given"]),
            told["adults"],
            told.get("left_out", 0),
            told.get("bare", 0),
        )


def _parts(contact: Contact) -> list[Any]:
    return [contact.name, contact.address, contact.email, contact.phone]


def _row_of(
    row: int, label: str, kind: str | None, adults: int, language: str | None, parts: list[Any]
) -> HomeRow:
    name, address, email, phone = parts
    contact = Contact(name, tuple(address), tuple(email), tuple(phone))
    return HomeRow(row, label, kind, adults, language, contact)


def door_key(label: str) -> str:
    """A door as it is compared: "Apt 3b" and "apt  3B" are one."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def check_rows(
    rows: Sequence[Row], choices: Choices, region: str, tell: Tell | None = None
) -> Checked:
    """Read every row below the heads; blank ones and sums are passed over. tell: how far it is."""
    reader = _Reader(choices, region)
    found: list[HomeRow] = []
    problems: list[Problem] = []
    first_rows: dict[str, int] = {}
    for index, row in enumerate(rows[choices.header + 1 :], start=choices.header + 1):
        if tell is not None and index % _STEP == 0:
            tell(index, len(rows))
        if not is_home(row, rows[choices.header]):
            continue
        home, wrong = reader.read(row, index + 1)
        key = door_key(home.label)
        if key and key in first_rows:
            wrong.append(Problem(index + 1, "door_twice", home.label, first_rows[key]))
        first_rows.setdefault(key, index + 1)
        found.append(home)
        problems += wrong
    given = frozenset(name for name in choices.columns if name)
    kept = [one for one in problems if not (choices.leave_out and one.code in UNREADABLE)]
    left_out = len(problems) - len(kept)
    bare = reader.bare if reader.bare < len(found) else 0
    return Checked(tuple(found), tuple(kept), given, choices.adults, left_out, bare)


class _Reader:
    """Reads single rows by the choices."""

    def __init__(self, choices: Choices, region: str) -> None:
        self._choices, self._region = choices, region
        self.bare = 0
        self._places: dict[str, list[int]] = {}
        for index, name in enumerate(choices.columns):
            self._places.setdefault(name, []).append(index)

    def read(self, row: Row, number: int) -> tuple[HomeRow, list[Problem]]:
        wrong: list[Problem] = []
        home = HomeRow(
            number,
            self._door(row, number, wrong),
            self._kind(row, number, wrong),
            self._adults(row, number, wrong),
            self._language(row, number, wrong),
            self._contact(row, number, wrong),
        )
        return home, wrong

    def _cells(self, row: Row, name: str) -> Iterator[str]:
        """What the row has in the columns of this name, without the empty ones."""
        for place in self._places.get(name, ()):
            if place < len(row) and row[place]:
                yield row[place]

    def _one(self, row: Row, name: str) -> str:
        return " ".join(" ".join(self._cells(row, name)).split())

    def _door(self, row: Row, number: int, wrong: list[Problem]) -> str:
        door, building = self._one(row, "door"), self._one(row, "building")
        label = f"{building} {door}" if door and building else door
        self.bare += "building" in self._places and not building
        if not door:
            wrong.append(Problem(number, "door_missing"))
        elif _DAY.fullmatch(door):
            wrong.append(Problem(number, "door_is_day", door))
        elif len(label) > LONGEST_DOOR:
            wrong.append(Problem(number, "door_too_long", label[:LONGEST_DOOR], LONGEST_DOOR))
        return label

    def _adults(self, row: Row, number: int, wrong: list[Problem]) -> int:
        if "adults" not in self._places:
            return self._choices.adults
        texts = list(self._cells(row, "adults"))
        whole = [_WHOLE.fullmatch(text) for text in texts]
        adults = sum(int(one[1]) for one in whole if one)
        if not texts:
            wrong.append(Problem(number, "adults_missing"))
        elif not all(whole):
            text = next(text for text, one in zip(texts, whole, strict=True) if not one)
            wrong.append(Problem(number, "adults_no_number", text))
        elif adults > MOST_ADULTS:
            wrong.append(Problem(number, "adults_too_many", str(adults), MOST_ADULTS))
        else:
            return adults
        return 0

    def _kind(self, row: Row, number: int, wrong: list[Problem]) -> str | None:
        if "kind" not in self._places:
            return None
        text = self._one(row, "kind")
        meant = self._choices.kinds.get(folded(text), "")
        if not meant:
            wrong.append(Problem(number, "kind_unknown" if text else "kind_missing", text))
            return None
        return f"{NEW}:{text[:LONGEST_DOOR]}" if meant == NEW else meant

    def _language(self, row: Row, number: int, wrong: list[Problem]) -> str | None:
        if "language" not in self._places:
            return None
        text = self._one(row, "language")
        meant = self._choices.languages.get(folded(text), "" if text else NONE)
        if not meant:
            wrong.append(Problem(number, "language_unknown", text))
        return meant if meant and meant != NONE else None

    def _contact(self, row: Row, number: int, wrong: list[Problem]) -> Contact:
        name = self._one(row, "name")
        if len(name) > LONGEST_NAME:
            wrong.append(Problem(number, "name_too_long", name[:40], LONGEST_NAME))
        return Contact(
            name=name,
            address=self._address(row),
            email=_read_all(self._split(row, "email"), read_email, "email", number, wrong),
            phone=_read_all(self._split(row, "phone"), self._phone, "phone", number, wrong),
        )

    def _split(self, row: Row, name: str) -> list[str]:
        split = split_emails if name == "email" else self._split_phones
        return [part for cell in self._cells(row, name) for part in split(cell)]

    def _split_phones(self, cell: str) -> list[str]:
        return split_phones(cell, self._region)

    def _phone(self, text: str) -> str | None:
        return read_phone(text, self._region)

    def _address(self, row: Row) -> tuple[str, ...]:
        lines = [line for cell in self._cells(row, "address") for line in cell.split("\n")]
        city = ", ".join(filter(None, (self._one(row, "city"), self._one(row, "state"))))
        last = f"{city} {self._one(row, 'postal')}".strip()
        return tuple(line for line in (*lines, last) if line)


def _read_all(
    parts: Sequence[str],
    read: Callable[[str], str | None],
    what: str,
    number: int,
    wrong: list[Problem],
) -> tuple[str, ...]:
    """Each part in its usual form, once; those that cannot be read are problems."""
    found: dict[str, None] = {}
    for part in parts:
        value = read(part)
        if value is None:
            wrong.append(Problem(number, f"{what}_unreadable", part[:80]))
        else:
            found[value] = None
    return tuple(found)


def merge_contact(held: Contact | None, told: Contact, given: frozenset[str]) -> Contact:
    """A contact with what the file tells; the parts that it has no column for stay."""
    old = held or Contact()
    return Contact(
        name=told.name if "name" in given else old.name,
        address=told.address if given & ADDRESS else old.address,
        email=told.email if "email" in given else old.email,
        phone=told.phone if "phone" in given else old.phone,
    )
