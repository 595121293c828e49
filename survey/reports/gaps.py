"""Which differences between the groups of a breakdown are clear, in words, the largest first."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.reading import Cut, Gap, Gaps, ReleaseDocument
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class GapRow:
    """One clear gap: the question, between which groups and how wide, and its 95 % range."""

    question: str
    sentence: str
    range: str


@dataclass(frozen=True, slots=True)
class GapWords:
    """All clear gaps of a breakdown, how many others there are, and how all were worked out."""

    rows: tuple[GapRow, ...]
    counts: tuple[str, ...]
    basis: str

    @property
    def rest(self) -> tuple[str, ...]:
        """Everything that is said beside the clear ones."""
        return (*self.counts, self.basis)


def gap_words(cut: Cut, document: ReleaseDocument, wording: Wording) -> GapWords | None:
    """The gaps of a breakdown in words; None where none were compared."""
    gaps = document.gaps.get(cut.id)
    if gaps is None:
        return None
    names = {group.id: wording.group(cut, group) for group in cut.groups if group.shown}
    rows = (_row(gap, names, wording) for gap in gaps.clear)
    return GapWords(tuple(rows), tuple(_counts(gaps)), _basis())


def widest_gaps(document: ReleaseDocument, wording: Wording) -> list[tuple[Cut, Gap, GapRow]]:
    """Return the clear gaps of all breakdowns, the largest first, each with its words."""
    found = [
        (cut, gap, row)
        for cut in document.cuts
        if (said := gap_words(cut, document, wording)) is not None
        for gap, row in zip(document.gaps[cut.id].clear, said.rows, strict=True)
    ]
    return sorted(found, key=lambda told: -told[1].difference)


def _row(gap: Gap, names: dict[str, str], wording: Wording) -> GapRow:
    return GapRow(
        wording.question(gap.item),
        ngettext(
            "%(higher)s: good answers %(points)s point above %(lower)s",
            "%(higher)s: good answers %(points)s points above %(lower)s",
            gap.difference,
            higher=words.quoted(names[gap.higher]),
            lower=words.quoted(names[gap.lower]),
            points=words.number(gap.difference),
        ),
        words.span(gap.low, gap.high),
    )


def _counts(gaps: Gaps) -> list[str]:
    unclear = gaps.compared - len(gaps.clear)
    said = []
    if unclear:
        said.append(
            ngettext(
                "In %(count)s comparison of groups, no difference is clear.",
                "In %(count)s comparisons of groups, no difference is clear.",
                unclear,
                count=words.number(unclear),
            )
        )
    if gaps.too_few:
        said.append(
            ngettext(
                "In %(count)s comparison, the groups are too small to tell.",
                "In %(count)s comparisons, the groups are too small to tell.",
                gaps.too_few,
                count=words.number(gaps.too_few),
            )
        )
    return said


def _basis() -> str:
    return _(
        "Differences are worked out from the figures shown here, with the fewest answers that "
        "each group can have given."
    )
