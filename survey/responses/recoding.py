"""What is kept of an answer set at opening: what the frozen tabulations need, and nothing else.

Pure: values in, values out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from survey.core.bank.questionnaire import Questionnaire
from survey.core.sealing.envelopes import Slip

OTHER: Final = "other"
"""Everybody whose group is too small, or not said, or not one of the chosen groups."""

STRATUM_CUT: Final = "stratum"
LANGUAGE_CUT: Final = "language"


@dataclass(frozen=True, slots=True)
class Cut:
    """One breakdown chosen at launch, with the ids of its groups."""

    id: str
    groups: frozenset[str]


Finder = Callable[[Mapping[str, Any], Slip | None], str | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer set taken apart: closed answers, chosen groups, and comments (item, text)."""

    answers: dict[str, Any]
    groups: dict[str, str]
    comments: tuple[tuple[str, str], ...]


class Keeper:
    """Takes answer sets of one wave apart; made once, used for every envelope."""

    def __init__(self, questionnaire: Questionnaire, cuts: Sequence[Cut]) -> None:
        self._closed = frozenset(item.id for item in questionnaire.closed_items)
        self._spoken = tuple(item.id for item in questionnaire.open_items)
        self._group_of = [
            (cut.id, frozenset(cut.groups), _finder(questionnaire, cut)) for cut in cuts
        ]

    def keep(self, answers: Mapping[str, Any], slip: Slip | None) -> Kept:
        """Closed answers as they are, demographics only as chosen groups, comments apart.

        `slip` is None where it could not be read: then stratum and language are not known.
        """
        groups = {}
        for name, known, find in self._group_of:
            found = find(answers, slip)
            groups[name] = found if found is not None and found in known else OTHER
        return Kept(
            answers={name: answer for name, answer in answers.items() if name in self._closed},
            groups=groups,
            comments=tuple(
                (name, words)
                for name in self._spoken
                if isinstance(said := answers.get(name), str) and (words := said.strip())
            ),
        )


def _finder(questionnaire: Questionnaire, cut: Cut) -> Finder:
    """How a cut's group is found: by the slip, or by the answer to a demographic question."""
    if cut.id == STRATUM_CUT:
        return lambda _answers, slip: slip.stratum if slip else None
    if cut.id == LANGUAGE_CUT:
        return lambda _answers, slip: slip.language if slip else None
    demographic = questionnaire.demographic(cut.id)

    group_of = {option.value: demographic.group_of(option.value) for option in demographic.options}

    def by_answer(answers: Mapping[str, Any], _slip: Slip | None) -> str | None:
        answer = answers.get(cut.id)
        return group_of.get(answer) if isinstance(answer, str) else None

    return by_answer


def merge_small_groups(rows: Sequence[tuple[str, ...]], *, min_group: int) -> list[tuple[str, ...]]:
    """The rows' groups, where every group of a cut has at least `min_group` rows or none.

    rows: the groups of one answer set each, one for every cut, the cuts in the same order. A group
    below that number becomes "other". If "other" itself is then too small, it would still point
    at the few in it: the smallest remaining group joins it, until it is large enough.
    """
    counts: list[Counter[str]] = [Counter() for _ in rows[0]] if rows else []
    combinations = Counter(rows)
    for combination, count in combinations.items():
        for groups, group in zip(counts, combination, strict=True):
            groups[group] += count
    small = [_groups_to_merge(groups, min_group) for groups in counts]
    merged = {
        combination: tuple(
            OTHER if group in gone else group
            for group, gone in zip(combination, small, strict=True)
        )
        for combination in combinations
    }
    return [merged[row] for row in rows]


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
