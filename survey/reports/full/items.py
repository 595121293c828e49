"""Every question with all that is released of it: bands, range, ends, and answer by answer."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.questions import LeanRow, ListRow, lean_groups, list_rows
from survey.reports.reading import ItemResult, ReleaseDocument
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands below a question for whoever checks it; parts are empty where not released.

    `answers`: each answer with its share; `rest`: on how many answers the figures rest, and
    between which shares of high answers all adults lie, whatever the silent think.
    """

    code: str
    answers: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeanDetail:
    """A question on a scale, with its detail."""

    row: LeanRow
    detail: Detail


@dataclass(frozen=True, slots=True)
class ListDetail:
    """A question with a list of answers, with its detail."""

    row: ListRow
    detail: Detail


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """The questions of one level; or those that the community added, with a note of what not."""

    label: str
    note: str
    rows: tuple[LeanDetail, ...]


def detail_groups(document: ReleaseDocument, wording: Wording) -> list[DetailGroup]:
    """Return the questions on scales, by level, then own ones."""
    details = _details(document, wording)
    return [
        DetailGroup(
            group.label, group.note, tuple(LeanDetail(row, details[row.id]) for row in group.rows)
        )
        for group in lean_groups(document, wording)
    ]


def list_details(document: ReleaseDocument, wording: Wording) -> list[ListDetail]:
    """Return the questions with a list of answers, by level, own ones last."""
    details = _details(document, wording)
    return [ListDetail(row, details[row.id]) for row in list_rows(document, wording)]


def _details(document: ReleaseDocument, wording: Wording) -> dict[str, Detail]:
    return {item.id: _detail(item, wording) for item in document.items}


def _detail(item: ItemResult, wording: Wording) -> Detail:
    if not item.shown:
        return Detail(item.id, (), ())
    return Detail(
        code=item.id,
        answers=tuple(
            _(
                "%(answer)s: %(percent)s",
                answer=wording.answer(item, point.id),
                percent=words.percent(point.percent),
            )
            for point in item.points
        ),
        rest=tuple(said for said in (_answered(item), _certain(item)) if said),
    )


def _certain(item: ItemResult) -> str:
    if item.certain_low is None or item.certain_high is None:
        return ""
    ends = words.percent_span(item.certain_low, item.certain_high)
    return _("If the others had answered: %(ends)s", ends=ends)


def _answered(item: ItemResult) -> str:
    if item.answered is None:
        return ""
    return _("At least %(count)s answers", count=words.number(item.answered))
