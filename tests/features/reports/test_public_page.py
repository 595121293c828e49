"""The public results page.

P1  Everybody sees the newest release of a place, in each language of its survey.
P2  It needs no script and sets no cookie, so that every cache may keep it.
P3  Earlier waves have addresses of their own.
P4  No release yet, too few answers and an unknown place each get a kind page.
P5  It shows nothing that is hidden.
P6  It sets the levels beside those of earlier waves, and says nothing of time where there are none.
"""

from __future__ import annotations

import pytest

from survey.communities.models import Organization, Property
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents
from tests.support.pages import PageClient, heading_of, words_of


@pytest.fixture
def database(every_database: str) -> str:
    """Every database: stored releases are read here."""
    return every_database


@pytest.fixture
def place(organization: Organization) -> Property:
    """Return a place with two released waves."""
    place = make_property("Larkspur Court", organization=organization)
    first = documents.without_change()
    first["wave"] |= {"number": 1, "opens_on": "2026-05-03", "closes_on": "2026-05-24"}
    make_release(first, place=place)
    make_release(documents.full(), place=place)
    return place


def test_newest_release(client: PageClient, place: Property) -> None:
    """P1"""
    response = client.get("/r/larkspur-court")
    said = words_of(response)
    assert heading_of(response) == "What you told us"
    for words in (
        "Larkspur Court, August 2026",
        "People who answered: 93.",
        "5 in 10 answered “Quite a lot” or “Very much”",
        "There is no clear change since May 2026.",
        "Range: 58 to 66",
        "Good: 49% Middle: 31% Not good: 20%",
        "12 questions show no clear change.",
        "7f3a-c91e-4b0d-6a55-2e18-f09c",
    ):
        assert words in said, words


def test_over_time(client: PageClient, place: Property) -> None:
    """P6"""
    said = words_of(client.get("/r/larkspur-court/en/2"))
    chart = said[said.index("Over time") : said.index("What if the others")]
    assert chart.startswith("Over time May 2026 August 2026 Feeling at home 62 62")
    assert "The dots are not joined" in chart
    assert "Over time" not in words_of(client.get("/r/larkspur-court/en/1"))


@pytest.mark.parametrize(("tag", "direction"), [("es", "ltr"), ("zh-Hans", "ltr"), ("ar", "rtl")])
def test_languages(client: PageClient, place: Property, tag: str, direction: str) -> None:
    """P1"""
    response = client.get(f"/r/larkspur-court/{tag}")
    html = response.get_data(as_text=True)
    assert f'<html lang="{tag}" dir="{direction}">' in html
    assert documents.word(tag, "per_tru_01") != documents.word("en", "per_tru_01")
    assert documents.word(tag, "per_tru_01") in words_of(response)


def test_the_readers_language(client: PageClient, place: Property) -> None:
    """P1"""
    response = client.get("/r/larkspur-court", headers={"Accept-Language": "ar"})
    assert 'lang="ar"' in response.get_data(as_text=True)
    assert "Accept-Language" in response.headers["Vary"]
    assert client.get("/r/larkspur-court/fr").status_code == 404


def test_caches_may_keep_it(client: PageClient, place: Property) -> None:
    """P2"""
    response = client.get("/r/larkspur-court/en")
    html = response.get_data(as_text=True)
    assert "<script" not in html
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, max-age=300"
    again = client.get("/r/larkspur-court/en", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == response.headers["ETag"]


def test_a_new_release_is_another_page(client: PageClient, place: Property) -> None:
    """P2"""
    old = client.get("/r/larkspur-court/en").headers["ETag"]
    third = documents.full()
    third["wave"] |= {"number": 3, "opens_on": "2026-11-03", "closes_on": "2026-11-24"}
    make_release(third, place=place)
    response = client.get("/r/larkspur-court/en", headers={"If-None-Match": old})
    assert response.status_code == 200
    assert "November 2026" in words_of(response)


def test_earlier_waves(client: PageClient, place: Property) -> None:
    """P3"""
    newest = client.get("/r/larkspur-court/en").get_data(as_text=True)
    assert 'href="/r/larkspur-court/en/1"' in newest
    response = client.get("/r/larkspur-court/en/1")
    assert "Larkspur Court, May 2026" in words_of(response)
    assert 'href="/r/larkspur-court/ar/1"' in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert client.get("/r/larkspur-court/en/7").status_code == 404


def test_kind_pages(client: PageClient, organization: Organization) -> None:
    """P4"""
    make_property("Quiet Place", organization=organization)
    few = make_property("Alder House", organization=organization)
    make_release(documents.too_few(), place=few)
    waiting = client.get("/r/quiet-place/es")
    assert waiting.status_code == 200
    assert heading_of(client.get("/r/quiet-place/en")) == "No results yet"
    thanks = client.get("/r/alder-house/en")
    assert heading_of(thanks) == "Thank you for answering"
    assert "%" not in words_of(thanks)
    assert client.get("/r/nowhere").status_code == 404


def test_hidden_figures(client: PageClient, organization: Organization) -> None:
    """P5: a planted figure is on the page while it is shown, and nowhere once it is hidden."""
    shown, hidden = (make_property(name, organization=organization) for name in ("One", "Two"))
    body = documents.without_change()
    item = next(found for found in body["items"] if found["id"] == "per_tru_01")
    item["bands"] = [{"id": "unfavorable", "percent": 37}, {"id": "favorable", "percent": 63}]
    item["points"] = None
    make_release(body, place=shown)
    assert "Good: 63% Not good: 37%" in words_of(client.get(f"/r/{shown.slug}/en"))
    item |= {"state": "hidden", "bands": [], "low": None, "high": None}
    make_release(body, place=hidden)
    said = words_of(client.get(f"/r/{hidden.slug}/en"))
    assert "63%" not in said
    assert "How much do you trust your neighbors here?" in said
    assert "Not shown, so that nobody’s answer can be worked out." in said
