"""Hand-made release documents, schema 1: invented figures that obey the rules of a release."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from survey.core.bank.model import Bank, Item
from survey.core.bank.reading import read_bank
from survey.questionnaires.wording import frozen_wording

Document = dict[str, Any]

KINDS = {"ordinal": "scale", "numeric": "ladder", "nominal": "choice", "multi": "several"}
COMPOSITES = {
    "perceptual": ["per_bel_01", "per_val_01", "per_tru_01"],
    "relational": ["rel_eas_01", "rel_coh_01", "rel_bri_01"],
    "structural": ["str_fai_02", "str_voi_02", "str_inf_01"],
}
PULSE = ("per_saf_01", "out_hea_01", "ctx_cov_01", "str_acc_02")


@cache
def bank() -> Bank:
    """Return the bank that the software comes with."""
    return read_bank(files("survey.core.bank") / "data")


def full(**changes: object) -> Document:
    """Return a pulse of 180 adults: every state of a figure, breakdowns, and a change."""
    items = [_item(item_id, place) for place, item_id in enumerate(_pulse_items())]
    document = _envelope(items)
    document["cuts"] = [
        _cut("stratum", {"full_price": "Full-price homes", "lower_cost": "Lower-cost homes"}, items)
    ]
    document["cuts"][0]["items"][3] = {"id": items[3]["id"], "state": "hidden"}
    document["cuts"].append(_hidden_cut("dem_los", ("under5", "over5"), items))
    document["change"] = _change(items)
    document["withheld"] = True
    return document | changes


def without_change() -> Document:
    """Return a first wave: nothing to compare with, nothing hidden."""
    return full(change=None, cuts=[], withheld=False)


def small() -> Document:
    """Return a wave of few answers: three bands instead of points, one level not asked."""
    document = full(change=None)
    document["property"] |= {"name": "Alder House", "slug": "alder-house", "adults": 40}
    document["response"] = {"respondents": 18, "rate": "45"}
    document["levels"][2] = {"id": "structural", "state": "not_asked"}
    document["items"] = [
        item | {"points": None} for item in document["items"] if item["level"] != "structural"
    ]
    document["cuts"] = [_hidden_cut("stratum", ("full_price", "lower_cost"), document["items"])]
    return document


def nearly_all() -> Document:
    """Return a wave with 90 % response or more, an open frame count, and banded extremes."""
    document = full()
    document["response"] = {"respondents": None, "rate": "90+"}
    document["items"][1]["bands"] = _bands("<5", "<5", ">95")
    document["items"][1]["points"] = None
    return document


def open_link() -> Document:
    """Return a wave without codes, held by a custodian, run by the landlord."""
    document = full()
    document["promise"] |= {
        "limited_to_one": False,
        "custody": "custodian",
        "custodian": "Residents’ council of Larkspur Court",
        "runner": "Lantern Homes",
        "runner_is_landlord": True,
    }
    document["response"] = {"respondents": 93, "rate": None}
    return document


def long_names() -> Document:
    """Return names at the length that a form allows."""
    document = full()
    name = "The Residences at Old Cannery Wharf and Saltmarsh Commons, Phases One, Two and Three"
    document["property"] |= {"name": name, "slug": "the-residences-at-old-cannery-wharf"}
    document["promise"]["runner"] = "Center for Community Research of the Three Rivers University"
    document["cuts"][0]["groups"][0]["label"] = "Homes rented or owned at the full market price"
    return document


def annual() -> Document:
    """Return the yearly survey: more than forty questions of every kind."""
    template = bank().templates["annual"]
    items = [_item(item_id, place) for place, item_id in enumerate(template.items)]
    document = _envelope(items)
    document["wave"]["title"] = template.title
    document["cuts"] = [
        _cut("stratum", {"full_price": "Full-price homes", "lower_cost": "Lower-cost homes"}, items)
    ]
    return document


def too_few() -> Document:
    """Return what a wave with fewer answers than promised releases: no figure at all."""
    document = _envelope([])
    return document | {
        "status": "too_few",
        "response": {"respondents": None, "rate": None},
        "levels": [],
        "indices": [],
        "withheld": True,
    }


def text_of(document: Document) -> str:
    """Write a document as a release's body."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _pulse_items() -> tuple[str, ...]:
    return (*bank().templates["pulse_core"].items, *PULSE, "per_sti_02", "ctx_spa_01")


def _envelope(items: Sequence[Document]) -> Document:
    return {
        "schema": 1,
        "software": "0.1.0",
        "property": {
            "name": "Larkspur Court",
            "slug": "larkspur-court",
            "organization": "Lantern Homes",
            "adults": 180,
            "homes": 120,
        },
        "wave": {
            "id": "w2",
            "number": 2,
            "title": "Pulse check-in",
            "opens_on": "2026-08-03",
            "closes_on": "2026-08-24",
            "next_by": "2026-09-20",
        },
        "promise": {
            "hash": "7f3ac91e4b0d6a552e18f09c" + "0" * 40,
            "short": "7f3a-c91e-4b0d-6a55-2e18-f09c",
            "min_group": 10,
            "custody": "server",
            "custodian": "",
            "runner": "Three Rivers University",
            "runner_is_landlord": False,
            "limited_to_one": True,
            "codes_listed": True,
            "languages": ["en", "es", "zh-Hans", "ar"],
            "answers_destroyed_on": "2026-10-01",
            "contact": "555-0142",
            "emergency": "911",
        },
        "status": "released",
        "response": {"respondents": 93, "rate": "50"},
        "levels": [
            _level("perceptual", 62, 58, 66, items),
            _level("relational", 55, 51, 59, items),
            _level("structural", 45, 41, 49, items),
        ],
        "indices": [
            {
                "id": "belonging",
                "level": "perceptual",
                "state": "shown",
                "score": 60,
                "low": 55,
                "high": 65,
            }
        ],
        "items": list(items),
        "cuts": [],
        "change": None,
        "withheld": False,
        "wording": _wording(items),
    }


def _level(level_id: str, score: int, low: int, high: int, items: Sequence[Document]) -> Document:
    asked = {item["id"] for item in items}
    return {
        "id": level_id,
        "state": "shown",
        "score": score,
        "low": low,
        "high": high,
        "items": [item_id for item_id in COMPOSITES[level_id] if item_id in asked],
    }


def _item(item_id: str, place: int) -> Document:
    """Return figures that differ from question to question, and add up to about 100."""
    item = bank().items[item_id]
    scale = bank().scales[item.scale]
    found: Document = {
        "id": item.id,
        "level": item.level,
        "kind": KINDS[scale.kind],
        "state": "shown",
        "reverse": item.reverse,
        "scale": item.scale,
        "favorable": None,
        "bands": None,
        "low": None,
        "high": None,
        "points": None,
        "options": None,
        "hidden_options": [],
        "answered": 90,
    }
    high = 66 - (place * 17) % 43
    if scale.kind in {"ordinal", "numeric"}:
        return found | _leaning(item, high)
    shares = [max(5, high - 7 * rank) for rank in range(len(scale.options))]
    options = [
        {"value": option.value, "percent": share}
        for option, share in zip(scale.options, shares, strict=True)
    ]
    options[-1]["percent"] = "<5"
    hidden = [options.pop(3)["value"]] if scale.kind == "multi" else []
    return found | {"options": options, "hidden_options": hidden}


def _leaning(item: Item, high: int) -> Document:
    scale = bank().scales[item.scale]
    values = [point.value for point in scale.points] or list(range(11))
    turn = values[0] + values[-1]
    favorable = list(scale.favorable)
    if item.reverse:
        favorable = sorted(turn - value for value in favorable)
    lows = {turn - value for value in favorable} - set(favorable)
    has_middle = len(favorable) + len(lows) < len(values)
    low = (100 - high) * 2 // 5 if has_middle else 100 - high
    bands = _bands(low, 100 - high - low if has_middle else None, high)
    points = [
        {"value": value, "percent": _point(value, favorable, lows, bands)} for value in values
    ]
    return {
        "favorable": favorable,
        "bands": bands,
        "low": high - 8,
        "high": high + 8,
        "points": points if scale.kind == "ordinal" else None,
    }


def _point(value: int, favorable: list[int], lows: set[int], bands: list[Document]) -> object:
    """Share a band among its answers: the outermost gets the least."""
    shares = {band["id"]: band["percent"] for band in bands}
    for name, chosen in (("favorable", set(favorable)), ("unfavorable", lows)):
        if value in chosen:
            share = shares[name] * 2 // 3 if value in {2, 4} else shares[name] // 3
            return share if share >= 5 else "<5"
    return shares["middle"]


def _bands(low: object, middle: object, high: object) -> list[Document]:
    bands = [("unfavorable", low), ("middle", middle), ("favorable", high)]
    return [{"id": name, "percent": share} for name, share in bands if share is not None]


def _cut(cut_id: str, groups: Mapping[str, str], items: Sequence[Document]) -> Document:
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
        bands = _bands(low, shares.get("middle"), high)
        return {"bands": bands, "options": None, "hidden_options": []}
    options = [
        option | {"percent": option["percent"] + by}
        for option in item["options"]
        if option["percent"] != "<5" and option["percent"] + by >= 5
    ]
    return {"bands": [], "options": options or None, "hidden_options": item["hidden_options"]}


def _hidden_cut(cut_id: str, groups: Sequence[str], items: Sequence[Document]) -> Document:
    return {
        "id": cut_id,
        "groups": [{"id": group_id, "state": "hidden"} for group_id in groups],
        "items": [{"id": item["id"], "state": "hidden"} for item in items],
    }


def _change(items: Sequence[Document]) -> Document:
    levels = [
        ("perceptual", 1, -3, 5, "no_clear_change"),
        ("relational", 6, 2, 10, "clear_rise"),
        ("structural", -2, -6, 2, "no_clear_change"),
    ]
    changed = {3: (12, 2, 22, "clear_rise"), 5: (-11, -20, -2, "clear_fall")}
    return {
        "since": {"number": 1, "hash": "ab" * 32, "closes_on": "2026-05-24"},
        "levels": [_difference(*level) for level in levels],
        "items": [
            _difference(item["id"], *changed.get(place, (2, -8, 12, "no_clear_change")))
            for place, item in enumerate(items)
            if item["bands"]
        ],
    }


def _difference(name: str, difference: int, low: int, high: int, verdict: str) -> Document:
    return {
        "id": name,
        "difference": difference,
        "low": low,
        "high": high,
        "verdict": verdict,
    }


def _wording(items: Sequence[Document]) -> dict[str, dict[str, str]]:
    """Return what a release holds: the words of its own questions, answers and levels."""
    asked = {item["id"] for item in items}
    prefixes = tuple(f"scale.{item['scale']}." for item in items)
    prefixes += ("level.", "template.", "dem_los")
    return {
        tag: {key: text for key, text in texts.items() if key in asked or key.startswith(prefixes)}
        for tag, texts in _all_wording().items()
    }


@cache
def _all_wording() -> dict[str, dict[str, str]]:
    return frozen_wording(bank(), ("en", "es", "zh-Hans", "ar"))


def word(tag: str, key: str) -> str:
    """Return a wording as residents read it, for tests that look for it."""
    return _all_wording()[tag][key]
