"""Recall periods: a question that counts events says over which time, first and in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from survey.core.bank.findings import Finding, Place
from survey.core.bank.model import Item, Scale

COUNTING_SCALES: Final = frozenset({"contact5", "frequency5"})
"""Scales whose points count events; a scale with a recall of its own counts too."""

_PERIOD: Final = re.compile(
    r"\b(?:past|last|back)\s+((?:one|a|an|\d+)\s+)?(day|week|month|year)s?\b", re.IGNORECASE
)


def check_recall(item: Item, scale: Scale, place: Place) -> Iterator[Finding]:
    """What is wrong with an item's recall period."""
    said = find_period(item.text)
    if item.recall is None:
        if said is not None:
            yield Finding(place, "recall_not_declared", {"said": said})
        elif scale.id in COUNTING_SCALES or scale.recall is not None:
            yield Finding(place, "missing_recall")
    elif said != item.recall:
        yield Finding(place, "recall_not_said", {"recall": item.recall})
    if scale.recall is not None and item.recall is not None:
        of_scale = find_period(scale.recall)
        if of_scale != item.recall:
            params = {"recall": item.recall, "scale": scale.id, "of_scale": of_scale}
            yield Finding(place, "recall_differs", params)


def find_period(text: str) -> str | None:
    """The period that a text looks back over, as "1 month" or "6 months"; None without one."""
    said = _PERIOD.search(text)
    if said is None:
        return None
    number = (said[1] or "").strip()
    count = int(number) if number.isdigit() else 1
    unit = said[2].lower()
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
