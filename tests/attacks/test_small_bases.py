"""Percentages that betray a hidden number of answers, and with it who answered.

N1 a group's number is not printed, but its shares to one decimal are
N2 shares of a small group are whole people: then every count is known
N3 whole percents of large groups leave every small class in the dark
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

from tests.attacks.houses import house, lot
from tests.attacks.unprotected import careless_release
from tests.support.asked import asking
from tests.support.populations import make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit
from tests.support.shapes import ordinary_shape


def fitting_bases(shares: Sequence[Fraction], adults: int, half: Fraction) -> list[int]:
    """The numbers of people whose counts can read as these shares of a whole."""
    return [
        base
        for base in range(1, adults + 1)
        if all(
            any(abs(Fraction(count, base) - share) <= half for count in range(base + 1))
            for share in shares
        )
    ]


def test_one_decimal() -> None:
    """N1: seven of a group of twelve answered; 14.3, 28.6 and 57.1 percent say so."""
    shares = [Fraction(round(Fraction(1000 * count, 7)), 1000) for count in (1, 2, 4)]
    assert fitting_bases(shares, 12, Fraction(1, 2000)) == [7]


def test_small_group() -> None:
    """N2: the careless report prints the seven in whole percents, which is enough."""
    population = house(
        lot(40, stratum="s0"),
        lot(7, (1, 3, 3, 5, 5, 5, 5), stratum="s1"),
        lot(30, [None], stratum="s0"),
        lot(5, [None], stratum="s1"),
    )
    careless = careless_release(population)
    group = careless["cuts"][0]["items"][0]["groups"][1]
    shares = [Fraction(band["percent"], 100) for band in group["bands"]]
    assert 7 in fitting_bases(shares, 12, Fraction(1, 200))
    assert len(fitting_bases(shares, 12, Fraction(1, 200))) == 1
    document = release_of(population)
    assert [group["state"] for group in document["cuts"][0]["groups"]] == ["hidden", "hidden"]


@pytest.mark.parametrize("seed", range(8))
def test_participation(seed: int) -> None:
    """N3: nobody can prove of a class of fewer than ten who of it answered."""
    shape = ordinary_shape(random.Random(seed))
    population = make_population(seed, shape, questionnaire=asking("out_sat_01", "rel_eas_01"))
    document = release_of(population)
    assert any(item["state"] == "shown" for item in document["items"])
    assert audit(document, population.truth, knows_who_answered=False) == []
