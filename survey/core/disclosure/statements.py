"""What a release document says, one figure at a time, as the range a reader can infer from it.

Everything in the document becomes a statement, whatever its name: a key that this module has
never heard of is written down as it stands, so that nothing printed can be left out. Only what
is no figure is passed over: the questionnaire's wording and definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Document = Mapping[str, Any]

NO_FIGURES: Final = frozenset({"schema", "software", "wording"})
DEFINITIONS: Final = frozenset({"kind", "level", "scale", "reverse", "favorable", "label"})
"""What the questionnaire and the promise lay down about a figure, known before any answer."""

NAMES: Final = ("id", "value")
"""Keys that name an entry of a list."""

SUBJECTS: Final = {"status": "property", "response": "property", "withheld": "property"}
"""Keys at the top of a document that are told under another subject than their own name."""

GROUPS: Final = "groups"
"""The subject that says which groups of each breakdown are shown."""

OPEN_END: Final = 100
BAND_WIDTH: Final = 5
FEW_ANSWERS: Final = 30
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed figure.

    where: the place in the release, such as "stratum/full_price/bands/favorable". statistic:
    what kind of figure. low, high: the ends of the range it leaves open, as decimal numbers in
    text; a word that is printed stands as both; None where there is no such end. What is hidden
    has the statistic "hidden" and no ends.
    """

    where: str
    statistic: str
    low: str | None
    high: str | None

    def written(self) -> dict[str, str | None]:
        """The statement as JSON holds it."""
        return {
            "where": self.where,
            "statistic": self.statistic,
            "low": self.low,
            "high": self.high,
        }


def statements_of(document: Document) -> dict[str, tuple[Statement, ...]]:
    """Subject -> what a release document says of it, in the document's order; any schema.

    Subjects are the item's id for its figures in the property and in every group, "property",
    "levels", "indices", "groups", "change", "method" and any other key of the document.
    """
    found: dict[str, list[Statement]] = {}
    for subject, statement in _everything(document):
        found.setdefault(subject, []).append(statement)
    return {subject: tuple(said) for subject, said in found.items()}


def _everything(document: Document) -> Iterator[tuple[str, Statement]]:
    reading = _Reading(document)
    for key, value in document.items():
        if key in NO_FIGURES:
            continue
        if key == "items":
            for item in value:
                yield from reading.told(item["id"], ("property",), _without(item, "id"))
        elif key == "cuts":
            yield from _cuts(value, reading)
        else:
            yield from reading.told(SUBJECTS.get(key, key), (key,), value)


def _cuts(cuts: Sequence[Document], reading: _Reading) -> Iterator[tuple[str, Statement]]:
    """Which groups are shown, and each item by group under the item's own subject."""
    for cut in cuts:
        yield from reading.told(GROUPS, (cut["id"],), _without(cut, "id", "items"))
        for split in cut["items"]:
            yield from reading.told(split["id"], (cut["id"],), _without(split, "id"))


def _without(value: Document, *names: str) -> Document:
    return {name: held for name, held in value.items() if name not in names}


class _Reading:
    """How the figures of one document are to be read."""

    def __init__(self, document: Document) -> None:
        response = document.get("response") or {}
        respondents = response.get("respondents")
        self._banded = respondents is None
        self._few = respondents is not None and respondents < FEW_ANSWERS
        self._readers: dict[str, Callable[[Any], tuple[str | None, str | None]]] = {
            "percent": _percent,
            "rate": _rate,
            "score": _rounded,
            "difference": _rounded,
            "smallest": _rounded,
            "answered": self._answered,
        }

    def told(
        self, subject: str, path: tuple[str, ...], value: object
    ) -> Iterator[tuple[str, Statement]]:
        """Every statement that a part of the document makes."""
        return ((subject, statement) for statement in self._leaves(path, value))

    def _leaves(self, path: tuple[str, ...], value: object) -> Iterator[Statement]:
        if isinstance(value, Mapping):
            for name, held in value.items():
                if name == "hidden_options":
                    yield from (_hidden((*path, "options", str(one))) for one in held)
                elif name == GROUPS:  # of a breakdown, whose name stands in the path
                    yield from self._leaves(path, held)
                elif name == "score" and value.get("stands_for"):
                    yield self._last_score(path, value)
                elif name not in DEFINITIONS and not _names_items(name, held):
                    yield from self._leaves((*path, name), held)
        elif isinstance(value, (list, tuple)):
            for place, held in enumerate(value):
                name = _name_of(held, place)
                inner = _without(held, *NAMES) if isinstance(held, Mapping) else held
                yield from self._leaves((*path, name), inner)
        elif value is not None:
            yield self._statement(path, value)

    def _last_score(self, path: tuple[str, ...], entry: Mapping[str, Any]) -> Statement:
        """A score that stands for all beyond it as well: its range is open to the end."""
        low, high = _rounded(entry["score"])
        more = entry["stands_for"] == "more"
        ends = (low, str(OPEN_END)) if more else ("0", high)
        return Statement("/".join(path), "score", *ends)

    def _statement(self, path: tuple[str, ...], value: object) -> Statement:
        *place, statistic = path
        if statistic == "state" and value == "hidden":
            return _hidden(tuple(place))
        reader = self._readers.get(statistic)
        if reader is not None:
            low, high = reader(value)
        elif _is_number(value) and statistic.endswith(("low", "high")):
            low, high = self._outward(path, int(str(value)))
        else:
            low, high = _as_it_stands(value)
        return Statement("/".join(place), statistic, low, high)

    def _answered(self, value: object) -> tuple[str | None, str | None]:
        """At least so many, in steps of five; without an upper end where a band hides n."""
        base = int(str(value))
        return str(base), None if self._banded else str(base + BAND_WIDTH - 1)

    def _outward(self, path: tuple[str, ...], value: int) -> tuple[str | None, str | None]:
        """An end that was rounded outward: to a whole point, or to five for few answers."""
        step = BAND_WIDTH if self._few and path[0] in ("levels", "indices") else 1
        if path[-1].endswith("low"):
            return str(value), str(value + step)
        return str(value - step), str(value)


def _names_items(name: str, value: object) -> bool:
    """Whether this only lists the questions that something is made of."""
    listed = value if name == "items" and isinstance(value, (list, tuple)) else [None]
    return all(isinstance(one, str) for one in listed)


def _name_of(held: object, place: int) -> str:
    """What an entry of a list is called: by its id, its value, its group, else by its place."""
    if isinstance(held, Mapping):
        if "cut" in held and "group" in held:
            return f"{held['cut']}/{held['group']}"
        for name in NAMES:
            if name in held:
                return str(held[name])
    return str(place)


def _hidden(path: tuple[str, ...]) -> Statement:
    return Statement("/".join(path), "hidden", None, None)


def _percent(value: object) -> tuple[str | None, str | None]:
    """Whole percents, halves upward; an open end is everything beyond its edge."""
    text = str(value)
    if text.startswith("<"):
        return "0", text[1:]
    if text.startswith(">"):
        return text[1:], str(OPEN_END)
    return _rounded(value)


def _rate(value: object) -> tuple[str | None, str | None]:
    """A response rate in steps of five points, downward."""
    text = str(value)
    if text.startswith("<"):
        return "0", text[1:]
    if text.endswith("+"):
        return text[:-1], str(OPEN_END)
    return (text, str(int(text) + BAND_WIDTH)) if text.isdecimal() else _as_it_stands(value)


def _rounded(value: object) -> tuple[str | None, str | None]:
    """A figure that was rounded to a whole number; a word stands for itself."""
    if isinstance(value, str) and not value.isdecimal():
        return _as_it_stands(value)
    number = Decimal(str(value))
    return _text(number - _HALF), _text(number + _HALF)


def _as_it_stands(value: object) -> tuple[str | None, str | None]:
    """A whole number or a word is what it says; a decimal one was rounded at its last place."""
    if isinstance(value, float):
        number = Decimal(str(value))
        half = _HALF.scaleb(min(int(number.as_tuple().exponent), 0))
        return _text(number - half), _text(number + half)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text, text


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(number: Decimal) -> str:
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
