"""The figures of a release document, schema 2: plain values in a fixed shape.

Hidden figures are null and their lists empty; the keys are always the same. Options that are
hidden one by one are named in `hidden_options`, without a figure.
"""

from __future__ import annotations

from typing import Any

from survey.core.bank.model import is_own
from survey.core.disclosure.released import (
    Figures,
    Participation,
    Released,
    ReleasedCut,
    ReleasedIndex,
    ReleasedItem,
    ReleasedLevel,
    Score,
    Share,
)

Document = dict[str, Any]


def figures_document(released: Released) -> Document:
    """The keys status, response, levels, indices, items, cuts and withheld of a release."""
    return {
        "status": released.status,
        "response": {
            "respondents": released.respondents,
            "rate": released.rate,
            "participation": [_participation(line) for line in released.participation],
        },
        "levels": [_level(level) for level in released.levels],
        "indices": [_index(index) for index in released.indices],
        "items": [_item(item) for item in released.items],
        "cuts": [_cut(cut) for cut in released.cuts],
        "withheld": released.withheld,
    }


def _level(level: ReleasedLevel) -> Document:
    return {
        "id": level.id,
        "state": level.state,
        "items": list(level.items),
        **_score(level.score),
    }


def _index(index: ReleasedIndex) -> Document:
    return {
        "id": index.id,
        "level": index.level,
        "state": index.state,
        "items": list(index.items),
        **_score(index.score),
    }


def _score(score: Score | None) -> Document:
    if score is None:
        return {"score": None, "low": None, "high": None, **_certain(None)}
    figures = {"score": score.score, "low": score.low, "high": score.high}
    # Only where it is so: most scores stay the same byte for byte.
    ends = {"stands_for": score.stands_for} if score.stands_for else {}
    return {**figures, **_certain(score.certain), **ends}


def _certain(ends: tuple[int, int] | None) -> Document:
    low, high = ends or (None, None)
    return {"certain_low": low, "certain_high": high}


def _participation(line: Participation) -> Document:
    return {"cut": line.cut, "group": line.group, "share": line.share}


def _item(item: ReleasedItem) -> Document:
    low, high = item.margins or (None, None)
    return {
        "id": item.id,
        "level": item.level,
        "kind": item.kind,
        "scale": item.scale,
        "reverse": item.reverse,
        "favorable": None if item.favorable is None else list(item.favorable),
        "state": item.state,
        "answered": item.answered,
        **_figures(item.figures or Figures()),
        "low": low,
        "high": high,
        **_certain(item.certain),
        "points": None if item.points is None else [_share(share) for share in item.points],
        # Only where it is so: what has no own questions stays the same byte for byte.
        **({"own": True} if is_own(item.id) else {}),
        **_asked_after(item),
    }


def _asked_after(item: ReleasedItem) -> Document:
    """Of whom it is asked, where not of everybody."""
    if item.asked_after is None:
        return {}
    leading, answers = item.asked_after
    return {"asked_after": {"id": leading, "answers": list(answers)}}


def _cut(cut: ReleasedCut) -> Document:
    return {
        "id": cut.id,
        "groups": [{"id": group, "state": state} for group, state in cut.groups],
        "items": [
            {
                "id": split.item,
                "state": split.state,
                "groups": [{"id": group, **_figures(figures)} for group, figures in split.groups],
            }
            for split in cut.items
        ],
    }


def _figures(figures: Figures) -> Document:
    return {
        "bands": [{"id": band.id, "percent": band.percent} for band in figures.bands],
        "options": [_share(share) for share in figures.options if share.percent is not None]
        or None,
        "hidden_options": [share.value for share in figures.options if share.percent is None],
    }


def _share(share: Share) -> Document:
    return {"value": share.value, "percent": share.percent}
