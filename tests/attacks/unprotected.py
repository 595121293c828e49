"""What a careless program would publish, in the form of a release document.

Every group is shown, whatever its size, in whole percents from 0 to 100; so that whatever breaks
it can be pointed at a real release without a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from survey.core.analysis.scores import bins_of
from tests.support.populations import Person, Population
from tests.support.publishing import header_of

Document = dict[str, Any]
Masks = Callable[[str, str, str], bool]
"""Whether a figure is masked: item, cut and group."""


def careless_release(population: Population, *, masks: Masks | None = None) -> Document:
    """The document with everything in it, or with single figures masked."""
    answered = population.respondents
    rate = 100 * len(answered) // len(population.people)
    return {
        **header_of(population),
        "status": "released",
        "response": {"respondents": len(answered), "rate": str(rate)},
        "levels": [],
        "indices": [],
        "items": [_item(population, item, answered) for item in _scaled(population)],
        "cuts": [
            {
                "id": cut.id,
                "groups": [{"id": group, "state": "shown"} for group in cut.groups],
                "items": [
                    _split(population, item, cut.id, cut.groups, masks)
                    for item in _scaled(population)
                ],
            }
            for cut in population.cuts
        ],
        "change": None,
        "withheld": masks is not None,
    }


def _scaled(population: Population) -> Iterable[str]:
    asked = population.questionnaire
    return [item.id for item in asked.closed_items if asked.scale_of(item).points]


def _item(population: Population, item: str, people: Sequence[Person]) -> Document:
    asked = population.questionnaire
    question = asked.item(item)
    bins = bins_of(question, asked.scale_of(question))
    assert bins is not None
    return {
        "id": item,
        "kind": "scale",
        "scale": question.scale,
        "reverse": question.reverse,
        "favorable": sorted(bins.favorable),
        "state": "shown",
        "answered": sum(item in (person.answers or {}) for person in people),
        "bands": _bands(population, item, people),
        "points": None,
        "options": None,
        "hidden_options": [],
        "low": None,
        "high": None,
    }


def _split(
    population: Population, item: str, cut: str, groups: Sequence[str], masks: Masks | None
) -> Document:
    figures = []
    for group in groups:
        people = [person for person in population.respondents if person.groups.get(cut) == group]
        masked = masks is not None and masks(item, cut, group)
        bands = [] if masked else _bands(population, item, people)
        figures.append({"id": group, "bands": bands, "options": None, "hidden_options": []})
    return {"id": item, "state": "shown", "groups": figures}


def _bands(population: Population, item: str, people: Sequence[Person]) -> list[Document]:
    question = population.questionnaire.item(item)
    bins = bins_of(question, population.questionnaire.scale_of(question))
    assert bins is not None
    answers = [person.answers[item] for person in people if item in (person.answers or {})]  # type: ignore[index]
    parts: Mapping[str, frozenset[int]] = {
        "unfavorable": bins.unfavorable,
        "middle": bins.middle,
        "favorable": bins.favorable,
    }
    return [
        {"id": name, "percent": whole_percent(sum(one in held for one in answers), len(answers))}
        for name, held in parts.items()
        if held and answers
    ]


def whole_percent(part: int, whole: int) -> int:
    """A share in whole percents, halves upward."""
    return (200 * part + whole) // (2 * whole)
