"""What several tables say in the same way: changes, good answers, people, low and high sides."""

from __future__ import annotations

import charts
import english
from release import Json, Release, band


def change_cells(change: Json | None) -> list[str]:
    """Verdict, figures and the smallest clear change, in words."""
    if change is None:
        return ["", "", ""]
    smallest = change.get("smallest")
    clear_from = "" if smallest is None else f"clear from {english.points(smallest)}"
    return [english.verdict(change), english.change_range(change), clear_from]


def favorable(release: Release, item: Json) -> str:
    """The answers that count as high, in words; empty where the release does not name them."""
    values = item.get("favorable") or []
    if values and item["kind"] == "ladder":
        return english.span(min(values), max(values))
    return english.either([f"“{release.answer(item, value)}”" for value in values])


def lead(release: Release, score: Json) -> Json | None:
    """The first question of a level that can be said in people; never one of the community's."""
    named = [found for name in score.get("items") or [] if (found := release.item(name))]
    of_level = [i for i in release.items if i["level"] == score["id"] and not i.get("own")]
    for item in named or of_level:
        if item["state"] == "shown" and band(item["bands"], "favorable") is not None:
            return item
    return None


def people(release: Release, item: Json) -> str:
    """The good answers in people: "6 in 10 answered “Often” or “Very often”"."""
    share = band(item["bands"], "favorable")
    if share is None:
        return ""
    answers = favorable(release, item)
    said = english.in_ten(share)
    return english.first_upper(f"{said} answered {answers}") if answers else said


def sides(item: Json) -> tuple[list[Json], list[Json]]:
    """The low and the high answers of a question, from the middle outwards."""
    ordered = item["points"][::-1] if item["reverse"] else item["points"]
    count, chosen = len(ordered), item.get("favorable")
    if chosen:
        highs = sum(point["value"] in chosen for point in ordered)
    elif band(item["bands"], "middle") is not None:
        highs = (count - 1) // 2
    else:
        highs = (count + 1) // 2
    lows = min(highs, count - highs)
    return ordered[:lows][::-1], ordered[count - highs :]


def lean(bands: list[Json], unit: float, zero: float) -> charts.Chart:
    """A bar of one low and one high share, titled with all three bands."""
    low, high = band(bands, "unfavorable"), band(bands, "favorable")
    middle = band(bands, "middle")
    said = [(low, "low"), *([] if middle is None else [(middle, "middle")]), (high, "high")]
    title = "; ".join(
        f"{'' if share is None else english.percent(share)} {word}" for share, word in said
    )
    sides_of = [[] if share is None else [share] for share in (low, high)]
    return charts.lean(title, unit, zero, *sides_of)
