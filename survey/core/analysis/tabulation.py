"""Counting: one-way tables of each item, by every crossing of the chosen cuts, and scores.

A tabulation is not for readers. Only core.disclosure turns one into something that may be
shown. It depends on what was answered, never on the order of the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final, Literal

from survey.core.analysis.means import deviation_of, mean_of
from survey.core.analysis.scores import Bins, bins_of, index_score, is_value
from survey.core.bank.model import Index, Item, Scale
from survey.core.bank.questionnaire import Questionnaire

ItemKind = Literal["scale", "ladder", "choice", "several"]
Value = int | str
Atom = tuple[str, ...]
"""One group of each cut, in the order of the cuts."""

REST: Final = ""
"""Whoever is in none of a cut's groups: no answer, "prefer not to say", or too few alike."""

KINDS: Final[Mapping[str, ItemKind]] = {
    "ordinal": "scale",
    "numeric": "ladder",
    "nominal": "choice",
    "multi": "several",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A breakdown chosen at launch: its disjoint groups."""

    id: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The answers of one crossing of groups to one item: `counts` goes with the item's values."""

    atom: Atom
    answered: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemTable:
    """The answers to one item. For "several" a person may be counted under many values."""

    id: str
    level: str
    kind: ItemKind
    scale: str
    reverse: bool
    values: tuple[Value, ...]
    bins: Bins | None
    cells: tuple[Cell, ...]

    @property
    def answered(self) -> int:
        """How many answered this item."""
        return sum(cell.answered for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """The scores (0 to 100) of one crossing of groups: how many have one, the sum of the scores
    and the sum of their squares. Enough for any weighted mean with its interval."""

    atom: Atom
    answered: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores (0 to 100) of one index: how many have one, their mean and deviation.

    `alike` is the number of those who have the most common score; `cells` are the crossings of
    groups in which anybody has a score, in order.
    """

    id: str
    level: str
    items: tuple[str, ...]
    composite: bool
    answered: int
    mean: float | None
    deviation: float | None
    alike: int
    cells: tuple[ScoreCell, ...]


@dataclass(frozen=True, slots=True)
class Tabulation:
    """Everything counted in one wave. `sizes` are the respondents of each crossing of groups."""

    respondents: int
    cuts: tuple[Cut, ...]
    sizes: tuple[tuple[Atom, int], ...]
    items: tuple[ItemTable, ...]
    scores: tuple[ScoreTable, ...]


def tabulate(
    questionnaire: Questionnaire,
    answer_sets: Sequence[Mapping[str, object]],
    groups: Sequence[Mapping[str, str]],
    cuts: Sequence[Cut],
) -> Tabulation:
    """Count answer sets by item and group; `groups[i]` holds the groups of `answer_sets[i]`.

    Raises ValueError when the two have different lengths.
    """
    if len(answer_sets) != len(groups):
        raise ValueError("each answer set needs its groups")
    atoms = [tuple(_group_in(cut, held) for cut in cuts) for held in groups]
    return Tabulation(
        respondents=len(answer_sets),
        cuts=tuple(cuts),
        sizes=tuple(sorted(Counter(atoms).items())),
        items=tuple(
            _count_item(item, questionnaire.scale_of(item), answer_sets, atoms)
            for item in questionnaire.items
            if questionnaire.scale_of(item).kind in KINDS
        ),
        scores=tuple(
            _score(index, questionnaire, answer_sets, atoms) for index in questionnaire.indices
        ),
    )


def _group_in(cut: Cut, held: Mapping[str, str]) -> str:
    """The group of one person in one cut; REST for what is none of its groups."""
    group = held.get(cut.id, REST)
    return group if group in cut.groups else REST


def _count_item(
    item: Item, scale: Scale, answer_sets: Sequence[Mapping[str, object]], atoms: Sequence[Atom]
) -> ItemTable:
    kind = KINDS[scale.kind]
    values: tuple[Value, ...] = scale.values or tuple(option.value for option in scale.options)
    chosen_in = _CHOSEN[kind]
    answered: Counter[Atom] = Counter()
    counts: dict[Atom, Counter[Value]] = {}
    for answers, atom in zip(answer_sets, atoms, strict=True):
        chosen = chosen_in(scale, answers.get(item.id))
        if chosen:
            answered[atom] += 1
            counts.setdefault(atom, Counter()).update(chosen)
    cells = tuple(
        Cell(atom, number, tuple(counts[atom][value] for value in values))
        for atom, number in sorted(answered.items())
    )
    return ItemTable(
        id=item.id,
        level=item.level,
        kind=kind,
        scale=scale.id,
        reverse=item.reverse,
        values=values,
        bins=bins_of(item, scale),
        cells=cells,
    )


def _chosen_value(scale: Scale, answer: object) -> tuple[Value, ...]:
    return (answer,) if is_value(scale, answer) and isinstance(answer, int) else ()


def _chosen_option(scale: Scale, answer: object) -> tuple[Value, ...]:
    known = isinstance(answer, str) and any(answer == option.value for option in scale.options)
    return (answer,) if known and isinstance(answer, str) else ()


def _chosen_options(scale: Scale, answer: object) -> tuple[Value, ...]:
    if not isinstance(answer, list | tuple):
        return ()
    return tuple(option.value for option in scale.options if option.value in answer)


_CHOSEN: Final[Mapping[ItemKind, Callable[[Scale, object], tuple[Value, ...]]]] = {
    "scale": _chosen_value,
    "ladder": _chosen_value,
    "choice": _chosen_option,
    "several": _chosen_options,
}


def _score(
    index: Index,
    questionnaire: Questionnaire,
    answer_sets: Sequence[Mapping[str, object]],
    atoms: Sequence[Atom],
) -> ScoreTable:
    items = {item.id: item for item in questionnaire.items}
    by_atom: dict[Atom, list[float]] = {}
    for answers, atom in zip(answer_sets, atoms, strict=True):
        score = index_score(index, items, questionnaire.scales, answers)
        if score is not None:
            by_atom.setdefault(atom, []).append(score)
    scores = [score for held in by_atom.values() for score in held]
    return ScoreTable(
        id=index.id,
        level=index.level,
        items=tuple(item_id for item_id in index.items if item_id in items),
        composite=index.model == "composite",
        answered=len(scores),
        mean=mean_of(scores),
        deviation=deviation_of(scores),
        alike=max(Counter(scores).values(), default=0),
        cells=tuple(
            ScoreCell(atom, len(held), fsum(held), fsum(score * score for score in held))
            for atom, held in sorted(by_atom.items())
        ),
    )
