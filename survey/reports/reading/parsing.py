"""From the JSON values of a release document, schema 2, to frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from survey.core.promise.kinds import MOVE_IN
from survey.reports.reading.values import (
    Before,
    Change,
    Cut,
    CutItem,
    Difference,
    Gap,
    Gaps,
    GroupFacts,
    GroupFigures,
    ItemResult,
    Keying,
    Method,
    Participation,
    PromiseFacts,
    Response,
    Score,
    Share,
    Stratum,
    Trend,
    WaveFacts,
)


def take_named(entry: Mapping[str, Any], names: str) -> dict[str, Any]:
    """The named entries, as arguments of a value."""
    return {name: entry[name] for name in names.split()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_wave(entry: Mapping[str, Any]) -> WaveFacts:
    """When and as which round."""
    return WaveFacts(
        **take_named(entry, "id number title"),
        opens_on=date.fromisoformat(entry["opens_on"]),
        closes_on=date.fromisoformat(entry["closes_on"]),
        next_by=_day(entry["next_by"]),
        extended_from=_day(entry.get("extended_from")),
        closed_on=_day(entry.get("closed_on")),
        mode_mix=entry.get("mode_mix"),
        keying=Keying(**entry["keying"]) if "keying" in entry else None,
        moves_in=entry.get("kind") == MOVE_IN,
    )


def read_promise(entry: Mapping[str, Any]) -> PromiseFacts:
    """What was sealed at launch."""
    return PromiseFacts(
        **take_named(
            entry,
            "hash short min_group custody custodian runner runner_is_landlord limited_to_one "
            "contact emergency",
        ),
        codes_listed=bool(entry.get("codes_listed")),
        code_roles=tuple(entry.get("code_roles", ())),
        languages=tuple(entry["languages"]),
        not_reviewed=_not_reviewed(entry),
        answers_destroyed_on=_day(entry["answers_destroyed_on"]),
        strata=tuple(
            Stratum(**take_named(stratum, "id label adults")) for stratum in entry["strata"]
        ),
    )


def _not_reviewed(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Releases made before there were reviews say nothing: all but the source were drafts."""
    told = entry.get("not_reviewed")
    return tuple(tag for tag in entry["languages"] if tag != "en") if told is None else tuple(told)


def read_before(entry: Mapping[str, Any]) -> Before:
    """Which release was compared with."""
    return Before(**take_named(entry, "number sha256"))


def read_method(entry: Mapping[str, Any]) -> Method:
    """By which rules."""
    weighting = entry["weighting"]
    return Method(
        **take_named(entry, "rules finite_population base kept reference"),
        weighted=weighting["used"],
        weighting=weighting["reason"],
        weighted_by=tuple(weighting["by"]),
        design_effect=weighting["design_effect"],
    )


def read_response(entry: Mapping[str, Any]) -> Response:
    """Who answered."""
    return Response(
        respondents=entry["respondents"],
        rate=entry["rate"],
        participation=tuple(
            Participation(said["cut"], said["group"], said["share"])
            for said in entry["participation"]
        ),
    )


def read_score(entry: Mapping[str, Any]) -> Score:
    """A level or an index."""
    return Score(
        id=entry["id"],
        state=entry["state"],
        score=entry.get("score"),
        low=entry.get("low"),
        high=entry.get("high"),
        certain_low=entry.get("certain_low"),
        certain_high=entry.get("certain_high"),
        items=tuple(entry.get("items", ())),
        level=entry.get("level", entry["id"]),
        stands_for=entry.get("stands_for", ""),
    )


def _shares(entries: Sequence[Mapping[str, Any]] | None, name: str) -> tuple[Share, ...]:
    return tuple(Share(str(entry[name]), entry["percent"]) for entry in entries or ())


def read_item(entry: Mapping[str, Any]) -> ItemResult:
    """A question of the property."""
    after = entry.get("asked_after") or {}
    return ItemResult(
        id=entry["id"],
        level=entry["level"],
        kind=entry["kind"],
        shown=entry["state"] == "shown",
        reverse=entry["reverse"],
        scale=entry.get("scale"),
        favorable=tuple(entry.get("favorable") or ()),
        bands=_shares(entry.get("bands"), "id"),
        points=_shares(entry.get("points"), "value"),
        options=_shares(entry.get("options"), "value"),
        hidden_options=tuple(entry.get("hidden_options") or ()),
        answered=entry.get("answered"),
        low=entry.get("low"),
        high=entry.get("high"),
        certain_low=entry.get("certain_low"),
        certain_high=entry.get("certain_high"),
        own=entry.get("own", False),
        after=after.get("id", ""),
        after_answers=tuple(str(answer) for answer in after.get("answers", ())),
    )


def read_cut(entry: Mapping[str, Any]) -> Cut:
    """A breakdown with its groups."""
    return Cut(
        id=entry["id"],
        groups=tuple(
            GroupFacts(group["id"], group["state"] == "shown", group.get("label"))
            for group in entry["groups"]
        ),
        items=tuple(
            CutItem(
                id=item["id"],
                shown=item["state"] == "shown",
                groups={
                    group["id"]: GroupFigures(
                        bands=_shares(group.get("bands"), "id"),
                        options=_shares(group.get("options"), "value"),
                        hidden_options=tuple(group.get("hidden_options") or ()),
                    )
                    for group in item.get("groups", ())
                },
            )
            for item in entry["items"]
        ),
    )


def _difference(entry: Mapping[str, Any]) -> Difference:
    return Difference(
        id=entry["id"],
        verdict=entry["verdict"],
        difference=entry.get("difference"),
        low=entry.get("low"),
        high=entry.get("high"),
        smallest=entry.get("smallest"),
        no_change=entry.get("no_change", False),
    )


def read_change(entry: Mapping[str, Any]) -> Change:
    """What is compared with earlier waves."""
    return Change(
        since_number=entry["since"]["number"],
        since_closes_on=date.fromisoformat(entry["since"]["closes_on"]),
        warnings=tuple(entry["warnings"]),
        levels={found["id"]: _difference(found) for found in entry["levels"]},
        items={found["id"]: _difference(found) for found in entry["items"]},
        trends={
            found["id"]: Trend(found["id"], found["waves"], found["verdict"])
            for found in entry["trends"]
        },
    )


def read_gaps(entry: Mapping[str, Any]) -> Gaps:
    """The gaps of one breakdown."""
    return Gaps(
        compared=entry["compared"],
        too_few=entry["too_few"],
        clear=tuple(
            Gap(**take_named(found, "item higher lower difference low high"))
            for found in entry["clear"]
        ),
    )
