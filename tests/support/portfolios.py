"""Places with invented releases for tests of the portfolio, and their pool worked out anew."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from math import ceil, floor, sqrt
from typing import Any

from survey.communities.models import Organization, Property
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents

Document = dict[str, Any]

NAMES = ("Alder Yards", "Birch and Main", "Elm Terrace", "Harbor Point", "Juniper House", "Quay")


def released(seed: int, **changes: Any) -> Document:
    """A release with figures of its own: levels, adults and changes differ by seed."""
    draw, document = random.Random(seed), documents.full()
    document["property"]["adults"] = draw.randint(80, 200)
    for level in document["levels"]:
        score = draw.randint(35, 75)
        level |= {"score": score, "low": score - draw.randint(3, 6), "high": score + 4}
    for change, verdict in zip(document["change"]["levels"], ("no_clear_change",) * 3, strict=True):
        change |= {"difference": 1, "low": -3, "high": 5, "verdict": verdict, "no_change": False}
    return document | changes


def moved(document: Document, level_id: str, verdict: str, points: int) -> Document:
    """The same with a clear change of one level."""
    for change in document["change"]["levels"]:
        if change["id"] == level_id:
            ends = {"low": points - 5, "high": points + 5}
            change |= {"difference": points, "verdict": verdict, **ends}
    return document


def trending(document: Document, level_id: str, verdict: str, waves: int) -> Document:
    """The same with a trend of one level."""
    document["change"]["trends"] = [{"id": level_id, "waves": waves, "verdict": verdict}]
    return document


def hidden(document: Document, level_id: str) -> Document:
    """The same with one level not shown."""
    for level in document["levels"]:
        if level["id"] == level_id:
            level |= {"state": "hidden", "score": None, "low": None, "high": None}
            level |= {"certain_low": None, "certain_high": None}
    return document


def settle(organization: Organization, made: Iterable[tuple[str, Document]]) -> list[Property]:
    """Places of an organization with these releases."""
    places = []
    for name, document in made:
        places.append(make_property(name, organization=organization))
        make_release(document, place=places[-1])
    return places


def pooled_by_hand(members: Sequence[Document], level_id: str) -> tuple[int, int, int, int]:
    """Figure, low, high and number of places of a pool: from the documents, by other code."""
    mean = variance = adults = places = 0.0
    for document in members:
        for level in document["levels"]:
            if level["id"] == level_id and level["state"] == "shown":
                people = document["property"]["adults"]
                arm = 0.5 + max(level["score"] - level["low"], level["high"] - level["score"])
                mean += people * level["score"]
                variance += people * people * arm * arm
                adults += people
                places += 1
    mean, arm = mean / adults, sqrt(variance) / adults
    return (
        floor(mean + 0.5),
        floor(mean - 0.5 - arm),
        ceil(mean + 0.5 + arm),
        int(places),
    )
