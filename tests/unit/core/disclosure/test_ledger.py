"""What the ledger says of a release, and the chain that holds it.

G1 Each figure stands as the range that a reader can infer from it.
G2 Nothing in a document but wording and definitions is left out: any change of any value shows.
G3 What is hidden is written down as hidden, without a number.
G4 A chain holds; an entry altered, missing, inserted or put elsewhere shows, and where.
G5 A key that nobody has heard of is written down as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.disclosure.ledger import FIRST_HASH, Broken, Entry, chain, faults_of, hash_of
from survey.core.disclosure.statements import (
    DEFINITIONS,
    NO_FIGURES,
    Statement,
    statements_of,
)
from survey.core.disclosure.upgrading import upgrade
from tests.support import release_documents as documents

Path = tuple[str | int, ...]
MADE_AT = datetime(2026, 8, 24, 5, 0, tzinfo=UTC)


def said_of(
    document: dict[str, Any], subject: str
) -> dict[tuple[str, str], tuple[str | None, ...]]:
    return {
        (one.where, one.statistic): (one.low, one.high) for one in statements_of(document)[subject]
    }


def second_schema() -> dict[str, Any]:
    """A document with everything that schema 2 may say."""
    document = upgrade(documents.full())
    document["promise"]["strata"] = [{"id": "full_price", "label": "Full-price", "adults": 90}]
    document["before"] = {"number": 1, "sha256": "ab" * 32}
    document["method"] |= {
        "weighting": {
            "used": True,
            "reason": "used",
            "by": ["stratum"],
            "design_effect": 1.2,
        },
        "kept": 0.83,
        "reference": "K7Q4-9D2M",
    }
    document["response"]["participation"] = [
        {"cut": "stratum", "group": "full_price", "share": "about"},
        {"cut": "stratum", "group": "lower_cost", "share": "fewer"},
    ]
    document["levels"][0] |= {"certain_low": 31, "certain_high": 81}
    document["items"][0]["bands"][0]["percent"] = "<15"
    document["change"]["warnings"] = ["response_differs"]
    document["change"]["trends"] = [{"id": "relational", "waves": 3, "verdict": "clear_rise"}]
    document["change"]["levels"][0]["smallest"] = 7
    document["importance"] = {"levels": [{"id": "relational", "share": 41, "low": 30, "high": 52}]}
    return document


def test_whole_percents_and_tails() -> None:
    """G1: "13" may be 12.5 to 13.5, "<5" anything under 5, a wider tail anything beyond."""
    document = documents.full()
    item = document["items"][0]
    item["bands"] = [
        {"id": "unfavorable", "percent": 13},
        {"id": "middle", "percent": "<5"},
        {"id": "favorable", "percent": ">65"},
    ]
    said = said_of(document, item["id"])
    assert said["property/bands/unfavorable", "percent"] == ("12.5", "13.5")
    assert said["property/bands/middle", "percent"] == ("0", "5")
    assert said["property/bands/favorable", "percent"] == ("65", "100")
    assert said["property", "answered"] == ("90", "94")
    assert (said["property", "low"], said["property", "high"]) == (("58", "59"), ("73", "74"))
    assert said["stratum/full_price/bands/unfavorable", "percent"] == ("6.5", "7.5")


def test_the_property() -> None:
    """G1: n, the rate in steps of five, and the words about groups."""
    said = said_of(second_schema(), "property")
    assert said["response", "respondents"] == ("93", "93")
    assert said["response", "rate"] == ("50", "55")
    assert said["response/participation/stratum/lower_cost", "share"] == ("fewer", "fewer")
    assert said["property", "adults"] == ("180", "180")


@pytest.mark.parametrize(
    ("rate", "ends"), [("90+", ("90", "100")), ("<5", ("0", "5")), ("85", ("85", "90"))]
)
def test_rates(rate: str, ends: tuple[str, str]) -> None:
    """G1"""
    document = documents.full(response={"respondents": 40, "rate": rate})
    assert said_of(document, "property")["response", "rate"] == ends


def test_a_band_leaves_the_base_open() -> None:
    """G1: where n is hidden, "at least 160 answers" has no upper end."""
    document = documents.nearly_all()
    document["items"][0]["answered"] = 160
    said = said_of(document, document["items"][0]["id"])
    assert said["property", "answered"] == ("160", None)


def test_scores_and_their_ends() -> None:
    """G1: whole points; ends outward, to five where few answered."""
    document = documents.full()
    document["levels"][0] |= {"score": 62, "low": 55, "high": 70}
    assert said_of(document, "levels")["levels/perceptual", "score"] == ("61.5", "62.5")
    assert said_of(document, "levels")["levels/perceptual", "low"] == ("55", "56")
    document["response"] = {"respondents": 18, "rate": "10"}
    assert said_of(document, "levels")["levels/perceptual", "low"] == ("55", "60")
    assert said_of(document, "levels")["levels/perceptual", "high"] == ("65", "70")
    certain = said_of(second_schema(), "levels")
    assert certain["levels/perceptual", "certain_low"] == ("31", "32")
    assert certain["levels/perceptual", "certain_high"] == ("80", "81")


def test_change_method_and_importance() -> None:
    """G1: verdicts are words, decimals were rounded at their last place."""
    document = second_schema()
    change = said_of(document, "change")
    assert change["change/trends/relational", "verdict"] == ("clear_rise", "clear_rise")
    assert change["change/trends/relational", "waves"] == ("3", "3")
    assert change["change/levels/" + document["change"]["levels"][0]["id"], "smallest"] == (
        "6.5",
        "7.5",
    )
    assert change["change/warnings", "0"] == ("response_differs", "response_differs")
    method = said_of(document, "method")
    assert method["method", "kept"] == ("0.825", "0.835")
    assert method["method/weighting", "design_effect"] == ("1.15", "1.25")
    assert said_of(document, "importance")["importance/levels/relational", "share"] == ("41", "41")


def test_what_is_hidden() -> None:
    """G3: a question not split, a group not shown, an option by itself; no number with any."""
    document = documents.full()
    document["items"][3]["state"] = "hidden"
    document["items"][4]["hidden_options"] = ["bus"]
    said = [one for statements in statements_of(document).values() for one in statements]
    hidden = {one.where for one in said if one.statistic == "hidden"}
    assert {"property", "property/options/bus", "dem_los/under5", "stratum"} <= hidden
    assert {(one.low, one.high) for one in said if one.statistic == "hidden"} == {(None, None)}


def test_older_documents() -> None:
    """G1: one that shows nothing, and one of the first schema, can be entered too."""
    said = said_of(documents.too_few(), "property")
    assert said["", "status"] == ("too_few", "too_few")
    assert ("response", "respondents") not in said
    assert statements_of(documents.annual())["groups"]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value that a document prints."""
    if isinstance(value, dict):
        for name, held in value.items():
            names_items = name == "items" and held and isinstance(held[0], str)
            if name not in DEFINITIONS and (path or name not in NO_FIGURES) and not names_items:
                yield from leaves(held, (*path, name))
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from leaves(held, (*path, place))
    elif value is not None:
        yield path


EVERY_LEAF = sorted(leaves(second_schema()), key=str)


def another(value: Any) -> Any:
    """A value of the same kind that is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return {"shown": "hidden", "hidden": "shown"}.get(value, "90+" if value != "90+" else "85")


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(EVERY_LEAF))
def test_nothing_is_left_out(path: Path) -> None:
    """G2"""
    document = second_schema()
    before = statements_of(document)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = another(holder[path[-1]])
    assert statements_of(document) != before


def test_there_is_much_to_leave_out() -> None:
    """G2: the document of the test above holds hundreds of printed values."""
    assert len(EVERY_LEAF) > 300


def test_a_new_key_is_told() -> None:
    """G5"""
    document = documents.full(benchmark={"median": 61, "of": "12 places", "exact": 1.25})
    assert statements_of(document)["benchmark"] == (
        Statement("benchmark", "median", "61", "61"),
        Statement("benchmark", "of", "12 places", "12 places"),
        Statement("benchmark", "exact", "1.245", "1.255"),
    )


def chained(*bodies: dict[str, Any]) -> list[Entry]:
    entries: list[Entry] = []
    last = (0, FIRST_HASH)
    for number, body in enumerate(bodies):
        entries += chain(
            body,
            after=last,
            wave_id=f"w{number}",
            property_id=1,
            release=f"{number:064d}",
            made_at=MADE_AT + timedelta(days=number),
        )
        last = (entries[-1].position, entries[-1].hash)
    return entries


def test_a_chain_holds() -> None:
    """G4: one entry a subject, from 1 on, each on the one before, also over two releases."""
    entries = chained(documents.full(), documents.too_few())
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[0].previous_hash == FIRST_HASH
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert len({(entry.release, entry.subject) for entry in entries}) == len(entries)
    assert faults_of(entries) == faults_of([]) == ()


def test_the_hash_covers_a_moment_not_its_writing() -> None:
    """G4: the same moment in another zone, as a database may give it back."""
    fields = {"position": 1, "made_at": MADE_AT}
    elsewhere = MADE_AT.astimezone(timezone(timedelta(hours=-5)))
    assert hash_of(fields) == hash_of({"position": 1, "made_at": elsewhere})


CHANGED = {
    "wave_id": "w9",
    "property_id": 2,
    "release": "f" * 64,
    "subject": "other",
    "statements": "[]",
    "made_at": MADE_AT - timedelta(microseconds=1),
}


@pytest.mark.parametrize("field", CHANGED)
def test_altered(field: str) -> None:
    """G4: any field of any entry."""
    entries = chained(documents.full())
    changes: dict[str, Any] = {field: CHANGED[field]}
    entries[4] = replace(entries[4], **changes)
    assert faults_of(entries) == (Broken(5, "altered"),)


def test_altered_with_a_new_hash() -> None:
    """G4: then the next one does not follow on it."""
    entries = chained(documents.full())
    changed = replace(entries[4], statements="[]")
    fields = {name: getattr(changed, name) for name in Entry.__slots__}
    entries[4] = replace(changed, hash=hash_of(fields))
    assert faults_of(entries) == (Broken(6, "unlinked"),)


def test_missing() -> None:
    """G4: one in the middle, and the first ones."""
    entries = chained(documents.full())
    without = entries[:4] + entries[5:]
    assert faults_of(without) == (Broken(5, "missing"), Broken(6, "unlinked"))
    assert faults_of(entries[2:])[:2] == (Broken(1, "missing"), Broken(2, "missing"))


def test_inserted() -> None:
    """G4: beside another one; what follows then links to one that is not the last."""
    entries = chained(documents.full())
    extra = deepcopy(entries[4])
    assert faults_of([*entries[:5], extra, *entries[5:]]) == (Broken(5, "unlinked"),)
