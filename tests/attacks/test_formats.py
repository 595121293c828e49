"""What leaves in other forms: page, table, paper, and the words that stand for drawings.

P1 every number on the public page, also in words for drawings, is in the release document
P2 every row of the table is
P3 every number in the PDF's text and in its table is
P4 whatever the pages are made of, it is the document: where there are no answers, they are the same
P5 the attack is able: a figure that is not in the document is noticed
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from survey.communities.models import Property
from survey.reports.figures import figures_csv
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import render_summary
from tests.factories.communities import make_organization, make_property
from tests.factories.releases import make_release
from tests.support.pages import PageClient
from tests.support.populations import make_population
from tests.support.publishing import release_of
from tests.support.release_documents import text_of
from tests.support.shapes import ordinary_shape

SEEDS = (2, 8)
SPOKEN = ("alt", "aria-label", "aria-valuetext", "title", "content", "value", "data-value")
"""Attributes that are read out, or copied, or shown."""

OF_THE_FORM = {"1", "5", "10", "95", "100"}
"""Of the page and not of anybody: "5 in 10", a range of 95 %, scores from 0 to 100."""


def made_of(seed: int) -> dict[str, Any]:
    """The release of a property, with the names that its promise has for the housing types."""
    document = release_of(make_population(seed, ordinary_shape(random.Random(seed))))
    for cut in document["cuts"]:
        for group in cut["groups"]:
            if cut["id"] == "stratum":
                group["label"] = {"s0": "Full-price homes", "s1": "Lower-cost homes"}[group["id"]]
    return document


def numbers_in(text: str) -> set[str]:
    """Every whole number that stands in a text."""
    return {str(int(found)) for found in re.findall(r"\d+", text)}


def known_numbers(document: dict[str, Any]) -> set[str]:
    """The numbers of a document, and those that follow from one of its figures alone."""
    known = numbers_in(json.dumps(document)) | OF_THE_FORM
    percents = set()
    for held in _percents(document):
        percents |= {int(number) for number in numbers_in(str(held))}
    # "6 in 10" is a share in tenths; a list says how many questions it has.
    known |= {str(round(percent / 10 + shift)) for percent in percents for shift in (-0.01, 0.01)}
    known |= {str(100 - percent) for percent in percents}
    known |= {str(count) for count in range(len(document["items"]) + 1)}
    return known


def _percents(held: Any) -> Iterator[Any]:
    if isinstance(held, dict):
        yield from (value for key, value in held.items() if key == "percent")
        for value in held.values():
            yield from _percents(value)
    elif isinstance(held, list):
        for value in held:
            yield from _percents(value)


def words_in(html: str) -> str:
    """Everything of a page that somebody can read, see in a bubble, or have read out."""
    spoken = [unescape(found) for name in SPOKEN for found in re.findall(f'{name}="([^"]*)"', html)]
    bare = re.sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>", " ", html)
    return " ".join([unescape(bare), *spoken])


@pytest.fixture
def place(app: Flask) -> Property:
    """Return a place whose database has no answers at all."""
    return make_property("Larkspur Court", organization=make_organization("Lantern Homes"))


@pytest.mark.parametrize("seed", SEEDS)
def test_page(app: Flask, place: Property, seed: int) -> None:
    """P1, P4: the page is made where there are no answers, so it can only say what is printed."""
    document = made_of(seed)
    make_release(document, place=place)
    response = PageClient(app, use_cookies=True).get(f"/r/{place.slug}/en")
    assert response.status_code == 200
    said = numbers_in(words_in(response.get_data(as_text=True)))
    assert len(said) > 20
    assert said - known_numbers(document) == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_table(app: Flask, seed: int) -> None:
    """P2: shown groups and items only, and figures as the document has them."""
    document = made_of(seed)
    rows = list(csv.DictReader(io.StringIO(_table(document))))
    printed = {str(one) for one in _percents(document)}
    for row in rows:
        if row["part"] in ("band", "point", "option"):
            assert row["figure"] in printed
        words = " ".join(value or "" for value in row.values())
        assert numbers_in(words) <= known_numbers(document)
    shown = {
        f"{cut['id']}:{group['id']}"
        for cut in document["cuts"]
        for group in cut["groups"]
        if group["state"] == "shown"
    }
    named = {row["group"] for row in rows if row["group"]}
    assert named <= shown


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_paper(app: Flask, seed: int) -> None:
    """P3: text layer, words for drawings, notes about the file, and the table inside."""
    document = made_of(seed)
    pdf = render_summary(ReleaseDocument.from_json(text_of(document)), "en", "a4")
    reader = PdfReader(io.BytesIO(pdf))
    pages = {str(number) for number in range(len(reader.pages) + 1)}
    text = " ".join(page.extract_text(extraction_mode="layout") for page in reader.pages)
    text = re.sub(r"\d+\.\d+\.\d+\.\d+(:\d+)?", "the address of this page", text)
    assert numbers_in(text) - known_numbers(document) - pages == set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        spoken = " ".join(_alternatives(opened))
        attached = [one.get_file().read_bytes() for one in opened.attachments.values()]
    assert spoken
    assert numbers_in(spoken) - known_numbers(document) == set()
    assert [held.decode() for held in attached] == [_table(document)]


def _table(document: dict[str, Any]) -> str:
    return figures_csv(ReleaseDocument.from_json(text_of(document))).decode()


def _alternatives(opened: pikepdf.Pdf) -> Iterator[str]:
    """The words that stand for drawings."""
    for held in opened.objects:
        if isinstance(held, pikepdf.Dictionary):
            yield from (str(held[key]) for key in ("/Alt", "/ActualText", "/E") if key in held)


def test_it_would_be_noticed(app: Flask, place: Property) -> None:
    """P5"""
    document = made_of(SEEDS[0])
    known = known_numbers(document)
    planted = next(str(number) for number in range(6, 95) if str(number) not in known)
    make_release(document, place=place)
    html = PageClient(app, use_cookies=True).get(f"/r/{place.slug}/en").get_data(as_text=True)
    for spoiled in (
        html.replace("</main>", f"<p>{planted} %</p></main>"),
        html.replace("<svg", f'<svg aria-label="{planted} of them"', 1),
    ):
        assert numbers_in(words_in(spoiled)) - known == {planted}
