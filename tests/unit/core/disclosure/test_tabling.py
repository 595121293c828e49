"""A release's figures as rows: a repetition of what the document prints.

T1 levels, indices and questions stand as printed, with their verdicts; each once
T2 what is hidden or not asked has its state and nothing else, its change neither
T3 lists and a community's own questions are in no row
T4 releases of the first schema, and waves with too few answers, can be tabled
T5 what a score is made of is told by the questions, in whatever order
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

import pytest

from survey.core.disclosure.tabling import TabledFigure, table_figures, table_release
from tests.support import release_documents as documents

KINDS = [
    documents.full,
    documents.third,
    documents.small,
    documents.nearly_all,
    documents.all_hidden,
    documents.too_few,
    documents.first_schema,
    documents.annual,
]


def _rows(document: documents.Document) -> dict[tuple[str, str], TabledFigure]:
    rows = list(table_figures(document))
    found: dict[tuple[str, str], TabledFigure] = {(row.part, row.name): row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("make", KINDS)
def test_t1_t4_as_printed(make: Callable[[], documents.Document]) -> None:
    document = make()
    rows = _rows(document)
    shown = 0
    for entry in document["levels"]:
        row = rows["level", entry["id"]]
        if entry["state"] == "shown":
            shown += 1
            assert (row.figure, row.low, row.high) == (
                str(entry["score"]),
                entry["low"],
                entry["high"],
            )
    for item in document["items"]:
        row_of_item = rows.get(("question", item["id"]))
        if row_of_item is not None and item["state"] == "shown":
            shown += 1
            bands = {band["id"]: band["percent"] for band in item["bands"]}
            assert row_of_item.figure == str(bands["favorable"])
    assert shown or make in (documents.all_hidden, documents.too_few)


def test_t1_changes() -> None:
    document = documents.full()
    rows = _rows(document)
    for change in document["change"]["levels"]:
        row = rows["level", change["id"]]
        assert (row.verdict, row.difference) == (change["verdict"], change["difference"])
        assert (row.change_low, row.change_high) == (change["low"], change["high"])
    facts = table_release(document)
    assert (facts.wave_number, facts.closes_on) == (2, date(2026, 8, 24))
    assert facts.since_on == date.fromisoformat(document["change"]["since"]["closes_on"])
    assert (facts.status, facts.adults, facts.respondents) == ("released", 180, 93)
    assert table_release(documents.without_change()).since_on is None
    rules = [table_release(one).rules for one in (documents.full(), documents.first_schema())]
    assert rules == ["6", "1"]


@pytest.mark.parametrize("make", [documents.all_hidden, documents.small])
def test_t2_nothing_of_what_is_not_shown(make: Callable[[], documents.Document]) -> None:
    rows = [row for row in table_figures(make()) if row.state != "shown"]
    assert {row.state for row in rows} <= {"hidden", "not_asked"}
    assert rows
    for row in rows:
        told = {name: value for name, value in asdict(row).items() if value not in (None, False)}
        assert set(told) == {"part", "name", "state", "made_of"}


def test_t2_a_change_beside_a_hidden_score_is_not_repeated() -> None:
    document = documents.full()
    document["levels"][0] |= {"state": "hidden", "score": None, "low": None, "high": None}
    assert _rows(document)["level", "perceptual"].verdict is None


def test_t3_left_out() -> None:
    document = documents.full()
    lists = [item["id"] for item in document["items"] if item["options"]]
    document["items"][0]["own"] = True
    rows = _rows(document)
    assert lists
    assert not {("question", name) for name in (*lists, document["items"][0]["id"])} & set(rows)


def test_t5_made_of() -> None:
    document = documents.full()
    before = _rows(document)["level", "perceptual"].made_of
    document["levels"][0]["items"].reverse()
    assert _rows(document)["level", "perceptual"].made_of == before
    document["levels"][0]["items"].pop()
    assert _rows(document)["level", "perceptual"].made_of != before
