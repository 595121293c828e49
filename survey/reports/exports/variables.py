"""The variables of the figures as statistics programs hold them: kinds, labels, codes with words.

Codes follow from the release and never from the language, so that files of one release in several
languages have the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.exports.rows import NUMBERS, ExportRow
from survey.reports.missing import share_sentence
from survey.reports.reading import ReleaseDocument, Verdict

Kind = Literal["text", "coded", "number"]

WORDING: Final = "wording"
"""The one variable that rows.py has not: a name whole, where its value label is cut short."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable; `label` says in the language of the moment what it holds."""

    name: str
    kind: Kind
    label: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Code:
    """What a row says in a coded variable: a key that knows no language, and its words."""

    key: str
    words: str


VARIABLES: Final = (
    Variable("part", "coded", lambda: _("Kind of figure")),
    Variable("id", "text", lambda: _("Short name of the level, index, question or breakdown")),
    Variable("label", "coded", lambda: _("Level, index, question or breakdown")),
    Variable(WORDING, "text", lambda: _("The same in full")),
    Variable("group", "text", lambda: _("Short name of the group")),
    Variable("group_label", "coded", lambda: _("Group; of a clear difference the higher one")),
    Variable("value", "text", lambda: _("Short name of the answer or verdict")),
    Variable(
        "value_label",
        "coded",
        lambda: _("Answer or verdict; of a clear difference the lower group"),
    ),
    Variable("open_end", "coded", lambda: _("Whether the figure is the edge of an open end")),
    Variable("figure", "number", lambda: _("Score, percent, or change in points")),
    Variable("low", "number", lambda: _("Lower end of the range")),
    Variable("high", "number", lambda: _("Upper end of the range")),
    Variable(
        "certain_low", "number", lambda: _("If everyone who did not answer thought the lowest")
    ),
    Variable(
        "certain_high", "number", lambda: _("If everyone who did not answer thought the highest")
    ),
    Variable("smallest", "number", lambda: _("Smallest change that would have been called clear")),
    Variable("waves", "number", lambda: _("Number of waves of a trend")),
    Variable("own", "coded", lambda: _("Whether the community added the question itself")),
)

_PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "level": lambda: _("Score of a level"),
    "index": lambda: _("Score of an index"),
    "band": lambda: _("Share of low, middle or high answers"),
    "point": lambda: _("Share of one answer"),
    "option": lambda: _("Share of one answer from a list"),
    "participation": lambda: _("How many of a group answered"),
    "gap": lambda: _("Clear difference between groups"),
    "change": lambda: _("Change since the earlier wave"),
    "trend": lambda: _("Verdict over several waves"),
}
_BANDS: Final[Mapping[str, Callable[[], str]]] = {
    "unfavorable": lambda: _("Low"),
    "middle": lambda: _("Middle"),
    "favorable": lambda: _("High"),
}
_OPEN_ENDS: Final[Mapping[str, Callable[[], str]]] = {
    "under": lambda: _("Under this figure"),
    "over": lambda: _("Over this figure"),
    "least": lambda: _("This figure or more"),
    "most": lambda: _("This figure or less"),
}
_OWN: Final[Mapping[str, Callable[[], str]]] = {
    "yes": lambda: _("Added by the community"),
}
_FIXED: Final = {"part": _PARTS, "open_end": _OPEN_ENDS, "own": _OWN}


class Codes:
    """The codes of every coded variable of a release, with their words."""

    def __init__(self, document: ReleaseDocument, rows: Iterable[ExportRow]) -> None:
        """Give numbers from 1 on: fixed ones first, others as the rows bring them."""
        self._scales = {item.id: item.scale or item.id for item in document.items}
        self._numbers: dict[str, dict[str, int]] = {}
        self.words: dict[str, dict[int, str]] = {}
        for name, fixed in _FIXED.items():
            for key, said in fixed.items():
                self._learn(name, Code(key, said()))
        for row in rows:
            for name in ("label", "group_label", "value_label"):
                if code := self._code(name, row):
                    self._learn(name, code)

    def number(self, name: str, row: ExportRow) -> float | None:
        """Return what a row has in a coded variable; None where it has nothing there."""
        code = self._code(name, row)
        return float(self._numbers[name][code.key]) if code else None

    def _learn(self, name: str, code: Code) -> None:
        numbers = self._numbers.setdefault(name, {})
        number = numbers.setdefault(code.key, len(numbers) + 1)
        self.words.setdefault(name, {}).setdefault(number, code.words)

    def _code(self, name: str, row: ExportRow) -> Code | None:
        held = str(getattr(row, name))
        if name in _FIXED:
            return Code(held, "") if held else None
        if name == "label":
            kind = "breakdown" if row.part == "participation" else "named"
            return Code(f"{kind} {row.id}", row.label)
        if name == "group_label":
            return Code(row.group, row.group_label) if row.group else None
        return self._value(row)

    def _value(self, row: ExportRow) -> Code | None:
        if row.part == "band":
            return Code(f"band {row.value}", _BANDS[row.value]())
        if row.part in ("point", "option"):
            return Code(f"{self._scales[row.id]} {row.value}", row.value_label)
        if row.part == "gap":
            return Code(f"group {row.value}", row.value_label)
        if row.part == "participation":
            return Code(f"share {row.value}", share_sentence(row.value))
        if row.part in ("change", "trend"):
            verdict = cast(Verdict, row.value)  # rows hold texts
            return Code(f"verdict {verdict}", words.verdict(verdict))
        return None


assert {variable.name for variable in VARIABLES if variable.kind == "number"} == NUMBERS
