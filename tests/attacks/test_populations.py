"""Random properties of every kind: nothing is found, and nearly everything is published.

R1 every release passes the second auditor, against one who knows who answered if nearly all did
R2 of ordinary properties (60 to 420 adults, 40 to 90 %) nine in ten keep every property figure
R3 group figures survive as well, so that hiding all of them does not pass

The same with ten thousand: python -m tests.bench.populations 10000
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.bench.populations import keeps_property, kept
from tests.support.asked import asking
from tests.support.populations import Population, make_population, next_wave
from tests.support.publishing import release_of
from tests.support.second_auditor import HARD, audit
from tests.support.shapes import ordinary_shape, random_shape

ASKED = (
    asking("per_bel_01", "per_val_01", "per_tru_01"),
    asking("out_sat_01", "str_gov_01"),
    asking("out_lad_01", "rel_con_02", "out_hea_01"),
)
IN_ONE_TEST = 20
EVERY_KIND = range(0, 240, IN_ONE_TEST)
ORDINARY = range(1_000, 1_160, IN_ONE_TEST)


def _of_every_kind(seed: int) -> Population:
    """A property with one or two breakdowns, extreme in some way more often than not."""
    draw = random.Random(f"every kind {seed}")
    asked = ASKED[seed % len(ASKED)]
    shape = random_shape(draw, cuts=1 + seed % 2, questionnaire=asked)
    return make_population(seed, replace(shape, adults=min(shape.adults, 700)), questionnaire=asked)


def _ordinary(seed: int) -> Population:
    shape = ordinary_shape(random.Random(f"ordinary {seed}"))
    return make_population(
        seed, replace(shape, cuts=shape.cuts[:2]), questionnaire=ASKED[seed % len(ASKED)]
    )


def _hard(documents: Sequence[tuple[dict[str, Any], Population]]) -> list[str]:
    return [
        f"seed {population.seed} wave {population.wave}: {leak}"
        for document, population in documents
        for leak in audit(document, population.truth)
        if leak.kind in HARD
    ]


@cache
def _ordinary_releases(first: int) -> list[tuple[dict[str, Any], Population]]:
    many = [_ordinary(seed) for seed in range(first, first + IN_ONE_TEST)]
    return [(release_of(population), population) for population in many]


@pytest.mark.parametrize("first", EVERY_KIND)
def test_every_kind(first: int) -> None:
    """R1"""
    many = [_of_every_kind(seed) for seed in range(first, first + IN_ONE_TEST)]
    assert _hard([(release_of(population), population) for population in many]) == []


@pytest.mark.parametrize("first", ORDINARY)
def test_ordinary(first: int) -> None:
    """R1"""
    assert _hard(_ordinary_releases(first)) == []


def test_two_waves() -> None:
    """R1: the second wave is released beside the first, with movers."""
    found = []
    for seed in range(12):
        first = _of_every_kind(seed)
        second = next_wave(first, seed)
        document = release_of(second, earlier=(release_of(first),))
        found += _hard([(document, second)])
        assert document["before"] is None or document["before"]["number"] == 1
    assert found == []


def test_what_is_kept() -> None:
    """R2, R3"""
    documents = [document for first in ORDINARY for document, _people in _ordinary_releases(first)]
    whole = sum(keeps_property(document) for document in documents)
    assert 10 * whole >= 9 * len(documents)
    groups = [share for document in documents if (share := kept(document)[1]) is not None]
    assert sum(groups) / len(groups) > 0.6
