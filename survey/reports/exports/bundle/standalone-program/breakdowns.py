"""The tables of the breakdowns: each question by group, what is not shown, clear differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import charts
import english
from readings import favorable, lean
from release import Json, Release, band

NOT_SHOWN = "not shown"


@dataclass
class Breakdown:
    """One breakdown: the names of its shown groups, and the axis that its bars share."""

    release: Release
    cut: Json
    names: dict[str, str]
    unit: float
    zero: float

    @property
    def name(self) -> str:
        """What it goes by."""
        return self.release.cut(self.cut)


def breakdowns(release: Release, row: Callable[..., None]) -> None:
    """All breakdowns that were promised."""
    for cut in release.cuts:
        names = {g["id"]: release.group(cut, g) for g in cut["groups"] if g["state"] == "shown"}
        split = {item["id"]: shown_groups(item, names) for item in cut["items"]}
        drawn = [item for item in cut["items"] if split[item["id"]]]
        bands = [group.get("bands") or [] for item in drawn for group in item["groups"]]
        axis = charts.axis([(band(b, "unfavorable"), band(b, "favorable")) for b in bands])
        found = Breakdown(release, cut, names, *axis)
        for item_id, groups in split.items():
            by_group(found, row, item_id, groups)
        for group in cut["groups"]:
            if group["state"] != "shown":
                row("not_shown", [found.name, "group", release.group(cut, group)])
        for item_id, groups in split.items():
            if not groups:
                row("not_shown", [found.name, "question", release.question(item_id)])
        differences(found, row)


def shown_groups(item: Json, names: dict[str, str]) -> list[Json]:
    """The groups of a question that are shown and have figures, in the breakdown's order."""
    if item["state"] != "shown":
        return []
    found = {group["id"]: group for group in item.get("groups") or []}
    chosen = [found[name] for name in names if name in found]
    return [group for group in chosen if group.get("bands") or group.get("options")]


def by_group(found: Breakdown, row: Callable[..., None], item_id: str, groups: list[Json]) -> None:
    """One question: low, middle and high answers of each group, or each answer of each group."""
    item = found.release.item(item_id)
    high = favorable(found.release, item) if item else ""
    before = [found.name, found.release.question(item_id), high]
    for group in groups:
        if bands := group.get("bands"):
            shares = [band(bands, name) for name in ("unfavorable", "middle", "favorable")]
            cells = ["" if share is None else english.percent(share) for share in shares]
            drawn = lean(bands, found.unit, found.zero)
            row("groups", [*before, found.names[group["id"]], *cells], drawn)
    if item:
        by_answer(found, row, item, groups, before)


def by_answer(
    found: Breakdown,
    row: Callable[..., None],
    item: Json,
    groups: list[Json],
    before: list[str],
) -> None:
    """One question with a list of answers: the groups below each other for each answer."""
    values = [option["value"] for option in item.get("options") or []]
    for value in [*values, *(item.get("hidden_options") or [])]:
        for group in groups:
            label = f"{found.release.answer(item, value)}: {found.names[group['id']]}"
            for option in group.get("options") or []:
                if option["value"] == value:
                    text = english.percent(option["percent"])
                    drawn = charts.portion(text, option["percent"])
                    row("groups", [*before, label, "", "", text], drawn)
            if value in (group.get("hidden_options") or []):
                row("groups", [*before, label, "", "", NOT_SHOWN])


def differences(found: Breakdown, row: Callable[..., None]) -> None:
    """The clear differences between groups, the largest first."""
    gaps = found.release.gaps.get(found.cut["id"])
    for gap in gaps["clear"] if gaps else []:
        higher, lower = (found.names[gap[end]] for end in ("higher", "lower"))
        wide = english.points(gap["difference"])
        sentence = f"“{higher}”: good answers {wide} above “{lower}”"
        ends = english.span(gap["low"], gap["high"])
        row("gaps", [found.name, found.release.question(gap["item"]), sentence, ends])
