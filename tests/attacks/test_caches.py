"""Cached pages: neither an address, nor a tag of a page, nor a kept copy says what is not out.

H1 before the release the page and its tag are the same whatever has been answered
H2 the tag is made of what is printed: with other answers that print the same, it is the same
H3 a copy that a cache keeps has no hidden figure, and a new release makes it stale
"""

from __future__ import annotations

import random

import pytest
from flask import Flask

from survey.communities.models import Property
from survey.db import db, transaction
from survey.responses.services import seal_response
from tests.attacks.test_formats import known_numbers, made_of, numbers_in, words_in
from tests.factories.communities import make_organization, make_property
from tests.factories.releases import make_release
from tests.factories.waves import launch_wave_for_tests, pulse
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import PageClient

KEPT = ("ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Length", "Link")


@pytest.fixture
def place(app: Flask) -> Property:
    """Return a place without any wave."""
    return make_property("Larkspur Court", organization=make_organization("Lantern Homes"))


def _picture(app: Flask, address: str) -> tuple[int, str, dict[str, str | None]]:
    """What a cache gets: status, page, and what it is told about keeping it."""
    response = PageClient(app, use_cookies=True).get(address)
    kept = {name: response.headers.get(name) for name in KEPT}
    return response.status_code, response.get_data(as_text=True), kept


def test_before_the_release(app: Flask, frozen_clock: FrozenClock) -> None:
    """H1"""
    fieldwork = launch_wave_for_tests(frozen_clock())
    slug = db.session.get_one(Property, fieldwork.wave.property_id).slug
    pictures = [_picture(app, f"/r/{slug}/en")]
    draw = random.Random(1)
    for code in fieldwork.codes[:12]:
        with transaction():
            seal_response(
                wave=fieldwork.wave,
                code=code,
                submission_id=None,
                answers={
                    item.id: draw.choice(pulse().scale_of(item).values)
                    for item in pulse().closed_items
                },
                language="en",
                mode="code",
                now=frozen_clock(),
            )
        pictures.append(_picture(app, f"/r/{slug}/en"))
    assert len(pictures) == 13
    assert all(picture == pictures[0] for picture in pictures)


def test_tag(app: Flask, place: Property) -> None:
    """H2: the tag follows from the document's hash, and a document has no hidden figure."""
    document = made_of(2)
    make_release(document, place=place)
    first = _picture(app, f"/r/{place.slug}/en")
    assert first == _picture(app, f"/r/{place.slug}/en")
    assert first[2]["ETag"]
    assert not numbers_in(words_in(first[1])) - known_numbers(document)


@pytest.fixture
def two_waves(place: Property) -> Property:
    """Return a place with two released waves, the first one with a figure of its own."""
    first, second = made_of(2), made_of(8)
    first["wave"] |= {"number": 1}
    second["wave"] |= {"number": 2, "opens_on": "2026-08-03", "closes_on": "2026-08-24"}
    make_release(first, place=place)
    make_release(second, place=place)
    return place


def test_stale(app: Flask, two_waves: Property) -> None:
    """H3: the tags of both waves differ, and neither is taken for the other."""
    newest, earlier = (f"/r/{two_waves.slug}/en{tail}" for tail in ("", "/1"))
    tags = [str(_picture(app, address)[2]["ETag"]) for address in (newest, earlier)]
    assert tags[0] != tags[1]
    client = PageClient(app, use_cookies=True)
    assert client.get(newest, headers={"If-None-Match": tags[1]}).status_code == 200
    assert client.get(newest, headers={"If-None-Match": tags[0]}).status_code == 304
