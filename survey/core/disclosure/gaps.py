"""Gaps between the groups of a release, worked out from what it prints of them.

A gap from true sizes would tell these. From printed percents and the bounds of group_bases.py it
is a sum that every reader can do: it tells nothing that they do not tell, of either group or of
the rest. It is the less sure for it, and more often "too few to tell".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor
from typing import Any, Final

from survey.core.analysis.change import Change, newcombe
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.multiplicity import DISCOVERY_LEVEL, benjamini_yekutieli
from survey.core.analysis.verdicts import verdict
from survey.core.disclosure.group_bases import least_answers
from survey.core.disclosure.published import closest_shares, design_effect_of

Document = Mapping[str, Any]

PERCENT: Final = 100.0
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Compared:
    """One question, the second group less the first, before all have been judged together."""

    cut: str
    item: str
    groups: tuple[str, str]
    change: Change
    fewest: float


def gaps_of(document: Document) -> list[dict[str, Any]]:
    """For each breakdown with two shown groups or more, which of their gaps are clear.

    The gap of the favorable share of each question between each two shown groups, in whole
    points: Newcombe's interval and the pooled z, open ends taken as what is closest, each group
    with the fewest answers that it can have given, over the design effect where figures are
    weighted. Everything in the release is one family: Benjamini and Yekutieli at 0.10, because
    gaps that share a group hang together in both directions. What is clear is decided by
    `verdicts.verdict`, so a clear gap has at least five points.

    Each entry: `cut`; `compared`, the gaps that could have been called clear or not; `too_few`,
    the gaps of groups that are too small to tell; `clear`, the largest first: item, `higher` and
    `lower` group, difference, low, high, with the ends outward.
    """
    found = list(_compared(document))
    adjusted = benjamini_yekutieli([one.change.p for one in found])
    assert not isinstance(adjusted, Refusal), "every p is between 0 and 1"
    judged = [
        (one, _printed(one), p is not None and p <= DISCOVERY_LEVEL)
        for one, p in zip(found, adjusted, strict=True)
    ]
    return [
        _entry(cut["id"], [entry for entry in judged if entry[0].cut == cut["id"]])
        for cut in document["cuts"]
        if any(one.cut == cut["id"] for one in found)
    ]


def _compared(document: Document) -> Iterator[_Compared]:
    effect = design_effect_of(document) if document["status"] == "released" else 1.0
    items = {item["id"]: item for item in document["items"] if item["state"] == "shown"}
    for cut in document["cuts"]:
        for split in cut["items"]:
            if split["state"] != "shown" or split["id"] not in items:
                continue
            shares = _favorable(split)
            bases = {
                group: least_answers(document, (cut["id"], group), items[split["id"]]) / effect
                for group in shares
            }
            for pair in combinations(shares, 2):
                first, second = closest_shares(shares[pair[0]], shares[pair[1]])
                change = newcombe(first / PERCENT, bases[pair[0]], second / PERCENT, bases[pair[1]])
                if not isinstance(change, Refusal):
                    fewest = min(bases[group] for group in pair)
                    yield _Compared(cut["id"], split["id"], pair, change, fewest)


def _favorable(split: Mapping[str, Any]) -> dict[str, int | str]:
    """The favorable share of each group that has one: lists of answers have none."""
    return {
        group["id"]: band["percent"]
        for group in split["groups"]
        for band in group["bands"]
        if band["id"] == "favorable"
    }


def _printed(one: _Compared) -> Estimate:
    """A gap as it is printed, which is what its verdict is about."""
    found = one.change.estimate.scaled(PERCENT)
    return Estimate(round(found.value), floor(found.low + _SLACK), ceil(found.high - _SLACK))


def _entry(cut: str, judged: list[tuple[_Compared, Estimate, bool]]) -> dict[str, Any]:
    words = [
        verdict(printed, rejected=rejected, fewest_answers=one.fewest)
        for one, printed, rejected in judged
    ]
    clear = [
        _clear(one, printed)
        for (one, printed, _), word in zip(judged, words, strict=True)
        if word in ("clear_rise", "clear_fall")
    ]
    too_few = words.count("too_few_to_tell")
    return {
        "cut": cut,
        "compared": len(words) - too_few,
        "too_few": too_few,
        "clear": sorted(clear, key=lambda gap: -gap["difference"]),
    }


def _clear(one: _Compared, printed: Estimate) -> dict[str, Any]:
    """From the lower group to the higher one, whichever of them stands first."""
    first, second = one.groups
    if printed.value < 0:
        first, second = second, first
        printed = Estimate(-printed.value, -printed.high, -printed.low)
    return {
        "item": one.item,
        "higher": second,
        "lower": first,
        "difference": int(printed.value),
        "low": int(printed.low),
        "high": int(printed.high),
    }
