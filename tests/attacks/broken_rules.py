"""The rules of disclosure control, each broken in one place: what an audit has to notice.

A mutation names a function or number of the protector (never of the attacker, which shares no
code with it), what stands in its place, and a property for which the broken rule shows too much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest

from survey.core.disclosure import (
    alike,
    figures,
    margins,
    protect,
    rounding,
    rules,
    suppression,
)
from survey.core.disclosure.attacker.findings import Kind
from tests.attacks.houses import Lot, house, lot, population_of
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.shapes import STRATUM

SILENT: Final = [None]
HIDDEN: Final = (1, 1, 1, 1, 1, 5, 5, 3)
LIST: Final = "ctx_spa_01"
LEVEL: Final = ("per_bel_01", "per_val_01", "per_tru_01")

Patch = tuple[object, str, Any]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One broken rule. kinds: what the attacker must find, at least one of these."""

    name: str
    patches: tuple[Patch, ...]
    population: Callable[[], Population]
    kinds: frozenset[Kind]

    def apply(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Break the rule until the end of the test."""
        for owner, name, broken in self.patches:
            monkeypatch.setattr(owner, name, broken)


def _never(*_given: Any, **_named: Any) -> bool:
    return False


def _always(*_given: Any, **_named: Any) -> bool:
    return True


def _one_fewer(people: int, held: rules.Rules) -> bool:
    return people < held.min_group - 1


def _must_alone(_sizes: Any, must: Any, _margins: Any, *, min_hidden: int) -> frozenset[str]:
    return frozenset(must)


def _nought(part: Any, whole: Any, _edge: int = 0) -> int:
    return int((part * 200 + whole) // (whole * 2))


def _broken(
    name: str, population: Callable[[], Population], kind: Kind, *patches: Patch
) -> Mutation:
    return Mutation(name, patches, population, frozenset({kind}))


def _two_groups(*second: Lot) -> Population:
    """Forty who differ and a second housing type, each with as many silent people again."""
    size = sum(adults for adults, _answers, _groups in second)
    silent = (lot(40, SILENT, stratum="s0"), lot(size, SILENT, stratum="s1"))
    return house(lot(40, stratum="s0"), *second, *silent)


def _nine() -> Population:
    return _two_groups(lot(9, stratum="s1"))


def _one_stands_out() -> Population:
    return _two_groups(lot(24, 5, stratum="s1"), lot(1, 3, stratum="s1"))


def _all_but_two_adults() -> Population:
    lots = (lot(38, 5, stratum="s1"), lot(2, 3, stratum="s1"), lot(2, SILENT, stratum="s0"))
    return house(lot(40, stratum="s0"), *lots)


def _hidden_eight() -> Population:
    """Few enough that whole percents are counts, and nearly all answered."""
    lots = (lot(30, stratum="s0"), lot(25, stratum="s1"))
    return house(*lots, lot(8, HIDDEN, stratum="s2"), lot(1, SILENT, stratum="s0"))


def _nested() -> Population:
    """All but three of the second housing type came lately."""
    return house(
        lot(30, stratum="s0", dem_los="over5"),
        lot(3, 1, stratum="s1", dem_los="over5"),
        lot(25, stratum="s1", dem_los="under5"),
        lot(60, SILENT, stratum="s0", dem_los="over5"),
        lot(56, SILENT, stratum="s1", dem_los="under5"),
    )


def _alike(answers: tuple[int, ...] = (5,), *, items: tuple[str, ...] = ()) -> Population:
    asked = asking(*items) if items else None
    return house(lot(40, answers), lot(60, SILENT), asked=asked)


def _four_silent() -> Population:
    return house(lot(76, (4, 5, 2, 4)), lot(4, SILENT))


def _one_did_not_tick() -> Population:
    """A list of which all but one of the second housing type ticked the first option."""
    asked = asking(LIST)
    [item] = asked.closed_items
    first, *others = (option.value for option in asked.scale_of(item).options)
    people = [
        Person(f"a{place}", {STRATUM: "s0"}, {LIST: [[first, *others][place % 3]]})
        for place in range(40)
    ]
    people += [
        Person(f"b{place}", {STRATUM: "s1"}, {LIST: [first, others[place % 3]]})
        for place in range(24)
    ]
    people.append(Person("c", {STRATUM: "s1"}, {LIST: [others[0]]}))
    people += [Person(f"d{place}", {STRATUM: f"s{place % 2}"}, None) for place in range(60)]
    return population_of(people, asked)


MUTATIONS: Final = (
    _broken("a group of k - 1 is shown", _nine, "exact", (suppression, "is_small", _one_fewer)),
    _broken(
        "what is left over is not looked at",
        _hidden_eight,
        "exact",
        (suppression, "smallest_hiding", _must_alone),
        (suppression, "leaves_few", _never),
    ),
    _broken(
        "a group may be all alike",
        _one_stands_out,
        "homogeneous",
        (alike, "is_homogeneous", _never),
    ),
    _broken(
        "one outsider is enough",
        _one_stands_out,
        "homogeneous",
        (protect, "outsiders_needed", lambda *_given: 1),
    ),
    _broken(
        "near completeness asks for no third outsider",
        _all_but_two_adults,
        "homogeneous",
        (protect, "outsiders_needed", lambda *_given: 2),
    ),
    _broken(
        "two cuts are not looked at together",
        _nested,
        "exact",
        (suppression, "is_safe_together", _always),
    ),
    _broken(
        "open ends are always five wide",
        lambda: house(lot(30, 5), lot(60, SILENT)),
        "homogeneous",
        (protect, "tail_edge", lambda *_given: 5),
    ),
    _broken(
        "shares have no open ends",
        _alike,
        "homogeneous",
        (rounding, "percent", _nought),
        (figures, "percent", _nought),
        (figures, "is_printable", _always),
    ),
    _broken(
        "points stand beside an open upper end",
        lambda: _alike((4, 5)),
        "homogeneous",
        (figures, "_is_upper_end", _never),
    ),
    _broken(
        "a score may be as extreme as it is",
        lambda: _alike(items=LEVEL),
        "homogeneous",
        (protect, "is_extreme", _never),
    ),
    _broken(
        "an option may be ticked by nearly all",
        _one_did_not_tick,
        "homogeneous",
        (protect, "hidden_options", lambda *_given: frozenset()),
    ),
    _broken(
        "the number of respondents is always printed",
        _four_silent,
        "participation",
        (protect, "may_count_answering", _always),
    ),
    _broken(
        "the number of answers is printed to the last one",
        _four_silent,
        "participation",
        (margins, "printed_base", lambda answered, *_given: answered),
    ),
)
"""One rule broken in each, and what it then shows too much of."""
