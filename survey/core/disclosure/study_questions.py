"""Which questions a study can look at: asked alike by every wave, and told wholly by each release.

That is, with the points of its scale. A release holds them back where (nearly) all are in one
band, and whoever invented all other places, of one mind, would read from a study whether all are:
then the question does not vary at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from survey.core.bank.model import MEASURED_LEVELS, Index, Item, Level
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.study import Questions
from survey.core.disclosure.upgrading import upgrade

OUTCOMES: Final = ("out_lad_01", "out_hea_01", "out_sat_01")
"""In this order: happiness with the place is partly the same thing as the first level."""

Document = Mapping[str, Any]


def questions_of(asked: Sequence[Questionnaire], releases: Sequence[Document]) -> Questions:
    """What can be studied of waves with these questionnaires, in the order of the first one.

    Nothing here reads an answer: the choice of the outcome is by what was asked and printed.
    """
    documents = [upgrade(release) for release in releases]
    alike = {
        item.id: item
        for item in asked[0].items
        if all(_asks_alike(other, asked[0], item) for other in asked[1:])
        and all(_tells_points(document["items"], item.id) for document in documents)
    }
    shared = [index for index in asked[0].indices if all(index in other.indices for other in asked)]
    outcome = next((alike[name] for name in OUTCOMES if name in alike), None)
    return Questions(
        items=alike,
        scales={item.scale: asked[0].scales[item.scale] for item in alike.values()},
        indices=tuple(
            index
            for index in shared
            if index.model == "reflective"
            and alike.keys() >= set(index.items)
            and all(_shows(document["indices"], index.id) for document in documents)
        ),
        levels=_levels(shared, alike, documents),
        outcome=outcome,
        names={level.id: level.label for level in asked[0].levels},
    )


def _levels(
    shared: Sequence[Index], alike: Mapping[str, Item], documents: Sequence[Document]
) -> dict[Level, Index]:
    """The composites of all three levels, or none: a share of two out of three would mislead."""
    found: dict[Level, Index] = {
        index.level: index
        for index in shared
        if index.model == "composite"
        and alike.keys() >= set(index.items)
        and all(_shows(document["levels"], index.level) for document in documents)
    }
    if any(level not in found for level in MEASURED_LEVELS):
        return {}
    return {level: found[level] for level in MEASURED_LEVELS}


def _asks_alike(other: Questionnaire, first: Questionnaire, item: Item) -> bool:
    """Whether another wave asked the same question with the same answers, word for word."""
    if item.id not in other.asked or other.item(item.id) != item:
        return False
    return other.scale_of(item) == first.scale_of(item)


def _tells_points(entries: Sequence[Document], name: str) -> bool:
    """Whether a release prints how many gave each point of a question."""
    return any(
        entry["id"] == name and entry["state"] == "shown" and entry.get("points") is not None
        for entry in entries
    )


def _shows(entries: Sequence[Document], name: str) -> bool:
    return any(entry["id"] == name and entry["state"] == "shown" for entry in entries)
