"""What a release tells together with releases of other waves.

Other waves have other answers, so their figures give no rows. But a change must follow from what
both have printed, and two nearly complete waves of nearly the same people differ by those few: in
who lives in a home of some kind, and in what everybody answers alike each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.attacker.printed import NEAR_COMPLETE, STRATUM

Document = Mapping[str, Any]
Ends = tuple[int, int]

RELEASED: Final = "released"


def findings_across(candidate: Document, others: Sequence[Document]) -> Iterator[Finding]:
    """What the candidate tells beside documents of other waves."""
    released = [one for one in others if one["status"] == RELEASED]
    for group in dict.fromkeys(
        group for other in released for group in _nearly_the_same(candidate, other)
    ):
        yield Finding("exact", None, (STRATUM,), ((STRATUM, group),))
    for item in dict.fromkeys(item for other in released for item in _told_twice(candidate, other)):
        yield Finding("exact", item, (), ())
    change = candidate.get("change")
    if change is None:
        return
    number = change["since"]["number"]
    before = [one for one in released if one["wave"].get("number") == number]
    if not before:
        yield Finding("undecided", None, (), ())
    elif not any(_follows(change, one, candidate) for one in before):
        yield Finding("contradiction", None, (), ())


def _nearly_the_same(candidate: Document, other: Document) -> Iterator[str]:
    """Shown frame groups in which fewer than k adults are new or gone, nearly all answering."""
    smallest = candidate["promise"]["min_group"]
    if any(one["response"].get("rate") != NEAR_COMPLETE for one in (candidate, other)):
        return
    now, before = _shown_adults(candidate), _shown_adults(other)
    for group in now.keys() & before.keys():
        if 0 < abs(now[group] - before[group]) < smallest:
            yield group


def _told_twice(candidate: Document, other: Document) -> Iterator[str]:
    """Own lists with figures in both, nearly all answering: who moved is the difference.

    Nobody moves in twice, so that two waves of people who did are of others.
    """
    if all(one["wave"].get("kind") is not None for one in (candidate, other)):
        return
    if any(one["response"].get("rate") != NEAR_COMPLETE for one in (candidate, other)):
        return
    before = _lists_of(other)
    for item, said in _lists_of(candidate).items():
        if item in before or not said.isdisjoint(*before.values()):
            yield item


def _lists_of(document: Document) -> dict[str, set[tuple[str, str]]]:
    """What own questions with a list of answers say, by language, where these have figures."""
    texts = [
        (language, name, " ".join(text.split()).casefold())
        for language, held in (document.get("wording") or {}).items()
        for name, text in held.items()
    ]
    return {
        item["id"]: {(language, text) for language, name, text in texts if name == item["id"]}
        for item in document["items"]
        if item.get("own") and item["options"]
    }


def _shown_adults(document: Document) -> dict[str, int]:
    shown = {
        group["id"]
        for cut in document["cuts"]
        if cut["id"] == STRATUM
        for group in cut["groups"]
        if group["state"] == "shown"
    }
    strata = document["promise"].get("strata") or ()
    return {one["id"]: one["adults"] for one in strata if one["id"] in shown}


def _follows(change: Document, before: Document, now: Document) -> bool:
    """Whether every printed change is one of printed figures, and of nothing else.

    Whole percents and points are subtracted; an open end leaves a range. Two items that print the
    same in both waves must have the same interval of their change.
    """
    scores = ({one["id"]: one for one in document["levels"]} for document in (before, now))
    old_scores, new_scores = scores
    shares = ({one["id"]: one for one in document["items"]} for document in (before, now))
    old_items, new_items = shares
    told: dict[tuple[object, ...], tuple[object, ...]] = {}
    for level in change["levels"]:
        if level["difference"] is not None and not _is_between(
            level["difference"], _points(old_scores[level["id"]]), _points(new_scores[level["id"]])
        ):
            return False
    for item in change["items"]:
        if item["difference"] is None:
            continue
        old, new = old_items[item["id"]], new_items[item["id"]]
        if not _is_between(item["difference"], _favorable(old), _favorable(new)):
            return False
        printed = (_favorable(old), old["answered"], _favorable(new), new["answered"])
        follows = (item["difference"], item["low"], item["high"])
        if told.setdefault(printed, follows) != follows:
            return False
    return True


def _is_between(difference: int, old: Ends, new: Ends) -> bool:
    return new[0] - old[1] <= difference <= new[1] - old[0]


def _points(level: Document) -> Ends:
    score: int = level["score"]
    return score, score


def _favorable(item: Document) -> Ends:
    percent = next(band["percent"] for band in item["bands"] if band["id"] == "favorable")
    if isinstance(percent, int):
        return percent, percent
    edge = int(percent[1:])
    return (0, edge) if percent[0] == "<" else (edge, 100)
