"""Lists: pages, filters, and what cannot be used of a parameter.

L1  A list is read to its end without losing or doubling anything, while releases are added.
L2  A correction stands beside what it corrects.
L3  Filters, which stay in the address of the next page.
L4  A parameter that cannot be used is named, with what to do.
"""

from __future__ import annotations

from tests.factories.communities import make_property
from tests.factories.everybody import Everybody
from tests.factories.releases import correct_release, make_release
from tests.features.api.conftest import Ask
from tests.support import release_documents as documents

UNUSABLE = (
    ("limit=0", "limit"),
    ("limit=101", "limit"),
    ("limit=", "limit"),
    ("limit=1&limit=2", "limit"),
    ("limit=١", "limit"),
    ("cursor=-1", "cursor"),
    ("cursor=9999999999", "cursor"),
    ("since=2026-02-30", "since"),
    ("since=20260101", "since"),
    ("since=yesterday", "since"),
    ("property=Maple%20Court", "property"),
    ("propertey=maple-court", "propertey"),
    ("page=2", "page"),
)


def test_a_list_is_read_to_its_end(ask: Ask, everybody: Everybody, token: str) -> None:
    """L1: releases of two places, a page at a time, with more of them in between."""
    made = [make_release(wave(number), place=everybody.maple) for number in range(1, 6)]
    seen, url, pages = [], "/releases?limit=2", 0
    while url:
        reply = ask(url.removeprefix("http://127.0.0.1:8000/api/v1"), token)
        page = reply.get_json()
        seen += [one["id"] for one in page["items"]]
        assert len(page["items"]) <= 2
        assert reply.headers.get("Link") == (
            f'<{page["next"]}>; rel="next"' if page["next"] else None
        )
        assert (page["next"] is None) == (page["next_cursor"] is None)
        url = page["next"]
        if pages < 3:
            made.append(make_release(wave(pages + 1), place=everybody.birch))
            if not pages:
                made.append(correct_release(made[0], wave(1)))
        pages += 1
    assert seen == made == sorted(made)
    assert pages == 5
    assert ask(f"/releases?cursor={made[-1]}", token).get_json()["items"] == []
    later = make_release(wave(9), place=everybody.birch)
    kept = ask(f"/releases?cursor={made[-1]}", token).get_json()["items"]
    assert [one["id"] for one in kept] == [later]


def wave(number: int) -> documents.Document:
    """A small release of a wave of its own."""
    document = documents.too_few()
    days = {"opens_on": f"2026-{number:02d}-01", "closes_on": f"2026-{number:02d}-20"}
    return document | {"wave": document["wave"] | {"number": number, **days}}


def test_many_properties(ask: Ask, everybody: Everybody, token: str) -> None:
    """L1: properties by slug, with one that is added where the reader has been already."""
    for number in range(7):
        make_property(f"Court {number}", organization=everybody.hearth)
    first = ask("/properties?limit=5", token).get_json()
    make_property("Arbor", organization=everybody.hearth)
    second = ask(f"/properties?limit=5&cursor={first['next_cursor']}", token).get_json()
    slugs = [one["slug"] for page in (first, second) for one in page["items"]]
    assert slugs == ["birch-row", *[f"court-{number}" for number in range(7)], "maple-court"]
    assert second["next"] is None
    assert len(ask("/properties", token).get_json()["items"]) == 10


def test_filters(ask: Ask, everybody: Everybody, token: str) -> None:
    """L3: the filters stay in the address of the next page."""
    for number in (3, 4, 5):
        make_release(wave(number), place=everybody.maple)
        make_release(wave(number), place=everybody.birch)
    page = ask("/releases?property=birch-row&since=2026-04-20&limit=1", token).get_json()
    assert page["items"][0]["released_on"] == "2026-04-20"
    assert page["next"].endswith("&limit=1&property=birch-row&since=2026-04-20")
    rest = ask(page["next"].removeprefix("http://127.0.0.1:8000/api/v1"), token).get_json()
    assert [one["wave"]["number"] for one in (*page["items"], *rest["items"])] == [4, 5]
    assert {one["property"]["slug"] for one in rest["items"]} == {"birch-row"}
    assert rest["next"] is None
    assert ask("/releases?since=2026-05-21", token).get_json()["items"] == []


def test_a_correction(ask: Ask, everybody: Everybody, token: str) -> None:
    """L2"""
    first = make_release(documents.too_few(), place=everybody.maple)
    second = correct_release(first, documents.third())
    items = ask("/releases", token).get_json()["items"]
    assert [(one["id"], one["number"], one["superseded"]) for one in items] == [
        (first, 1, True),
        (second, 2, False),
    ]


def test_what_cannot_be_used(ask: Ask, token: str) -> None:
    """L4"""
    for query, parameter in UNUSABLE:
        reply = ask(f"/releases?{query}", token)
        problem = reply.get_json()
        assert (reply.status_code, problem["code"]) == (400, "bad_parameter"), query
        assert problem["parameter"] == parameter
        assert problem["detail"].endswith(".")
