"""Properties that tell on a broken rule: each shows too much as soon as one rule is not kept.

With all rules kept, nothing of theirs that may not be known is published in the first place.
"""

from __future__ import annotations

from typing import Final

from tests.attacks.houses import MIXED, Lot, house, lot, population_of
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.shapes import STRATUM

SILENT: Final = [None]
EIGHT: Final = (1, 1, 1, 1, 1, 5, 5, 3)
LIST: Final = "ctx_spa_01"
LEVEL: Final = ("per_bel_01", "per_val_01", "per_tru_01")
ASKED_ALL: Final = "out_sat_01"
ASKED_SOME: Final = "per_bel_01"


def two_groups(*second: Lot) -> Population:
    """Forty who differ and a second housing type, each with as many silent people again."""
    size = sum(adults for adults, _answers, _groups in second)
    silent = (lot(40, SILENT, stratum="s0"), lot(size, SILENT, stratum="s1"))
    return house(lot(40, stratum="s0"), *second, *silent)


def nine() -> Population:
    """One fewer than may be shown."""
    return two_groups(lot(9, stratum="s1"))


def one_stands_out() -> Population:
    """A housing type of which all but one gave one answer."""
    return two_groups(lot(24, 5, stratum="s1"), lot(1, 3, stratum="s1"))


def two_stand_out(silent_here: int, silent_there: int) -> Population:
    """A housing type of which all but two gave one answer, and so many are silent."""
    return house(
        lot(40, stratum="s0"),
        lot(38, 5, stratum="s1"),
        lot(2, 3, stratum="s1"),
        lot(silent_here, SILENT, stratum="s1"),
        lot(silent_there, SILENT, stratum="s0"),
    )


def hidden_eight() -> Population:
    """Few enough that whole percents are counts, and nearly all answered."""
    lots = (lot(30, stratum="s0"), lot(25, stratum="s1"))
    return house(*lots, lot(8, EIGHT, stratum="s2"), lot(1, SILENT, stratum="s0"))


def nested() -> Population:
    """All but three of the second housing type came lately."""
    return house(
        lot(30, stratum="s0", dem_los="over5"),
        lot(3, 1, stratum="s1", dem_los="over5"),
        lot(25, stratum="s1", dem_los="under5"),
        lot(60, SILENT, stratum="s0", dem_los="over5"),
        lot(56, SILENT, stratum="s1", dem_los="under5"),
    )


def nameless() -> Population:
    """Four, of two minds, do not say whether they have children."""
    return house(
        lot(30, dem_kid="children"),
        lot(30, dem_kid="no_children"),
        lot(4, (1, 5)),
        lot(60, SILENT, dem_kid="children"),
    )


def one_group_alike() -> Population:
    """Nearly everybody answered, and a whole housing type alike."""
    silent = (lot(3, SILENT, stratum="s0"), lot(3, SILENT, stratum="s1"))
    return house(lot(40, stratum="s0"), lot(25, 5, stratum="s1"), *silent)


def all_alike(
    number: int = 40, answers: tuple[int, ...] = (5,), *, items: tuple[str, ...] = ()
) -> Population:
    """A property in which everybody who answered is content."""
    asked = asking(*items) if items else None
    return house(lot(number, answers), lot(60, SILENT), asked=asked)


def four_silent() -> Population:
    """Nearly everybody answered."""
    return house(lot(76, (4, 5, 2, 4)), lot(4, SILENT))


def three_more(newcomers: int, *, wave: int) -> Population:
    """Nearly everybody answered, and so many of one mind have moved into a housing type."""
    lots = (lot(30, stratum="s0"), lot(40, stratum="s1"), lot(1, SILENT, stratum="s0"))
    return house(*lots, lot(newcomers, 1, stratum="s0"), wave=wave)


def half_silent() -> Population:
    """Forty of 71, from one housing type a little more than from the other."""
    silent = (lot(15, SILENT, stratum="s0"), lot(16, SILENT, stratum="s1"))
    return house(lot(21, stratum="s0"), lot(19, stratum="s1"), *silent)


def skipped(*, first: int, second: int) -> Population:
    """Forty and twenty, of whom so many answered the second question."""
    people = [
        Person(f"{stratum}-{place}", {STRATUM: stratum}, _some(place, place < answering))
        for stratum, size, answering in (("s0", 40, first), ("s1", 20, second))
        for place in range(size)
    ]
    people += [Person(f"d{place}", {STRATUM: f"s{place % 2}"}, None) for place in range(60)]
    return population_of(people, asking(ASKED_ALL, ASKED_SOME))


def one_did_not_tick(*, silent: int = 60) -> Population:
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
    people += [Person(f"d{place}", {STRATUM: f"s{place % 2}"}, None) for place in range(silent)]
    return population_of(people, asked)


def _some(place: int, both: bool) -> dict[str, object]:
    answers: dict[str, object] = {ASKED_ALL: MIXED[place % 5]}
    return answers | ({ASKED_SOME: MIXED[place % 5]} if both else {})
