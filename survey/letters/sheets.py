"""From homes to sheets: one a home, and another where it has more codes than one has room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from survey.letters.drawing import draw_square
from survey.letters.homes import LetterHome
from survey.letters.windows import window_size
from survey.letters.words import LetterWords
from survey.web.locales import LANGUAGES, set_apart

MOST_CODES: Final = {"letters": 8, "hangers": 2, "slips": 1}
DUMMY_CODE: Final = "XXXX-XXXX-XXXX"
"""On test pages. No code is dealt like this one: the chance is one in 2 to the power of 60."""
ADDRESS_LINES: Final = 5
"""So many fit in the window."""
ALONE, IN_TWO, IN_FOUR = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Slip:
    """One code, and the square that leads a phone to it. name: what is read aloud for that.

    address: what the code is added to.
    """

    code: str
    address: str
    name: str

    @property
    def square(self) -> Markup:
        """Drawn where it is laid out: all of a job's at once would take half a minute before it."""
        return draw_square(f"{self.address}#{self.code}", self.name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter, hanger or slip. rows: its codes as they stand beside one another.

    door: which home it is for, in words. to: the lines in the window. greeting: with a name only
    where the list has one. of: which one of how many sheets of this home, or "".
    """

    words: LetterWords
    door: str = field(repr=False)
    to: tuple[str, ...] = field(repr=False)
    greeting: str = field(repr=False)
    of: str
    rows: tuple[tuple[Slip, ...], ...] = field(repr=False)

    @property
    def window(self) -> str:
        """How large the address is set."""
        return window_size(self.to)

    @property
    def columns(self) -> int:
        """How many codes stand beside one another."""
        return columns_for(self.codes)

    @property
    def codes(self) -> int:
        """How many codes are on the sheet."""
        return sum(len(row) for row in self.rows)


def columns_for(codes: int) -> int:
    """One below the other for one or two, then in two columns, then in four."""
    return ALONE if codes <= 2 else IN_TWO if codes <= 4 else IN_FOUR


def make_sheets(
    homes: Iterable[LetterHome], say: Callable[[str], LetterWords], shape: str
) -> Iterator[Sheet]:
    """Every sheet of these homes, in their order. say: the words of a language."""
    most = MOST_CODES[shape]
    for home in homes:
        words = say(home.tag)
        with force_locale(words.language.locale):
            door, to, greeting = name_door(home), address_lines(home, words), greet(home)
            count = -(-len(home.codes) // most)
            for number in range(count):
                codes = home.codes[number * most : (number + 1) * most]
                of = _("%(number)s of %(count)s", number=number + 1, count=count)
                yield Sheet(words, door, to, greeting, of if count > 1 else "", lay(codes, words))


def lay(codes: tuple[str, ...], words: LetterWords) -> tuple[tuple[Slip, ...], ...]:
    """Codes as they stand on a sheet."""
    slips = [Slip(code, words.code_url, words.scan) for code in codes]
    columns = columns_for(len(slips))
    return tuple(tuple(slips[start : start + columns]) for start in range(0, len(slips), columns))


def sample_sheet(words: LetterWords, codes: int = 1) -> Sheet:
    """A sheet to look at before anything is made: no home's, with a code that leads nowhere."""
    with force_locale(words.language.locale):
        to = (_("To the residents of"), _("a test page"), words.place)
        dummies = (DUMMY_CODE,) * codes
        return Sheet(words, _("Test page"), to, _("Hello,"), "", lay(dummies, words))


def name_door(home: LetterHome) -> str:
    """Which home it is, in the language that Flask-Babel has."""
    if home.door is not None:
        return home.door
    if home.part is None:
        return _("Home %(number)s", number=home.home)
    return _("%(part)s: home %(number)s", part=home.part, number=home.home)


def address_lines(home: LetterHome, words: LetterWords) -> tuple[str, ...]:
    """What stands in the window: the list's address, or the door and the property."""
    name, address = home.contact.name, home.contact.address
    if address:
        first = name or _("To the residents of")
        return (first, *_shortened(address))
    first = name or _("To the residents of")
    return tuple(line for line in (first, name_door(home), words.place, words.address) if line)


def _shortened(address: tuple[str, ...]) -> tuple[str, ...]:
    """At most as many lines as the window takes below the name; what is over joins the last."""
    most = ADDRESS_LINES - 1
    if len(address) <= most:
        return address
    return (*address[: most - 1], ", ".join(address[most - 1 :]))


def greet(home: LetterHome) -> str:
    """With a name only where the list has one."""
    if home.contact.name:
        name = set_apart(home.contact.name, LANGUAGES[home.tag].direction)
        return _("Hello %(name)s,", name=name)
    return _("Hello,")
