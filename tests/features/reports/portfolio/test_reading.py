"""What the portfolio reads, on each database.

G1  Places stand A to Z, each with its newest release only; each level links to the release.
G2  Who may view releases of a place sees it here, and nobody else does.
G4  As many questions to the database however many places and releases, and none for a document.
"""

from __future__ import annotations

import pytest
from sqlalchemy import event

from survey.accounts.models import Role
from survey.communities.models import Organization, Property
from survey.db import db
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.releases import make_release
from tests.support.pages import PageClient, heading_of, words_of
from tests.support.portfolios import NAMES, released, settle

PATH = "/staff/portfolio"


@pytest.fixture
def database(every_database: str) -> str:
    """Every database: stored releases are read here."""
    return every_database


def test_g1_a_to_z(evaluator: PageClient, places: list[Property]) -> None:
    later = released(99)
    later["wave"] |= {"number": 3}
    later["levels"][0] |= {"score": 77, "low": 73, "high": 81}
    release_id = make_release(later, place=places[0])
    response = evaluator.get(PATH)
    html, said = response.get_data(as_text=True), words_of(response)
    assert heading_of(response) == "Portfolio"
    assert [said.index(name) for name in NAMES] == sorted(said.index(name) for name in NAMES)
    assert html.count(f'href="/staff/releases/{release_id}"') == 3
    assert "77" in said
    assert f'aria-label="{places[0].name}, Feeling at home: 77"' in html
    assert "August 2026, compared with May 2026" in said


def test_g2_only_what_is_theirs(
    client: PageClient, organization: Organization, places: list[Property]
) -> None:
    settle(make_organization("Other"), [("Elsewhere", released(7))])
    named = [places[0], places[3]]
    steward = make_person("Sam", organization=organization, role=Role.STEWARD, properties=named)
    sign_in(client, steward)
    said = words_of(client.get(PATH))
    table = client.get(f"{PATH}/table.csv").get_data(as_text=True)
    for place in places:
        assert (place.name in said) == (place.name in table) == (place in named)
    assert "Elsewhere" not in said + table
    assert "2 places, by name" in said


def test_g4_as_many_questions_to_the_database_however_many_places(
    evaluator: PageClient, organization: Organization, places: list[Property]
) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    evaluator.get(PATH)
    few = len(asked)
    settle(organization, [(f"Place {number}", released(number)) for number in range(10, 20)])
    asked.clear()
    evaluator.get(PATH)
    event.remove(db.engine, "before_cursor_execute", count)
    assert len(asked) == few
    assert not any("body" in statement for statement in asked)
