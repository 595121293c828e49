"""The figures of a study: how well questions work, over the answers of several places together.

Nothing is said of one place, nor of a pool that one place makes up; and no figure of an index that
any of the releases withholds. A figure that is not given has the state "hidden", whatever the
reason was. Sources: disclosure.md, sections 4 and 6; the attacks are in survey/results/README.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

from survey.core.analysis.agreement import Agreement
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.importance import Importance, importance_of, intervals_overlap
from survey.core.analysis.reliability import feldt_interval
from survey.core.analysis.scale_report import Reliability, reliability_of
from survey.core.analysis.scales import Row, points_of_index, scale_scores
from survey.core.analysis.scores import points_of
from survey.core.bank.model import Index, Item, Level, Scale
from survey.core.disclosure.study_rules import FEWEST_PLACES, is_dominated

Document = dict[str, Any]
Answers = Mapping[str, object]

SMALLEST_RELIABILITY: Final = 200
"""The bank's own limit (measurement.md, section 8), twice that of disclosure.md."""

SMALLEST_IMPORTANCE: Final = 150
FEWEST_PLACES_RANKED: Final = 10
SMALLEST_RANKED: Final = 300
"""Before any order is told (measurement.md, section 6.2): five places bootstrap badly."""

STEP: Final = 5
DECIMALS: Final = 2
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One place's answer sets. smallest: how many complete ones it has to bring at least."""

    name: str
    smallest: int
    answers: Sequence[Answers]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is studied: asked alike in every wave of the pool, and withheld in no release.

    levels: the composite of each of the three; empty, like `outcome` None, where importance cannot
    be studied. names: what people call the levels.
    """

    items: Mapping[str, Item]
    scales: Mapping[str, Scale]
    indices: tuple[Index, ...]
    levels: Mapping[Level, Index]
    outcome: Item | None
    names: Mapping[Level, str]

    def wording(self) -> dict[str, str]:
        """The English words of everything studied, by the keys of the bank."""
        used = {name for index in self.indices for name in index.items}
        used |= {name for index in self.levels.values() for name in index.items}
        used |= {self.outcome.id} if self.outcome is not None else set()
        return {
            **{name: item.text for name, item in self.items.items() if name in used},
            **{f"index.{index.id}": index.label for index in self.indices},
            **{f"level.{level}": self.names[level] for level in self.levels},
        }


def study_figures(parts: Sequence[Part], questions: Questions, *, seed: int) -> Document:
    """The printable figures; `published` says whether there is any.

    respondents: of all parts, in steps of five downward.
    """
    indices = [_index(parts, questions, index) for index in questions.indices]
    importance = _importance(parts, questions, seed)
    shown = [entry for entry in (*indices, importance) if entry["state"] == "shown"]
    return {
        "published": bool(shown),
        "places": len(parts),
        "respondents": stepped(sum(len(part.answers) for part in parts)),
        "indices": indices,
        "importance": importance,
        "wording": questions.wording(),
    }


def stepped(people: int) -> int:
    """A number of people in steps of five, downward. Example: 214 is 210."""
    return people // STEP * STEP


def may_be_pooled(parts: Sequence[Part], complete: Sequence[str], needed: int) -> bool:
    """Whether complete answers, by the name of their part, may be looked at together.

    Enough of them, from enough places; each brings its smallest number, none more than half.
    """
    counted = Counter(complete)
    return (
        len(parts) >= FEWEST_PLACES
        and len(complete) >= needed
        and all(counted[part.name] >= part.smallest for part in parts)
        and not is_dominated(list(counted.values()))
    )


def _index(parts: Sequence[Part], questions: Questions, index: Index) -> Document:
    """One reflective index, or that nothing is said of it."""
    hidden = {"id": index.id, "items": list(index.items), "state": "hidden"}
    rows, names = _rows(parts, questions, index)
    complete = [name for row, name in zip(rows, names, strict=True) if None not in row]
    if not may_be_pooled(parts, complete, SMALLEST_RELIABILITY):
        return hidden
    found = reliability_of(index, rows, names)
    if isinstance(found, Refusal):
        return hidden
    return hidden | {"state": "shown"} | _reliability(found)


def _reliability(found: Reliability) -> Document:
    """Two decimals; alpha's interval follows from what is printed and tells nothing beside it."""
    respondents, items = stepped(found.respondents), len(found.item_rest)
    alpha = round(found.alpha.value, DECIMALS)
    ends = feldt_interval(alpha, respondents, items)
    return {
        "respondents": respondents,
        "alpha": None if isinstance(ends, Refusal) else _rounded(ends),
        "omega": None if isinstance(found.omega, Refusal) else _rounded(found.omega),
        "item_rest": [round(one, DECIMALS) + 0.0 for one in found.item_rest],
        **_agreement(found.aggregate),
    }


def _agreement(found: Agreement | Refusal) -> Document:
    if isinstance(found, Refusal):
        return {"icc1": None, "icc2": None}
    return {"icc1": _rounded(found.icc1), "icc2": _rounded(found.icc2)}


def _rounded(found: Estimate) -> Document:
    """A figure in two decimals, its ends rounded outward, so that no range is too narrow."""
    unit = 10**DECIMALS
    return {
        "value": round(found.value, DECIMALS) + 0.0,
        "low": floor(found.low * unit + _SLACK) / unit + 0.0,
        "high": ceil(found.high * unit - _SLACK) / unit + 0.0,
    }


def _importance(parts: Sequence[Part], questions: Questions, seed: int) -> Document:
    """How much of the outcome's differences goes together with each level, or nothing."""
    hidden: Document = {"state": "hidden"}
    outcome = questions.outcome
    if outcome is None or not questions.levels:
        return hidden
    names = [part.name for part in parts for _one in part.answers]
    scale = questions.scales[outcome.scale]
    asked = [
        points_of(outcome, scale, one.get(outcome.id)) for part in parts for one in part.answers
    ]
    levels: dict[str, Sequence[float | None]] = {}
    for level, index in questions.levels.items():
        scored = scale_scores(_rows(parts, questions, index)[0], least=index.min_answered)
        if isinstance(scored, Refusal):
            return hidden
        levels[level] = scored.scores
    columns = zip(asked, *levels.values(), strict=True)
    complete = [name for row, name in zip(columns, names, strict=True) if None not in row]
    if not may_be_pooled(parts, complete, SMALLEST_IMPORTANCE):
        return hidden
    found = importance_of(asked, levels, seed=seed, properties=names)
    if isinstance(found, Refusal):
        return hidden
    return {"state": "shown", "outcome": outcome.id} | _shares(found, len(parts))


def _shares(found: Importance, places: int) -> Document:
    """Whole percents, ends outward; whether they can be ranked is read from what is printed."""
    printed = [
        Estimate(
            round(100 * one.share.value), floor(100 * one.share.low), ceil(100 * one.share.high)
        )
        for one in found.parts
    ]
    respondents = stepped(found.respondents)
    enough = places >= FEWEST_PLACES_RANKED and respondents >= SMALLEST_RANKED
    return {
        "respondents": respondents,
        "fit": round(100 * found.r_squared),
        "ranked": enough and not intervals_overlap(printed),
        "levels": [
            {"id": one.level, "share": share.value, "low": share.low, "high": share.high}
            for one, share in zip(found.parts, printed, strict=True)
        ],
    }


def _rows(parts: Sequence[Part], questions: Questions, index: Index) -> tuple[list[Row], list[str]]:
    """Respondents by the questions of an index, in points, and the part that each belongs to."""
    rows: list[Row] = []
    names: list[str] = []
    for part in parts:
        rows += points_of_index(index, questions.items, questions.scales, part.answers)
        names += [part.name] * len(part.answers)
    return rows, names
