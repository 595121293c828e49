"""The portfolio as a plain table (CSV): each place's levels, and the figures of several places."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from survey.core.disclosure.tabling import SHOWN
from survey.core.spreadsheets import harmless
from survey.reports.portfolio.changing import Moves
from survey.reports.portfolio.pooling import PoolRow
from survey.reports.portfolio.queries import Figure, Newest, Place
from survey.reports.portfolio.reading import Portfolio
from survey.reports.reading import CORE_LEVELS

COLUMNS: Final = (
    "part",
    "place",
    "slug",
    "organization",
    "homes",
    "adults",
    "closed_on",
    "since",
    "id",
    "state",
    "figure",
    "low",
    "high",
    "verdict",
    "change",
    "change_low",
    "change_high",
    "places",
    "trend_waves",
    "trend_verdict",
)
"""What the columns hold; empty where a row has none of it.

part: place, pool for a figure of several places, or pool_change for their change between two
rounds of surveys, which closed_on and since end. homes: as the property is known now; adults:
as its newest release prints them, for a pool those of all its places. closed_on, since: the days
on which the newest survey and the one that it is compared with closed. id: of the level or, for a
pool, the question. state: shown, hidden, not_asked, or no_results. figure: a score from 0 to 100
(">=95": 95 or more), or a percent. low, high: the 95 % range. verdict, change, change_low,
change_high: since the survey before, in points. places: from how many places. trend_waves,
trend_verdict: the verdict over the last so many surveys, of which there are three or more.
"""

NO_RESULTS: Final = "no_results"

Row = tuple[object, ...]


def portfolio_csv(portfolio: Portfolio, pools: Iterable[PoolRow], moves: Moves) -> bytes:
    """Return the places A to Z with three rows each, then the pools and their changes, in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place in portfolio.places:
        writer.writerows(_place_rows(portfolio, place))
    writer.writerows(_pool_rows(pools))
    writer.writerows(_move_rows(moves))
    return text.getvalue().encode()


def _place_rows(portfolio: Portfolio, place: Place) -> Iterator[Row]:
    newest = portfolio.newest.get(place.id)
    about = ("place", harmless(place.name), place.slug, harmless(place.organization), place.homes)
    for level_id in CORE_LEVELS:
        if newest is None:
            yield _filled(*about, "", "", "", level_id, NO_RESULTS)
            continue
        figure = portfolio.levels.get((place.id, level_id))
        when = (
            newest.closes_on.isoformat(),
            newest.since_on.isoformat() if newest.since_on else "",
        )
        yield _filled(*about, newest.adults, *when, level_id, *_figures(newest, figure))


def _figures(newest: Newest, figure: Figure | None) -> Row:
    if figure is None:
        return ("hidden" if newest.status == "too_few" else "not_asked",)
    if figure.state != SHOWN:
        return (figure.state,)
    change = (figure.verdict, figure.difference, figure.change_low, figure.change_high)
    trend = ("", figure.trend_waves, figure.trend_verdict)
    return (SHOWN, figure.figure, figure.low, figure.high, *change, *trend)


def _pool_rows(pools: Iterable[PoolRow]) -> Iterator[Row]:
    for row in pools:
        if row.found is not None:
            found = row.found
            about = ("pool", "", "", "", "", found.adults, "", "", row.name, SHOWN)
            yield _filled(*about, found.figure, found.low, found.high, "", "", "", "", found.places)


def _move_rows(moves: Moves) -> Iterator[Row]:
    """Dated by the last day on which a survey of either round closed."""
    if moves.rounds is None:
        return
    closed, since = moves.rounds.now[1].isoformat(), moves.rounds.before[1].isoformat()
    for row in moves.rows:
        if row.found is not None:
            found = row.found
            about = ("pool_change", "", "", "", "", found.adults, closed, since, row.name, SHOWN)
            change = (found.verdict, found.difference, found.low, found.high)
            yield _filled(*about, "", "", "", *change, found.places)


def _filled(*row: object) -> Row:
    """The row with all its columns; what is None is empty."""
    given = ["" if value is None else value for value in row]
    return (*given, *[""] * (len(COLUMNS) - len(given)))
