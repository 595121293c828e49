"""Every shown figure as a row with its names in words: what all files for other programs hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from survey.reports.figures import COLUMNS, figure_rows
from survey.reports.reading import ReleaseDocument, is_low_end, open_end
from survey.reports.wording import Wording

Cell = str | int | None

NUMBERS: Final = frozenset(
    {"figure", "low", "high", "certain_low", "certain_high", "smallest", "waves"}
)
"""The columns that hold whole numbers or nothing."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One figure. Texts are empty and numbers None where a figure has none of it.

    part, id, group, value: codes, as in figures.py; *_label: the same in words. open_end: "under"
    or "over" where `figure` is the edge of an open end, "most" or "least" where it is the last
    score, for itself and all beyond. waves: of a trend, over how many. own:
    "yes" for figures of a question that the community added.
    """

    part: str
    id: str
    label: str
    group: str
    group_label: str
    value: str
    value_label: str
    open_end: str
    figure: int | None
    low: int | None
    high: int | None
    certain_low: int | None
    certain_high: int | None
    smallest: int | None
    waves: int | None
    own: str

    def cells(self) -> tuple[Cell, ...]:
        """The row in the order of EXPORT_COLUMNS."""
        return tuple(getattr(self, name) for name in EXPORT_COLUMNS)


EXPORT_COLUMNS: Final = tuple(field.name for field in fields(ExportRow))


def export_rows(document: ReleaseDocument, wording: Wording) -> Iterator[ExportRow]:
    """Yield every shown figure; what is hidden is in no row."""
    names = _Names(document, wording)
    for row in figure_rows(document):
        yield _row(dict(zip(COLUMNS, row, strict=True)), names)


def _row(said: Mapping[str, object], names: _Names) -> ExportRow:
    part, name = str(said["part"]), str(said["id"])
    group, value = str(said["group"]), str(said["value"])
    edge, figure = _figure(said["figure"])
    trend = part == "trend"
    return ExportRow(
        part=part,
        id=name,
        label=names.of(part, name),
        group=group,
        group_label=names.group(group),
        value=value,
        value_label=names.value(part, name, value),
        open_end=edge,
        figure=None if trend else figure,
        low=_whole(said["low"]),
        high=_whole(said["high"]),
        certain_low=_whole(said["certain_low"]),
        certain_high=_whole(said["certain_high"]),
        smallest=_whole(said["smallest"]),
        waves=figure if trend else None,
        own=str(said["own"]),
    )


def _figure(held: object) -> tuple[str, int | None]:
    """An open end's side and edge, or no side and the number."""
    if isinstance(held, str) and held[1:2] == "=":
        return "most" if is_low_end(held) else "least", int(held[2:])
    if isinstance(held, str) and held:
        return "under" if is_low_end(held) else "over", open_end(held)
    return "", _whole(held)


def _whole(held: object) -> int | None:
    return held if isinstance(held, int) else None


class _Names:
    """What the codes of a release are called in one language."""

    def __init__(self, document: ReleaseDocument, wording: Wording) -> None:
        self._document, self._wording = document, wording
        self._cuts = {cut.id: cut for cut in document.cuts}
        self._groups = {
            f"{cut.id}:{group.id}": wording.group(cut, group)
            for cut in document.cuts
            for group in cut.groups
        }

    def of(self, part: str, name: str) -> str:
        """The name of a level, index, question or, for participation, breakdown."""
        if part == "participation":
            return self._wording.cut(self._cuts[name]) if name in self._cuts else name
        if part in ("band", "point", "option", "gap"):
            return self._wording.question(name)
        if self._document.level(name) is not None:
            return self._wording.level(name)
        return self._wording.find(f"index.{name}") or self._wording.question(name)

    def group(self, name: str) -> str:
        """The name of a group of a breakdown; empty for the whole property."""
        return self._groups.get(name, "")

    def value(self, part: str, name: str, value: str) -> str:
        """The name of an answer, or of the lower group of a gap; empty for bands and verdicts."""
        if part == "gap":
            return self.group(value)
        item = self._document.item(name)
        if part not in ("point", "option") or item is None:
            return ""
        return self._wording.answer(item, value)


def question_rows(document: ReleaseDocument, wording: Wording) -> Sequence[tuple[str, ...]]:
    """Every question with its codes: id, level, kind, scale, "yes" where it is worded in reverse,
    the favorable values, and its words."""
    return [
        (
            item.id,
            item.level,
            item.kind,
            item.scale or "",
            "yes" if item.reverse else "no",
            " ".join(map(str, item.favorable)),
            wording.question(item.id),
        )
        for item in document.items
    ]


QUESTION_COLUMNS: Final = ("id", "level", "kind", "scale", "reverse", "favorable", "question")
