"""What may be shown of a wave: the values that every document is made from.

A hidden figure is absent (None), so that it cannot be printed by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.core.analysis.tabulation import ItemKind, Value
from survey.core.disclosure.rounding import Percent
from survey.core.disclosure.rules import may_show_points

State = Literal["shown", "hidden"]
ShareOf = Literal["fewer", "about", "more"]
LevelState = Literal["shown", "hidden", "not_asked"]
Status = Literal["released", "too_few"]
StandsFor = Literal["more", "less"]
BandId = Literal["unfavorable", "middle", "favorable"]


@dataclass(frozen=True, slots=True)
class Band:
    """The share of one bin."""

    id: BandId
    percent: Percent


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one point or option; None where it is hidden."""

    value: Value
    percent: Percent | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The shares of one item in one set of people: bands, or options, never both."""

    bands: tuple[Band, ...] = ()
    options: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100 with its interval and its certain range, in whole points.

    certain: what the score of all adults must be; None where the frame says nothing. stands_for:
    "more" where this is the highest score that is printed, for itself and all above it, "less" the
    same of the lowest; None for any other.
    """

    score: int
    low: int
    high: int
    certain: tuple[int, int] | None = None
    stands_for: StandsFor | None = None


@dataclass(frozen=True, slots=True)
class ReleasedLevel:
    """The score of a level."""

    id: str
    state: LevelState
    items: tuple[str, ...]
    score: Score | None


@dataclass(frozen=True, slots=True)
class ReleasedIndex:
    """The score of an index."""

    id: str
    level: str
    state: State
    items: tuple[str, ...]
    score: Score | None


@dataclass(frozen=True, slots=True)
class ReleasedItem:
    """The property's own figures of an item.

    favorable: the values that its scale and direction make favorable, None for a list.
    margins: the interval of the favorable share in whole percents, and `certain` what it must be
    among all adults. answered: how many answers they rest on at least, in steps of five. points:
    the full distribution, from 30 answers on, unless nearly all are in one band. asked_after:
    the question and its answers that lead here; None for what is asked of everybody.
    """

    id: str
    level: str
    kind: ItemKind
    scale: str
    reverse: bool
    favorable: tuple[int, ...] | None
    state: State
    figures: Figures | None = None
    margins: tuple[int, int] | None = None
    certain: tuple[int, int] | None = None
    answered: int | None = None
    points: tuple[Share, ...] | None = None
    asked_after: tuple[str, tuple[Value, ...]] | None = None

    @property
    def holds_back_points(self) -> bool:
        """Whether there are enough answers for the points, but nearly all are in one band."""
        enough = self.favorable is not None and may_show_points(self.answered or 0)
        return enough and self.points is None


@dataclass(frozen=True, slots=True)
class Split:
    """One item by the shown groups of a cut; no groups when it is hidden."""

    item: str
    state: State
    groups: tuple[tuple[str, Figures], ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedCut:
    """A breakdown: the state of each of its groups, and each item by those shown."""

    id: str
    groups: tuple[tuple[str, State], ...]
    items: tuple[Split, ...]


@dataclass(frozen=True, slots=True)
class Participation:
    """Whether a group that the frame counts answered more or less than its share."""

    cut: str
    group: str
    share: ShareOf


@dataclass(frozen=True, slots=True)
class Released:
    """Everything that may be shown of one wave."""

    status: Status
    respondents: int | None = None
    rate: str | None = None
    participation: tuple[Participation, ...] = ()
    levels: tuple[ReleasedLevel, ...] = ()
    indices: tuple[ReleasedIndex, ...] = ()
    items: tuple[ReleasedItem, ...] = ()
    cuts: tuple[ReleasedCut, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether anything at all was hidden."""
        states: list[str] = [level.state for level in self.levels]
        states += [index.state for index in self.indices]
        states += [item.state for item in self.items]
        states += [state for cut in self.cuts for _, state in cut.groups]
        states += [split.state for cut in self.cuts for split in cut.items]
        states += ["hidden" for item in self.items if item.holds_back_points]
        figures = [item.figures for item in self.items if item.figures]
        figures += [held for cut in self.cuts for split in cut.items for _, held in split.groups]
        options = (share for held in figures for share in held.options)
        return "hidden" in states or any(share.percent is None for share in options)
