"""Invented remarks of residents in the fifteen languages, and how well they are masked.

Each line of a file is a language and a remark. `{...}` is what points at somebody, of the kind that
the file is named for; `harmless.txt` has none of it, but numbers, and words that look alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from survey.core.disclosure.marks import Kind, Mark

FOLDER: Final = Path(__file__).parent
FILES: Final[dict[Kind, str]] = {
    "phone": "phones",
    "email": "emails",
    "date": "dates",
    "home": "homes",
    "name": "names",
}
_LABELLED: Final = re.compile(r"\{(.+?)\}")

Finder = Callable[["Remark"], Sequence[Mark]]


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark, and where in its text something points at somebody."""

    tag: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a finder made of remarks.

    missed: labelled stretches of which a letter or digit stays. wrong: stretches proposed where
    nothing is labelled. labelled: how many there are to find.
    """

    labelled: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share found, from 0 to 1."""
        return 1 - len(self.missed) / self.labelled


def read_remarks(name: str) -> list[Remark]:
    """The remarks of a file, by its name without the ending."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_read(*line.split(" ", 1)) for line in lines]


def score(remarks: Iterable[Remark], find: Finder) -> Score:
    """How many of what points at somebody are hidden, and what is hidden besides."""
    labelled, missed, wrong = 0, [], []
    for remark in remarks:
        marks = find(remark)
        hidden = {at for mark in marks for at in range(mark.start, mark.end)}
        for start, end in remark.spans:
            labelled += 1
            shown = [at for at in range(start, end) if remark.text[at].isalnum()]
            if not hidden.issuperset(shown):
                missed.append(f"{remark.tag}: {remark.text[start:end]}")
        wrong += [
            f"{remark.tag}: {remark.text[mark.start : mark.end]}"
            for mark in marks
            if all(mark.end <= start or end <= mark.start for start, end in remark.spans)
        ]
    return Score(labelled, tuple(missed), tuple(wrong))


def _read(tag: str, written: str) -> Remark:
    text, spans, at = "", [], 0
    for found in _LABELLED.finditer(written):
        text += written[at : found.start()]
        spans.append((len(text), len(text) + len(found[1])))
        text += found[1]
        at = found.end()
    return Remark(tag, text + written[at:], tuple(spans))
