"""The benchmark of audits counts what it says: programs of the solver, and proposals."""

from __future__ import annotations

from tests.bench.auditing import cost_of, property_of


def test_programs_and_proposals_are_counted() -> None:
    """A property in which not every question is settled by worlds that are at hand."""
    cost = cost_of(property_of(adults=80, questions=5, breakdowns=2))
    assert cost.programs > 0
    assert cost.proposals >= 1
