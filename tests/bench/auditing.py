"""What the attack on a release costs: a table in Markdown, by adults, questions and breakdowns.

Of invented properties in which 70 % answer, the answers are counted, a release is proposed, and the
proposal audited once. The baseline is what comes before the audit in the same run: counting,
applying the primary rules, writing the document. Programs are the calls of the solver, linear and
integer. All in all it takes as many proposals as are refused, and one. The table stands in
survey/core/disclosure/README.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

import scipy.optimize

from survey.core.analysis.tabulation import Tabulation
from survey.core.disclosure import clearing
from survey.core.disclosure.attacker.release import audit_release
from survey.core.disclosure.weighting import choose_weighting
from tests.support.asked import annual
from tests.support.populations import Population, make_population
from tests.support.publishing import header_of
from tests.support.shapes import ASKED_CUTS, STRATUM, Shape

ADULTS: Final = (50, 200, 500, 2000)
QUESTIONS: Final = (10, None)
"""So many of the yearly survey's questions; None: all."""

BREAKDOWNS: Final = (1, 2, 4)
RESPONSE: Final = 0.7
SEED: Final = 1

Calls = list[str]


@dataclass(frozen=True, slots=True)
class Cost:
    """One audit, and the whole road until nothing is found. Seconds each.

    programs: how often the solver was called in the one audit.
    """

    proposing: float
    auditing: float
    programs: int
    whole: float
    proposals: int


def table() -> Iterator[str]:
    """The table, line by line."""
    heads = ("adults", "questions", "breakdowns", "baseline s", "audit s", "ratio", "programs")
    yield _row(*heads, "all in all s", "proposals")
    yield _row(*["---"] * (len(heads) + 2))
    cost_of(property_of(ADULTS[0], QUESTIONS[0], 1))  # what is loaded at the first call is no cost
    for adults in ADULTS:
        for questions in QUESTIONS:
            for breakdowns in BREAKDOWNS:
                population = property_of(adults, questions, breakdowns)
                one = cost_of(population)
                yield _row(
                    str(adults),
                    str(len(population.questionnaire.closed_items)),
                    str(breakdowns),
                    f"{one.proposing:.2f}",
                    f"{one.auditing:.2f}",
                    f"{one.auditing / one.proposing:.1f}",
                    str(one.programs),
                    f"{one.whole:.2f}",
                    str(one.proposals),
                )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def cost_of(population: Population) -> Cost:
    """The cost of one audit of the first proposal, beside that of making it."""
    began = time.perf_counter()
    truth = population.tabulation
    document = _proposed(population, truth)
    proposed = time.perf_counter()
    weights = choose_weighting(truth, population.rules).weights
    calls: Calls = []
    with ExitStack() as stack:
        for name in ("milp", "linprog"):
            counted = _counting(getattr(scipy.optimize, name), calls)
            stack.enter_context(patch.object(scipy.optimize, name, counted))
        started = time.perf_counter()
        audit_release(document, truth=truth, weights=weights)
        audited = time.perf_counter()
    cleared = clearing.clear(
        population.tabulation,
        population.questionnaire,
        population.rules,
        header=header_of(population),
    )
    return Cost(
        proposing=proposed - began,
        auditing=audited - started,
        programs=len(calls),
        whole=time.perf_counter() - audited,
        proposals=cleared.attempts,
    )


def property_of(adults: int, questions: int | None, breakdowns: int) -> Population:
    """An invented property, the same for the same numbers."""
    cuts = (STRATUM, *ASKED_CUTS)[:breakdowns]
    shape = Shape(adults=adults, response=RESPONSE, strata=(0.6, 0.4), cuts=cuts)
    return make_population(SEED, shape, questionnaire=annual(questions))


def _proposed(population: Population, truth: Tabulation) -> dict[str, Any]:
    """The first proposal: what would be published if nothing were ever found."""
    with patch.object(clearing, "audit_release", lambda *_given, **_named: ()):
        return clearing.clear(
            truth, population.questionnaire, population.rules, header=header_of(population)
        ).document


def _counting(call: Callable[..., Any], calls: Calls) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        calls.append(call.__name__)
        return call(*given, **named)

    return counted
