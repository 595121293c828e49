"""What moved in several places together: which surveys are laid side by side, and their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.core.disclosure.benchmarks import FEWEST_PROPERTIES
from survey.core.disclosure.pooled_changes import PooledChange, PrintedChange, Side, pool_changes
from survey.core.disclosure.pools import PoolRefused
from survey.reports import words
from survey.reports.portfolio.pooling import list_alike, places_sentence, refusal_sentence
from survey.reports.portfolio.queries import Figure, Newest
from survey.reports.portfolio.reading import Portfolio
from survey.reports.reading import CORE_LEVELS, Difference
from survey.reports.wording import level_name

ROUND_DAYS: Final = 92
"""Surveys of one round closed within a quarter of a year."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One level's change over several places, in words, or the sentence why there is none."""

    name: str
    label: str
    verdict: str
    change: str
    clear: bool
    places: str
    refused: str
    refusal: PoolRefused | None
    found: PooledChange | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """The days on which the surveys of the two rounds closed: the first and the last of each."""

    now: tuple[date, date]
    before: tuple[date, date]

    @property
    def sentence(self) -> str:
        """Say which surveys are compared with which."""
        return _(
            "Surveys that closed in %(now)s, compared with those that closed in %(before)s.",
            now=words.months(*self.now),
            before=words.months(*self.before),
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """The levels' changes over several places; no rows where no two rounds can be compared."""

    rounds: Rounds | None
    rows: Sequence[ChangeRow]

    @property
    def notes(self) -> list[str]:
        """What a change of several places is, and what it is not; empty where there is none."""
        return _notes() if any(row.found for row in self.rows) else []


def level_changes(portfolio: Portfolio) -> Moves:
    """What moved at the three levels between the last two rounds of these places."""
    compared = _list_of_two_rounds(portfolio)
    if not compared:
        return Moves(None, ())
    found = pool_changes({level: _members(portfolio, compared, level) for level in CORE_LEVELS})
    rows = [_row(level, found[level], len(portfolio.places)) for level in CORE_LEVELS]
    closed = [one.closes_on for one in compared]
    since = [one.since_on for one in compared if one.since_on is not None]
    return Moves(Rounds((min(closed), max(closed)), (min(since), max(since))), rows)


def _list_of_two_rounds(portfolio: Portfolio) -> list[Newest]:
    """The newest releases of the last round whose surveys before were of one round as well.

    A change since three months and one since a year are not of one stretch of time, nor of one
    season. Of the rounds before, that of most places; of several such, the later one.
    """
    latest = portfolio.latest_on
    if latest is None:
        return []
    within = timedelta(days=ROUND_DAYS)
    last_round = [
        (one.since_on, one)
        for place in portfolio.released
        if (one := portfolio.newest[place.id]).closes_on >= latest - within
        and one.since_on is not None
        and one.since_adults is not None
    ]
    last_round.sort(key=lambda pair: pair[0])
    best, first = (0, 0), 0
    for end, (day, _newest) in enumerate(last_round, start=1):
        while last_round[first][0] < day - within:
            first += 1
        if end - first >= best[1] - best[0]:
            best = first, end
    return [one for _day, one in last_round[slice(*best)]]


def _members(
    portfolio: Portfolio, compared: Sequence[Newest], level_id: str
) -> list[PrintedChange]:
    """The printed changes of a level that is made of the same questions everywhere."""
    pairs = [
        (figure, newest)
        for newest in compared
        if (figure := portfolio.levels.get((newest.property_id, level_id))) is not None
        and figure.difference is not None
    ]
    found = [_printed(figure, newest) for figure, newest in list_alike(pairs)]
    return [one for one in found if one is not None]


def _printed(figure: Figure, newest: Newest) -> PrintedChange | None:
    ends = (figure.difference, figure.change_low, figure.change_high)
    difference, low, high = ends
    if difference is None or low is None or high is None or newest.since_adults is None:
        return None
    return PrintedChange(
        difference=difference,
        low=low,
        high=high,
        before=Side(newest.since_adults, newest.since_respondents),
        now=Side(newest.adults, newest.respondents),
    )


def _row(level_id: str, found: PooledChange | PoolRefused, of: int) -> ChangeRow:
    label = level_name(level_id)
    if not isinstance(found, PooledChange):
        return ChangeRow(level_id, label, "", "", False, "", _REFUSED[found](), found, None)
    change = Difference(level_id, found.verdict, found.difference, found.low, found.high)
    return ChangeRow(
        name=level_id,
        label=label,
        verdict=words.change_verdict(change),
        change=words.change_range(change),
        clear=words.is_clear(change),
        places=places_sentence(found.places, of),
        refused="",
        refusal=None,
        found=found,
    )


def _notes() -> list[str]:
    return [
        _(
            "Worked out from the printed changes of the places and from nothing else. Each place "
            "counts in both surveys by the number of adults who live there now. The range holds "
            "what each place’s range allows and that its figures are rounded."
        ),
        _(
            "A place is left out of both surveys where one of them shows no figure, where other "
            "questions were asked, or where one of them closed in another quarter of a year than "
            "those of most places."
        ),
        _(
            "What else may have moved a figure, such as another season or another way of asking, "
            "stands in each place’s own report."
        ),
    ]


_REFUSED: Final[Mapping[PoolRefused, Callable[[], str]]] = {
    "too_few_places": lambda: ngettext(
        "A change of several places takes at least %(places)s place that asked the same questions "
        "twice, in the same two quarters of a year.",
        "A change of several places takes at least %(places)s places that asked the same questions "
        "twice, in the same two quarters of a year.",
        FEWEST_PROPERTIES,
        places=words.number(FEWEST_PROPERTIES),
    ),
    "one_place": lambda: refusal_sentence("one_place"),
    "too_few_respondents": lambda: refusal_sentence("too_few_respondents"),
}
