"""Rows of a report: what is shown stands in words and numbers, and what is hidden nowhere.

R1  A document of another schema is refused.
R2  The three levels stand in one order; one without questions is "not asked".
R3  Answers stand on the side where they count, also for reversed questions.
R4  A hidden figure leaves no number, bar, change or sentence behind.
R5  Bars are as long as their shares, on one axis for the whole list.
R6  A breakdown shows only its visible groups, and names what it leaves out.
R7  The first sentence is written from the figures, and says no more than they do.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from survey.core.disclosure.upgrading import UnknownSchema
from survey.reports.breakdowns import breakdowns
from survey.reports.drawings import LeanAxis, lean, stacked
from survey.reports.headline import headline
from survey.reports.levels import level_rows
from survey.reports.questions import lean_groups, list_rows, sides
from survey.reports.reading import ReleaseDocument, Share
from survey.reports.wording import Wording
from tests.support import release_documents as documents


def read(document: dict[str, Any], tag: str = "en") -> tuple[ReleaseDocument, Wording]:
    """Read a document as a release's body is read."""
    found = ReleaseDocument.from_json(documents.text_of(document))
    return found, Wording(found, tag)


def test_other_schemas_are_refused() -> None:
    """R1"""
    with pytest.raises(UnknownSchema):
        ReleaseDocument.from_json(documents.text_of(documents.full(schema=99)))


def test_levels_in_order(app: Flask) -> None:
    """R2"""
    document = documents.small()
    document["levels"].reverse()
    rows = level_rows(*read(document))
    assert [(row.label, row.state, row.score, row.range) for row in rows] == [
        ("Feeling at home", "shown", "62", "44 to 80"),
        ("Knowing one another", "shown", "55", "37 to 73"),
        ("Having a say", "not_asked", "", ""),
    ]
    assert rows[0].people == "5 in 10 answered “Quite a lot” or “Very much”"


def test_reversed_questions_are_mirrored() -> None:
    """R3"""
    document, wording = read(documents.full())
    item = document.item("per_sti_02")
    assert item is not None
    assert item.reverse
    low, high = sides(item)
    assert [share.id for share in low] == ["4", "5"]
    assert [share.id for share in high] == ["2", "1"]
    assert wording.favorable(item) == "“Never” or “Rarely”"


@pytest.mark.parametrize(
    ("item_id", "low", "high"),
    [
        ("per_bel_01", ["2", "1"], ["4", "5"]),
        ("rel_bri_01", ["2", "1"], ["3", "4", "5"]),
        ("ctx_cov_01", ["2", "1"], ["3", "4"]),
    ],
)
def test_sides_without_named_values(item_id: str, low: list[str], high: list[str]) -> None:
    """R3: the same sides follow from the number of answers where a document names none."""
    body = documents.full()
    for item in body["items"]:
        item["favorable"] = None
    found = read(body)[0].item(item_id)
    assert found is not None
    assert [[share.id for share in side] for side in sides(found)] == [low, high]


def test_hidden_figures_leave_nothing(app: Flask) -> None:
    """R4"""
    body = documents.full()
    shown = {row.id: row for group in lean_groups(*read(body)) for row in group.rows}
    assert shown["per_bel_01"].high
    assert shown["per_bel_01"].change
    item = next(item for item in body["items"] if item["id"] == "per_bel_01")
    item |= {"state": "hidden", "bands": [], "points": None, "low": None, "high": None}
    body["levels"][0] |= {"state": "hidden", "score": None, "low": None, "high": None}
    hidden = {row.id: row for group in lean_groups(*read(body)) for row in group.rows}
    row = hidden["per_bel_01"]
    assert (row.shown, row.low, row.high, row.range, row.people) == (False, "", "", "", "")
    assert (row.lean, row.stacked, row.middle_bar, row.change) == (None, None, None, None)
    level = level_rows(*read(body))[0]
    assert (level.state, level.score, level.drawing, level.change) == ("hidden", "", None, None)


def test_hidden_options(app: Flask) -> None:
    """R4"""
    spaces = next(row for row in list_rows(*read(documents.full())) if row.several)
    assert spaces.some_hidden
    last = spaces.options[-1]
    assert (last.label, last.percent, last.drawing) == ("Gym", "", None)


def test_lean_bars_have_one_axis() -> None:
    """R5"""
    axis = LeanAxis.around([(20, 60), ("<5", ">95")])
    bar = lean("", axis, [10, 10], [20, 40])
    widths = [mark.width for mark in bar.marks if mark.kind != "ink"]
    assert widths[1] == pytest.approx(10 * axis.unit, abs=0.5)
    assert widths[3] == pytest.approx(40 * axis.unit, abs=0.5)
    assert min(mark.x for mark in bar.marks) >= 0
    longest = lean("", axis, ["<5"], [">95"])
    assert max(mark.x + mark.width for mark in longest.marks) <= 200.01


def test_stacked_bars_fill_their_width() -> None:
    """R5"""
    bands = (Share("unfavorable", "<5"), Share("middle", 20), Share("favorable", 78))
    marks = stacked("", bands).marks
    assert [mark.kind for mark in marks] == ["s5", "s3", "s1"]
    assert marks[-1].x + marks[-1].width == pytest.approx(200, abs=1)


def test_breakdowns_show_visible_groups(app: Flask) -> None:
    """R6"""
    by_home, by_time = breakdowns(*read(documents.full()))
    assert [row.label for row in by_home.questions[0].groups] == [
        "Full-price homes",
        "Lower-cost homes",
    ]
    assert [one.question for one in by_home.hidden_questions] == [
        "How much do you trust your neighbors here?"
    ]
    assert by_time.questions == ()
    assert len(by_time.hidden_groups) == 2
    assert by_time.some_hidden


def test_a_hidden_group_is_not_shown_by_mistake(app: Flask) -> None:
    """R6: figures of a hidden group would not be printed even if a document held them."""
    body = documents.full()
    body["cuts"][0]["groups"][1]["state"] = "hidden"
    found = breakdowns(*read(body))[0]
    assert {row.label for question in found.questions for row in question.groups} == {
        "Full-price homes"
    }
    assert found.hidden_groups == ("Lower-cost homes",)


def test_headlines(app: Flask) -> None:
    """R7"""
    said = headline(*read(documents.full()))
    assert said.finding == "Clear rise since May 2026: “Knowing one another”."
    assert said.more == (
        "“Feeling at home” stands highest, at 62 of 100. “Having a say” stands lowest, at 45."
    )
    first = headline(*read(documents.without_change()))
    assert (first.finding, first.more) == (said.more, "")


def test_overlapping_levels_are_not_ranked(app: Flask) -> None:
    """R7"""
    said = headline(*read(documents.small()))
    assert said.finding == "The levels stand close together: their ranges overlap."


def test_no_clear_change_is_said_as_that(app: Flask) -> None:
    """R7"""
    body = documents.full()
    for change in body["change"]["levels"]:
        change["verdict"] = "no_clear_change"
    assert headline(*read(body)).more == "No level has clearly changed since May 2026."
    for change in body["change"]["levels"]:
        change["verdict"] = "too_few_to_tell"
    assert headline(*read(body)).more == (
        "Too few people answered to tell what changed since May 2026."
    )
