"""Which findings a check-in talks about: those of the board's pages, by the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from survey.reports.agenda.talking import Kind
from survey.reports.board.grounds import WidestGap, grounds_of
from survey.reports.board.heard import heard
from survey.reports.comparing import levels_that
from survey.reports.questions import LeanRow
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.wording import Wording

FEWEST: Final = 3
"""Where fewer findings are clear, levels fill up to so many: a meeting has something to talk of."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is of: levels by id, or one question on a scale; of a gap, the gap itself."""

    kind: Kind
    levels: tuple[str, ...] = ()
    row: LeanRow | None = None
    gap: WidestGap | None = None

    @property
    def level(self) -> str:
        """The level that the finding belongs to, or the first of its levels."""
        return self.row.level if self.row else self.levels[0]


def chosen_subjects(
    document: ReleaseDocument, wording: Wording, rows: Mapping[str, LeanRow]
) -> tuple[Subject, ...]:
    """Return what the meeting talks about, good news first: at most four; none without levels.

    rows: every question on a scale, by id.
    """
    found = (*_good(document, rows), *_demanding(document, wording, rows))
    return (*found, *_filling(document, found))


def _good(document: ReleaseDocument, rows: Mapping[str, LeanRow]) -> Iterator[Subject]:
    """The levels that clearly rose; where none did, the first good news of what was heard.

    A question with the most good answers that clearly fell is no good news.
    """
    risen = levels_that(document, "clear_rise")
    if risen:
        yield Subject("rise", levels=risen)
        return
    for one in heard(document, rows):
        row = rows[one.id]
        fell = row.change is not None and row.change.kind == "clear_fall"
        if (one.news == "good" or one.news == "rise") and not fell:
            yield Subject(one.news, row=row)
            return


def _demanding(
    document: ReleaseDocument, wording: Wording, rows: Mapping[str, LeanRow]
) -> Iterator[Subject]:
    """What is asked of the board, but for who is missing: that has a place of its own."""
    clear = grounds_of(document, wording, rows)
    if clear.fallen:
        yield Subject("fall", levels=clear.fallen)
    elif clear.fell in rows:
        yield Subject("fall", row=rows[clear.fell])
    if clear.gap is not None and clear.gap[1].item in rows:
        yield Subject("gap", row=rows[clear.gap[1].item], gap=clear.gap)
    if clear.lowest:
        yield Subject("lowest", row=rows[clear.lowest])


def _filling(document: ReleaseDocument, found: Sequence[Subject]) -> list[Subject]:
    """Levels that no finding is of, as they stand; such as are not shown only where nothing is."""
    told = {level for one in found for level in (*one.levels, one.level)}
    scores = [score for level in CORE_LEVELS if (score := document.level(level)) is not None]
    asked = [score for score in scores if score.state != "not_asked" and score.id not in told]
    shown = [score for score in asked if score.shown]
    room = max(FEWEST - len(found), 0)
    return [Subject("stands", (score.id,)) for score in (shown if shown or found else asked)[:room]]
