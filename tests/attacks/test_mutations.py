"""The audit is a check that can fail: each rule of the protector is broken, and it notices.

X1  As the rules are, the attacker has nothing against the property.
X2  With one rule broken, he names what is wrong with the first proposal.
X3  What is published in the end is safe all the same: the attacker's findings hide more, and a
    second auditor, who shares no code with him, finds nothing either.
X4  A document of a broken rule, handed in as it is, is refused.
X5  With the earlier releases left out, he misses what they tell beside the new one; with them, he
    finds it, and it is repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from survey.core.disclosure import clearing
from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.attacker.release import audit_release
from survey.core.disclosure.clearing import Cleared, clear
from tests.attacks.broken_rules import MUTATIONS, Mutation
from tests.attacks.telling_houses import nested, three_more
from tests.support.populations import Population
from tests.support.publishing import header_of
from tests.support.second_auditor import audit

Document = dict[str, Any]
Proposals = list[tuple[Document, Sequence[Finding]]]


def _clear(
    population: Population, monkeypatch: pytest.MonkeyPatch, *, earlier: Sequence[Document] = ()
) -> tuple[Cleared, Proposals]:
    """What is published, and every proposal on the way with what was found against it."""
    proposals: Proposals = []

    def note(document: Document, **given: Any) -> Sequence[Finding]:
        found = audit_release(document, **given)
        proposals.append((document, found))
        return found

    monkeypatch.setattr(clearing, "audit_release", note)
    cleared = clear(
        population.tabulation,
        population.questionnaire,
        population.rules,
        header=header_of(population),
        earlier=earlier,
    )
    return cleared, proposals


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name.replace(" ", "_"))
def test_a_broken_rule_is_noticed(mutation: Mutation, monkeypatch: pytest.MonkeyPatch) -> None:
    """X1, X2, X3, X4"""
    population = mutation.population()
    whole, sound = _clear(population, monkeypatch)
    assert [found for _document, found in sound] == [()]
    mutation.apply(monkeypatch)
    cleared, proposals = _clear(population, monkeypatch)
    careless, found = proposals[0]
    assert careless != whole.document
    assert mutation.kind in {finding.kind for finding in found}
    monkeypatch.undo()
    assert audit_release(cleared.document, truth=population.tabulation) == ()
    assert audit(cleared.document, population.truth) == []
    again = audit_release(careless, truth=population.tabulation)
    assert mutation.kind in {finding.kind for finding in again}


def test_names_differ() -> None:
    """A mutation that stands twice would be tried once less than it seems."""
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)


def test_beside_what_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """X5: two cuts, one in each release of a wave; a correction is judged beside the first."""
    population = nested()
    first, _proposals = _clear(replace(population, cuts=population.cuts[::-1]), monkeypatch)
    alone, sound = _clear(population, monkeypatch)
    assert [found for _document, found in sound] == [()]
    truth = population.tabulation
    assert audit_release(alone.document, truth=truth) == ()
    found = audit_release(alone.document, truth=truth, earlier=(first.document,))
    assert "exact" in {finding.kind for finding in found}
    cleared, _proposals = _clear(population, monkeypatch, earlier=(first.document,))
    assert audit_release(cleared.document, truth=truth, earlier=(first.document,)) == ()


def test_beside_another_wave(monkeypatch: pytest.MonkeyPatch) -> None:
    """X5: nearly all answered twice, and three have moved in."""
    first, _proposals = _clear(three_more(0, wave=1), monkeypatch)
    population = three_more(3, wave=2)
    alone, sound = _clear(population, monkeypatch)
    assert [found for _document, found in sound] == [()]
    truth = population.tabulation
    found = audit_release(alone.document, truth=truth, earlier=(first.document,))
    assert "exact" in {finding.kind for finding in found}
    cleared, _proposals = _clear(population, monkeypatch, earlier=(first.document,))
    assert audit_release(cleared.document, truth=truth, earlier=(first.document,)) == ()
