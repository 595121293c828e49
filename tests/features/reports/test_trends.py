"""The levels over waves.

C1  The line breaks where a release refuses to compare, and nowhere else; by the same rule.
C2  What else may move figures is dotted, from the warnings of the release that was compared.
C3  A wave whose score is not shown has no dot and no line of its own; a level not asked says so.
C4  Dots are never joined: no mark leads from one wave to the next, but the thin line at 50.
C5  There is no chart of one wave, and at most six stand beside each other.
C6  Only a release's own verdict makes more than a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from survey.core.disclosure.alignment import same_access, same_level
from survey.core.disclosure.upgrading import upgrade
from survey.reports.breaks import break_of
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.trend_drawing import WIDTH, Point, TrendAxis, waves
from survey.reports.trends import TrendChart, trend_chart
from survey.reports.wording import Wording
from tests.support import release_documents as documents
from tests.support.release_documents import Document, earlier_wave

HIDDEN = {"state": "hidden", "score": None, "low": None, "high": None}


@pytest.fixture(autouse=True)
def _in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def _read(made: Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


def _second() -> Document:
    return earlier_wave(2, "2026-08-24", (61, 49, 47))


def _chart(*line: Document) -> TrendChart | None:
    *earlier, last = [_read(made) for made in line]
    return trend_chart(last, earlier, Wording(last, "en"))


def _same(_document: Document) -> None:
    pass


def _reworded(document: Document) -> None:
    document["wording"]["es"]["per_bel_01"] = "Otra pregunta"


def _other_answers(document: Document) -> None:
    scale = next(item["scale"] for item in document["items"] if item["id"] == "per_bel_01")
    document["wording"]["en"][f"scale.{scale}.5"] = "Totally"


def _fewer_items(document: Document) -> None:
    document["levels"][0]["items"].pop()


def _other_values(document: Document) -> None:
    item = next(item for item in document["items"] if item["id"] == "per_bel_01")
    item["favorable"] = [5]


def _open_link(document: Document) -> None:
    document["promise"]["limited_to_one"] = False


def _not_asked(document: Document) -> None:
    document["levels"][0] |= HIDDEN | {"state": "not_asked"}


def _too_few(document: Document) -> None:
    document["status"] = "too_few"


@pytest.mark.parametrize(
    "change",
    [
        _same,
        _reworded,
        _other_answers,
        _fewer_items,
        _other_values,
        _open_link,
        _not_asked,
        _too_few,
    ],
)
def test_c1_the_rule_of_releases(change: Callable[[Document], None]) -> None:
    before, now = earlier_wave(1, "2026-05-24"), _second()
    change(before)
    pair = upgrade(before), upgrade(now)
    for level_id in CORE_LEVELS:
        comparable = same_access(pair) and same_level(*pair, level_id)
        found = break_of(_read(before), _read(now), level_id)
        assert (found == "other") == (not comparable), level_id
    broken = break_of(_read(before), _read(now), "perceptual") == "other"
    assert broken == (change is not _same)


@pytest.mark.parametrize(
    ("warnings", "since", "found"),
    [
        (["season_differs"], 2, "caution"),
        (["mode_differs", "response_differs"], 2, "caution"),
        (["response_differs", "partly_different_people", "unheard_of"], 2, "none"),
        (["season_differs"], 1, "none"),
    ],
)
def test_c2_cautions(warnings: list[str], since: int, found: str) -> None:
    now = documents.third()
    now["change"]["warnings"] = warnings
    now["change"]["since"]["number"] = since
    assert break_of(_read(_second()), _read(now), "perceptual") == found


def test_c2_what_breaks_is_explained_where_it_is_drawn() -> None:
    first = earlier_wave(1, "2026-05-24")
    plain = _chart(first, _second())
    _reworded(first)
    broken = _chart(first, _second(), documents.third())
    assert plain is not None
    assert broken is not None
    assert [note[:6] for note in plain.notes] == ["Drawn "]
    assert [note[:6] for note in broken.notes] == ["Drawn ", "Dashed", "Dotted"]


def test_c3_what_is_not_shown_has_no_dot() -> None:
    first, second = earlier_wave(1, "2026-05-24"), _second()
    second["levels"][0] |= HIDDEN
    first["levels"][2] |= HIDDEN | {"state": "not_asked"}
    chart = _chart(first, second, documents.third())
    assert chart is not None
    home, _know, say = chart.rows
    assert [(one.text, one.state) for one in home.figures] == [
        ("59", "shown"),
        ("", "hidden"),
        ("62", "shown"),
    ]
    assert [one.text for one in say.figures] == ["Not asked", "47", "45"]
    assert _dots(home) == 2
    assert _dots(say) == 2
    assert home.drawing is not None
    assert home.drawing.title == "May 2026: 59 (55 to 63); November 2026: 62 (58 to 66)"
    assert chart.some_hidden


def _dots(row: Any) -> int:
    return sum(bool(mark.round) for mark in row.drawing.marks)


def test_c3_a_level_that_is_never_shown_is_not_drawn() -> None:
    line = [earlier_wave(1, "2026-05-24"), _second(), documents.third()]
    for document in line:
        document["levels"][1] |= HIDDEN
    chart = _chart(*line)
    assert chart is not None
    assert [row.drawing is None for row in chart.rows] == [False, True, False]
    assert chart.rows[1].change is None


def test_c4_nothing_leads_from_dot_to_dot() -> None:
    points = [
        Point(40, 36, 44, "none"),
        Point(60, 55, 65, "other"),
        Point(50, 45, 55, "caution"),
    ]
    marks = waves("", TrendAxis.around(points), points).marks
    column = WIDTH / 3
    assert [mark for mark in marks if mark.width > column / 4 and mark.kind != "axis"] == []
    lines = [(mark.x, mark.x + mark.width) for mark in marks if mark.kind == "axis"]
    assert len(lines) == 2
    assert lines[0][1] < column < lines[1][0]
    assert [mark.kind for mark in marks if mark.round] == ["past", "past", "mark"]


@pytest.mark.parametrize("scores", [(0, 0, 1), (50,), (99, 100), (20, 90)])
def test_c4_everything_is_within_the_drawing(scores: tuple[int, ...]) -> None:
    points = [Point(score, max(score - 3, 0), min(score + 3, 100), "other") for score in scores]
    axis = TrendAxis.around(points)
    drawn = waves("", axis, points)
    assert axis.low <= 50 <= axis.high
    for mark in drawn.marks:
        assert mark.y >= 0
        assert mark.y + mark.height <= drawn.height
        assert mark.x > -1
        assert mark.x + mark.width <= drawn.width


def test_c5_one_wave_is_no_chart() -> None:
    assert _chart(documents.without_change()) is None
    assert _chart(documents.too_few(), documents.without_change()) is None
    hidden = documents.all_hidden()
    assert _chart(hidden, documents.without_change()) is None


def test_c5_six_waves_at_most() -> None:
    line = [earlier_wave(number, f"2026-0{number}-24") for number in range(1, 8)]
    chart = _chart(*line)
    assert chart is not None
    assert chart.waves[0] == "February 2026"
    assert len(chart.waves) == 6
    assert {len(row.figures) for row in chart.rows} == {6}


def test_c6_a_verdict_of_the_release_or_none() -> None:
    first, second, third = earlier_wave(1, "2026-05-24"), _second(), documents.third()
    chart = _chart(first, second, third)
    assert chart is not None
    assert [row.trend for row in chart.rows] == [
        "Over the last 3 waves: no clear change",
        "Over the last 3 waves: clear rise",
        "Over the last 3 waves: too few to tell",
    ]
    third["change"]["trends"] = []
    silent = _chart(first, second, third)
    assert silent is not None
    assert [row.trend for row in silent.rows] == ["", "", ""]
    assert [row.change.verdict for row in silent.rows if row.change] == [
        "the same, to within 5 points",
        "clear rise",
        "no clear change",
    ]
