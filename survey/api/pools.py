"""Figures of several places for programs: those of the portfolio (survey/reports/portfolio)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import force_locale

from survey.accounts.models import Person
from survey.api.queries import Reach
from survey.core.disclosure.pooled_changes import PooledChange
from survey.reports.portfolio.changing import ChangeRow, Rounds, level_changes
from survey.reports.portfolio.pooling import PoolRow, level_pools, question_pools
from survey.reports.portfolio.queries import list_places
from survey.reports.portfolio.reading import read_portfolio
from survey.web.locales import LANGUAGES


def pooled_facts(person: Person, reach: Reach, tag: str) -> dict[str, Any]:
    """What the portfolio says of all places within reach together.

    Worked out from printed figures alone, so that it tells nothing which the releases do not.
    """
    places = [
        place
        for place in list_places(person)
        if place.organization_id == reach.organization_id
        and (reach.property_ids is None or place.id in reach.property_ids)
    ]
    portfolio = read_portfolio(places)
    moves = level_changes(portfolio)
    moved = {row.name: row for row in moves.rows}
    with force_locale(LANGUAGES[tag].locale):
        levels = [_pool_json(row, moved.get(row.name)) for row in level_pools(portfolio)]
        questions = [_pool_json(row) for row in question_pools(portfolio, tag)]
    return {
        "places": len(portfolio.places),
        "released": len(portfolio.newest),
        "rounds": _rounds_json(moves.rounds),
        "levels": levels,
        "questions": questions,
    }


def _rounds_json(rounds: Rounds | None) -> dict[str, str] | None:
    if rounds is None:
        return None
    names = ("closed_from", "closed_to", "since_from", "since_to")
    days = (*rounds.now, *rounds.before)
    return {name: day.isoformat() for name, day in zip(names, days, strict=True)}


def _change_json(found: PooledChange | None) -> dict[str, Any] | None:
    return None if found is None else asdict(found)


def _pool_json(row: PoolRow, moved: ChangeRow | None = None) -> dict[str, Any]:
    found = row.found
    return {
        "id": row.name,
        "label": row.label,
        "reason": row.refusal,
        "figure": found.figure if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "places": found.places if found else None,
        "adults": found.adults if found else None,
        "change": _change_json(moved.found if moved else None),
        "change_reason": moved.refusal if moved else None,
    }
