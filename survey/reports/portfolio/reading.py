"""Everything that is known of the chosen places: read once, for the page, the PDF and the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.reports.portfolio.queries import Figure, Newest, Place, list_figures, list_newest
from survey.reports.reading import CORE_LEVELS

Figures = dict[tuple[int, str], Figure]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Places A to Z, their newest releases, and the levels of these by place and level."""

    places: Sequence[Place]
    newest: dict[int, Newest]
    levels: Figures

    @property
    def released(self) -> list[Place]:
        """The places that have results."""
        return [place for place in self.places if place.id in self.newest]

    @property
    def latest_on(self) -> date | None:
        """The day on which the last of the newest waves closed."""
        return max((one.closes_on for one in self.newest.values()), default=None)


def read_portfolio(places: Sequence[Place]) -> Portfolio:
    """Read the newest releases of these places. Two queries."""
    ids = [place.id for place in places]
    newest = list_newest(ids)
    return Portfolio(places, newest, list_figures(list(newest), "level", CORE_LEVELS))
