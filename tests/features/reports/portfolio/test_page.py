"""The portfolio's page for staff, and its table as data.

G2  Nobody gets in who is not signed in; test_reading.py has G1 and the rest of G2.
G3  Verdicts stand as words, tints repeat them; hidden is the one sign; nothing is ranked.
G4  Places are chosen by what they are; the table has leaves of fifty.
G5  Empty states: no place, no results, nothing that fits.
G6  A figure of several places is what the members' documents give, and a hidden one moves nothing.
G7  The table as data holds the same figures, and no formula.
G8  The page speaks the reader's language.
G9  The menu leads here whoever may see several places.
"""

from __future__ import annotations

import csv
import io
import re

import pytest

from survey.accounts.models import Role
from survey.communities.models import Organization, Property
from survey.db import db, transaction
from survey.reports.portfolio.page import ON_A_PAGE
from survey.reports.portfolio.pooling import level_pools
from survey.reports.portfolio.queries import list_places
from survey.reports.portfolio.reading import read_portfolio
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents
from tests.support.pages import PageClient, words_of
from tests.support.portfolios import NAMES, hidden, pooled_by_hand, released, settle, trending

PATH = "/staff/portfolio"


@pytest.mark.parametrize("path", [PATH, f"{PATH}/summary.pdf", f"{PATH}/table.csv"])
def test_g2_nobody_gets_in(client: PageClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert "/staff/sign-in" in response.headers["Location"]


def test_g3_words_and_tints(evaluator: PageClient, places: list[Property]) -> None:
    response = evaluator.get(PATH)
    html, said = response.get_data(as_text=True), words_of(response)
    cells = re.findall(
        r'<td role="cell"(?: class="(rise|fall)")? data-label="([^"]+)">(.+?)</td>', html
    )
    tinted = [(tint, level) for tint, level, _words in cells if tint]
    assert tinted == [("rise", "Having a say"), ("fall", "Knowing one another")]
    assert "<b>clear rise</b>" in html
    assert "clear fall −9 (−14 to −4)" in said
    assert "Clear rises: 1. Clear falls: 1." in said
    assert len(cells) >= 18
    hid = [words for _tint, _level, words in cells if "hidden-sign" in words]
    assert len(hid) == 1
    assert "not shown" in hid[0]
    assert not re.search(r"\d", re.sub(r"<[^>]+>", "", hid[0]))
    assert said.count("Not shown, so that nobody’s answer can be worked out.") == 1
    first_wave = html[html.index(NAMES[3]) : html.index(NAMES[4])]
    assert "change" not in first_wave


def test_g3_trends(
    evaluator: PageClient, organization: Organization, made: list[documents.Document]
) -> None:
    """Over three and more surveys, in words; none of a hidden level, and no tint of its own."""
    for document in made[1:5]:
        if document["change"]:
            trending(document, "structural", "clear_rise", 4)
    hidden(made[2], "structural")
    settle(organization, zip(NAMES, made, strict=True))
    response = evaluator.get(PATH)
    said = words_of(response)
    assert said.count("Over the last 4 waves: clear rise") == 2
    assert response.get_data(as_text=True).count(' class="rise"') == 1
    rows = csv.DictReader(io.StringIO(evaluator.get(f"{PATH}/table.csv").get_data(as_text=True)))
    told = {row["place"]: row for row in rows if row["id"] == "structural"}
    assert [(told[name]["trend_waves"], told[name]["trend_verdict"]) for name in NAMES[:5]] == [
        ("", ""),
        ("4", "clear_rise"),
        ("", ""),
        ("", ""),
        ("4", "clear_rise"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "Alder House|Birch Row|Cedar Court"),
        ("?size=under50", "Alder House"),
        ("?size=100to199", "Birch Row"),
        ("?size=from500", "Cedar Court"),
        ("?feature=covenant", "Birch Row|Cedar Court"),
        ("?zone=America/Chicago", "Cedar Court"),
        ("?feature=covenant&size=100to199", "Birch Row"),
        ("?homes=Full-price+homes", "Alder House|Birch Row|Cedar Court"),
        ("?homes=Elsewhere", ""),
        ("?size=nonsense", ""),
        ("?owner=x", ""),
        ("?score=50", "Alder House|Birch Row|Cedar Court"),
    ],
)
def test_g4_chosen_by_what_they_are(
    evaluator: PageClient, organization: Organization, query: str, found: str
) -> None:
    make_property("Alder House", organization=organization, homes=30)
    make_property("Birch Row", organization=organization, homes=120, features=["covenant"])
    make_property(
        "Cedar Court",
        organization=organization,
        homes=900,
        features=["covenant"],
        timezone="America/Chicago",
    )
    table = csv.DictReader(
        io.StringIO(evaluator.get(f"{PATH}/table.csv{query}").get_data(as_text=True))
    )
    assert "|".join(dict.fromkeys(row["place"] for row in table)) == found


def test_g4_leaves(evaluator: PageClient, organization: Organization) -> None:
    with transaction():
        there = db.session.merge(organization)
        db.session.add_all(
            Property(organization=there, name=f"Place {n:03}", slug=f"p{n}", homes=9, adults=9)
            for n in range(500)
        )
    first = make_property("A first one", organization=organization)
    make_release(released(1), place=first)
    last = -(-501 // ON_A_PAGE)
    for number, names in ((1, ("A first one", "Place 048")), (last, ("Place 499",))):
        said = words_of(evaluator.get(f"{PATH}?page={number}"))
        assert all(name in said for name in names)
        assert "501 places, by name" in said
    assert "Place 049" not in words_of(evaluator.get(PATH))
    html = evaluator.get(f"{PATH}?page=2").get_data(as_text=True)
    assert f'rel="prev" href="{PATH}?page=1"' in html
    assert f'rel="next" href="{PATH}?page=3"' in html
    for wrong in ("0", "12", "-1", "x", "9999999"):
        assert evaluator.get(f"{PATH}?page={wrong}").status_code == 404


def test_g5_empty(evaluator: PageClient, organization: Organization) -> None:
    assert "No property has been given to you yet." in words_of(evaluator.get(PATH))
    make_property("Alder House", organization=organization)
    assert "No results yet." in words_of(evaluator.get(PATH))
    assert "No place is all of that." in words_of(evaluator.get(f"{PATH}?size=from500"))


def test_g6_together(
    evaluator: PageClient,
    organization: Organization,
    places: list[Property],
    made: list[documents.Document],
) -> None:
    said = words_of(evaluator.get(PATH))
    for level_id in ("perceptual", "relational", "structural"):
        figure, low, high, count = pooled_by_hand(made, level_id)
        assert f"{figure} {low} to {high} from {count} of 6 places" in said
    assert pooled_by_hand(made, "perceptual")[3] == 5


def test_g6_a_hidden_figure_moves_nothing(
    evaluator: PageClient, organization: Organization, places: list[Property]
) -> None:
    """With a place whose level is hidden, whatever its answers are, and without that place."""
    eve = make_person("Ann", organization=organization, role=Role.EVALUATOR)
    all_places = list_places(eve)
    without = [place for place in all_places if place.name != NAMES[2]]
    with evaluator.application.test_request_context():
        whole = level_pools(read_portfolio(all_places))[0].found
        less = level_pools(read_portfolio(without))[0].found
    assert whole is not None
    assert whole == less


def test_g6_too_few_places(
    evaluator: PageClient, organization: Organization, made: list[documents.Document]
) -> None:
    settle(organization, list(zip(NAMES, made, strict=True))[:4])
    said = words_of(evaluator.get(PATH))
    assert "A figure of several places takes at least 5 places with a figure to show." in said
    assert "of 4 places" not in said


def test_g6_only_what_is_alike_and_of_one_time(
    evaluator: PageClient, organization: Organization, made: list[documents.Document]
) -> None:
    """Another set of questions, and a survey of two years before, are left out."""
    made[4]["levels"][0]["items"] = made[4]["levels"][0]["items"][:2]
    made[5]["wave"] |= {"opens_on": "2024-08-03", "closes_on": "2024-08-24"}
    more = [released(seed) for seed in (11, 12, 13)]
    names = [*NAMES, "X1", "X2", "X3"]
    settle(organization, zip(names, [*made, *more], strict=True))
    said = words_of(evaluator.get(PATH))
    for level_id, left_out in (("perceptual", (4, 5)), ("relational", (5,))):
        alike = [one for place, one in enumerate([*made, *more]) if place not in left_out]
        figure, low, high, count = pooled_by_hand(alike, level_id)
        assert f"{figure} {low} to {high} from {count} of 9 places" in said


def test_g7_as_data(
    evaluator: PageClient,
    organization: Organization,
    places: list[Property],
    made: list[documents.Document],
) -> None:
    make_property("=1+1", organization=organization)
    response = evaluator.get(f"{PATH}/table.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="portfolio.csv"'
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
    by_place = {(row["place"], row["id"]): row for row in rows if row["part"] == "place"}
    for name, document in zip(NAMES, made, strict=True):
        for level in document["levels"]:
            row = by_place[name, level["id"]]
            printed = [level["score"], level["low"], level["high"]]
            assert row["state"] == level["state"]
            assert [row["figure"], row["low"], row["high"]] == [
                "" if one is None else str(one) for one in printed
            ]
    assert by_place[NAMES[0], "structural"]["verdict"] == "clear_rise"
    assert by_place[NAMES[3], "structural"]["verdict"] == ""
    assert by_place["'=1+1", "structural"]["state"] == "no_results"
    pools = {row["id"]: row for row in rows if row["part"] == "pool"}
    figure, low, high, count = pooled_by_hand(made, "relational")
    pool = pools["relational"]
    assert [pool[name] for name in ("figure", "low", "high", "places")] == [
        str(one) for one in (figure, low, high, count)
    ]
    assert "per_bel_01" in pools
    again = evaluator.get(f"{PATH}/table.csv", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("locale", ["es", "ar"])
def test_g8_in_the_readers_language(
    client: PageClient, organization: Organization, places: list[Property], locale: str
) -> None:
    sign_in(
        client,
        make_person("Ana", organization=organization, role=Role.EVALUATOR, locale=locale),
    )
    said = words_of(client.get(PATH))
    assert documents.word(locale, "level.structural") in said
    assert "Having a say" not in said
    html = client.get(PATH).get_data(as_text=True)
    assert f"summary.pdf?lang={locale}&amp;paper=letter" in html
    assert "summary.pdf?lang=en&amp;paper=a4" in html


def test_g9_menu(client: PageClient, organization: Organization, places: list[Property]) -> None:
    steward = make_person(
        "Sam", organization=organization, role=Role.STEWARD, properties=places[:1]
    )
    sign_in(client, steward)
    assert f'href="{PATH}"' not in client.get("/staff/results").get_data(as_text=True)
    manager = make_person(
        "Max", organization=organization, role=Role.MANAGER, properties=places[:2]
    )
    other = sign_in(client.application.test_client(), manager)
    assert f'href="{PATH}"' in other.get("/staff/results").get_data(as_text=True)
