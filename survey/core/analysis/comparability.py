"""What two waves differ in besides the answers: each code is a warning beside their changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Final, Literal

from survey.core.analysis.estimates import Refusal, are_counts, are_figures

Caution = Literal[
    "response_differs",
    "mode_differs",
    "access_differs",
    "languages_differ",
    "weighting_differs",
    "season_differs",
    "partly_different_people",
]

DIFFERENT_PERCENT: Final = 10.0
"""Response rates, or the shares of a mode of answering, that differ by so many points."""

DIFFERENT_DAYS: Final = 45.0
"""Further than this from the same time of the year is another season."""

DAYS_IN_A_YEAR: Final = 365.25

_SLACK: Final = 1e-9
"""A difference of exactly 10 points must not be lost to the last bit of a float."""

MANY_NEW: Final = 0.25
"""More new residents than this share make "partly different people"."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a wave was held; None is what nobody knows or nobody may know.

    response: the response rate in percent, the lower edge where only a band is told.
    near_complete: whether it is told only as the uppermost band. access: how answers were
    limited, as one word. modes: answers by mode of answering, as counts or shares. closed_on: its
    last day. weighted: whether its figures are. newcomers: the share (0 to 1) of residents who
    are new since the wave before.
    """

    closed_on: date
    access: str
    response: float | None = None
    near_complete: bool = False
    modes: Mapping[str, float] | None = None
    languages: frozenset[str] | None = None
    weighted: bool = False
    newcomers: float | None = None


def warnings_of(before: Circumstances, now: Circumstances) -> tuple[Caution, ...]:
    """The codes that apply, always in one order.

    Example: 50 % and 60 % response in May and in August give response_differs, season_differs.
    """
    found: dict[Caution, bool] = {
        "response_differs": response_differs(before, now),
        "mode_differs": mode_differs(before.modes, now.modes),
        "access_differs": before.access != now.access,
        "languages_differ": None not in (before.languages, now.languages)
        and before.languages != now.languages,
        "weighting_differs": before.weighted != now.weighted,
        "season_differs": season_differs(before.closed_on, now.closed_on),
        "partly_different_people": now.newcomers is not None and now.newcomers > MANY_NEW,
    }
    return tuple(code for code, applies in found.items() if applies)


def response_differs(before: Circumstances, now: Circumstances) -> bool:
    """Whether non-response may make a change: rates 10 points apart, or told as different bands.

    A rate that is known of one wave only counts as another band; of neither, as the same.
    """
    if before.response is None or now.response is None:
        return before.response is not now.response
    if before.near_complete != now.near_complete:
        return True
    return abs(now.response - before.response) >= DIFFERENT_PERCENT - _SLACK


def mode_differs(before: Mapping[str, float] | None, now: Mapping[str, float] | None) -> bool:
    """Whether the share of any mode of answering differs by 10 points or more.

    Counts or shares. False where the modes of either wave are not known.
    Example: paper 20 of 80 (25 %) and 9 of 60 (15 %) differ.
    """
    if not before or not now or not are_figures(*before.values(), *now.values()):
        return False
    totals = fsum(before.values()), fsum(now.values())
    if min(totals) <= 0:
        return False
    apart = (
        abs(100 * now.get(mode, 0) / totals[1] - 100 * before.get(mode, 0) / totals[0])
        for mode in before.keys() | now.keys()
    )
    return max(apart) >= DIFFERENT_PERCENT - _SLACK


def season_differs(before: date, now: date) -> bool:
    """Whether two days are more than 45 days off the same time of the year.

    Example: 24 May and 24 August are 92 days apart: another season. 20 December and 10 January
    are 21 days apart, whatever the years.
    """
    days = abs((now - before).days) % DAYS_IN_A_YEAR
    return min(days, DAYS_IN_A_YEAR - days) > DIFFERENT_DAYS


def turnover(newcomers: int, residents: int) -> float | Refusal:
    """The share of residents who moved in since the last wave, 0 to 1.

    Refuses nobody at all (no_answers), more newcomers than residents (contradiction), and what is
    no whole number (bad_input). Example: 30 of 100 are new: 0.30, "partly different people".
    """
    if not are_counts(newcomers, residents):
        return Refusal("bad_input")
    if residents < 1:
        return Refusal("no_answers", 1, residents)
    if not 0 <= newcomers <= residents:
        return Refusal("contradiction", residents, newcomers)
    return newcomers / residents
