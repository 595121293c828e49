"""Places with invented releases for tests of the portfolio, and their pool worked out anew."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from math import ceil, floor, sqrt
from typing import Any

from survey.communities.models import Organization, Property
from survey.db import db
from survey.results.models import Release
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


def settle_twice(
    organization: Organization, made: Iterable[tuple[str, Document]]
) -> list[Document]:
    """Places with these releases, each after the one that it is compared with; the earlier ones."""
    earlier = []
    for name, document in made:
        place, since = make_property(name, organization=organization), document["change"]["since"]
        days = {"opens_on": "2025-01-01", "closes_on": since["closes_on"]}
        first = released(99, change=None, before=None, gaps=[])
        first["wave"] |= {"number": since["number"], **days}
        first["property"]["adults"] = document["property"]["adults"] + 10
        release = db.session.get_one(Release, make_release(first, place=place))
        document["before"] = {"number": since["number"], "sha256": release.sha256}
        make_release(document, place=place)
        earlier.append(first)
    return earlier


def changed_by_hand(members: Sequence[Document], level_id: str) -> tuple[int, int, int, int]:
    """Change, low, high and number of places, from nothing but the documents, by other code."""
    mean = variance = adults = places = 0.0
    for document in members:
        for change in document["change"]["levels"]:
            if change["id"] == level_id and change["difference"] is not None:
                people = document["property"]["adults"]
                arm = max(abs(change[end] - change["difference"]) for end in ("low", "high"))
                mean += people * change["difference"]
                variance += people * people * arm * arm
                adults += people
                places += 1
    mean, arm = mean / adults, sqrt(variance) / adults
    return floor(mean + 0.5), floor(mean - 1 - arm), ceil(mean + 1 + arm), int(places)


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
