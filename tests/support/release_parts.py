"""The parts of hand-made release documents: invented figures that obey the rules of a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from survey.core.bank.model import Bank, Item
from survey.core.bank.reading import read_bank
from survey.questionnaires.wording import frozen_wording

Document = dict[str, Any]

LANGUAGES = ("en", "es", "zh-Hans", "ar")
KINDS = {"ordinal": "scale", "numeric": "ladder", "nominal": "choice", "multi": "several"}
COMPOSITES = {
    "perceptual": ["per_bel_01", "per_val_01", "per_tru_01"],
    "relational": ["rel_eas_01", "rel_coh_01", "rel_bri_01"],
    "structural": ["str_fai_02", "str_voi_02", "str_inf_01"],
}
PULSE = ("per_saf_01", "out_hea_01", "ctx_cov_01", "str_acc_02")
NOT_CERTAIN = {"certain_low": None, "certain_high": None}


@cache
def bank() -> Bank:
    """Return the bank that the software comes with."""
    return read_bank(files("survey.core.bank") / "data")


def pulse_items() -> tuple[str, ...]:
    """Return the questions of a pulse, some of every kind."""
    return (*bank().templates["pulse_core"].items, *PULSE, "per_sti_02", "ctx_spa_01")


def certain(low: float, high: float, part: float) -> Document:
    """Return the certain range of a figure that lies from low to high, where `part` answered."""
    return {
        "certain_low": int(low * part),
        "certain_high": -int(-(100 - (100 - high) * part) // 1),
    }


def level(
    level_id: str, score: int, low: int, high: int, items: Sequence[Document], part: float = 0.5
) -> Document:
    """Return a level's score and ranges."""
    asked = {item["id"] for item in items}
    return {
        "id": level_id,
        "state": "shown",
        "score": score,
        "low": low,
        "high": high,
        **certain(score - 0.5, score + 0.5, part),
        "items": [item_id for item_id in COMPOSITES[level_id] if item_id in asked],
    }


def item(item_id: str, place: int, part: float = 0.5) -> Document:
    """Return figures that differ from question to question, and add up to about 100."""
    asked = bank().items[item_id]
    scale = bank().scales[asked.scale]
    found: Document = {
        "id": asked.id,
        "level": asked.level,
        "kind": KINDS[scale.kind],
        "state": "shown",
        "reverse": asked.reverse,
        "scale": asked.scale,
        "favorable": None,
        "bands": [],
        "low": None,
        "high": None,
        **NOT_CERTAIN,
        "points": None,
        "options": None,
        "hidden_options": [],
        "answered": 90,
    }
    high = 66 - (place * 17) % 43
    if scale.kind in {"ordinal", "numeric"}:
        return found | _leaning(asked, high) | certain(high - 0.5, high + 0.5, part)
    shares = [max(5, high - 7 * rank) for rank in range(len(scale.options))]
    options = [
        {"value": option.value, "percent": share}
        for option, share in zip(scale.options, shares, strict=True)
    ]
    options[-1]["percent"] = "<5"
    hidden = [options.pop(3)["value"]] if scale.kind == "multi" else []
    return found | {"options": options, "hidden_options": hidden}


def _leaning(asked: Item, high: int) -> Document:
    scale = bank().scales[asked.scale]
    values = [point.value for point in scale.points] or list(range(11))
    turn = values[0] + values[-1]
    favorable = list(scale.favorable)
    if asked.reverse:
        favorable = sorted(turn - value for value in favorable)
    lows = {turn - value for value in favorable} - set(favorable)
    has_middle = len(favorable) + len(lows) < len(values)
    low = (100 - high) * 2 // 5 if has_middle else 100 - high
    found = bands(low, 100 - high - low if has_middle else None, high)
    points = [
        {"value": value, "percent": _point(value, favorable, lows, found)} for value in values
    ]
    return {
        "favorable": favorable,
        "bands": found,
        "low": high - 8,
        "high": high + 8,
        "points": points if scale.kind == "ordinal" else None,
    }


def _point(value: int, favorable: list[int], lows: set[int], found: list[Document]) -> object:
    """Share a band among its answers: the outermost gets the least."""
    shares = {band["id"]: band["percent"] for band in found}
    for name, chosen in (("favorable", set(favorable)), ("unfavorable", lows)):
        if value in chosen:
            share = shares[name] * 2 // 3 if value in {2, 4} else shares[name] // 3
            return share if share >= 5 else "<5"
    return shares["middle"]


def bands(low: object, middle: object, high: object) -> list[Document]:
    """Return the bands of a question; without a middle where that is None."""
    shares = [("unfavorable", low), ("middle", middle), ("favorable", high)]
    return [{"id": name, "percent": share} for name, share in shares if share is not None]


def hidden_item(found: Document) -> Document:
    """Return a question without any of its figures."""
    nothing: Document = {"state": "hidden", "bands": [], "options": None, "hidden_options": []}
    ends = {"low": None, "high": None, **NOT_CERTAIN}
    return found | nothing | ends | {"points": None, "answered": None}


def cut(cut_id: str, groups: Mapping[str, str], items: Sequence[Document]) -> Document:
    """Return a breakdown in which every group is shown for every question."""
    return {
        "id": cut_id,
        "groups": [
            {"id": group_id, "state": "shown", "label": label} for group_id, label in groups.items()
        ],
        "items": [
            {
                "id": item["id"],
                "state": "shown",
                "groups": [
                    {"id": group_id, **_group_figures(item, shift)}
                    for group_id, shift in zip(groups, (6, -7), strict=True)
                ],
            }
            for item in items
        ],
    }


def _group_figures(item: Document, by: int) -> Document:
    if item["bands"]:
        shares = {band["id"]: band["percent"] for band in item["bands"]}
        low, high = shares["unfavorable"] - by, shares["favorable"] + by
        found = bands(low, shares.get("middle"), high)
        return {"bands": found, "options": None, "hidden_options": []}
    options = [
        option | {"percent": option["percent"] + by}
        for option in item["options"]
        if option["percent"] != "<5" and option["percent"] + by >= 5
    ]
    return {"bands": [], "options": options or None, "hidden_options": item["hidden_options"]}


def hidden_cut(cut_id: str, groups: Sequence[str], items: Sequence[Document]) -> Document:
    """Return a breakdown of which nothing is shown."""
    return {
        "id": cut_id,
        "groups": [{"id": group_id, "state": "hidden"} for group_id in groups],
        "items": [{"id": item["id"], "state": "hidden", "groups": []} for item in items],
    }


def change(items: Sequence[Document]) -> Document:
    """Return a comparison with three months earlier: one level and one question rose clearly."""
    levels = [
        ("perceptual", 1, -3, 5, "no_clear_change", 5),
        ("relational", 6, 2, 10, "clear_rise", 5),
        ("structural", -2, -6, 2, "no_clear_change", 6),
    ]
    changed = {3: (12, 2, 22, "clear_rise"), 5: (-11, -20, -2, "clear_fall")}
    return {
        "since": {"number": 1, "hash": "ab" * 32, "closes_on": "2026-05-24"},
        "warnings": ["response_differs", "season_differs"],
        "levels": [_difference(*level) for level in levels],
        "items": [
            _difference(
                item["id"],
                *changed.get(place, (2, -8, 12, "no_clear_change")),
                11 + place % 3,
            )
            for place, item in enumerate(items)
            if item["bands"]
        ],
        "trends": [],
    }


def _difference(
    name: str, difference: int, low: int, high: int, verdict: str, smallest: int
) -> Document:
    return {
        "id": name,
        "difference": difference,
        "low": low,
        "high": high,
        "verdict": verdict,
        "smallest": smallest,
        "no_change": name == "perceptual",
    }


def wording(
    items: Sequence[Document], languages: tuple[str, ...] = LANGUAGES
) -> dict[str, dict[str, str]]:
    """Return what a release holds: the words of its own questions, answers and levels."""
    asked = {item["id"] for item in items}
    prefixes = tuple(f"scale.{item['scale']}." for item in items)
    prefixes += ("level.", "template.", "dem_los")
    return {
        tag: {key: text for key, text in texts.items() if key in asked or key.startswith(prefixes)}
        for tag, texts in all_wording(languages).items()
    }


@cache
def all_wording(languages: tuple[str, ...] = LANGUAGES) -> dict[str, dict[str, str]]:
    """Return the bank's wording in each language, as promises freeze it."""
    return frozen_wording(bank(), languages)
