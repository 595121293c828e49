"""What moved in several places together, between two rounds of surveys.

C1  The change is what the members' documents give, worked out anew from these alone; the page, the
    table and the verdict say the same, and programs get it.
C2  Only surveys of the same two rounds, of the same questions, with both releases at hand. Where a
    side is too small nothing is told, and the sentence says what it takes.
C3  No round to compare: no section.
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict

import pytest
from flask import Flask

from survey.accounts.models import Role
from survey.api.pools import pooled_facts
from survey.api.queries import Reach
from survey.communities.models import Organization
from survey.reports.portfolio.changing import Moves, level_changes
from survey.reports.portfolio.queries import list_places
from survey.reports.portfolio.reading import read_portfolio
from tests.factories.accounts import make_person
from tests.support import release_documents as documents
from tests.support.pages import PageClient, words_of
from tests.support.portfolios import NAMES, changed_by_hand, moved, released, settle, settle_twice

PATH = "/staff/portfolio"


@pytest.fixture
def rounds() -> list[documents.Document]:
    """Six releases with a change; one level rose in most places, in one it fell."""
    found = [released(seed) for seed in range(len(NAMES))]
    for document in found[:5]:
        moved(document, "structural", "clear_rise", 9)
    moved(found[5], "structural", "clear_fall", -8)
    return found


def moves_of(app: Flask, organization: Organization) -> Moves:
    """What the portfolio of somebody who sees all of the organization tells."""
    ann = make_person("Ann", organization=organization, role=Role.EVALUATOR)
    with app.test_request_context():
        return level_changes(read_portfolio(list_places(ann)))


def test_c1_from_the_documents_alone(
    evaluator: PageClient, organization: Organization, rounds: list[documents.Document]
) -> None:
    settle_twice(organization, zip(NAMES, rounds, strict=True))
    said = words_of(evaluator.get(PATH))
    text = evaluator.get(f"{PATH}/table.csv").get_data(as_text=True)
    table = {
        row["id"]: row for row in csv.DictReader(io.StringIO(text)) if row["part"] == "pool_change"
    }
    assert sorted(table) == ["perceptual", "relational", "structural"]
    for level_id, row in table.items():
        points, low, high, count = changed_by_hand(rounds, level_id)
        told = [row[name] for name in ("change", "change_low", "change_high", "places")]
        assert told == [str(one) for one in (points, low, high, count)]
        assert row["adults"] == str(sum(one["property"]["adults"] for one in rounds))
        assert (row["closed_on"], row["since"]) == ("2026-08-24", "2026-05-24")
    points, low, high, _count = changed_by_hand(rounds, "structural")
    assert low > 0
    assert f"clear rise +{points} ({low} to {high}) from 6 of 6 places" in said
    assert table["structural"]["verdict"] == "clear_rise"
    assert table["perceptual"]["verdict"] == "no_clear_change"
    when = "Surveys that closed in August 2026, compared with those that closed in May 2026."
    assert when in said


def test_c1_for_programs(
    app: Flask, organization: Organization, rounds: list[documents.Document]
) -> None:
    settle_twice(organization, zip(NAMES, rounds, strict=True))
    moves = moves_of(app, organization)
    ann = make_person("Bea", organization=organization, role=Role.EVALUATOR)
    reach = Reach(organization_id=organization.id, property_ids=None)
    with app.test_request_context():
        told = pooled_facts(ann, reach, "en")
    assert told["rounds"] == {
        "closed_from": "2026-08-24",
        "closed_to": "2026-08-24",
        "since_from": "2026-05-24",
        "since_to": "2026-05-24",
    }
    assert [(one["id"], one["change"], one["change_reason"]) for one in told["levels"]] == [
        (row.name, asdict(row.found) if row.found else None, None) for row in moves.rows
    ]
    assert {one["change"] for one in told["questions"]} == {None}


def test_c2_only_the_same_two_rounds(
    app: Flask, organization: Organization, rounds: list[documents.Document]
) -> None:
    """Left out: compared with a year before, closed long ago, other questions, no earlier one."""
    others = [moved(released(20 + n), "structural", "clear_fall", -30) for n in range(3)]
    others[0]["change"]["since"] |= {"closes_on": "2025-08-24"}
    others[1]["wave"] |= {"opens_on": "2026-02-01", "closes_on": "2026-02-24"}
    others[1]["change"]["since"] |= {"closes_on": "2025-11-24"}
    others[2]["levels"][2]["items"] = others[2]["levels"][2]["items"][:2]
    settle_twice(organization, zip([*NAMES, "X1", "X2", "X3"], [*rounds, *others], strict=True))
    settle(organization, [("X4", moved(released(30), "structural", "clear_fall", -30))])
    row = moves_of(app, organization).rows[2]
    assert row.found is not None
    found = (row.found.difference, row.found.low, row.found.high, row.found.places)
    assert found == changed_by_hand(rounds, "structural")
    assert row.places == "from 6 of 10 places"


def test_c2_too_small(
    evaluator: PageClient,
    app: Flask,
    organization: Organization,
    rounds: list[documents.Document],
) -> None:
    """Of five places one has no change of a level: both its surveys are out, and four are few."""
    lost = {"difference": None, "low": None, "high": None, "verdict": "too_few_to_tell"}
    rounds[0]["change"]["levels"][0] |= lost
    settle_twice(organization, list(zip(NAMES, rounds, strict=True))[:5])
    rows = moves_of(app, organization).rows
    assert [row.refusal for row in rows] == ["too_few_places", None, None]
    said = words_of(evaluator.get(PATH))
    assert "A change of several places takes at least 5 places that asked the same" in said


def test_c3_nothing_to_compare(
    evaluator: PageClient, organization: Organization, rounds: list[documents.Document]
) -> None:
    """The releases before are not at hand: how many answered them is not known."""
    settle(organization, zip(NAMES, rounds, strict=True))
    said = words_of(evaluator.get(PATH))
    assert "These places together" in said
    assert "What moved in these places together" not in said
    assert "pool_change" not in evaluator.get(f"{PATH}/table.csv").get_data(as_text=True)
