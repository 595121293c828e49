"""The last score that is printed, in every form that a release leaves in.

Of sixty people 95 stands for 95 to 100, so that nobody learns that all were content. Where a page
says "95" it says that some were not; and whoever holds it beside another form that says otherwise
learns which of them was careless.

S1  wherever a score stands that may be more, or less, it says so: pages, papers, tables, drawings
S2  the word is no more than what is printed: whether all were of one mind or two were not, it is
    there; and it is true of every score, with it and without it, in properties of every kind
S3  the ledger, figures of several places and changes take it for what it is
S4  the attack is able: a form that forgets the word is noticed
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from statistics import fmean
from typing import Any

import pyreadstat
import pytest
from flask import Flask

from survey.core.analysis.change import Change
from survey.core.analysis.estimates import Estimate
from survey.core.analysis.tabulation import ScoreTable
from survey.core.disclosure import comparison
from survey.core.disclosure.pools import Pooled, Printed, pool
from survey.core.disclosure.statements import statements_of
from survey.core.disclosure.tabling import table_figures
from survey.reports.agenda.rendering import agenda_html
from survey.reports.board.rendering import board_html
from survey.reports.exports.bundle import rendering_bundle
from survey.reports.exports.package import data_package
from survey.reports.exports.spss import figures_spss
from survey.reports.exports.workbook import figures_workbook
from survey.reports.figures import figures_csv
from survey.reports.full.report import full_html
from survey.reports.reading import ReleaseDocument
from survey.reports.sheet import sheet_html
from survey.reports.summary import summary_html
from tests.attacks.houses import population_of
from tests.attacks.telling_houses import LEVEL
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization, make_property
from tests.factories.releases import make_release
from tests.support.asked import asking
from tests.support.pages import PageClient
from tests.support.populations import Person, Population, make_population
from tests.support.publishing import Document, release_of
from tests.support.release_documents import text_of
from tests.support.shapes import STRATUM, ordinary_shape

ASKED = asking(*LEVEL)
TO_THE_END = {"more": "or more", "less": "or less"}


def _of_one_mind(value: int, others: int = 0) -> Population:
    """Sixty who gave this answer to all questions of a level, but so many to one; sixty silent."""
    people = []
    for at in range(60):
        given = dict.fromkeys(LEVEL, value)
        if at < others:
            given[LEVEL[1]] = 3
        people.append(Person(f"p{at}", {STRATUM: "s0"}, given))
    people += [Person(f"d{at}", {STRATUM: "s0"}, None) for at in range(60)]
    return population_of(people, ASKED)


def _level(document: Document) -> dict[str, Any]:
    [level] = [one for one in document["levels"] if one["state"] == "shown"]
    return dict(level)


def _text(html: str) -> str:
    """What can be read, seen in a bubble or read out of a page."""
    spoken = re.findall(r'(?:title|aria-label|alt|content)="([^"]*)"', html)
    bare = re.sub(r"(?s)<style\b.*?</style>|<script\b.*?</script>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", one)) for one in (bare, *spoken))


def _careless(text: str, score: int) -> list[str]:
    """Where a last score stands and nothing says that it may be more, or less.

    "95 of 100 cases" and "95% ranges" are of no place; nor are ends of a range, which say what they
    are. A single digit stands in too many places to be looked for.
    """
    if score < 10:
        return []
    of_the_form = r"%| of 100 cases| to \d|\.\d"
    found = re.finditer(rf"(?<![\d.,])(?<!to )(?<!and ){score}(?!\d)(?!{of_the_form})", text)
    around = [re.sub(r"\s+", " ", text[one.start() : one.end() + 40]) for one in found]
    return [one for one in around if not re.match(rf"{score}\s+or (more|less)", one)]


PAPERS: Mapping[str, Callable[[ReleaseDocument], str]] = {
    "summary": lambda document: summary_html(document, "en", "a4"),
    "sheet": lambda document: sheet_html(document, "en", "a4"),
    "board": lambda document: board_html(document, (), "en", "a4"),
    "agenda": lambda document: agenda_html(document, "en", "a4"),
    "full": lambda document: full_html(document, "en", "a4"),
}


@pytest.fixture(params=[5, 1], ids=["best", "worst"])
def document(request: pytest.FixtureRequest) -> Document:
    """A release of sixty of one mind."""
    return release_of(_of_one_mind(request.param))


@pytest.mark.parametrize("paper", PAPERS)
def test_s1_papers(app: Flask, document: Document, paper: str) -> None:
    """S1"""
    level = _level(document)
    with app.test_request_context():
        text = _text(PAPERS[paper](ReleaseDocument.from_json(text_of(document))))
    assert _careless(text, level["score"]) == []
    said = f"{level['score']} {TO_THE_END[level['stands_for']]}"
    assert said in re.sub(r"\s+", " ", text) or paper == "sheet"


def test_s1_pages(app: Flask, document: Document) -> None:
    """S1: what everybody sees."""
    level = _level(document)
    place = make_property("Larkspur Court", organization=make_organization("Lantern Homes"))
    make_release(document, place=place)
    page = PageClient(app, use_cookies=True).get(f"/r/{place.slug}/en").get_data(as_text=True)
    assert _careless(_text(page), level["score"]) == []
    assert f"{level['score']} {TO_THE_END[level['stands_for']]}" in _text(page)


def test_s1_portfolio(app: Flask, document: Document) -> None:
    """S1: many places side by side, on a page and as a table."""
    level, owner = _level(document), make_organization("Lantern Homes")
    make_release(document, place=make_property("Larkspur Court", organization=owner))
    client = sign_in(PageClient(app, use_cookies=True), make_person(organization=owner))
    page = _text(client.get("/staff/portfolio").get_data(as_text=True))
    assert f"{level['score']} {TO_THE_END[level['stands_for']]}" in page
    assert _careless(page, level["score"]) == []
    table = client.get("/staff/portfolio/table.csv").get_data(as_text=True)
    sign = {"more": ">=", "less": "<="}[level["stands_for"]]
    shown = [row for row in csv.DictReader(io.StringIO(table)) if row["state"] == "shown"]
    assert {row["figure"] for row in shown} == {f"{sign}{level['score']}"}


def _score_rows(table: str) -> Iterator[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(table))
    return (row for row in rows if row["part"] in ("level", "index"))


def test_s1_files(app: Flask, document: Document) -> None:
    """S1: whatever a program reads."""
    level = _level(document)
    sign, word = {"more": (">=", "least"), "less": ("<=", "most")}[level["stands_for"]]
    read = ReleaseDocument.from_json(text_of(document))
    body = text_of(document)
    rows = list(_score_rows(figures_csv(read).decode()))
    assert {row["figure"] for row in rows} == {f"{sign}{level['score']}"}
    with zipfile.ZipFile(io.BytesIO(data_package(read, body, "0" * 64, "en"))) as packed:
        rows = list(_score_rows(packed.read("figures.csv").decode()))
    assert {(row["figure"], row["open_end"]) for row in rows} == {(str(level["score"]), word)}
    with zipfile.ZipFile(io.BytesIO(figures_workbook(read, "en"))) as book:
        assert f"<t>{word}</t>" in book.read("xl/sharedStrings.xml").decode()
    with app.test_request_context():
        bundle = rendering_bundle(read, body, "0" * 64)
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        name = next(one for one in packed.namelist() if one.endswith("levels.csv"))
        said = packed.read(name).decode()
    assert f"{level['score']} {TO_THE_END[level['stands_for']]}" in said
    figures = {one.figure for one in table_figures(document) if one.part == "level" and one.figure}
    assert figures == {f"{sign}{level['score']}"}


def test_s1_statistics_programs(document: Document, tmp_path: Any) -> None:
    """S1: the file for SPSS, whose columns of words are numbers."""
    level = _level(document)
    path = tmp_path / "figures.sav"
    path.write_bytes(figures_spss(ReleaseDocument.from_json(text_of(document)), "en"))
    frame, about = pyreadstat.read_sav(path, apply_value_formats=True)
    scores = frame[frame["part"] == "Score of a level"]
    said = {"more": "This figure or more", "less": "This figure or less"}[level["stands_for"]]
    assert set(scores["open_end"]) == {said}
    assert about.number_rows == len(frame)


def test_s2_alike_or_not() -> None:
    """S2: nobody else, one or two who said something else to one question."""
    told = [_level(release_of(_of_one_mind(5, others))) for others in range(3)]
    assert [one["stands_for"] for one in told] == ["more"] * 3
    assert told[1:] == told[:1] * 2


@pytest.mark.parametrize("lean", [-2.5, 0.0, 2.5])
def test_s2_true(lean: float) -> None:
    """S2: each printed score is the true mean, or is on the side that it says."""
    checked = 0
    for seed in range(6):
        shape = ordinary_shape(random.Random(seed))
        shape = replace(shape, lean=lean, spread=0.3, cuts=shape.cuts[:1])
        population = make_population(seed, shape)
        document = release_of(population)
        if not document["method"]["weighting"]["used"]:
            checked += sum(_assert_true(document, table) for table in population.tabulation.scores)
    assert checked >= 6


def _assert_true(document: Document, table: ScoreTable) -> bool:
    """Whether a score is printed; then it is close to the mean, or the mean lies beyond it."""
    name = table.level if table.composite else table.id
    entries = document["levels" if table.composite else "indices"]
    [printed] = [one for one in entries if one["id"] == name]
    if printed["state"] != "shown":
        return False
    off = 0.51 if document["method"]["base"] == "answered" else 2.51
    beyond = float(table.mean or 0) - printed["score"]
    side = {"more": 1, "less": -1}.get(printed.get("stands_for", ""))
    if side is None:
        assert abs(beyond) <= off
        assert 5 < printed["score"] < 95
    else:
        assert beyond * side >= -off
    return True


def test_s3_ledger_and_pools() -> None:
    """S3"""
    document = release_of(_of_one_mind(5))
    [told] = [
        (one.low, one.high)
        for one in statements_of(document)["levels"]
        if one.statistic == "score" and one.high
    ]
    assert told == ("94.5", "100")
    places = [Printed(">=95", 91, 100, 100, 80)] * 5
    found = pool(places)
    assert isinstance(found, Pooled)
    assert found.high == 100
    assert fmean(places[0].span) > 97


def test_s3_no_change_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """S3: between 95 and 100 lie five points, so "the same, to within 5 points" may be false."""
    certain = Change(Estimate(0.0, -1.0, 1.0), 1.0, 0.2, 100.0)
    monkeypatch.setattr(comparison, "welch", lambda *_: certain)
    said = []
    for score, ends in ((80, {}), (95, {"stands_for": "more"})):
        first = release_of(_of_one_mind(5))
        for one in first["levels"]:
            one |= {"score": score, "low": 78, "high": 99} if one["state"] == "shown" else {}
            one.pop("stands_for", None)
            one |= ends if one["state"] == "shown" else {}
        second = json.loads(json.dumps(first))
        second["wave"] |= {"number": 2}
        second["method"] |= {"rules": "6"}
        first["method"] |= {"rules": "6"}
        compared = comparison.compare_releases(first, second)
        assert compared is not None
        said += [one["no_change"] for one in compared["levels"]]
    assert said == [True, False]


def test_s4_able(app: Flask) -> None:
    """S4"""
    read = ReleaseDocument.from_json(text_of(release_of(_of_one_mind(5))))
    with app.test_request_context():
        text = _text(summary_html(read, "en", "a4"))
    assert _careless(text, 95) == []
    assert len(_careless(text.replace("95 or more", "95"), 95)) > 3
