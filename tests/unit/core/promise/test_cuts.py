"""Which breakdowns a property can support: measurement.md section 3, "How many to ask".

C1  Under 50 adults: none, but housing type known from codes where each side has 25.
C2  50 to 124: housing type in two groups, nothing else.
C3  125 to 299: and length of stay or age, one of them.
C4  From 300: every question that has groups; race has none and is never asked.
C5  A larger smallest group needs more adults: 40 in 100 answer, each group reaches it.
C6  Housing type comes from the codes where they know it, and is asked only where they do not.
C7  With an open link there is no stratum; housing is asked by its own rule, twice the smallest
    group on each side where the frame says so.
C8  What is not supported cannot be chosen.
"""

from __future__ import annotations

import pytest

from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank
from survey.core.errors import SurveyError
from survey.core.promise.cuts import (
    CutGroup,
    CutOption,
    adults_needed,
    choose_cuts,
    propose_cuts,
)
from survey.core.promise.frame import Frame, FrameStratum

EVERYTHING = ("dem_ten", "dem_los", "dem_age", "dem_race", "dem_kid")


@pytest.fixture(scope="module")
def annual() -> Questionnaire:
    """A questionnaire that would ask everything that can be a breakdown."""
    return build_questionnaire(read_bank(), "annual", demographics=EVERYTHING)


def frame(*adults: int) -> Frame:
    """A frame whose strata have these many adults; a single one has no housing mix."""
    names = ("full_price", "lower_cost", "middle")
    strata = tuple(
        FrameStratum(name, name.title(), count, count)
        for name, count in zip(names, adults, strict=False)
    )
    return Frame(sum(adults), sum(adults), strata if len(adults) > 1 else ())


def options(
    where: Frame, asked: Questionnaire, *, min_group: int = 10, access: str = "codes"
) -> dict[str, CutOption]:
    """The options by id."""
    return {
        option.id: option
        for option in propose_cuts(where, asked, min_group=min_group, access=access)
    }


def supported(found: dict[str, CutOption]) -> list[str]:
    return [name for name, option in found.items() if option.supported]


def proposed(found: dict[str, CutOption]) -> list[str]:
    return [name for name, option in found.items() if option.proposed]


@pytest.mark.parametrize(
    ("adults", "can", "shall"),
    [
        ((20, 29), [], []),
        ((25, 24), [], []),
        ((25, 25), ["stratum"], ["stratum"]),
        ((62, 62), ["stratum"], ["stratum"]),
        ((63, 62), ["stratum", "dem_los", "dem_age"], ["stratum", "dem_los"]),
        ((150, 149), ["stratum", "dem_los", "dem_age"], ["stratum", "dem_los"]),
        (
            (150, 150),
            ["stratum", "dem_los", "dem_age", "dem_kid"],
            ["stratum", "dem_los", "dem_age", "dem_kid"],
        ),
    ],
)
def test_bands_with_codes(
    annual: Questionnaire, adults: tuple[int, int], can: list[str], shall: list[str]
) -> None:
    """C1, C2, C3, C4"""
    found = options(frame(*adults), annual)
    assert (supported(found), proposed(found)) == (can, shall)
    assert found["dem_race"].reason == "no_groups"


@pytest.mark.parametrize(
    ("adults", "can"),
    [
        (49, []),
        (50, ["dem_ten"]),
        (124, ["dem_ten"]),
        (125, ["dem_ten", "dem_los", "dem_age"]),
        (299, ["dem_ten", "dem_los", "dem_age"]),
        (300, ["dem_ten", "dem_los", "dem_age", "dem_kid"]),
    ],
)
def test_bands_without_a_housing_mix(annual: Questionnaire, adults: int, can: list[str]) -> None:
    """C1, C2, C3, C4"""
    assert supported(options(frame(adults), annual)) == can


def test_small_kinds_of_homes_are_named(annual: Questionnaire) -> None:
    """C3: which are no groups, so that nobody wonders where they went."""
    found = options(frame(60, 15, 45), annual)["stratum"]
    assert [group.label for group in found.groups] == ["Full_Price", "Middle"]
    assert (found.proposed, found.left_out) == (True, ("Lower_Cost",))
    assert options(frame(60, 45), annual)["stratum"].left_out == ()


def test_larger_groups_need_more_adults(annual: Questionnaire) -> None:
    """C5"""
    assert (adults_needed(2, 10), adults_needed(2, 20), adults_needed(1, 11)) == (50, 100, 28)
    assert supported(options(frame(99), annual, min_group=20)) == []
    assert supported(options(frame(100), annual, min_group=20)) == ["dem_ten"]
    assert supported(options(frame(49, 51), annual, min_group=20)) == ["dem_ten"]
    assert supported(options(frame(50, 50), annual, min_group=20)) == ["stratum"]


def test_small_smallest_group_keeps_the_floor(annual: Questionnaire) -> None:
    """C1, C5: five people a group do not make a stratum of 24 knowable."""
    assert supported(options(frame(24, 24), annual, min_group=5)) == []


def test_housing_known_from_codes_is_not_asked(annual: Questionnaire) -> None:
    """C6"""
    found = options(frame(100, 100), annual)
    assert (found["dem_ten"].supported, found["dem_ten"].reason) == (False, "known_from_codes")
    assert found["stratum"].groups == (
        CutGroup("full_price", label="Full_Price"),
        CutGroup("lower_cost", label="Lower_Cost"),
    )


def test_strata_too_small_for_codes(annual: Questionnaire) -> None:
    """C6: a third stratum that is large enough stands in for a small one."""
    found = options(frame(20, 40), annual)
    assert found["stratum"].reason == "strata_too_small"
    three = options(frame(100, 12, 80), annual)
    assert [group.id for group in three["stratum"].groups] == ["full_price", "middle"]


def test_open_link(annual: Questionnaire) -> None:
    """C7"""
    found = options(frame(60, 60), annual, access="link")
    assert (found["stratum"].supported, found["stratum"].reason) == (False, "needs_codes")
    assert supported(found) == ["dem_ten"]
    small_side = options(frame(19, 101), annual, access="link")
    assert small_side["dem_ten"].reason == "strata_too_small"
    assert supported(options(frame(20, 100), annual, access="link")) == ["dem_ten"]


def test_choosing(annual: Questionnaire) -> None:
    """C8"""
    where = frame(100, 100)
    offered = list(options(where, annual).values())
    assert [one.id for one in choose_cuts(("dem_age", "stratum"), offered, where)] == [
        "stratum",
        "dem_age",
    ]
    assert choose_cuts((), offered, where) == ()
    for cut in ("dem_ten", "dem_race", "dem_kid", "nothing"):
        with pytest.raises(SurveyError, match="cut_not_supported"):
            choose_cuts((cut,), offered, where)


def test_only_one_beside_housing(annual: Questionnaire) -> None:
    """C3"""
    where = frame(149, 150)
    with pytest.raises(SurveyError, match="too_many_cuts"):
        choose_cuts(("dem_los", "dem_age"), options(where, annual).values(), where)
    larger = frame(150, 150)
    chosen = choose_cuts(("dem_los", "dem_age"), options(larger, annual).values(), larger)
    assert len(chosen) == 2


def test_pulse_asks_what_it_has() -> None:
    """C4: a breakdown that the questionnaire does not ask is not thought of."""
    pulse = build_questionnaire(read_bank(), "pulse_core")
    assert list(options(frame(300, 300), pulse)) == ["stratum", "dem_ten"]
