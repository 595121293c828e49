"""Whether a release says of anybody that he answered, or that he did not.

Here the attacker does not know who answered. He knows the adults of each group of the frame, and
reads how many answered of all, which groups answered more than their share, whether there are
weights and with which design effect, the numbers that a group's shares allow, and which groups
are hidden. A frame group
is safe while he must think possible that some of it answered and some did not, and a small one
while another number of it may have answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, Final

from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.attacker.hiding import hides_as_said
from survey.core.disclosure.attacker.intervals import interval_of
from survey.core.disclosure.attacker.printed import (
    NEAR_COMPLETE,
    REST,
    STRATUM,
    Percent,
    Reading,
    is_by_response,
    is_thinned,
)
from survey.core.disclosure.attacker.weights import coarseness_of, frame_margin, weights_by_frame

ABOUT: Final = Fraction(5, 100)
"""Shares that differ by less than five points are "about" the same."""

RATE_STEP: Final = 5
BAND_PERCENT: Final = 90
HUNDRED: Final = 100

Counts = Mapping[str, int]
"""Frame group -> how many of it answered; whoever is in none is under ""."""

Numbers = Mapping[str, Collection[int]]
"""Frame group -> how many of it can have answered; groups without figures are not in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The adults of each frame group, "" for the others, and of all."""

    adults: Counts
    everybody: int


def frame_of(document: Mapping[str, Any]) -> Frame | None:
    """The frame of a document; None where nothing limits answers to one for each adult."""
    adults = frame_margin(document)
    return None if adults is None else Frame(adults, sum(adults.values()))


def participation_findings(reading: Reading, true: Counts, numbers: Numbers) -> Iterator[Finding]:
    """What one document says of who answered.

    true: how many of each frame group did; empty where no cut tells. numbers: how many of a group
    can have answered, as its shares betray.
    """
    document = reading.document
    frame = frame_of(document)
    if frame is None:
        return
    if _counts_the_silent(document, frame) or (reading.widened and _interval_counts(document)):
        yield Finding("participation", None, (), ())
    counted = {group: true.get(group, 0) for group in frame.adults}
    counted[REST] += sum(number for group, number in true.items() if group not in counted)
    if not true or any(counted[group] > frame.adults[group] for group in counted):
        return
    if not _prints_same(document, frame, counted, numbers):
        yield Finding("contradiction", None, (STRATUM,), ())
        return
    if not _weights_fit(document, counted, counted):
        # Made in another way than this attacker knows, so that he cannot say what it tells.
        yield Finding("participation", None, (STRATUM,), ())
        return
    for group, adults in frame.adults.items():
        if adults and not _is_open(document, frame, counted, group, numbers, reading.smallest):
            yield Finding("participation", None, (STRATUM,), ((STRATUM, group),))


def _is_open(
    document: Mapping[str, Any],
    frame: Frame,
    true: Counts,
    group: str,
    numbers: Numbers,
    smallest: int,
) -> bool:
    """Whether some of a group may have answered and some not, and of a small one how many."""
    adults = frame.adults[group]
    seen: set[int] = set()
    for count in _worlds(document, frame, true, group, numbers):
        seen.add(count)
        mixed = seen not in ({0}, {adults})
        if mixed and (adults >= smallest or len(seen) > 1):
            return True
    return False


def _counts_the_silent(document: Mapping[str, Any], frame: Frame) -> bool:
    """P5: a number that says that more than nine in ten answered: of respondents, or of answers.

    "At least so many answered this question" may say nine in ten, which the response says as well.
    Example: 45 of 49 adults is nine in ten, upward; 46 would say more. Or a response that is not
    in steps of five, open at the top: 97 percent of 120, downward, is 117 and no other number.
    """
    rate = document["response"].get("rate") or ""
    if rate.isdecimal() and (int(rate) % RATE_STEP or int(rate) >= BAND_PERCENT):
        return True
    printed = document["response"].get("respondents")
    if printed is not None and printed * HUNDRED >= frame.everybody * BAND_PERCENT:
        return True
    band = ceil(Fraction(frame.everybody * BAND_PERCENT, HUNDRED))
    answered = (item.get("answered") for item in document["items"])
    return any(one is not None and one > band for one in answered)


def _interval_counts(document: Mapping[str, Any]) -> bool:
    """P5: from nine in ten on, an interval that follows from more answers than that.

    One that follows from what is printed beside it is that of the printed number of answers, in
    steps of five, and of no more than nine in ten adults.
    """
    adults = document["property"]["adults"]
    weighted = ((document.get("method") or {}).get("weighting") or {}).get("used")
    if weighted or document["response"].get("rate") != NEAR_COMPLETE:
        return False
    band = ceil(Fraction(adults * BAND_PERCENT, HUNDRED))
    return any(
        (item["low"], item["high"])
        not in [
            interval_of(_favorable(item), base, adults)
            for base in range(item["answered"], min(item["answered"] + RATE_STEP, band + 1))
        ]
        for item in document["items"]
        if item.get("answered") and item.get("low") is not None
    )


def _favorable(item: Mapping[str, Any]) -> Percent:
    percent: Percent = next(band["percent"] for band in item["bands"] if band["id"] == "favorable")
    return percent


def _worlds(
    document: Mapping[str, Any], frame: Frame, true: Counts, group: str, numbers: Numbers
) -> Iterator[int]:
    """Numbers of a group that print the same, when others make up the difference.

    Only one other group changes at a time, or the total where it is not printed: fewer worlds than
    there are, so that he is thought to know more than he does.
    """
    yield true[group]
    for count in range(frame.adults[group] + 1):
        if count == true[group]:
            continue
        if any(
            _prints_same(document, frame, world, numbers) and _weights_fit(document, world, true)
            for world in _neighbors(frame, true, group, count, document)
        ):
            yield count


def _neighbors(
    frame: Frame, true: Counts, group: str, count: int, document: Mapping[str, Any]
) -> Iterator[dict[str, int]]:
    shift = count - true[group]
    if document["response"].get("respondents") is None:
        yield {**true, group: count}
    for other in frame.adults:
        if other != group and 0 <= true[other] - shift <= frame.adults[other]:
            yield {**true, group: count, other: true[other] - shift}


def _prints_same(
    document: Mapping[str, Any], frame: Frame, world: Counts, numbers: Numbers
) -> bool:
    """Whether a world prints everything that the document says of who answered."""
    respondents = sum(world.values())
    response = document["response"]
    if response.get("respondents") not in (None, respondents):
        return False
    if not _rate_fits(response.get("rate"), respondents, frame.everybody):
        return False
    if any(world[group] not in held for group, held in numbers.items() if group in world):
        return False
    return hides_as_said(document, world) and _words_fit(response, frame, world)


def _rate_fits(rate: str | None, respondents: int, adults: int) -> bool:
    if rate is None:
        return True
    step = respondents * HUNDRED // adults // RATE_STEP * RATE_STEP
    if rate == NEAR_COMPLETE:
        return step >= BAND_PERCENT
    return step == 0 if rate.startswith("<") else step == int(rate)


def _words_fit(response: Mapping[str, Any], frame: Frame, world: Counts) -> bool:
    respondents = sum(world.values())
    for line in response.get("participation") or ():
        if line["cut"] != STRATUM or line["group"] not in world:
            continue
        apart = Fraction(world[line["group"]], respondents) - Fraction(
            frame.adults[line["group"]], frame.everybody
        )
        word = "about" if abs(apart) < ABOUT else "more" if apart > 0 else "fewer"
        if word != line["share"]:
            return False
    return True


def _is_never_weighted(document: Mapping[str, Any]) -> bool:
    """By rules 5 nothing is weighted from nine in ten on, whoever has answered."""
    return is_thinned(document) and document["response"].get("rate") == NEAR_COMPLETE


def _weights_fit(document: Mapping[str, Any], world: Counts, true: Counts) -> bool:
    """Whether so many answers would be weighted as the document says, for the reason that it says.

    The design effect is taken as known to one decimal where it is not printed, because intervals
    are made from it, and the heaviest weight as coarsely, because certain ranges are. Where there
    are no weights although the answers call for some, or there is another reason than theirs, an
    audit has decided, which may be so in any world.
    """
    said = (document.get("method") or {}).get("weighting") or {}
    effect = said.get("design_effect")
    if effect is None and not is_by_response(document):
        return True
    if not said.get("used") and _is_never_weighted(document):
        return True
    found, expected = (weights_by_frame(document, counts) for counts in (world, true))
    if effect is None and not said.get("used"):
        follows = expected is not None and expected.reason == said.get("reason")
        return not follows or (found is not None and found.reason == said.get("reason"))
    if found is None or expected is None or found.design_effect is None:
        return False
    if effect is None and expected.design_effect is not None:
        effect = round(expected.design_effect, 1)
    told = round(found.design_effect, 1) == effect
    return told and (
        not is_by_response(document)
        or coarseness_of(document, found, world) == coarseness_of(document, expected, true)
    )
