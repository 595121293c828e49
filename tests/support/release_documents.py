"""Hand-made release documents, schema 2, and one of schema 1: every state that a page can show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from survey.core.disclosure.gaps import gaps_of
from survey.web.locales import LANGUAGES
from tests.support import release_parts as parts
from tests.support.release_parts import Document, bank

__all__ = ["Document", "bank"]

STRATA = {"full_price": "Full-price homes", "lower_cost": "Lower-cost homes"}
FIRST_LACKS = ("before", "method", "importance", "gaps")
SMALL_PART = 15 / 40


def full(**changes: object) -> Document:
    """Return a pulse of 180 adults: every state of a figure, breakdowns, and a change."""
    items = [parts.item(item_id, place) for place, item_id in enumerate(parts.pulse_items())]
    document = _envelope(items)
    document["cuts"] = [parts.cut("stratum", STRATA, items)]
    document["cuts"][0]["items"][3] |= {"state": "hidden", "groups": []}
    document["cuts"].append(parts.hidden_cut("dem_los", ("under5", "over5"), items))
    document["change"] = parts.change(items)
    document["gaps"] = gaps_of(document)
    document["withheld"] = True
    document["method"]["kept"] = 0.47
    return document | changes


def without_change() -> Document:
    """Return a first wave: nothing to compare with, nothing hidden."""
    document = full(change=None, before=None, cuts=[], gaps=[], withheld=False)
    document["method"]["kept"] = None
    return document


def third() -> Document:
    """Return a third wave: weighted, with trends, and every warning that there is."""
    document = full()
    document["wave"] |= {"number": 3, "opens_on": "2026-11-02", "closes_on": "2026-11-23"}
    document["before"]["number"] = 2
    document["method"]["weighting"] = {
        "used": True,
        "reason": "used",
        "by": ["stratum"],
        "design_effect": 1.2,
    }
    document["response"]["participation"] = participation("more", "fewer")
    _widen(document["cuts"][0]["items"][0])
    document["gaps"] = gaps_of(document)
    document["change"]["since"] |= {"number": 2, "closes_on": "2026-08-24"}
    document["change"]["trends"] = [
        {"id": "perceptual", "waves": 3, "verdict": "no_clear_change"},
        {"id": "relational", "waves": 3, "verdict": "clear_rise"},
        {"id": "structural", "waves": 3, "verdict": "too_few_to_tell"},
    ]
    document["change"]["warnings"] = [
        "response_differs",
        "mode_differs",
        "access_differs",
        "languages_differ",
        "weighting_differs",
        "season_differs",
        "partly_different_people",
    ]
    return document


def _widen(split: Document) -> None:
    """Set two groups so far apart that their gap is clear."""
    for group, (low, high) in zip(split["groups"], ((12, 78), (60, 20)), strict=True):
        group["bands"] = parts.bands(low, 100 - low - high, high)


def earlier_wave(number: int, closes_on: str, scores: Sequence[int] = (59, 50, 47)) -> Document:
    """Return a wave before `third`, of the same questions, with the scores of its levels."""
    document = without_change()
    document["wave"] |= {"id": f"w{number}", "number": number, "closes_on": closes_on}
    document["wave"]["opens_on"] = closes_on[:8] + "01"
    for level, score in zip(document["levels"], scores, strict=True):
        level |= {"score": score, "low": score - 4, "high": score + 4}
    return document


def small() -> Document:
    """Return a wave of few answers: three bands instead of points, one level not asked."""
    document = full(change=None, before=None)
    document["property"] |= {"name": "Alder House", "slug": "alder-house", "adults": 40}
    document["promise"]["strata"] = [
        {"id": "full_price", "label": "Full-price homes", "adults": 40}
    ]
    document["response"] = {"respondents": 18, "rate": "45", "participation": []}
    document["method"]["weighting"]["reason"] = "few_answers"
    document["method"]["kept"] = 0.0
    items = [_of_few(item) for item in document["items"] if item["level"] != "structural"]
    document["items"] = items
    document["levels"] = [
        parts.level("perceptual", 62, 44, 80, items, SMALL_PART),
        parts.level("relational", 55, 37, 73, items, SMALL_PART),
        {
            **parts.level("structural", 0, 0, 0, items, SMALL_PART),
            "state": "not_asked",
            "score": None,
            "low": None,
            "high": None,
            **parts.NOT_CERTAIN,
        },
    ]
    document["cuts"] = [parts.hidden_cut("stratum", tuple(STRATA), items)]
    document["gaps"] = gaps_of(document)
    return document


def _of_few(item: Document) -> Document:
    """Two of 18 are 11 %, so that ends are open under 15 and over 85 percent."""
    found = item | {"points": None, "answered": 15}
    for band in found["bands"]:
        band["percent"] = "<15" if band["percent"] < 15 else band["percent"]
    if item["options"]:
        found["options"] = [
            option | {"percent": "<15" if option["percent"] in {"<5", 5, 10} else option["percent"]}
            for option in item["options"]
        ]
    return found


def nearly_all() -> Document:
    """Return a wave with 90 % response or more, an open frame count, and banded extremes."""
    document = full()
    document["response"] = {"respondents": None, "rate": "90+", "participation": []}
    document["method"]["base"] = "band"
    document["items"][1]["bands"] = parts.bands("<5", "<5", ">95")
    document["items"][1]["points"] = None
    return document


def open_link() -> Document:
    """Return a wave without codes, held by a custodian, run by the landlord."""
    document = full()
    document["promise"] |= {
        "limited_to_one": False,
        "codes_listed": False,
        "custody": "custodian",
        "custodian": "Residents’ council of Larkspur Court",
        "runner": "Lantern Homes",
        "runner_is_landlord": True,
    }
    document["response"] = {"respondents": 93, "rate": None, "participation": []}
    document["method"]["finite_population"] = False
    document["method"]["weighting"]["reason"] = "no_frame_groups"
    for figure in (*document["levels"], *document["indices"], *document["items"]):
        figure |= parts.NOT_CERTAIN
    return document


def fallen(document: Document, *levels: str) -> Document:
    """Return the document with these levels clearly fallen since the wave before."""
    fall = {"difference": -9, "low": -14, "high": -4, "verdict": "clear_fall", "no_change": False}
    for change in document["change"]["levels"]:
        change |= fall if change["id"] in levels else {}
    return document


def long_names() -> Document:
    """Return names at the length that a form allows."""
    document = third()
    name = "The Residences at Old Cannery Wharf and Saltmarsh Commons, Phases One, Two and Three"
    document["property"] |= {"name": name, "slug": "the-residences-at-old-cannery-wharf"}
    document["promise"]["runner"] = "Center for Community Research of the Three Rivers University"
    document["cuts"][0]["groups"][0]["label"] = "Homes rented or owned at the full market price"
    return document


def annual() -> Document:
    """Return the yearly survey: more than forty questions of every kind."""
    template = bank().templates["annual"]
    items = [parts.item(item_id, place) for place, item_id in enumerate(template.items)]
    document = _envelope(items)
    document["wave"]["title"] = template.title
    document["before"] = None
    document["cuts"] = [parts.cut("stratum", STRATA, items)]
    return document


def all_hidden() -> Document:
    """Return a wave of enough answers of which not one figure may be shown."""
    document = full()
    document["response"] = {"respondents": None, "rate": None, "participation": []}
    document["items"] = [parts.hidden_item(item) for item in document["items"]]
    nothing = {"state": "hidden", "score": None, "low": None, "high": None, **parts.NOT_CERTAIN}
    for figure in (*document["levels"], *document["indices"]):
        figure |= nothing
    document["cuts"] = [
        parts.hidden_cut("stratum", tuple(STRATA), ()),
        parts.hidden_cut("dem_los", ("under5", "over5"), ()),
    ]
    unknown = {"difference": None, "low": None, "high": None, "smallest": None}
    for found in (*document["change"]["levels"], *document["change"]["items"]):
        found |= unknown | {"verdict": "too_few_to_tell"}
    document["method"]["kept"] = 0.0
    return document


def too_few() -> Document:
    """Return what a wave with fewer answers than promised releases: no figure at all."""
    document = _envelope([])
    return document | {
        "status": "too_few",
        "response": {"respondents": None, "rate": None, "participation": []},
        "levels": [],
        "indices": [],
        "withheld": True,
    }


def first_schema() -> Document:
    """Return the same pulse as software 0.1.0 released it: schema 1, nothing of what came later."""
    document = {key: value for key, value in full(schema=1).items() if key not in FIRST_LACKS}
    document["promise"].pop("strata")
    document["response"].pop("participation")
    for figure in (*document["levels"], *document["indices"], *document["items"]):
        figure.pop("certain_low")
        figure.pop("certain_high")
    change = document["change"]
    for found in (*change["levels"], *change["items"]):
        found.pop("smallest")
        found.pop("no_change")
    change.pop("warnings")
    change.pop("trends")
    return document


def participation(full_price: str, lower_cost: str) -> list[Document]:
    """Return whether each type of home answered fewer, about or more than its share."""
    shares = zip(STRATA, (full_price, lower_cost), strict=True)
    return [{"cut": "stratum", "group": group, "share": share} for group, share in shares]


def everywhere() -> Document:
    """Return the same pulse, in each language that Porchlight speaks."""
    return in_every_language(full())


def in_every_language(document: Document) -> Document:
    """Return the document with the words of each language that Porchlight speaks."""
    words = parts.wording(document["items"], tuple(LANGUAGES))
    promise = document["promise"] | {"languages": list(LANGUAGES)}
    return document | {"promise": promise, "wording": words}


def text_of(document: Document) -> str:
    """Write a document as a release's body."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def word(tag: str, key: str) -> str:
    """Return a wording as residents read it, for tests that look for it."""
    return parts.all_wording()[tag][key]


def _envelope(items: Sequence[Document]) -> Document:
    return {
        "schema": 2,
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
        "promise": _promise(),
        "before": {"number": 1, "sha256": "cd" * 32},
        "method": _method(),
        "status": "released",
        "response": {
            "respondents": 93,
            "rate": "50",
            "participation": participation("about", "about"),
        },
        "levels": [
            parts.level("perceptual", 62, 58, 66, items),
            parts.level("relational", 55, 51, 59, items),
            parts.level("structural", 45, 41, 49, items),
        ],
        "indices": [
            {
                "id": "belonging",
                "level": "perceptual",
                "state": "shown",
                "items": ["per_bel_01", "per_saf_01"],
                "score": 60,
                "low": 55,
                "high": 65,
                **parts.certain(59.5, 60.5, 0.5),
            }
        ],
        "items": list(items),
        "cuts": [],
        "change": None,
        "gaps": [],
        "importance": None,
        "withheld": False,
        "wording": parts.wording(items),
    }


def _promise() -> dict[str, Any]:
    return {
        "hash": "7f3ac91e4b0d6a552e18f09c" + "0" * 40,
        "short": "7f3a-c91e-4b0d-6a55-2e18-f09c",
        "min_group": 10,
        "custody": "server",
        "custodian": "",
        "runner": "Three Rivers University",
        "runner_is_landlord": False,
        "limited_to_one": True,
        "codes_listed": True,
        "languages": list(parts.LANGUAGES),
        "strata": [
            {"id": "full_price", "label": STRATA["full_price"], "adults": 110},
            {"id": "lower_cost", "label": STRATA["lower_cost"], "adults": 70},
        ],
        "answers_destroyed_on": "2026-10-01",
        "contact": "555-0142",
        "emergency": "911",
    }


def _method() -> dict[str, Any]:
    return {
        "rules": "6",
        "insiders": 1,
        "finite_population": True,
        "base": "answered",
        "weighting": {
            "used": False,
            "reason": "margins_close",
            "by": [],
            "design_effect": None,
        },
        "kept": 1.0,
        "reference": "3f7a-19c2-b80e",
    }
