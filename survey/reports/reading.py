"""Reading a release document: results.Release.body of any schema as frozen values.

Nothing here computes a statistic. What is not in the document cannot be shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from survey.core.disclosure.upgrading import upgrade

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
class WaveFacts:
    """When and as which round the questions were asked. `next_by`: the report's promised day."""

    id: str
    number: int
    title: str
    opens_on: date
    closes_on: date
    next_by: date | None


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What was sealed at launch and bears on how the figures are read."""

    hash: str
    short: str
    min_group: int
    custody: str
    custodian: str
    runner: str
    runner_is_landlord: bool
    limited_to_one: bool
    codes_listed: bool
    languages: tuple[str, ...]
    not_reviewed: tuple[str, ...]
    answers_destroyed_on: date | None
    contact: str
    emergency: str


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
    lowest, or highest.
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


@dataclass(frozen=True, slots=True)
class ReleaseDocument:
    """One release: what everything for readers is made from."""

    software: str
    place: Place
    wave: WaveFacts
    promise: PromiseFacts
    method: Method
    status: str
    response: Response
    levels: tuple[Score, ...]
    indices: tuple[Score, ...]
    items: tuple[ItemResult, ...]
    cuts: tuple[Cut, ...]
    change: Change | None
    gaps: Mapping[str, Gaps]
    withheld: bool
    wording: Mapping[str, Mapping[str, str]]

    @property
    def too_few(self) -> bool:
        """Whether too few people answered for anything to be shown."""
        return self.status == "too_few"

    @property
    def shows_figures(self) -> bool:
        """Whether any figure about the answers is shown at all."""
        scores = any(score.shown for score in (*self.levels, *self.indices))
        return scores or any(item.shown for item in self.items)

    def level(self, level_id: str) -> Score | None:
        """Return the score of a level, None when the document does not name the level."""
        return next((score for score in self.levels if score.id == level_id), None)

    def item(self, item_id: str) -> ItemResult | None:
        """Return a question's result, None when the document does not hold it."""
        return next((item for item in self.items if item.id == item_id), None)

    @classmethod
    def from_json(cls, text: str) -> ReleaseDocument:
        """Read canonical JSON. Raises UnknownSchema for one that this software does not know."""
        body = upgrade(json.loads(text))
        return cls(
            software=body["software"],
            place=Place(**_named(body["property"], "name slug organization adults homes")),
            wave=_wave(body["wave"]),
            promise=_promise(body["promise"]),
            method=_method(body["method"]),
            status=body["status"],
            response=_response(body["response"]),
            levels=tuple(_score(entry) for entry in body["levels"]),
            indices=tuple(_score(entry) for entry in body["indices"]),
            items=tuple(_item(entry) for entry in body["items"]),
            cuts=tuple(_cut(entry) for entry in body["cuts"]),
            change=_change(body["change"]) if body["change"] else None,
            gaps={entry["cut"]: _gaps(entry) for entry in body.get("gaps", ())},
            withheld=body["withheld"],
            wording=body["wording"],
        )


def open_end(share: Percent) -> int | None:
    """Return the edge of an open end ("<10" and ">90" are open), None for a whole percent."""
    return int(share[1:]) if isinstance(share, str) else None


def is_low_end(share: Percent) -> bool:
    """Whether a share is only known to be under its edge."""
    return isinstance(share, str) and share.startswith("<")


def band_of(bands: Sequence[Share], band_id: str) -> Percent | None:
    """Return the percent of a band; None when it is not among `bands`."""
    return next((band.percent for band in bands if band.id == band_id), None)


def _named(entry: Mapping[str, Any], names: str) -> dict[str, Any]:
    return {name: entry[name] for name in names.split()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _wave(entry: Mapping[str, Any]) -> WaveFacts:
    return WaveFacts(
        **_named(entry, "id number title"),
        opens_on=date.fromisoformat(entry["opens_on"]),
        closes_on=date.fromisoformat(entry["closes_on"]),
        next_by=_day(entry["next_by"]),
    )


def _promise(entry: Mapping[str, Any]) -> PromiseFacts:
    return PromiseFacts(
        **_named(
            entry,
            "hash short min_group custody custodian runner runner_is_landlord limited_to_one "
            "contact emergency",
        ),
        codes_listed=bool(entry.get("codes_listed")),
        languages=tuple(entry["languages"]),
        not_reviewed=_not_reviewed(entry),
        answers_destroyed_on=_day(entry["answers_destroyed_on"]),
    )


def _not_reviewed(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Releases made before there were reviews say nothing: all but the source were drafts."""
    told = entry.get("not_reviewed")
    return tuple(tag for tag in entry["languages"] if tag != "en") if told is None else tuple(told)


def _method(entry: Mapping[str, Any]) -> Method:
    weighting = entry["weighting"]
    return Method(
        **_named(entry, "rules finite_population base kept reference"),
        weighted=weighting["used"],
        weighting=weighting["reason"],
        weighted_by=tuple(weighting["by"]),
        design_effect=weighting["design_effect"],
    )


def _response(entry: Mapping[str, Any]) -> Response:
    return Response(
        respondents=entry["respondents"],
        rate=entry["rate"],
        participation=tuple(
            Participation(said["cut"], said["group"], said["share"])
            for said in entry["participation"]
        ),
    )


def _score(entry: Mapping[str, Any]) -> Score:
    return Score(
        id=entry["id"],
        state=entry["state"],
        score=entry.get("score"),
        low=entry.get("low"),
        high=entry.get("high"),
        certain_low=entry.get("certain_low"),
        certain_high=entry.get("certain_high"),
        items=tuple(entry.get("items", ())),
        level=entry.get("level", entry["id"]),
    )


def _shares(entries: Sequence[Mapping[str, Any]] | None, name: str) -> tuple[Share, ...]:
    return tuple(Share(str(entry[name]), entry["percent"]) for entry in entries or ())


def _item(entry: Mapping[str, Any]) -> ItemResult:
    return ItemResult(
        id=entry["id"],
        level=entry["level"],
        kind=entry["kind"],
        shown=entry["state"] == "shown",
        reverse=entry["reverse"],
        scale=entry.get("scale"),
        favorable=tuple(entry.get("favorable") or ()),
        bands=_shares(entry.get("bands"), "id"),
        points=_shares(entry.get("points"), "value"),
        options=_shares(entry.get("options"), "value"),
        hidden_options=tuple(entry.get("hidden_options") or ()),
        answered=entry.get("answered"),
        low=entry.get("low"),
        high=entry.get("high"),
        certain_low=entry.get("certain_low"),
        certain_high=entry.get("certain_high"),
        own=entry.get("own", False),
    )


def _cut(entry: Mapping[str, Any]) -> Cut:
    return Cut(
        id=entry["id"],
        groups=tuple(
            GroupFacts(group["id"], group["state"] == "shown", group.get("label"))
            for group in entry["groups"]
        ),
        items=tuple(
            CutItem(
                id=item["id"],
                shown=item["state"] == "shown",
                groups={
                    group["id"]: GroupFigures(
                        bands=_shares(group.get("bands"), "id"),
                        options=_shares(group.get("options"), "value"),
                        hidden_options=tuple(group.get("hidden_options") or ()),
                    )
                    for group in item.get("groups", ())
                },
            )
            for item in entry["items"]
        ),
    )


def _difference(entry: Mapping[str, Any]) -> Difference:
    return Difference(
        id=entry["id"],
        verdict=entry["verdict"],
        difference=entry.get("difference"),
        low=entry.get("low"),
        high=entry.get("high"),
        smallest=entry.get("smallest"),
        no_change=entry.get("no_change", False),
    )


def _change(entry: Mapping[str, Any]) -> Change:
    return Change(
        since_number=entry["since"]["number"],
        since_closes_on=date.fromisoformat(entry["since"]["closes_on"]),
        warnings=tuple(entry["warnings"]),
        levels={found["id"]: _difference(found) for found in entry["levels"]},
        items={found["id"]: _difference(found) for found in entry["items"]},
        trends={
            found["id"]: Trend(found["id"], found["waves"], found["verdict"])
            for found in entry["trends"]
        },
    )


def _gaps(entry: Mapping[str, Any]) -> Gaps:
    return Gaps(
        compared=entry["compared"],
        too_few=entry["too_few"],
        clear=tuple(
            Gap(**_named(found, "item higher lower difference low high"))
            for found in entry["clear"]
        ),
    )
