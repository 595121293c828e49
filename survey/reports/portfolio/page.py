"""What the portfolio's page shows: one leaf of the table, and what is said of all chosen places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from survey.reports import words
from survey.reports.portfolio.changing import Moves, level_changes
from survey.reports.portfolio.choosing import Choice, Chosen, Kinds, choices, choose
from survey.reports.portfolio.pooling import PoolRow, level_pools, pool_notes
from survey.reports.portfolio.queries import Place
from survey.reports.portfolio.reading import read_portfolio
from survey.reports.portfolio.table import (
    PlaceRow,
    VerdictRow,
    finding,
    place_rows,
    some_hidden,
    verdict_heads,
    verdict_rows,
)

ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of the table: which places it holds, and the numbers of the leaves beside it."""

    number: int
    first: int
    last: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """Everything the page shows, already in words; `leaf` is None where all places fit."""

    owners: str
    all_places: int
    places: int
    released: int
    finding: str
    choices: list[Choice]
    query: dict[str, str]
    rows: list[PlaceRow]
    several_owners: bool
    some_hidden: bool
    neutral: str
    leaf: Leaf | None
    verdict_heads: list[str]
    verdicts: list[VerdictRow]
    pools: list[PoolRow]
    pool_notes: list[str]
    moves: Moves


def portfolio_page(
    places: Sequence[Place], kinds: Kinds, chosen: Chosen, number: int
) -> PortfolioPage | None:
    """The page with leaf `number` of the chosen places; None for a leaf that there is not."""
    portfolio = read_portfolio(choose(places, kinds, chosen))
    count = len(portfolio.places)
    first = (number - 1) * ON_A_PAGE
    if number < 1 or (number > 1 and first >= count):
        return None
    rows = place_rows(portfolio, portfolio.places[first : first + ON_A_PAGE])
    pools = level_pools(portfolio) if portfolio.newest else []
    return PortfolioPage(
        owners=owners_of(portfolio.places),
        all_places=len(places),
        places=count,
        released=len(portfolio.newest),
        finding=finding(portfolio),
        choices=choices(places, kinds, chosen),
        query=chosen.query(),
        rows=rows,
        several_owners=len({place.organization_id for place in portfolio.places}) > 1,
        some_hidden=some_hidden(rows),
        neutral=words.neutral(),
        leaf=_leaf(number, first, count),
        verdict_heads=verdict_heads(),
        verdicts=verdict_rows(portfolio),
        pools=pools,
        pool_notes=pool_notes(pools),
        moves=level_changes(portfolio),
    )


def owners_of(places: Sequence[Place]) -> str:
    """The organizations whose places these are, joined in words."""
    return words.every(sorted({place.organization for place in places}, key=str.casefold))


def _leaf(number: int, first: int, count: int) -> Leaf | None:
    if count <= ON_A_PAGE:
        return None
    last = min(first + ON_A_PAGE, count)
    return Leaf(
        number=number,
        first=first + 1,
        last=last,
        before=number - 1 if number > 1 else None,
        after=number + 1 if last < count else None,
    )
