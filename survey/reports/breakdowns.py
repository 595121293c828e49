"""The breakdowns of a release: three bands for each group, or one neutral sentence."""

from __future__ import annotations

from dataclasses import dataclass

from survey.reports import drawings
from survey.reports.drawings import Drawing, LeanAxis
from survey.reports.questions import axis_of, band_text, bands_title
from survey.reports.reading import Cut, CutItem, GroupFacts, ReleaseDocument, Share, band_of
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The answers of one group to one question."""

    label: str
    low: str
    middle: str
    high: str
    lean: Drawing


@dataclass(frozen=True, slots=True)
class SplitQuestion:
    """One question that may be shown by group."""

    question: str
    favorable: str
    groups: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One breakdown: the questions that may be shown, and the names of those that may not.

    `hidden_groups` are the groups that are shown nowhere.
    """

    id: str
    label: str
    questions: tuple[SplitQuestion, ...]
    hidden_questions: tuple[str, ...]
    hidden_groups: tuple[str, ...]


def breakdowns(document: ReleaseDocument, wording: Wording) -> list[Breakdown]:
    """Return every breakdown that was promised, shown or not."""
    return [_breakdown(cut, document, wording) for cut in document.cuts]


def _breakdown(cut: Cut, document: ReleaseDocument, wording: Wording) -> Breakdown:
    visible = {group.id: group for group in cut.groups if group.shown}
    split = [item for item in cut.items if item.shown and _shown_groups(item, visible)]
    axis = axis_of(found for item in split for found in item.groups.values())
    return Breakdown(
        id=cut.id,
        label=wording.cut(cut),
        questions=tuple(
            SplitQuestion(
                question=wording.question(item.id),
                favorable=_favorable(item, document, wording),
                groups=tuple(
                    _group_row(wording.group(cut, visible[group_id]), found, axis)
                    for group_id, found in _shown_groups(item, visible).items()
                ),
            )
            for item in split
        ),
        hidden_questions=tuple(
            wording.question(item.id) for item in cut.items if item not in split
        ),
        hidden_groups=tuple(wording.group(cut, group) for group in cut.groups if not group.shown),
    )


def _shown_groups(item: CutItem, visible: dict[str, GroupFacts]) -> dict[str, tuple[Share, ...]]:
    return {
        group_id: item.groups[group_id]
        for group_id in visible
        if band_of(item.groups.get(group_id, ()), "favorable") is not None
    }


def _favorable(item: CutItem, document: ReleaseDocument, wording: Wording) -> str:
    found = document.item(item.id)
    return wording.favorable(found) if found else ""


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
    )
