"""The evaluator's full report, read back from real PDFs.

E1  Tagged as PDF/UA, in its language, with every section in the outline and in the contents.
E2  Every shown question, score, group and change stands in its section once, with the figures of
    the release.
E3  What is hidden has the sign and the one sentence, and no figure anywhere.
E4  The method: the promise's and the release's whole hashes, the tests by name, what the release
    does not record.
E5  The wording of each question in each language, and where one is missing it says so.
E6  Texts for proposals.
E7  The figures travel with it as a table; pages count and none is empty.
E8  On a page from right to left, names in other letters keep their order: of groups in tables, of
    places in sentences, of a question that is told in English for want of its language.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from survey.reports.full.report import full_html, render_full
from survey.reports.reading import ReleaseDocument
from survey.web.locales import apart
from tests.support import release_documents as documents
from tests.support import release_parts as parts
from tests.support.pages import parse_page

SECTIONS = [
    "Scores: levels and indices",
    "What people answered, question by question",
    "Changes",
    "Is it the same for everyone?",
    "What is not shown",
    "Who was asked, and who is missing",
    "How we asked",
    "The promise",
    "How ranges and tests were worked out",
    "Versions and numbers to check",
    "Appendix: the wording in every language",
    "Texts for a proposal or a paper",
]
NEUTRAL = "Not shown, so that nobody’s answer can be worked out."
HIDDEN_ITEM, HIDDEN_INDEX = "per_val_01", "safety"


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@cache
def body() -> str:
    """Return a third wave in two languages, with a hidden question and a hidden index."""
    document = documents.third()
    document["promise"] |= {"languages": ["en", "ar"], "not_reviewed": ["ar"]}
    document["wording"] = parts.wording(document["items"], ("en", "ar"))
    del document["wording"]["ar"]["ctx_cov_01"]
    document["items"] = [
        parts.hidden_item(item) if item["id"] == HIDDEN_ITEM else item for item in document["items"]
    ]
    for cut in document["cuts"]:
        for split in cut["items"]:
            if split["id"] == HIDDEN_ITEM:
                split |= {"state": "hidden", "groups": []}
    nothing = {"state": "hidden", "score": None, "low": None, "high": None, **parts.NOT_CERTAIN}
    document["indices"].append({"id": HIDDEN_INDEX, "level": "perceptual", **nothing})
    return documents.text_of(document)


def raw() -> documents.Document:
    """Return the same, as the release has it."""
    found: documents.Document = json.loads(body())
    return found


@cache
def small_body() -> str:
    """Return a first wave of few answers in two languages, which is quick to print."""
    document = documents.small()
    document["promise"] |= {"languages": ["en", "ar"], "not_reviewed": ["ar"]}
    document["wording"] = parts.wording(document["items"], ("en", "ar"))
    return documents.text_of(document)


@cache
def html_of(tag: str = "en") -> str:
    """Return the page that the PDF is made from."""
    return full_html(ReleaseDocument.from_json(body()), tag, "a4")


@cache
def _pdf(tag: str) -> bytes:
    text = body() if tag == "en" else small_body()
    return render_full(ReleaseDocument.from_json(text), tag, "a4")


@cache
def pages(tag: str = "en") -> tuple[str, ...]:
    """Return the text of each page with single spaces."""
    return pages_of(_pdf(tag))


@pytest.fixture
def made(caplog: pytest.LogCaptureFixture) -> Any:
    """Return a function that makes the report, and fails if the PDF maker warned of anything."""

    def make(tag: str = "en") -> bytes:
        with caplog.at_level(logging.WARNING):
            pdf = _pdf(tag)
        assert [record.getMessage() for record in caplog.records] == []
        return pdf

    return make


def pages_of(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page of a PDF with single spaces."""
    read = PdfReader(io.BytesIO(pdf)).pages
    return tuple(" ".join(page.extract_text().split()) for page in read)


def section(name: str) -> str:
    """Return what stands between a section's heading and the next, running heads left out."""
    running = re.compile(r"^Larkspur Court: Pulse check-in, wave 3 \d+ / \d+ Promise [0-9a-f-]+ ?")
    said = " ".join(running.sub("", page) for page in pages()[1:])
    start = said.index(name)
    place = SECTIONS.index(name)
    rest = [said.find(later, start + len(name)) for later in SECTIONS[place + 1 :]]
    return said[start : min([found for found in rest if found > 0], default=len(said))]


def outline_of(pdf: bytes) -> list[tuple[str, int]]:
    """Return the sections of the outline with their pages."""
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(file.pages, 1)}
        return [
            (str(entry.title), numbers[entry.destination[0].objgen])  # type: ignore[index]
            for entry in outline.root[0].children
        ]


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_e1_tagged_and_outlined(made: Any, tag: str) -> None:
    with pikepdf.open(io.BytesIO(made(tag))) as pdf:
        assert str(pdf.Root.Lang) == tag
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert len(outline_of(made(tag))) == len(SECTIONS)


def test_e1_sections_and_their_pages(made: Any) -> None:
    outline = outline_of(made())
    assert [title for title, _page in outline] == SECTIONS
    contents = pages()[0].partition("Contents")[2]
    for title, page in outline:
        if title != "The promise":
            assert re.search(rf"{re.escape(title)} ?\.* ?{page}\b", contents), title


def test_e1_every_drawing_has_words() -> None:
    page = parse_page(html_of())
    drawings = [element for element in page.iter() if element.tag == "svg"]
    assert len(drawings) > 40
    assert all("".join(drawing.itertext()).strip() for drawing in drawings)


def test_e2_every_question_once() -> None:
    said = section("What people answered, question by question")
    document = raw()
    for item in document["items"]:
        assert said.count(item["id"]) == 1, item["id"]
        question = " ".join(document["wording"]["en"][item["id"]].split())
        assert said.count(question) == 1, question


def test_e2_figures_of_questions() -> None:
    said = section("What people answered, question by question")
    document, told = raw(), 0
    for item in document["items"]:
        names = [f"scale.{item['scale']}.{point['value']}" for point in item["points"] or ()]
        shares = [_percent(point["percent"]) for point in item["points"] or ()]
        texts = [document["wording"]["en"][name] for name in names]
        row = " · ".join(f"{text}: {share}" for text, share in zip(texts, shares, strict=True))
        assert row in said, row
        if item["certain_low"] is not None:
            told += 1
            ends = f"{item['certain_low']}% to {item['certain_high']}%"
            assert (
                f"{item['id']} · At least 90 answers · If the others had answered: {ends}" in said
            )
        bands = {band["id"]: band["percent"] for band in item["bands"]}
        if bands:
            high = f"{_percent(bands['favorable'])} {item['low']} to {item['high']}"
            assert high in said
        for option in item["options"] or ():
            name = document["wording"]["en"][f"scale.{item['scale']}.{option['value']}"]
            assert f"{name} {_percent(option['percent'])}" in said
    assert told > 10


def _percent(share: int | str) -> str:
    if isinstance(share, int):
        return f"{share}%"
    return f"{'under' if share[0] == '<' else 'over'} {share[1:]}%"


def test_e2_scores() -> None:
    said = section("Scores: levels and indices")
    document = raw()
    scores = [*document["levels"], *document["indices"]]
    named = Counter(item_id for score in scores for item_id in score.get("items", ()))
    assert named["per_bel_01"] == 2  # of a level, and of an index
    for score in scores:
        if score["state"] == "shown":
            figures = f"{score['score']} {score['low']} to {score['high']}"
            assert figures in said
            assert f"{score['certain_low']} to {score['certain_high']}" in said
    assert {item_id: said.count(item_id) for item_id in named} == named


def test_e2_groups() -> None:
    said = section("Is it the same for everyone?")
    document = raw()
    shown = {item["id"]: item for item in document["items"]}
    for cut in document["cuts"]:
        for split in cut["items"]:
            question = document["wording"]["en"][split["id"]]
            if split["state"] == "shown":
                assert said.count(question) == 1 + _gaps_of(document, split["id"]), question
            for group in split["groups"]:
                label = next(one["label"] for one in cut["groups"] if one["id"] == group["id"])
                for band in group["bands"]:
                    assert _percent(band["percent"]) in _after(said, question, label)
                for option in group["options"] or ():
                    name = f"scale.{shown[split['id']]['scale']}.{option['value']}"
                    row = (
                        f"{document['wording']['en'][name]}: {label} {_percent(option['percent'])}"
                    )
                    assert row in said


def _gaps_of(document: documents.Document, item_id: str) -> int:
    return sum(clear["item"] == item_id for gaps in document["gaps"] for clear in gaps["clear"])


def _after(said: str, question: str, label: str) -> str:
    row = said[said.index(label, said.index(question)) + len(label) :]
    return row[:40]


def test_e2_changes() -> None:
    said = section("Changes")
    changed = raw()["change"]
    for found in (*changed["levels"], *changed["items"]):
        if found["id"] == HIDDEN_ITEM:
            assert found["id"] not in said
            continue
        low, high = _signless(found["low"]), _signless(found["high"])
        sign = "+" if found["difference"] > 0 else ""
        figure = f"{sign}{_signless(found['difference'])} ({low} to {high})"
        assert said.count(found["id"]) == 1
        row = said[said.index(found["id"]) :]
        assert figure in row[:140], found["id"]
        assert f"clear from {found['smallest']}" in row[:170]
    assert said.count("Over the last 3 waves: ") == 3
    assert "Holm’s method, at 0.05" in said
    assert "Benjamini and Yekutieli" in said


def _signless(value: int) -> str:
    return str(value).replace("-", "\u2212")


def test_e3_hidden(made: Any) -> None:
    page = parse_page(html_of())
    found = []
    for row in page.iter():
        if row.tag != "tr":
            continue
        text = " ".join("".join(row.itertext()).split())
        if NEUTRAL in text:
            signs = [each for each in row.iter() if each.get("class") == "hidden-sign"]
            assert len(signs) == 1, text
            found.append(text.replace("not shown ", ""))
    assert found == [
        f"{HIDDEN_INDEX} {NEUTRAL}",
        "How much do people here value what you have to offer? “Quite a lot” or “Very much” "
        + NEUTRAL,
    ]
    assert NEUTRAL in section("What is not shown")
    rows = list(csv.DictReader(io.StringIO(_attached(made()).decode())))
    assert len(rows) > 100
    assert not [row for row in rows if row["id"] in {HIDDEN_ITEM, HIDDEN_INDEX}]
    assert not [row for row in rows if row["group"].startswith("dem_los")]


def test_e4_method() -> None:
    said = section("Versions and numbers to check").replace(" ", "")
    assert raw()["promise"]["hash"] in said
    assert hashlib.sha256(body().encode()).hexdigest() in said
    assert raw()["before"]["sha256"] in said
    assert said.count("Notrecordedintherelease.") == 5
    assert "had the letters with the codes" in section("How we asked")
    assert "it takes more answers than one place has" in section("How we asked")
    methods = section("How ranges and tests were worked out")
    assert "Kish’s design effect and the finite population" in methods
    frame = section("Who was asked, and who is missing")
    assert "Full-price homes 110 61% More answers than its share" in frame
    assert "Lower-cost homes 70 39% Fewer answers than its share" in frame


def test_e5_wording() -> None:
    said = section("Appendix: the wording in every language")
    document = raw()
    for item in document["items"]:
        assert said.count(f"{item['id']} Answers: {item['scale']}") == 1
        assert said.count(document["wording"]["en"][item["id"]]) == 1
    assert said.count("Not recorded in the release.") == 1
    assert said.count("English (en)") == said.count("Arabic (ar)")
    assert "1 Not at all · 2 A little · 3 Some · 4 Quite a lot · 5 Very much" in said
    html = html_of()
    arabic = document["wording"]["ar"]["per_bel_01"]
    assert f'<td lang="ar" dir="rtl">{arabic}</td>' in html


def test_e6_texts() -> None:
    said = section("Texts for a proposal or a paper")
    assert "Clear rise since August 2026: “Knowing one another”." in said
    assert "93 people answered, about 50% of the adults who live there" in said
    assert "it lies between 30 and 82 for all adults." in said


def test_e7_pages_and_figures(made: Any) -> None:
    assert len(pages()) > 8
    for number, page in enumerate(pages()[1:], 2):
        assert f"{number} / {len(pages())}" in page
        assert len(page) > 150, number
    rows = list(csv.DictReader(io.StringIO(_attached(made()).decode())))
    level = next(row for row in rows if row["part"] == "level")
    assert (level["id"], level["figure"], level["low"]) == ("perceptual", "62", "58")


def _attached(pdf: bytes) -> bytes:
    files = PdfReader(io.BytesIO(pdf)).attachments
    assert list(files) == ["larkspur-court-wave-3.csv"]
    return files["larkspur-court-wave-3.csv"][0]


def test_e8_names_keep_their_order() -> None:
    document = raw()
    document["property"]["name"] = "1200 Court"
    del document["wording"]["ar"]["per_bel_01"]
    html = full_html(ReleaseDocument.from_json(documents.text_of(document)), "ar", "a4")
    for label in ("Full-price homes", "Lower-cost homes"):
        assert f"<bdi>{label}</bdi></th>" in html  # by group, and in the frame
        assert html.count(f">{label}") == html.count(f"<bdi>{label}</bdi>")
    finding = html[html.index('id="proposal"') :]
    assert finding.count(apart("1200 Court")) == 2  # in the method, and in the citation
    assert apart("How much does this community feel like it is yours too?") in html
