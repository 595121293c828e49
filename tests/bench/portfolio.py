"""The portfolio's page as releases grow, against a bare route with the same rows.

Bare: a Flask route that asks the driver for the newest figures of the places on the page, in one
statement, and renders them in a Jinja table of the same cells. It checks nobody's rights, offers
nothing to choose from, counts no verdict and works out no figure of several places. Releases of
before the newest hold a document of few words: the page must not read any document at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from survey.accounts.models import Role
from survey.communities.models import Organization, Property
from survey.db import db, transaction
from survey.reports.portfolio.page import ON_A_PAGE
from survey.results.models import NewestRelease, Release
from survey.results.newest import rebuild_newest
from survey.waves.models import Wave
from tests.bench.place import application, sqlite_url
from tests.bench.rounds import Result, compare
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.waves import publish_for_tests
from tests.support.portfolios import released

PATH = "/staff/portfolio"
FEW, MANY = 10, 10_000
PLACES, MOST_PLACES = 10, 500
ROUNDS, TIMES = 15, 5
OPENED = datetime(2026, 8, 3, tzinfo=UTC)
WHEN = datetime(2026, 8, 24, tzinfo=UTC)

ROWS = """
SELECT property.name, newest_release.release_id, newest_release.closes_on,
       newest_release.since_on, newest_figure.name, newest_figure.state, newest_figure.figure,
       newest_figure.low, newest_figure.high, newest_figure.verdict, newest_figure.difference,
       newest_figure.change_low, newest_figure.change_high
FROM property
JOIN newest_release ON newest_release.property_id = property.id
JOIN newest_figure ON newest_figure.property_id = property.id AND newest_figure.part = 'level'
ORDER BY property.name, property.id, newest_figure.name
"""
TABLE = """<!doctype html><html lang="en"><title>Portfolio</title><table>
{% for row in rows %}<tr><th>{{ row[0][0] }} {{ row[0][2] }} {{ row[0][3] }}</th>
{% for cell in row %}<td class="{{ cell[9] }}"><a href="/staff/releases/{{ cell[1] }}">
<b>{{ cell[6] }}</b></a> {{ cell[7] }} to {{ cell[8] }}<br>{{ cell[9] }} {{ cell[10] }}
({{ cell[11] }} to {{ cell[12] }})</td>{% endfor %}</tr>{% endfor %}</table>"""


def measure(folder: Path) -> Iterator[Result]:
    """Ten releases against ten thousand, in turns; then each against the bare route."""
    small, large, wide = (folder / name for name in ("small", "large", "wide"))
    for each in (small, large, wide):
        each.mkdir()
    with application(sqlite_url(small), small) as one:
        few = _visit(one, places=PLACES, releases=FEW)
        with application(sqlite_url(large), large) as other:
            many = _visit(other, places=PLACES, releases=MANY)
            yield compare(
                f"portfolio of {PLACES} places: {FEW} releases, then {MANY:,}",
                baseline=lambda: _look(few),
                ours=lambda: _look(many),
                rounds=ROUNDS,
                times=TIMES,
            )
            yield _against_bare(other, many, PLACES)
    with application(sqlite_url(wide), wide) as app:
        yield _against_bare(app, _visit(app, places=MOST_PLACES, releases=MANY), MOST_PLACES)


def _against_bare(app: Flask, client: FlaskClient, places: int) -> Result:
    bare = _bare(app).test_client()
    assert bare.get("/").data.count(b"<tr>") == min(places, ON_A_PAGE)
    return compare(
        f"portfolio of {places} places, {MANY:,} releases, against bare",
        baseline=lambda: bare.get("/"),
        ours=lambda: _look(client),
        rounds=ROUNDS,
        times=TIMES,
    )


def _look(client: FlaskClient) -> bytes:
    reply = client.get(PATH)
    assert reply.status_code == 200
    page: bytes = reply.data
    return page


def _bare(ours: Flask) -> Flask:
    """The route, on a connection of the same driver that it keeps."""
    app = Flask("bare")
    with ours.app_context():
        connection = db.engine.raw_connection()

    @app.get("/")
    def table() -> str:
        cursor = connection.cursor()
        cursor.execute(f"{ROWS} LIMIT {3 * ON_A_PAGE}")
        found = cursor.fetchall()
        cursor.close()
        rows = [found[at : at + 3] for at in range(0, len(found), 3)]
        return render_template_string(TABLE, rows=rows)

    return app


def _visit(app: Flask, *, places: int, releases: int) -> FlaskClient:
    """A browser of somebody who may see all places, each with as many releases."""
    with app.app_context():
        organization = make_organization("Lantern Homes")
        ids = _settle(organization, places)
        for number, property_id in enumerate(ids):
            _release(property_id, number, releases // places)
        with transaction():
            rebuild_newest()
            _know_the_round_before()
        eve = make_person("Eve", organization=organization, role=Role.EVALUATOR)
        client = sign_in(app.test_client(), eve)
        db.session.remove()
    _look(client)
    return client


def _know_the_round_before() -> None:
    """Say how many the surveys before were of, as if their documents had more than few words."""
    sizes = {"since_adults": NewestRelease.adults, "since_respondents": NewestRelease.respondents}
    db.session.execute(update(NewestRelease).values(sizes))


def _settle(organization: Organization, places: int) -> list[int]:
    with transaction():
        there = db.session.merge(organization)
        made = [
            Property(
                organization=there, name=f"Place {n:04}", slug=f"place-{n}", homes=120, adults=180
            )
            for n in range(places)
        ]
        db.session.add_all(made)
        db.session.flush()
        return [place.id for place in made]


def _release(property_id: int, seed: int, waves: int) -> None:
    """So many waves with a release each; the last one with whole figures."""
    whole = released(seed)
    whole["wave"] |= {"number": waves}
    hashes = [hashlib.sha256(f"{property_id} {n}".encode()).hexdigest() for n in range(waves)]
    with transaction():
        place = db.session.get_one(Property, property_id)
        version_id = publish_for_tests(place, OPENED).id
        db.session.execute(
            insert(Wave),
            [_wave(property_id, version_id, n + 1, name) for n, name in enumerate(hashes)],
        )
        db.session.execute(
            insert(Release),
            [
                {
                    "wave_id": name[:16],
                    "property_id": property_id,
                    "number": 1,
                    "schema_version": 2,
                    "body": json.dumps(whole) if n == waves - 1 else json.dumps({"wave": name}),
                    "sha256": name,
                    "made_at": WHEN,
                }
                for n, name in enumerate(hashes)
            ],
        )


def _wave(property_id: int, version_id: int, number: int, name: str) -> dict[str, Any]:
    return {
        "id": name[:16],
        "property_id": property_id,
        "questionnaire_version_id": version_id,
        "number": number,
        "slug": name[:12],
        "state": "released",
        "access": "codes",
        "custody": "server",
        "promise": "{}",
        "promise_hash": name,
        "public_key": b"none",
        "opens_at": OPENED,
        "closes_at": WHEN,
        "launched_at": OPENED,
    }
