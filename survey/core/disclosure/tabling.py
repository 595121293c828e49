"""A release's main figures as flat rows, for tables over many places that read no document.

Nothing is worked out here: a row repeats what the document prints, and no more of what is hidden
than that it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from survey.core.disclosure.upgrading import upgrade

Part = Literal["level", "index", "question"]

SHOWN: Final = "shown"


@dataclass(frozen=True, slots=True)
class TabledRelease:
    """What a release says of its place and wave. rules: the version of the disclosure rules.

    since_on: the day of the wave that it compares with; since_adults, since_respondents: what that
    wave's release says, None where it is not at hand.
    """

    wave_number: int
    closes_on: date
    since_on: date | None
    rules: str
    status: str
    adults: int
    respondents: int | None
    since_adults: int | None = None
    since_respondents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TabledFigure:
    """One level's or index's score, or the favorable share of one of the bank's questions.

    figure: as printed, such as "62", "<10", or ">=95" for a last score; None, like all after it,
    where nothing is shown. made_of: what a score is made of, so that only like is laid beside like.
    verdict and what follows: of the change since the wave before; trend_waves, trend_verdict: over
    three and more.
    """

    part: Part
    name: str
    state: str
    made_of: str
    figure: str | None = None
    low: int | None = None
    high: int | None = None
    verdict: str | None = None
    difference: int | None = None
    change_low: int | None = None
    change_high: int | None = None
    no_change: bool = False
    trend_waves: int | None = None
    trend_verdict: str | None = None


def table_release(
    document: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> TabledRelease:
    """The facts of a document of any known schema, and of the one that it is compared with.

    Raises UnknownSchema.
    """
    change = document["change"]
    compared = before if change else None
    return TabledRelease(
        wave_number=document["wave"]["number"],
        closes_on=date.fromisoformat(document["wave"]["closes_on"]),
        since_on=date.fromisoformat(change["since"]["closes_on"]) if change else None,
        rules=upgrade(document)["method"]["rules"],
        status=document["status"],
        adults=document["property"]["adults"],
        respondents=document["response"]["respondents"],
        since_adults=compared["property"]["adults"] if compared else None,
        since_respondents=compared["response"]["respondents"] if compared else None,
    )


def table_figures(document: Mapping[str, Any]) -> Iterator[TabledFigure]:
    """Its levels, indices and questions, each once. Raises UnknownSchema."""
    body = upgrade(document)
    change = body["change"] or {"levels": (), "items": (), "trends": ()}
    trends = {found["id"]: found for found in change.get("trends", ())}
    moved = {found["id"]: found for found in (*change["levels"], *change["items"])}
    for part in ("level", "index"):
        for entry in body["levels" if part == "level" else "indices"]:
            made_of = _named(entry.get("items", ()))
            told = _figure(part, entry, score_text(entry), made_of, moved)
            trend = trends.get(entry["id"])
            yield told if trend is None or told.state != SHOWN else _with_trend(told, trend)
    for item in body["items"]:
        # Questions of a community's own are asked nowhere else; lists have no favorable share.
        if item["kind"] in ("scale", "ladder") and not item.get("own"):
            bands = {band["id"]: band["percent"] for band in item.get("bands") or ()}
            made_of = _named([item["id"], str(item.get("scale"))])
            yield _figure("question", item, bands.get("favorable"), made_of, moved)


def score_text(entry: Mapping[str, Any]) -> str | None:
    """A score as tables hold it: "62", or ">=95" and "<=5" where it stands for more, or less."""
    score = entry.get("score")
    signs = {"more": ">=", "less": "<="}
    return None if score is None else f"{signs.get(entry.get('stands_for', ''), '')}{score}"


def _with_trend(figure: TabledFigure, trend: Mapping[str, Any]) -> TabledFigure:
    return replace(figure, trend_waves=trend["waves"], trend_verdict=trend["verdict"])


def _figure(
    part: Part,
    entry: Mapping[str, Any],
    figure: int | str | None,
    made_of: str,
    moved: Mapping[str, Mapping[str, Any]],
) -> TabledFigure:
    if entry["state"] != SHOWN or figure is None:
        state = "hidden" if entry["state"] == SHOWN else entry["state"]
        return TabledFigure(part=part, name=entry["id"], state=state, made_of=made_of)
    change = moved.get(entry["id"], {})
    return TabledFigure(
        part=part,
        name=entry["id"],
        state=SHOWN,
        made_of=made_of,
        figure=str(figure),
        low=entry.get("low"),
        high=entry.get("high"),
        verdict=change.get("verdict"),
        difference=change.get("difference"),
        change_low=change.get("low"),
        change_high=change.get("high"),
        no_change=change.get("no_change", False),
    )


def _named(parts: list[str] | tuple[str, ...]) -> str:
    """A short name of a set of questions, the same in whatever order they stand."""
    return hashlib.sha256(" ".join(sorted(parts)).encode()).hexdigest()[:16]
