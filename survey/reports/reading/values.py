"""What a release says, as frozen values; absent (None, or empty) is what it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Percent = int | str
"""A whole percent, or an open end: "<10" is under ten, ">95" is over ninety-five percent."""

Verdict = Literal["clear_rise", "clear_fall", "no_clear_change", "too_few_to_tell"]

CORE_LEVELS: Final = ("perceptual", "relational", "structural")
"""The three levels that are scored, in the order in which they always stand."""

LEVEL_ORDER: Final = (*CORE_LEVELS, "outcome", "context")


@dataclass(frozen=True, slots=True)
class Place:
    """The property as it was when the promise was sealed."""

    name: str
    slug: str
    organization: str
    adults: int
    homes: int


@dataclass(frozen=True, slots=True)
class Keying:
    """Sheets typed twice: of at least `compared` answers `agreed` percent or more were equal."""

    compared: int
    agreed: int


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """When and as which round the questions were asked. `next_by`: the report's promised day.

    extended_from: the last day that was planned, where fieldwork was extended to `closes_on`.
    closed_on: where the wave was closed before `closes_on`, the day on which it was.
    mode_mix: how two thirds or more answered, or "mixed"; None where it is not told.
    keying: how well sheets were typed in; None where it is not told.
    moves_in: whether only people who moved in between the two days were asked.
    """

    id: str
    number: int
    title: str
    opens_on: date
    closes_on: date
    next_by: date | None
    extended_from: date | None = None
    closed_on: date | None = None
    mode_mix: str | None = None
    keying: Keying | None = None
    moves_in: bool = False

    @property
    def ended_on(self) -> date:
        """The last day on which answers were taken."""
        return self.closed_on or self.closes_on


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the frame, by type of home, with its adults."""

    id: str
    label: str
    adults: int


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier release that was compared with: its wave, and the SHA-256 of its body."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What was sealed at launch and bears on how the figures are read.

    code_roles: what those were who had codes to print or send; empty in older releases.
    """

    hash: str
    short: str
    min_group: int
    custody: str
    custodian: str
    runner: str
    runner_is_landlord: bool
    limited_to_one: bool
    codes_listed: bool
    code_roles: tuple[str, ...]
    languages: tuple[str, ...]
    not_reviewed: tuple[str, ...]
    answers_destroyed_on: date | None
    contact: str
    emergency: str
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Participation:
    """Whether a group answered fewer, about as many, or more than its share of the adults."""

    cut: str
    group: str
    share: Literal["fewer", "about", "more"]


@dataclass(frozen=True, slots=True)
class Response:
    """Who answered: an exact number or None, and a rate in steps of five points or None."""

    respondents: int | None
    rate: str | None
    participation: tuple[Participation, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """By which rules the figures were made.

    `base`: "band" where margins are worked out from the lower edge of "90 % or more". `kept`: the
    part of the breakdowns' figures that is shown, 0 to 1. `reference`: the number of the check.
    """

    rules: str
    finite_population: bool
    base: str
    weighted: bool
    weighting: str
    weighted_by: tuple[str, ...]
    design_effect: float | None
    kept: float | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """A level's or index's score, 0 to 100, with its 95 % range; None unless it is shown.

    `certain_low` and `certain_high`: what it would be if all who did not answer had answered
    lowest, or highest. `stands_for`: "more" or "less" where it is the last score that is printed,
    for itself and all beyond; "" elsewhere.
    """

    id: str
    state: str
    score: int | None
    low: int | None
    high: int | None
    certain_low: int | None
    certain_high: int | None
    items: tuple[str, ...]
    level: str
    stands_for: str = ""

    @property
    def shown(self) -> bool:
        """Whether there is a score to show."""
        return self.state == "shown" and self.score is not None


@dataclass(frozen=True, slots=True)
class Share:
    """One band ("favorable"), point ("4") or option ("yes") with its percent."""

    id: str
    percent: Percent


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The answers to one question, for the whole property.

    `points` stand in the order of the scale's values, `favorable` are those that count as high;
    `low` and `high` are the 95 % range of the favorable share. `answered`: at least so many
    answers, in steps of five. Options that are hidden one by one are named without a figure.
    `own`: whether the community added the question; then it belongs to no level's score.
    `after`, `after_answers`: it was asked only of those who gave one of these answers to that
    question; "" where everybody was asked.
    """

    id: str
    level: str
    kind: str
    shown: bool
    reverse: bool
    scale: str | None
    favorable: tuple[int, ...]
    bands: tuple[Share, ...]
    points: tuple[Share, ...]
    options: tuple[Share, ...]
    hidden_options: tuple[str, ...]
    answered: int | None
    low: int | None
    high: int | None
    certain_low: int | None
    certain_high: int | None
    own: bool = False
    after: str = ""
    after_answers: tuple[str, ...] = ()

    def band(self, band_id: str) -> Percent | None:
        """Return the percent of a band; None where the question has no such band."""
        return band_of(self.bands, band_id)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One group of a cut; `label` where the document spells it out."""

    id: str
    shown: bool
    label: str | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The answers of one group to one question: three bands, or options, never both."""

    bands: tuple[Share, ...]
    options: tuple[Share, ...]
    hidden_options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutItem:
    """One question by group: the figures of each shown group, or of none."""

    id: str
    shown: bool
    groups: Mapping[str, GroupFigures]


@dataclass(frozen=True, slots=True)
class Cut:
    """A breakdown promised at launch."""

    id: str
    groups: tuple[GroupFacts, ...]
    items: tuple[CutItem, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A change since an earlier wave, in points, with its 95 % range and verdict.

    `smallest`: the smallest change that would have been called clear. `no_change`: a test says
    that there was none, to within 5 points.
    """

    id: str
    verdict: Verdict
    difference: int | None
    low: int | None
    high: int | None
    smallest: int | None = None
    no_change: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """The verdict over three or more waves in a row."""

    id: str
    waves: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that is compared with earlier waves; `warnings` are codes."""

    since_number: int
    since_closes_on: date
    warnings: tuple[str, ...]
    levels: Mapping[str, Difference]
    items: Mapping[str, Difference]
    trends: Mapping[str, Trend]


@dataclass(frozen=True, slots=True)
class Gap:
    """A clear gap: so many points more in the higher group, with its 95 % range."""

    item: str
    higher: str
    lower: str
    difference: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of one breakdown: how many were compared, too small to tell, and clear."""

    compared: int
    too_few: int
    clear: tuple[Gap, ...]


def open_end(share: Percent) -> int | None:
    """Return the edge of an open end ("<10" and ">90" are open), None for a whole percent."""
    return int(share[1:]) if isinstance(share, str) else None


def is_low_end(share: Percent) -> bool:
    """Whether a share is only known to be under its edge."""
    return isinstance(share, str) and share.startswith("<")


def band_of(bands: Sequence[Share], band_id: str) -> Percent | None:
    """Return the percent of a band; None when it is not among `bands`."""
    return next((band.percent for band in bands if band.id == band_id), None)
