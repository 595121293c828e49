"""Time-outs: an audit that cannot finish is an audit that found something.

T1 no time at all: nothing is published that would have needed a proof
T2 a solver that gives up on everything: the same
T3 whatever is published when time was short is still safe
"""

from __future__ import annotations

from typing import Any

import pytest

from survey.core.disclosure import clearing
from survey.core.disclosure.attacker import release
from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.attacker.release import audit_release
from tests.attacks.houses import house, lot
from tests.attacks.test_filters import NESTED
from tests.support.populations import Population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit

OPEN = house(
    lot(40, stratum="s0"),
    lot(40, stratum="s1"),
    lot(4, (1, 2), stratum="s0", dem_kid="children"),
    lot(60, [None], stratum="s0"),
    lot(60, [None], stratum="s1"),
)


def _shown(document: dict[str, Any]) -> int:
    """How many figures there are, of groups or of the property."""
    splits = [split for cut in document["cuts"] for split in cut["items"]]
    return sum(part["state"] == "shown" for part in (*document["items"], *splits))


@pytest.mark.parametrize("population", [OPEN, NESTED], ids=["open", "nested"])
def test_undecided_is_refused(population: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    """T2: the attacker decides nothing; so in the end there is no figure."""
    assert _shown(release_of(population)) > 0
    asked = [item.id for item in population.questionnaire.closed_items]

    def give_up(*_given: object, **_named: object) -> tuple[Finding, ...]:
        return tuple(Finding("undecided", item, (), ()) for item in asked)

    monkeypatch.setattr(clearing, "audit_release", give_up)
    document = release_of(population)
    assert _shown(document) == 0
    assert document["response"]["respondents"] is None


@pytest.mark.parametrize("population", [OPEN, NESTED], ids=["open", "nested"])
def test_no_time(population: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    """T1, T3: with a thousandth of a second for each solve, less may be shown, and never more."""
    whole = release_of(population)

    def hurried(*given: Any, **named: Any) -> tuple[Finding, ...]:
        return audit_release(*given, **{**named, "time_limit": 0.001})

    monkeypatch.setattr(clearing, "audit_release", hurried)
    document = release_of(population)
    assert _shown(document) <= _shown(whole)
    assert audit(document, population.truth) == []
    assert release.audit_release is audit_release
