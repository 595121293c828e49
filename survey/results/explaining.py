"""A release explained to whoever keeps the server: what it shows, and under which rules.

Everything here stands in the release and the ledger, so it tells nothing new. For what is
withheld there is one sentence, the same for every figure and every reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from survey.core.disclosure.upgrading import upgrade
from survey.results.models import Release
from survey.results.outcome import reference_of
from survey.results.queries import find_positions

Document = Mapping[str, Any]

WITHHELD: Final = (
    "Figures are withheld where showing them, alone or together with anything else that was "
    "ever published, could tell something about a person."
)
HIDDEN: Final = "hidden"


def explain_release(release: Release) -> list[str]:
    """The lines of the explanation, in English. Two queries."""
    stored: dict[str, Any] = json.loads(release.body)
    document = upgrade(stored)
    return [
        *_origin(release, stored),
        *_rules(document),
        *_shown(document),
        *_breakdowns(document),
        WITHHELD,
    ]


def _origin(release: Release, stored: dict[str, Any]) -> Iterator[str]:
    wave, place = stored["wave"], stored["property"]
    yield f"Release {release.id}: {place['name']}, wave {wave['number']} ({wave['title']})"
    yield f"Made {release.made_at:%Y-%m-%d} by Porchlight {stored['software']}"
    yield f"Schema {stored['schema']}, promise {stored['promise']['short']}"
    yield f"Reference {reference_of(release, stored)}"
    yield f"SHA-256 {release.sha256}"
    positions = find_positions(release)
    told = "none: run flask disclosure ledger verify"
    yield f"Ledger entries {'{} to {}'.format(*positions) if positions else told}"
    before = stored.get("before")
    if before:
        yield f"Compared with wave {before['number']}, SHA-256 {before['sha256']}"


def _rules(document: Document) -> Iterator[str]:
    method, promise = document["method"], document["promise"]
    yield f"Rules {method['rules']}; smallest group {promise['min_group']}"
    yield f"Insiders that are reckoned with: {method['insiders']}"
    bases = {
        "answered": "the number of answers",
        "band": "the lower edge of the response band",
    }
    yield f"Margins are computed from {bases.get(method['base'], method['base'])}"
    yield f"Finite population: {'yes' if method['finite_population'] else 'no'}"
    weighting = method["weighting"]
    if weighting["used"]:
        yield f"Weighted by {', '.join(weighting['by'])}"
    else:
        yield f"Not weighted ({weighting['reason']})"
    if weighting["design_effect"] is not None:
        yield f"Design effect {weighting['design_effect']}"


def _shown(document: Document) -> Iterator[str]:
    response = document["response"]
    respondents, rate = response["respondents"], response["rate"]
    yield f"Status {document['status']}"
    yield f"Respondents {'in the band only' if respondents is None else respondents}"
    yield f"Response {'not told' if rate is None else rate + ' %'}"
    for name in ("levels", "indices", "items"):
        states = [held["state"] for held in document[name]]
        yield f"{name.capitalize()}: {_split(states.count('shown'), states.count(HIDDEN))}"


def _breakdowns(document: Document) -> Iterator[str]:
    """Shown and withheld of each breakdown: its groups, and its figures of a question by group."""
    asked = len(document["items"])
    for cut in document["cuts"]:
        states = [group["state"] for group in cut["groups"]]
        figures = sum(len(split.get("groups") or ()) for split in cut["items"])
        withheld = asked * len(states) - figures
        yield (
            f"Breakdown {cut['id']}: groups {_split(states.count('shown'), states.count(HIDDEN))}; "
            f"questions by group {_split(figures, withheld)}"
        )
    kept = document["method"]["kept"]
    if kept is not None:
        yield f"Kept of the figures of the promised breakdowns: {round(100 * kept)} %"


def _split(shown: int, withheld: int) -> str:
    return f"{shown} shown, {withheld} withheld"
