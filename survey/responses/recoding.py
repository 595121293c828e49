"""What is kept of an answer set at opening: what the frozen tabulations need, and nothing else.

Pure: values in, values out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from survey.core.bank.questionnaire import Questionnaire
from survey.core.sealing.envelopes import Slip
from survey.responses.terms import Cut

OTHER: Final = "other"
"""Everybody whose group is too small, or not said, or not one of the chosen groups."""

STRATUM_CUT: Final = "stratum"
LANGUAGE_CUT: Final = "language"


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer set taken apart: closed answers, chosen groups, and comments (item, text)."""

    answers: dict[str, Any]
    groups: dict[str, str]
    comments: tuple[tuple[str, str], ...]


def keep(
    questionnaire: Questionnaire,
    cuts: Iterable[Cut],
    answers: Mapping[str, Any],
    slip: Slip | None,
) -> Kept:
    """Closed answers as they are, demographics only as chosen groups, comments apart.

    `slip` is None where it could not be read: then stratum and language are not known.
    """
    closed = {item.id for item in questionnaire.closed_items}
    spoken = [item.id for item in questionnaire.open_items]
    return Kept(
        answers={name: answer for name, answer in answers.items() if name in closed},
        groups={cut.id: _group(questionnaire, cut, answers, slip) for cut in cuts},
        comments=tuple(
            (name, answers[name].strip())
            for name in spoken
            if isinstance(answers.get(name), str) and answers[name].strip()
        ),
    )


def _group(
    questionnaire: Questionnaire, cut: Cut, answers: Mapping[str, Any], slip: Slip | None
) -> str:
    found: str | None
    if cut.id == STRATUM_CUT:
        found = slip.stratum if slip else None
    elif cut.id == LANGUAGE_CUT:
        found = slip.language if slip else None
    else:
        answer = answers.get(cut.id)
        demographic = questionnaire.demographic(cut.id)
        found = demographic.group_of(answer) if isinstance(answer, str) else None
    return found if found in cut.groups else OTHER


def merge_small_groups(
    rows: Sequence[Mapping[str, str]], *, cuts: Iterable[Cut], min_group: int
) -> list[dict[str, str]]:
    """The rows' groups, where every group of a cut has at least `min_group` rows or none.

    A group below that number becomes "other". If "other" itself is then too small, it would
    still point at the few in it: the smallest remaining group joins it, until it is large enough.
    """
    merged = [dict(row) for row in rows]
    for cut in cuts:
        small = _groups_to_merge(Counter(row[cut.id] for row in rows), min_group)
        for row in merged:
            if row[cut.id] in small:
                row[cut.id] = OTHER
    return merged


def _groups_to_merge(counts: Mapping[str, int], min_group: int) -> set[str]:
    """The groups that become "other". Ties go by name, so that recomputing gives the same."""
    by_size = sorted((count, group) for group, count in counts.items() if group != OTHER)
    merged: set[str] = set()
    others = counts.get(OTHER, 0)
    for count, group in by_size:
        if count >= min_group and (others == 0 or others >= min_group):
            break
        merged.add(group)
        others += count
    return merged
