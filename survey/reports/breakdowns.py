"""The breakdowns of a release: three bands for each group, or one neutral sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import drawings, words
from survey.reports.drawings import Drawing, LeanAxis
from survey.reports.gaps import GapWords, gap_words
from survey.reports.questions import OptionRow, axis_of, band_text, bands_title, option_row
from survey.reports.reading import (
    Cut,
    CutItem,
    GroupFigures,
    ItemResult,
    ReleaseDocument,
    Share,
    band_of,
)
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The answers of one group to one question."""

    label: str
    low: str
    middle: str
    high: str
    lean: Drawing
    stacked: Drawing


@dataclass(frozen=True, slots=True)
class SplitQuestion:
    """One question that may be shown by group: how each leans, or each option of each group."""

    question: str
    favorable: str
    groups: tuple[GroupRow, ...]
    options: tuple[OptionRow, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class HiddenQuestion:
    """A question that may not be shown by group."""

    question: str
    own: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One breakdown: the questions that may be shown, and the names of those that may not.

    `hidden_groups` are the groups that are shown nowhere. `gaps`: which differences are clear.
    """

    id: str
    label: str
    questions: tuple[SplitQuestion, ...]
    hidden_questions: tuple[HiddenQuestion, ...]
    hidden_groups: tuple[str, ...]
    gaps: GapWords | None

    @property
    def some_hidden(self) -> bool:
        """Whether anything of this breakdown is not shown."""
        options = (option for question in self.questions for option in question.options)
        hidden = bool(self.hidden_questions or self.hidden_groups)
        return hidden or any(option.drawing is None for option in options)


def breakdowns(document: ReleaseDocument, wording: Wording) -> list[Breakdown]:
    """Return every breakdown that was promised, shown or not."""
    return [_breakdown(cut, document, wording) for cut in document.cuts]


def _breakdown(cut: Cut, document: ReleaseDocument, wording: Wording) -> Breakdown:
    visible = {group.id: wording.group(cut, group) for group in cut.groups if group.shown}
    split = [item for item in cut.items if _shown_groups(item, visible)]
    axis = axis_of(found.bands for item in split for found in item.groups.values())
    return Breakdown(
        id=cut.id,
        label=wording.cut(cut),
        questions=tuple(_split(item, visible, axis, document, wording) for item in split),
        hidden_questions=tuple(
            _hidden(item, document, wording) for item in cut.items if item not in split
        ),
        hidden_groups=tuple(wording.group(cut, group) for group in cut.groups if not group.shown),
        gaps=gap_words(cut, document, wording),
    )


def _hidden(item: CutItem, document: ReleaseDocument, wording: Wording) -> HiddenQuestion:
    found = document.item(item.id)
    return HiddenQuestion(wording.question(item.id), found is not None and found.own)


def _shown_groups(item: CutItem, visible: Mapping[str, str]) -> dict[str, GroupFigures]:
    if not item.shown:
        return {}
    return {
        group_id: item.groups[group_id]
        for group_id in visible
        if group_id in item.groups
        and (item.groups[group_id].bands or item.groups[group_id].options)
    }


def _split(
    item: CutItem,
    visible: Mapping[str, str],
    axis: LeanAxis,
    document: ReleaseDocument,
    wording: Wording,
) -> SplitQuestion:
    found = document.item(item.id)
    groups = _shown_groups(item, visible)
    return SplitQuestion(
        question=wording.question(item.id),
        favorable=wording.favorable(found) if found else "",
        groups=tuple(
            _group_row(visible[group_id], figures.bands, axis)
            for group_id, figures in groups.items()
            if figures.bands
        ),
        options=tuple(_option_rows(found, groups, visible, wording)) if found else (),
        own=found is not None and found.own,
    )


def _option_rows(
    item: ItemResult,
    groups: Mapping[str, GroupFigures],
    visible: Mapping[str, str],
    wording: Wording,
) -> Iterator[OptionRow]:
    """Yield option by option, so that the groups stand below each other for each."""
    values = [share.id for share in item.options] + list(item.hidden_options)
    for value in values:
        for group_id, figures in groups.items():
            group = words.within(visible[group_id])
            label = _("%(answer)s: %(group)s", answer=wording.answer(item, value), group=group)
            for share in figures.options:
                if share.id == value:
                    yield option_row(label, share)
            if value in figures.hidden_options:
                yield OptionRow(label, "", None)


def _group_row(label: str, bands: tuple[Share, ...], axis: LeanAxis) -> GroupRow:
    low, high = band_of(bands, "unfavorable"), band_of(bands, "favorable")
    return GroupRow(
        label=label,
        low=band_text(bands, "unfavorable"),
        middle=band_text(bands, "middle"),
        high=band_text(bands, "favorable"),
        lean=drawings.lean(
            bands_title(bands),
            axis,
            [low] if low is not None else [],
            [high] if high is not None else [],
        ),
        stacked=drawings.stacked(bands_title(bands), bands),
    )
