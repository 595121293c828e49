"""What would be published of an invented property: its release document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.clearing import clear
from survey.questionnaires.wording import frozen_wording
from tests.support.populations import MIN_GROUP, Population

Document = dict[str, Any]


def release_of(population: Population, *, earlier: Sequence[Mapping[str, Any]] = ()) -> Document:
    """The release document of a population, as closing the wave makes it.

    `earlier`: documents of the place that are already out, newest first.
    """
    return clear(
        population.tabulation,
        population.questionnaire,
        population.rules,
        header=header_of(population),
        earlier=earlier,
    ).document


def header_of(population: Population) -> Document:
    """The parts of a release document that say which place and wave it is about."""
    number = population.wave
    promise_hash = hashlib.sha256(f"{population.shape} {number}".encode()).hexdigest()
    return {
        "schema": 2,
        "software": "0.1.0",
        "property": {
            "name": "Larkspur Court",
            "slug": "larkspur-court",
            "organization": "Lantern Homes",
            "adults": len(population.people),
            "homes": len(population.people),
        },
        "wave": {
            "id": f"w{number}",
            "number": number,
            "title": population.questionnaire.title,
            "opens_on": f"2026-{number * 3:02d}-03",
            "closes_on": f"2026-{number * 3:02d}-24",
            "next_by": None,
        },
        "promise": {
            "hash": promise_hash,
            "short": "-".join(promise_hash[at : at + 4] for at in range(0, 24, 4)),
            "min_group": MIN_GROUP,
            "strata": [
                {"id": stratum, "label": stratum.upper(), "adults": adults}
                for stratum, adults in population.strata
            ],
            "custody": "server",
            "custodian": "",
            "runner": "Three Rivers University",
            "runner_is_landlord": False,
            "contact": "555-0142",
            "emergency": "911",
            "limited_to_one": True,
            "codes_listed": False,
            "languages": ["en"],
            "answers_destroyed_on": "2026-12-24",
        },
        "wording": {"en": _words(population.questionnaire)},
    }


def _words(asked: Questionnaire) -> dict[str, str]:
    """The English words that a release holds: all but those of the resident's first page."""
    words = frozen_wording(asked, ["en"])["en"]
    return {key: text for key, text in words.items() if not key.startswith("consent.")}
