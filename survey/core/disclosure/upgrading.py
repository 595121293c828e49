"""Release documents of an older schema, read as if they were of the present one.

A release is never rewritten: its hash is known outside. So it is upgraded each time that it is
read. What an older schema did not say is absent (None, or an empty list), never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

Document = dict[str, Any]

SCHEMA: Final = 2
FIRST_SCHEMA: Final = 1
FIRST_RULES: Final = "1"

WITHOUT_A_WORD: Final = ("4", "5")
"""By these rules a last score stood for all beyond it before a document said so beside it."""

LOWEST_SCORE: Final = 5
HIGHEST_SCORE: Final = 95
"""Open ends of shares begin at five percent at the least, and scores end there."""


class UnknownSchema(ValueError):
    """The document has a schema that this software does not know."""


def upgrade(document: Mapping[str, Any]) -> Document:
    """A release document of any known schema in the shape of schema 2; the given one stays.

    Raises UnknownSchema.
    """
    schema = document.get("schema")
    if schema == SCHEMA:
        return _with_last_scores(document)
    if schema != FIRST_SCHEMA:
        raise UnknownSchema(f"release schema {schema!r}, can read {FIRST_SCHEMA} to {SCHEMA}")
    return _from_first(document)


def _with_last_scores(document: Mapping[str, Any]) -> Document:
    """Says of a score that can only be the last one that it is, where the document does not."""
    if (document.get("method") or {}).get("rules") not in WITHOUT_A_WORD:
        return dict(document)
    named = {name: [_told(one) for one in document[name]] for name in ("levels", "indices")}
    return {**document, **named}


def _told(entry: Mapping[str, Any]) -> Document:
    score: int | None = entry.get("score")
    if score is None or LOWEST_SCORE < score < HIGHEST_SCORE:
        return dict(entry)
    return {**entry, "stands_for": "more" if score >= HIGHEST_SCORE else "less"}


def _from_first(document: Mapping[str, Any]) -> Document:
    """Schema 1 knew no certain ranges, weights, participation, warnings or trends."""
    rate = document["response"]["rate"]
    ranges = {"certain_low": None, "certain_high": None}
    return {
        **document,
        "schema": SCHEMA,
        "promise": {"strata": [], **document["promise"]},
        "before": None,
        "method": {
            "rules": FIRST_RULES,
            "insiders": 1,
            "finite_population": rate is not None,
            "base": "band" if rate == f"{NEAR_COMPLETE_PERCENT}+" else "answered",
            "weighting": {"used": False, "reason": "not_known", "by": [], "design_effect": None},
            "kept": None,
            "reference": None,
        },
        "response": {**document["response"], "participation": []},
        "levels": [{**ranges, **level} for level in document["levels"]],
        "indices": [{**ranges, **index} for index in document["indices"]],
        "items": [{**ranges, **item} for item in document["items"]],
        "change": _change_from_first(document["change"]),
        "importance": None,
    }


def _change_from_first(change: Mapping[str, Any] | None) -> Document | None:
    if change is None:
        return None
    return {
        "since": change["since"],
        "warnings": [],
        "levels": [{**entry, "smallest": None} for entry in change["levels"]],
        "items": [{**entry, "smallest": None} for entry in change["items"]],
        "trends": [],
    }
