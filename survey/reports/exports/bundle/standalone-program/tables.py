"""The tables of the report, rebuilt from the release: rows of texts, and the charts beside them."""

from __future__ import annotations

from typing import Any, Protocol

import charts
import english
from breakdowns import breakdowns
from readings import change_cells, favorable, lead, lean, people, sides
from release import LEVELS, Json, Release, band, is_shown

Rows = list[list[str]]

LEANING = ("scale", "ladder")
NOT_SHOWN = "not shown"
COLUMNS = {
    "levels": "id name state score range verdict change clear_from trend people question",
    "bounds": "name figure range",
    "questions": "heading id question favorable shown low high range middle verdict change "
    "clear_from",
    "lists": "id question several answer percent",
    "groups": "breakdown question favorable label low middle high",
    "not_shown": "breakdown what name",
    "gaps": "breakdown question sentence range",
    "missing": "group sentence",
    "marks": "table row chart title width height mark kind x y mark_width mark_height radius",
}


class AddRow(Protocol):
    """Adds a row to a table, with the charts that stand in it."""

    def __call__(self, table: str, cells: list[str], *drawn: charts.Chart) -> None: ...


def rebuild(release: Release) -> dict[str, Rows]:
    """All tables by name, each a list of rows; `marks` holds the charts of the others."""
    tables: dict[str, Rows] = {name: [] for name in COLUMNS}

    def row(table: str, cells: list[str], *drawn: charts.Chart) -> None:
        tables[table].append(cells)
        for each in drawn:
            about = [table, len(tables[table]), each["kind"], each["title"]]
            about += [each["width"], each["height"]]
            for number, mark in enumerate(each["marks"], start=1):
                tables["marks"].append([str(cell) for cell in (*about, number, *mark)])

    for build in (levels, bounds, questions, lists, breakdowns, missing):
        build(release, row)
    return tables


def levels(release: Release, row: AddRow) -> None:
    """The three levels: score, range, change, trend, and one question in people."""
    reach = charts.reach(release.level_changes.values())
    for name in LEVELS:
        score = release.levels.get(name)
        state = score["state"] if score else "not_asked"
        cells, drawn, change = ["", ""], [], None
        if score and is_shown(score):
            low, high = score.get("low"), score.get("high")
            ends = "" if low is None or high is None else english.span(low, high)
            cells = [english.score(score), ends]
            drawn.append(charts.score(score["score"], english.score(score), low, high))
            change = release.level_changes.get(name)
            if change and None not in (change["difference"], change["low"], change["high"]):
                drawn.append(charts.change(change, reach))
        elif state == "shown":
            state = "hidden"
        first = lead(release, score) if score else None
        said = [people(release, first), release.question(first["id"])] if first else ["", ""]
        before = [name, release.level(name), state]
        after = [*change_cells(change), trend(release.trends.get(name)), *said]
        row("levels", [*before, *cells, *after], *drawn)


def trend(found: Json | None) -> str:
    """A level's verdict over three and more waves; empty where there is none."""
    if not found:
        return ""
    waves = "wave" if found["waves"] == 1 else "waves"
    return f"Over the last {found['waves']} {waves}: {english.VERDICTS[found['verdict']]}"


def bounds(release: Release, row: AddRow) -> None:
    """Each figure, and where it would lie if all others had answered lowest, or highest."""
    for name in LEVELS:
        score = release.levels.get(name)
        if not score or not is_shown(score) or score.get("certain_low") is None:
            continue
        ends = english.span(score["certain_low"], score["certain_high"])
        row("bounds", [release.level(name), english.score(score), ends])
        item = lead(release, score)
        share = band(item["bands"], "favorable") if item else None
        if item is None or share is None or item.get("certain_low") is None:
            continue
        if favorable(release, item):
            ends = english.percent_span(item["certain_low"], item["certain_high"])
            row("bounds", [release.question(item["id"]), english.percent(share), ends])


def questions(release: Release, row: AddRow) -> None:
    """The questions on scales: low, middle and high answers, with the change of the high ones."""
    items = release.sorted_items(LEANING)
    ends = [(band(i["bands"], "unfavorable"), band(i["bands"], "favorable")) for i in items]
    unit, zero = charts.axis(ends)
    middles = [band(item["bands"], "middle") for item in items]
    longest = max((charts.length(share) for share in middles if share is not None), default=0.0)
    for item in items:
        own = item.get("own")
        heading = "This community’s own questions" if own else release.level(item["level"])
        cells = [heading, item["id"], release.question(item["id"]), favorable(release, item)]
        if item["state"] != "shown" or not item["bands"]:
            row("questions", [*cells, "no", *[""] * 7])
            continue
        drawn = [answers(release, item, unit, zero)]
        middle = band(item["bands"], "middle")
        if middle is not None:
            title = f"{english.percent(middle)} in the middle"
            drawn.append(charts.middle(title, unit, middle, longest))
        change = change_cells(release.item_changes.get(item["id"]))
        row("questions", [*cells, "yes", *figures(item), *change], *drawn)


def figures(item: Json) -> list[str]:
    """Low and high answers, the range of the high ones, and the middle answer."""
    low, high = item.get("low"), item.get("high")
    ends = "" if low is None or high is None else english.span(low, high)
    shares = {name: band(item["bands"], name) for name in ("unfavorable", "favorable", "middle")}
    said = {n: "" if share is None else english.percent(share) for n, share in shares.items()}
    return [said["unfavorable"], said["favorable"], ends, said["middle"]]


def answers(release: Release, item: Json, unit: float, zero: float) -> charts.Chart:
    """A bar of each answer where the release tells them, otherwise of low and high ones."""
    if not item.get("points"):
        return lean(item["bands"], unit, zero)
    title = "; ".join(
        f"{release.answer(item, point['value'])}: {english.percent(point['percent'])}"
        for point in item["points"]
    )
    low, high = ([point["percent"] for point in side] for side in sides(item))
    return charts.lean(title, unit, zero, low, high)


def lists(release: Release, row: AddRow) -> None:
    """The questions with a list of answers; those not shown stand last, without a share."""
    for item in release.sorted_items(LEANING, others=True):
        several = "yes" if item["kind"] == "several" else "no"
        before = [item["id"], release.question(item["id"]), several]
        if item["state"] != "shown":
            row("lists", [*before, "", NOT_SHOWN])
            continue
        told: list[Any] = item.get("options") or []
        for option in told:
            text = english.percent(option["percent"])
            drawn = charts.portion(text, option["percent"])
            row("lists", [*before, release.answer(item, option["value"]), text], drawn)
        for value in item.get("hidden_options") or []:
            row("lists", [*before, release.answer(item, value), NOT_SHOWN])


def missing(release: Release, row: AddRow) -> None:
    """Whether each group answered fewer, about as many, or more than its share; fewer first."""
    names = {
        (cut["id"], group["id"]): release.group(cut, group)
        for cut in release.cuts
        for group in cut["groups"]
    }
    order = [*english.SHARES]
    for told in sorted(release.participation, key=lambda one: order.index(one["share"])):
        name = names.get((told["cut"], told["group"])) or told["group"].replace("_", " ")
        row("missing", [name, english.SHARES[told["share"]]])
