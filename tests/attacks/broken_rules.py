"""The rules of disclosure control, each broken in one place: what an audit has to notice.

A mutation names a function or number of the protector (never of the attacker, which shares no
code with it), what stands in its place, and a property for which the broken rule shows too much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final

import pytest

from survey.core.disclosure import (
    alike,
    figures,
    margins,
    participation,
    protect,
    rounding,
    rules,
    scoring,
    suppression,
)
from survey.core.disclosure.attacker.findings import Kind
from tests.attacks import careless_rules as careless
from tests.attacks import telling_houses as houses
from tests.support.populations import Population

Patch = tuple[object, str, Any]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One broken rule. kind: what the attacker must find; others may be found beside it."""

    name: str
    population: Callable[[], Population]
    kind: Kind
    patches: tuple[Patch, ...]

    def apply(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Break the rule until the end of the test."""
        for owner, name, broken in self.patches:
            monkeypatch.setattr(owner, name, broken)


def _broken(
    name: str, population: Callable[[], Population], kind: Kind, *patches: Patch
) -> Mutation:
    return Mutation(name, population, kind, patches)


SMALL: Final = (
    _broken(
        "a group of k - 1 is shown",
        houses.nine,
        "exact",
        (suppression, "is_small", careless.one_fewer),
    ),
    _broken(
        "a question that k - 1 of a group answered is split",
        partial(houses.skipped, first=40, second=9),
        "exact",
        (suppression, "is_small", careless.one_fewer),
    ),
    _broken(
        "a question that k - 1 answered is shown",
        partial(houses.skipped, first=9, second=0),
        "exact",
        (protect, "is_small", careless.one_fewer),
    ),
    _broken(
        "what is left over is not looked at",
        houses.hidden_eight,
        "exact",
        (suppression, "smallest_hiding", careless.must_alone),
        (suppression, "leaves_few", careless.never),
    ),
    _broken(
        "whoever is in no group is not counted",
        houses.nameless,
        "exact",
        (suppression, "Margin", careless.without_others),
        (suppression, "leaves_few", careless.never),
    ),
    _broken(
        "two cuts are not looked at together",
        houses.nested,
        "exact",
        (suppression, "is_safe_together", careless.always),
    ),
)
"""P1 and P2."""

ALIKE: Final = (
    _broken(
        "a group may be all alike",
        houses.one_stands_out,
        "homogeneous",
        (alike, "is_homogeneous", careless.never),
    ),
    _broken(
        "one outsider is enough",
        houses.one_stands_out,
        "homogeneous",
        (protect, "outsiders_needed", lambda *_given: 1),
    ),
    _broken(
        "near completeness asks for no third outsider",
        partial(houses.two_stand_out, 0, 2),
        "homogeneous",
        (protect, "outsiders_needed", lambda *_given: 2),
    ),
    _broken(
        "a group is nearly complete with one silent, not with two",
        partial(houses.two_stand_out, 2, 60),
        "homogeneous",
        (rules, "NEARLY_ALL_OF_A_GROUP", 1),
    ),
    _broken(
        "response is near complete from 95 percent on, not from 90",
        partial(houses.two_stand_out, 4, 4),
        "homogeneous",
        (rules, "NEAR_COMPLETE_PERCENT", 95),
    ),
    _broken(
        "an option may be ticked by nearly all",
        houses.one_did_not_tick,
        "homogeneous",
        (protect, "hidden_options", lambda *_given: frozenset()),
    ),
    _broken(
        "only the group that tells is masked",
        houses.one_group_alike,
        "homogeneous",
        (protect, "_split_item", careless.masked_one_by_one),
    ),
    _broken(
        "an option is masked in the group that tells alone",
        partial(houses.one_did_not_tick, silent=6),
        "homogeneous",
        (protect, "_split_item", careless.masked_one_by_one),
    ),
)
"""P3 and P4, and that a mask is the same for all groups."""

COARSE: Final = (
    _broken(
        "open ends are always five wide",
        partial(houses.all_alike, 30),
        "homogeneous",
        (protect, "tail_edge", lambda *_given: 5),
    ),
    _broken(
        "shares have no open ends",
        houses.all_alike,
        "homogeneous",
        (rounding, "percent", careless.nought),
        (figures, "percent", careless.nought),
        (figures, "is_printable", careless.always),
    ),
    _broken(
        "points stand beside an open upper end",
        partial(houses.all_alike, answers=(4, 5)),
        "homogeneous",
        (figures, "_is_upper_end", careless.never),
    ),
    _broken(
        "a score may be as extreme as it is",
        partial(houses.all_alike, items=houses.LEVEL),
        "homogeneous",
        (scoring, "printed_score", lambda mean, _last: round(mean)),
    ),
)
"""P6 and P7."""

COUNTED: Final = (
    _broken(
        "the number of respondents is always printed",
        houses.four_silent,
        "participation",
        (protect, "may_count_answering", careless.always),
    ),
    _broken(
        "the number of answers is printed to the last one",
        houses.four_silent,
        "participation",
        (margins, "printed_base", lambda answered, *_given: answered),
    ),
    _broken(
        "intervals are made from all answers of nearly all adults",
        houses.four_silent,
        "participation",
        (margins, "margin_base", lambda answered, *_given: answered),
    ),
    _broken(
        "response is printed to the point",
        houses.four_silent,
        "participation",
        (protect, "response_rate", careless.to_the_point),
    ),
    _broken(
        "about the same is exactly the same",
        houses.half_silent,
        "contradiction",
        (participation, "ABOUT", Fraction(0)),
    ),
)
"""P5, and what follows from how many answered."""

MUTATIONS: Final = SMALL + ALIKE + COARSE + COUNTED
"""One rule broken in each, and what it then shows too much of."""
