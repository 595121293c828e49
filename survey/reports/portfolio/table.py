"""The portfolio's table: places A to Z by the three levels, each compared with itself only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from survey.core.disclosure.tabling import SHOWN
from survey.reports import words
from survey.reports.comparing import trend_sentence
from survey.reports.portfolio.queries import Figure, Newest, Place
from survey.reports.portfolio.reading import Portfolio
from survey.reports.reading import CORE_LEVELS, Difference, Trend, Verdict
from survey.reports.wording import level_name

TINTS: Final = {"clear_rise": "rise", "clear_fall": "fall"}
VERDICTS: Final[tuple[Verdict, ...]] = (
    "clear_rise",
    "clear_fall",
    "no_clear_change",
    "too_few_to_tell",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One level of one place. `state` is "shown", "hidden" or "not_asked"; only a shown one has
    figures.

    `kind` is the verdict's code and `tint` its tint; both are empty where nothing is compared.
    `trend` is the verdict over three and more surveys, in words; empty where there is none.
    """

    label: str
    state: str
    score: str
    range: str
    verdict: str
    change: str
    kind: str
    tint: str
    trend: str = ""

    @property
    def clear(self) -> bool:
        """Whether the verdict is a clear one."""
        return bool(self.tint)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. Without a release it has no cells; `since` is empty at a first wave."""

    name: str
    slug: str
    organization: str
    release_id: int | None
    asked: str
    since: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """How many places have each verdict at one level, in the order of VERDICTS."""

    label: str
    counts: tuple[str, ...]


def place_rows(portfolio: Portfolio, places: Sequence[Place]) -> list[PlaceRow]:
    """These places of the portfolio, in their order."""
    labels = {level_id: level_name(level_id) for level_id in CORE_LEVELS}
    return [_row(portfolio, place, labels) for place in places]


def _row(portfolio: Portfolio, place: Place, labels: dict[str, str]) -> PlaceRow:
    newest = portfolio.newest.get(place.id)
    if newest is None:
        return PlaceRow(place.name, place.slug, place.organization, None, "", "", ())
    return PlaceRow(
        name=place.name,
        slug=place.slug,
        organization=place.organization,
        release_id=newest.release_id,
        asked=words.month(newest.closes_on),
        since=words.month(newest.since_on) if newest.since_on else "",
        cells=tuple(
            _cell(newest, portfolio.levels.get((place.id, level_id)), label)
            for level_id, label in labels.items()
        ),
    )


def _cell(newest: Newest, figure: Figure | None, label: str) -> Cell:
    if figure is None or figure.state != SHOWN or figure.figure is None:
        state = figure.state if figure is not None else _state_without(newest)
        return Cell(label, state, "", "", "", "", "", "")
    change = difference_of(figure)
    spanned = figure.low is not None and figure.high is not None
    return Cell(
        label=label,
        state=SHOWN,
        score=_score(figure.figure),
        range=words.span(figure.low or 0, figure.high or 0) if spanned else "",
        verdict=words.change_verdict(change) if change else "",
        change=words.change_range(change) if change else "",
        kind=change.verdict if change else "",
        tint=TINTS.get(change.verdict, "") if change else "",
        trend=trend_sentence(_trend_of(figure)),
    )


def _score(held: str) -> str:
    """A score in words; ">=95" is "95 or more"."""
    stands_for = {">=": "more", "<=": "less"}.get(held[:2], "")
    return words.score(int(held.lstrip("<>=")), stands_for)


def _state_without(newest: Newest) -> str:
    """A wave with too few answers names no level: then all of them are hidden alike."""
    return "hidden" if newest.status == "too_few" else "not_asked"


def _trend_of(figure: Figure) -> Trend | None:
    known = next((verdict for verdict in VERDICTS if verdict == figure.trend_verdict), None)
    if known is None or figure.trend_waves is None:
        return None
    return Trend(figure.name, figure.trend_waves, known)


def difference_of(figure: Figure) -> Difference | None:
    """A figure's change since the wave before; None where nothing is compared."""
    known = next((verdict for verdict in VERDICTS if verdict == figure.verdict), None)
    if known is None:
        return None
    return Difference(
        id=figure.name,
        verdict=known,
        difference=figure.difference,
        low=figure.change_low,
        high=figure.change_high,
        no_change=figure.no_change,
    )


def verdict_counts(portfolio: Portfolio) -> dict[str, Counter[str]]:
    """How many places have each verdict, by level; of figures that are shown only."""
    counts: dict[str, Counter[str]] = {level_id: Counter() for level_id in CORE_LEVELS}
    for (_place, level_id), figure in portfolio.levels.items():
        if figure.verdict:
            counts[level_id][figure.verdict] += 1
    return counts


def verdict_rows(portfolio: Portfolio) -> list[VerdictRow]:
    """The same in words; empty where nothing is compared."""
    counts = verdict_counts(portfolio)
    if not any(counts.values()):
        return []
    return [
        VerdictRow(
            level_name(level_id),
            tuple(words.number(counts[level_id][verdict]) for verdict in VERDICTS),
        )
        for level_id in CORE_LEVELS
    ]


def finding(portfolio: Portfolio) -> str:
    """What moved, in one sentence over all levels and places; empty where nothing is compared."""
    counts = Counter[str]()
    for found in verdict_counts(portfolio).values():
        counts.update(found)
    if not counts:
        return ""
    if not counts["clear_rise"] and not counts["clear_fall"]:
        return _("No level has clearly changed in any place.")
    return _(
        "Clear rises: %(rises)s. Clear falls: %(falls)s.",
        rises=words.number(counts["clear_rise"]),
        falls=words.number(counts["clear_fall"]),
    )


def verdict_heads() -> list[str]:
    """The verdicts as heads of columns."""
    return [words.first_upper(words.verdict(verdict)) for verdict in VERDICTS]


def some_hidden(rows: Iterable[PlaceRow]) -> bool:
    """Whether the sentence for hidden figures is needed."""
    return any(cell.state == "hidden" for row in rows for cell in row.cells)
