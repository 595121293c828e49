"""The questions of a release as rows: how the answers lean, in words, numbers and bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask_babel import gettext as _

from survey.reports import drawings, words
from survey.reports.comparing import item_changes
from survey.reports.drawings import Drawing, LeanAxis
from survey.reports.levels import ChangeCell, change_cell, change_reach, people_sentence
from survey.reports.own_questions import OWN, group_name, own_note
from survey.reports.reading import LEVEL_ORDER, ItemResult, ReleaseDocument, Share, band_of
from survey.reports.wording import Wording

LEANING: Final = frozenset({"scale", "ladder"})


@dataclass(frozen=True, slots=True)
class LeanRow:
    """One question whose answers lean to one side. Texts are empty where nothing is shown.

    `range` and `percents` are the same range of the high answers, bare and in percents.
    """

    id: str
    level: str
    question: str
    favorable: str
    shown: bool
    low: str
    middle: str
    high: str
    range: str
    percents: str
    people: str
    in_ten: str
    answered: str
    windows: int
    lean: Drawing | None
    middle_bar: Drawing | None
    stacked: Drawing | None
    change: ChangeCell | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One answer of a list with its share; without a drawing when it is not shown."""

    label: str
    percent: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One question with a list of answers; `several` when people could choose more than one."""

    id: str
    level: str
    question: str
    several: bool
    shown: bool
    options: tuple[OptionRow, ...]
    own: bool = False

    @property
    def some_hidden(self) -> bool:
        """Whether some of the answers, but not the whole question, are not shown."""
        return any(option.drawing is None for option in self.options)


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The questions of one level, under its name; or those that the community added.

    `id` is the level's, or OWN; `note` says of the latter what they are not.
    """

    id: str
    label: str
    rows: tuple[LeanRow, ...]
    note: str = ""


def lean_groups(document: ReleaseDocument, wording: Wording) -> list[LevelGroup]:
    """Return the questions on scales, by level, then own ones, on one common axis."""
    items = [item for item in document.items if item.kind in LEANING]
    axis = axis_of([item.bands for item in items])
    reach = middle_reach([item.bands for item in items])
    changes = item_changes(document)
    longest_change = change_reach(changes.values())
    rows = [
        _lean_row(
            item,
            wording,
            axis,
            reach,
            change_cell(changes[item.id], longest_change) if item.id in changes else None,
        )
        for item in sorted(items, key=_place)
    ]
    groups = [
        LevelGroup(level, wording.level(level), tuple(group))
        for level, group in groupby((row for row in rows if not row.own), key=lambda row: row.level)
    ]
    if own := tuple(row for row in rows if row.own):
        groups.append(LevelGroup(OWN, group_name(), own, own_note(document)))
    return groups


def list_rows(document: ReleaseDocument, wording: Wording) -> list[ListRow]:
    """Return the questions with a list of answers, by level, own ones last."""
    items = [item for item in document.items if item.kind not in LEANING]
    return [
        ListRow(
            id=item.id,
            level=item.level,
            question=wording.question(item.id),
            several=item.kind == "several",
            shown=item.shown,
            options=tuple(_options(item, wording)) if item.shown else (),
            own=item.own,
        )
        for item in sorted(items, key=_place)
    ]


def axis_of(bands: Iterable[Sequence[Share]]) -> LeanAxis:
    """Return one axis for many diverging bars."""
    return LeanAxis.around(
        (band_of(found, "unfavorable"), band_of(found, "favorable")) for found in bands
    )


def middle_reach(bands: Iterable[Sequence[Share]]) -> float:
    """Return the length of the longest middle answer of a list, in percent."""
    shares = [band_of(found, "middle") for found in bands]
    return max((drawings.length(share) for share in shares if share is not None), default=0.0)


def band_text(bands: Sequence[Share], band_id: str) -> str:
    """Write a band's percent; empty where the question has no such band."""
    share = band_of(bands, band_id)
    return "" if share is None else words.percent(share)


def bands_title(bands: Sequence[Share]) -> str:
    """Return the sentence that stands for a bar of bands."""
    low, high = band_text(bands, "unfavorable"), band_text(bands, "favorable")
    middle = band_text(bands, "middle")
    if middle:
        return _("%(low)s low; %(middle)s middle; %(high)s high", low=low, middle=middle, high=high)
    return _("%(low)s low; %(high)s high", low=low, high=high)


def _place(item: ItemResult) -> tuple[bool, int]:
    known = item.level in LEVEL_ORDER
    return item.own, LEVEL_ORDER.index(item.level) if known else len(LEVEL_ORDER)


def _lean_row(
    item: ItemResult,
    wording: Wording,
    axis: LeanAxis,
    reach: float,
    change: ChangeCell | None,
) -> LeanRow:
    shown = item.shown and bool(item.bands)
    favorable = item.band("favorable") if shown else None
    middle = item.band("middle") if shown else None
    return LeanRow(
        id=item.id,
        level=item.level,
        question=wording.question(item.id),
        favorable=wording.favorable(item),
        shown=shown,
        low=band_text(item.bands, "unfavorable") if shown else "",
        middle=band_text(item.bands, "middle") if shown else "",
        high=band_text(item.bands, "favorable") if shown else "",
        range=_range(item, words.span) if shown else "",
        percents=_range(item, words.percent_span) if shown else "",
        people=people_sentence(item, wording) if shown else "",
        in_ten=words.first_upper(words.in_ten(favorable)) if favorable is not None else "",
        answered=_answered(wording.favorable(item)),
        windows=words.tens(favorable) if favorable is not None else 0,
        lean=_lean_drawing(item, wording, axis) if shown else None,
        middle_bar=drawings.middle(
            _("%(percent)s in the middle", percent=words.percent(middle)), axis, middle, reach
        )
        if middle is not None
        else None,
        stacked=drawings.stacked(bands_title(item.bands), item.bands) if shown else None,
        change=change,
        own=item.own,
    )


def _range(item: ItemResult, write: Callable[[int, int], str]) -> str:
    """Write the range of the high answers; empty where the document gives none."""
    if item.low is None or item.high is None:
        return ""
    return write(item.low, item.high)


def _answered(favorable: str) -> str:
    """Return what stands under "6 in 10": the answers that so many gave."""
    return _("answered %(answers)s", answers=favorable) if favorable else _("gave a good answer")


def _lean_drawing(item: ItemResult, wording: Wording, axis: LeanAxis) -> Drawing:
    """Draw each answer where there are enough of them, otherwise the three bands."""
    if not item.points:
        low, high = item.band("unfavorable"), item.band("favorable")
        title = bands_title(item.bands)
        return drawings.lean(
            title, axis, [low] if low is not None else [], [high] if high is not None else []
        )
    low_points, high_points = sides(item)
    title = "; ".join(
        _(
            "%(answer)s: %(percent)s",
            answer=wording.answer(item, point.id),
            percent=words.percent(point.percent),
        )
        for point in item.points
    )
    return drawings.lean(
        title,
        axis,
        [point.percent for point in low_points],
        [point.percent for point in high_points],
    )


def sides(item: ItemResult) -> tuple[list[Share], list[Share]]:
    """Return the low and the high answers of a question with points, from the middle outwards.

    Where the document does not name the favorable values, they follow from the number of
    answers: with a middle answer both sides have the same number, without one the high side
    has the larger half (core.analysis.scores.bins_of makes the bands in this way).
    """
    ordered = list(reversed(item.points)) if item.reverse else list(item.points)
    count = len(ordered)
    if item.favorable:
        chosen = {str(value) for value in item.favorable}
        highs = sum(point.id in chosen for point in ordered)
    elif item.band("middle") is not None:
        highs = (count - 1) // 2
    else:
        highs = (count + 1) // 2
    lows = min(highs, count - highs)
    return list(reversed(ordered[:lows])), ordered[count - highs :]


def _options(item: ItemResult, wording: Wording) -> Iterable[OptionRow]:
    """Return the shown options, then the hidden ones: an order that tells nothing."""
    for share in item.options:
        yield option_row(wording.answer(item, share.id), share)
    for value in item.hidden_options:
        yield OptionRow(wording.answer(item, value), "", None)


def option_row(label: str, share: Share) -> OptionRow:
    """Return one shown option."""
    text = words.percent(share.percent)
    return OptionRow(label, text, drawings.portion(text, share.percent))
