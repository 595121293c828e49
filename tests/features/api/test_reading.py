"""What the interface answers.

I1  A release's document is byte for byte the stored one: the hash of what came is the release's.
I2  Every figure in an answer stands in the release; every figure of the release is in an answer.
I3  What the release does not show is a row without a figure, with the state that the release says.
I4  Strong tags: the same answer is not sent twice, and another one has another tag.
I5  HEAD, other methods, other media types, addresses that there are not.
I6  Comments as they were released; a portfolio as its CSV.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from survey.db import db
from survey.reports.figures import COLUMNS, figure_rows
from survey.reports.reading import ReleaseDocument
from survey.results.models import Release
from tests.factories.accounts import make_person, sign_in
from tests.factories.api_keys import make_api_key
from tests.factories.comments import release_comments
from tests.factories.communities import make_organization, make_property
from tests.factories.everybody import Everybody
from tests.factories.releases import correct_release, make_release
from tests.features.api.conftest import Ask
from tests.support import release_documents as documents
from tests.support.pages import PageClient
from tests.support.portfolios import NAMES, released, settle

EVERY_KIND = (
    documents.third,
    documents.annual,
    documents.small,
    documents.nearly_all,
    documents.open_link,
    documents.all_hidden,
    documents.too_few,
    documents.first_schema,
)
OPEN_ENDS = {"under": "<", "over": ">", "most": "<=", "least": ">="}
NUMBERS = ("figure", "low", "high", "certain_low", "certain_high", "smallest", "waves")


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite only: what is made of a release reads no database. Lists ask for every one."""
    return sqlite_database


def numbers_of(value: Any) -> Iterator[float]:
    """Every number of a JSON value, also the edges of open ends."""
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers_of(one)
    elif isinstance(value, str) and value[:1] in "<>" and value[1:].isdecimal():
        yield int(value[1:])
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


def test_documents_and_figures(ask: Ask, everybody: Everybody, token: str) -> None:
    """I1, I2, I3"""
    for make in EVERY_KIND:
        place = make_property(make.__name__, organization=everybody.hearth)
        check_release(ask, token, make_release(make(), place=place))


def check_release(ask: Ask, token: str, release_id: int) -> None:
    """Ask for everything of a release, and hold it against what is stored."""
    stored = db.session.get_one(Release, release_id)
    body, sha256 = stored.body, stored.sha256
    facts = ask(f"/releases/{release_id}", token).get_json()
    reply = ask(f"/releases/{release_id}/document", token)
    assert reply.data == body.encode()
    assert hashlib.sha256(reply.data).hexdigest() == facts["sha256"] == sha256
    assert reply.headers["ETag"] == f'"{sha256}"'
    document = json.loads(body)
    assert facts["schema"] == document["schema"]
    assert facts["wave"]["closes_on"] == document["wave"]["closes_on"]
    assert facts["response"]["rate"] == document["response"]["rate"]

    told = ask(f"/releases/{release_id}/figures", token).get_json()["figures"]
    shown = [row for row in told if row["state"] == "shown"]
    rows = [
        {name: None if one == "" else one for name, one in zip(COLUMNS[:-1], row, strict=False)}
        for row in figure_rows(ReleaseDocument.from_json(body))
    ]
    assert [as_printed(row) for row in shown] == rows
    in_answers = {row[name] for row in told for name in NUMBERS} - {None}
    own = {"id": release_id, "number": 1}
    assert {name: facts.pop(name) for name in own} == own
    in_answers |= set(numbers_of(facts))
    assert in_answers <= set(numbers_of(document))
    assert len(in_answers) > (30 if len(rows) > 30 else 3)

    held = [row for row in told if row["state"] != "shown"]
    assert [row for row in held for name in NUMBERS if row[name] is not None] == []
    assert Counter(row["part"] for row in held if row["group"] is None) == withheld(document)
    assert len({tuple(row[name] for name in ("part", "id", "group", "value")) for row in told}) == (
        len(told)
    )
    assert_same_csv(ask(f"/releases/{release_id}/figures.csv", token).data, told)


def as_printed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of an answer in the columns of the table of figures, which travels inside PDFs."""
    figure = row["waves"] if row["part"] == "trend" else row["figure"]
    if row["open_end"]:
        figure = f"{OPEN_ENDS[row['open_end']]}{figure}"
    return {name: row[name] for name in COLUMNS[:-1]} | {"figure": figure}


def withheld(document: documents.Document) -> Counter[str]:
    """How many levels, indices, questions and answers a document names without a figure."""
    found = Counter[str]()
    for part, key in (("level", "levels"), ("index", "indices")):
        found[part] += sum(score["state"] != "shown" for score in document[key])
    for item in document["items"]:
        part = "option" if item["kind"] in ("choice", "several") else "band"
        found[part] += (item["state"] != "shown") + len(item.get("hidden_options") or ())
    return +found


def assert_same_csv(content: bytes, told: list[dict[str, Any]]) -> None:
    """The CSV says what the JSON says, cell by cell."""
    table = list(csv.DictReader(io.StringIO(content.decode())))
    assert len(table) == len(told)
    for line, row in zip(table, told, strict=True):
        for name, value in row.items():
            written = {True: "yes", False: ""}[value] if name == "own" else value
            assert line[name].removeprefix("'") == ("" if written is None else str(written))


def test_hidden_cells_of_groups(ask: Ask, everybody: Everybody, token: str) -> None:
    """I3: by group as well, and none of them was left out."""
    release_id = make_release(documents.full(), place=everybody.maple)
    told = ask(f"/releases/{release_id}/figures?lang=en", token).get_json()["figures"]
    cells = {(row["id"], row["group"]) for row in told if row["group"] and row["part"] != "gap"}
    document = documents.full()
    wanted = {
        (item["id"], f"{cut['id']}:{group['id']}")
        for cut in document["cuts"]
        for item in cut["items"]
        for group in cut["groups"]
    }
    assert {cell for cell in cells if cell[0] != "stratum"} == wanted
    hidden = [row for row in told if row["state"] == "hidden" and row["group"]]
    assert {row["group"].split(":")[0] for row in hidden} == {"stratum", "dem_los"}
    assert all(row["group_label"] for row in hidden)


def test_languages(ask: Ask, everybody: Everybody, token: str) -> None:
    """I2: the same figures with other words; a language that the wave was not in is not there."""
    release_id = make_release(documents.third(), place=everybody.maple)
    english, arabic = (
        ask(f"/releases/{release_id}/figures?lang={tag}", token).get_json()["figures"]
        for tag in ("en", "ar")
    )
    assert [row["figure"] for row in english] == [row["figure"] for row in arabic]
    labels = {row["id"]: row["label"] for row in arabic}
    assert labels["per_bel_01"] == documents.word("ar", "per_bel_01")
    reply = ask(f"/releases/{release_id}/figures?lang=so", token)
    assert (reply.status_code, reply.get_json()["code"]) == (404, "language_not_offered")


def test_tags(ask: Ask, everybody: Everybody, token: str) -> None:
    """I4"""
    release_id = make_release(documents.third(), place=everybody.maple)
    paths = [f"/releases/{release_id}{part}" for part in ("", "/document", "/figures.csv")]
    tags = {}
    for path in (*paths, "/releases", "/properties", "/portfolio", "/openapi.json", "/"):
        reply = ask(path, token)
        tags[path] = reply.headers["ETag"]
        assert reply.headers["ETag"] == f'"{hashlib.sha256(reply.data).hexdigest()}"'
        for sent in (tags[path], f'"other", W/{tags[path]}', "*"):
            again = ask(path, token, headers={"If-None-Match": sent})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tags[path]
        assert ask(path, token, headers={"If-None-Match": '"other"'}).status_code == 200
        kept = "public, max-age=300" if path in ("/", "/openapi.json") else "private, no-cache"
        assert reply.headers["Cache-Control"] == kept
    before = tags["/releases"], tags[paths[0]], tags[paths[1]]
    correct_release(release_id, documents.third())
    after = [ask(path, token).headers["ETag"] for path in ("/releases", paths[0], paths[1])]
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, True, False]
    assert ask("/releases", headers={"If-None-Match": before[0]}).status_code == 401


def test_head_methods_and_media(ask: Ask, everybody: Everybody, token: str) -> None:
    """I5"""
    release_id = make_release(documents.third(), place=everybody.maple)
    path = f"/releases/{release_id}/figures"
    whole, head = ask(path, token), ask(path, token, method="HEAD")
    assert head.data == b""
    for reply in (whole, head):
        del reply.headers["Date"]  # a second may have gone by
    assert head.headers.to_wsgi_list() == whole.headers.to_wsgi_list()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        reply = ask(path, token, method=method)
        assert (reply.status_code, reply.get_json()["code"]) == (405, "method_not_allowed")
        assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    for accept, status in (
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("text/csv", 406),
        ("application/json;q=0", 406),
    ):
        reply = ask(path, token, headers={"Accept": accept})
        assert reply.status_code == status, accept
        if status == 406:
            assert reply.get_json()["offered"] == ["application/json"]
    assert ask(f"{path}.csv", token, headers={"Accept": "text/*"}).status_code == 200
    for address in ("/nothing", "/releases/0x1", "/releases/99999999999999999999", "/releases/"):
        reply = ask(address, token)
        assert (reply.status_code, reply.get_json()["code"]) == (404, "no_such_address")
        assert reply.mimetype == "application/problem+json"


def test_comments(ask: Ask, everybody: Everybody, token: str) -> None:
    """I6"""
    release_id = make_release(documents.third(), place=everybody.maple)
    other_id = make_release(documents.third(), place=everybody.birch)
    assert ask(f"/releases/{release_id}/comments", token).get_json() == {"items": []}
    body = release_comments(release_id, "opn_01", ["A bench.", "=1+1 بيت"])
    (found,) = ask(f"/releases/{release_id}/comments", token).get_json()["items"]
    assert found["comments"] == ["A bench.", "=1+1 بيت"]
    assert found["themes"] == [{"name": "Benches", "about": 5}, {"name": "Ponds", "about": None}]
    reply = ask(f"/releases/{release_id}/comments/opn_01", token)
    assert reply.data == body.encode()
    assert hashlib.sha256(reply.data).hexdigest() == found["sha256"]
    missing = ask(f"/releases/{other_id}/comments/opn_01", token)
    assert (missing.status_code, missing.get_json()["code"]) == (404, "no_such_comments")


def test_the_portfolio(app: Flask, ask: Ask, token: str) -> None:
    """I6: the figures of the portfolio's own table, and none below its limits."""
    lantern = make_organization("Lantern Homes")
    settle(lantern, zip(NAMES, [released(seed) for seed in range(len(NAMES))], strict=True))
    assert {one["reason"] for one in ask("/portfolio", token).get_json()["levels"]} == {
        "too_few_places"
    }
    quinn = make_person("Quinn", organization=lantern)
    _number, lanterns = make_api_key(quinn, lantern)
    told = ask("/portfolio", lanterns).get_json()
    client = PageClient(app, use_cookies=True)
    sign_in(client, quinn)
    text = client.get("/staff/portfolio/table.csv").get_data(as_text=True)
    table = [row for row in csv.DictReader(io.StringIO(text)) if row["part"] == "pool"]
    names = ("id", "figure", "low", "high", "places", "adults")
    assert [tuple(row[name] for name in names) for row in table] == [
        tuple(str(one[name]) for name in names) for one in (*told["levels"], *told["questions"])
    ]
    assert len(table) > 3
    assert (told["places"], told["released"]) == (6, 6)
