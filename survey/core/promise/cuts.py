"""Which breakdowns a property can support: as many groups as its frame can fill, one way each.

Source: measurement.md section 3, "How many to ask": the groups of a breakdown times the smallest
group must not exceed the adults who can be expected to answer. Breakdowns are never crossed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from survey.core.bank.model import Demographic
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.wording import group_key
from survey.core.errors import SurveyError
from survey.core.promise.frame import Frame

EXPECTED_RESPONSE_PERCENT: Final = 40
STRATUM: Final = "stratum"
HOUSING: Final = "dem_ten"
HOUSING_CUTS: Final = frozenset({STRATUM, HOUSING})

HOUSING_FROM_ADULTS: Final = 50
ONE_MORE_FROM_ADULTS: Final = 125
EVERYTHING_FROM_ADULTS: Final = 300
ONE_MORE_CUTS: Final = ("dem_los", "dem_age")
"""What a property of 125 to 299 adults may choose one of, in the order of proposing."""

Reason = Literal[
    "from_codes",
    "enough_adults",
    "one_besides_housing",
    "known_from_codes",
    "needs_codes",
    "strata_too_small",
    "too_few_adults",
    "no_groups",
]


@dataclass(frozen=True, slots=True)
class CutGroup:
    """One group of a breakdown: its label is a stratum's own, or a wording key of the bank."""

    id: str
    label: str | None = None
    label_key: str | None = None


@dataclass(frozen=True, slots=True)
class CutOption:
    """A breakdown that was thought of. Only a supported one can be chosen; `reason` says why.

    adults_needed: how many adults on the frame would support it, 0 where that is not the matter.
    left_out: names of the strata that are too small to be groups of it.
    """

    id: str
    groups: tuple[CutGroup, ...]
    supported: bool
    proposed: bool
    reason: Reason
    adults_needed: int = 0
    left_out: tuple[str, ...] = ()


def propose_cuts(
    frame: Frame, questionnaire: Questionnaire, *, min_group: int, access: str
) -> tuple[CutOption, ...]:
    """Every breakdown thinkable for this questionnaire: what can be chosen, and what to choose."""
    stratum = _stratum_option(frame, min_group, access)
    options = [stratum] if stratum else []
    for asked in questionnaire.demographics:
        options.append(_option(asked, frame, min_group, bool(stratum and stratum.supported)))
    return tuple(_propose(options, frame))


def choose_cuts(
    chosen: Collection[str], options: Iterable[CutOption], frame: Frame
) -> tuple[CutOption, ...]:
    """The chosen options, in their own order.

    Raises SurveyError "cut_not_supported" and, where only one may stand beside housing,
    "too_many_cuts".
    """
    supported = {option.id: option for option in options if option.supported}
    for cut in sorted(chosen):
        if cut not in supported:
            raise SurveyError("refused", "cut_not_supported", field="cuts", cut=cut)
    picked = tuple(option for name, option in supported.items() if name in chosen)
    more = [option for option in picked if option.id not in HOUSING_CUTS]
    if len(more) > 1 and frame.adults < EVERYTHING_FROM_ADULTS:
        raise SurveyError("refused", "too_many_cuts", field="cuts")
    return picked


def adults_needed(groups: int, min_group: int) -> int:
    """Adults on the frame so that each of the groups can be expected to reach the smallest size."""
    return -(-groups * min_group * 100 // EXPECTED_RESPONSE_PERCENT)


def _stratum_option(frame: Frame, min_group: int, access: str) -> CutOption | None:
    """Housing type as the codes know it; None for a frame without a housing mix."""
    if len(frame.strata) < 2:
        return None
    large = frame.strata_of(adults_needed(1, min_group))
    groups = tuple(CutGroup(one.id, label=one.label) for one in large)
    if access != "codes":
        return CutOption(STRATUM, groups, supported=False, proposed=False, reason="needs_codes")
    if len(groups) < 2:
        return CutOption(
            STRATUM, groups, supported=False, proposed=False, reason="strata_too_small"
        )
    left_out = tuple(one.label for one in frame.strata if one not in large)
    return CutOption(
        STRATUM, groups, supported=True, proposed=False, reason="from_codes", left_out=left_out
    )


def _option(asked: Demographic, frame: Frame, min_group: int, known: bool) -> CutOption:
    groups = tuple(CutGroup(one.id, label_key=group_key(asked.id, one.id)) for one in asked.groups)
    needed = max(_from_adults(asked.id), adults_needed(len(groups), min_group))
    supported, reason = _judge(asked, frame, min_group, known, needed)
    return CutOption(asked.id, groups, supported, False, reason, needed)


def _judge(
    asked: Demographic, frame: Frame, min_group: int, known: bool, needed: int
) -> tuple[bool, Reason]:
    if len(asked.groups) < 2:
        return False, "no_groups"
    if asked.id == HOUSING and known:
        return False, "known_from_codes"
    if frame.adults < needed:
        return False, "too_few_adults"
    if asked.id == HOUSING and _some_side_is_small(asked, frame, min_group):
        return False, "strata_too_small"
    if asked.id in ONE_MORE_CUTS and frame.adults < EVERYTHING_FROM_ADULTS:
        return True, "one_besides_housing"
    return True, "enough_adults"


def _from_adults(demographic_id: str) -> int:
    if demographic_id == HOUSING:
        return HOUSING_FROM_ADULTS
    return ONE_MORE_FROM_ADULTS if demographic_id in ONE_MORE_CUTS else EVERYTHING_FROM_ADULTS


def _some_side_is_small(asked: Demographic, frame: Frame, min_group: int) -> bool:
    """Whether the frame itself says that a group has fewer than twice the smallest size."""
    groups = {group.id for group in asked.groups}
    return any(one.id in groups and one.adults < 2 * min_group for one in frame.strata)


def _propose(options: Iterable[CutOption], frame: Frame) -> Iterable[CutOption]:
    """Propose housing type and, between 125 and 299 adults, the first of what may stand beside."""
    beside = 0
    for option in options:
        wanted = option.supported
        if wanted and option.id not in HOUSING_CUTS:
            wanted = beside == 0 or frame.adults >= EVERYTHING_FROM_ADULTS
            beside += 1
        yield replace(option, proposed=wanted)
