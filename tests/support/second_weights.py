"""The weights behind weighted figures, as a reader works them out from the frame.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import product

from tests.support.second_roster import Class, Document, Roster

Weights = Mapping[Class, float]


def weights_of(document: Document, roster: Roster, come_out: Callable[[Weights], bool]) -> Weights:
    """How many adults one respondent of a class stands for; empty where no weights are used.

    By housing type: adults over respondents; whoever is of none that is named is one more.
    Types with few respondents are one with their neighbor: a reader tries which of them are,
    until the figures come out.
    """
    if not document.get("method", {}).get("weighting", {}).get("used"):
        return {}
    (cut,) = document["method"]["weighting"]["by"]
    groups = next(held["groups"] for held in document["cuts"] if held["id"] == cut)
    labels = [*(group["id"] for group in groups), ""]
    tried = [
        _weights_by(document, roster, cut, labels, joined)
        for joined in product((False, True), repeat=len(labels) - 1)
    ]
    return next((weights for weights in tried if come_out(weights)), tried[0])


def _weights_by(
    document: Document, roster: Roster, cut: str, labels: Sequence[str], joined: Sequence[bool]
) -> Weights:
    """The weights where some types are one with the next."""
    home = {labels[0]: 0}
    for label, one in zip(labels[1:], joined, strict=True):
        home[label] = max(home.values()) + (not one)
    adults = {one["id"]: one["adults"] for one in document["promise"]["strata"]}
    counted = {label: adults.get(label, 0) for label in labels if label}
    counted[""] = document["property"]["adults"] - sum(counted.values())
    place = roster.cuts.index(cut)
    people: Counter[int] = Counter()
    there: Counter[int] = Counter()
    for held, number in roster.answered.items():
        people[home[held[place]]] += number
    for label, number in counted.items():
        there[home[label]] += number
    return {
        held: there[home[held[place]]] / (people[home[held[place]]] or 1) for held in roster.adults
    }
