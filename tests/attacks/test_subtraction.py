"""Bands undone by subtraction: a mask on one group is no mask if the others are printed.

B1 everybody less the shown groups is the masked group
B2 the same over two cuts: the masked group is found from the other cut
"""

from __future__ import annotations

import pytest

from tests.attacks.houses import house, lot
from tests.attacks.spreadsheet import crack
from tests.attacks.unprotected import careless_release
from tests.support.populations import Population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit

SILENT = [None]

ONE_CUT = house(
    lot(40, stratum="s0"),
    lot(20, 5, stratum="s1"),
    lot(40, SILENT, stratum="s0"),
    lot(20, SILENT, stratum="s1"),
)
TWO_CUTS = house(
    lot(40, stratum="s0", dem_kid="children"),
    lot(20, 1, stratum="s1", dem_kid="no_children"),
    lot(40, SILENT, stratum="s0", dem_kid="children"),
    lot(20, SILENT, stratum="s1", dem_kid="no_children"),
)


def _mask_second(_item: str, cut: str, group: str) -> bool:
    """A program that sees that a group is unanimous, and masks that group alone."""
    return (cut, group) == ("stratum", "s1")


@pytest.mark.parametrize("population", [ONE_CUT, TWO_CUTS], ids=["B1", "B2"])
def test_subtraction(population: Population) -> None:
    """B1, B2"""
    people = population.truth
    masked = careless_release(population, masks=_mask_second)
    titles = {found.by for found in crack(masked, people) if len(found.people) == 20}
    assert any("-" in title or "dem_kid" in title for title in titles)
    document = release_of(population)
    assert crack(document, people) == []
    assert audit(document, people) == []
    for cut in document["cuts"]:
        for split in cut["items"]:
            # All of a cut's shown groups have figures, or none has.
            shown = [group["id"] for group in cut["groups"] if group["state"] == "shown"]
            assert [group["id"] for group in split["groups"]] in ([], shown)
