"""The judgement on an audit file: is every target still open, provably?

"Safe" rests on exact arithmetic alone. A side counts with the value of a world that was checked
against every row as it was given, or as open-ended when a direction without end is proven; a
solver's error can make a safe target look unsafe, never the reverse.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from survey.core.disclosure.attacker.bounds import Prepared, Sense, Solved
from survey.core.disclosure.attacker.files import Question
from survey.core.disclosure.attacker.numbers import printable
from survey.core.disclosure.attacker.system import OtherSide, System, Target, Width

# Once one solve has run out of time the answer is "refuse": the others get this share of the time.
IMPATIENT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Judged:
    """A target's range, what is proven of it, and whether that is open enough.

    "proven": `low` and `high` are the least and greatest value; None is without end. "undecided":
    the true range is within them; None is not known, and `safe` is False.
    """

    name: str
    low: Fraction | None
    high: Fraction | None
    status: Literal["proven", "undecided"]
    safe: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a file came to: "allow" only when the figures are possible and every target is safe."""

    targets: tuple[Judged, ...]
    infeasible: bool
    undecided: bool = False

    @property
    def decision(self) -> Literal["allow", "refuse"]:
        """Allow or refuse; doubt refuses."""
        open_enough = all(target.safe for target in self.targets)
        return "allow" if open_enough and not (self.infeasible or self.undecided) else "refuse"


def judge(question: Question, *, time_limit: float) -> Judgement:
    """Return the judgement on a question; each solve takes at most `time_limit` seconds.

    Contradictory figures say nothing about any target: no ends, not safe.
    """
    prepared = Prepared(question.system)
    world = _checked(question.system, prepared.solve({}, sense="min", time_limit=time_limit))
    if world.status in ("infeasible", "undecided"):
        impossible = world.status == "infeasible"
        status: Literal["proven", "undecided"] = "proven" if impossible else "undecided"
        nothing = tuple(Judged(one.name, None, None, status, False) for one in question.targets)
        return Judgement(nothing, infeasible=impossible, undecided=not impossible)
    judged: list[Judged] = []
    for target in question.targets:
        ends: list[Solved] = []
        senses: tuple[Sense, Sense] = ("min", "max")
        for sense in senses:
            solved = prepared.solve(target.terms, sense=sense, time_limit=time_limit)
            ends.append(_checked(question.system, solved))
            if not _is_proven(ends[-1]) and not any(one.status == "undecided" for one in judged):
                time_limit *= IMPATIENT
        judged.append(_judged(target, *ends))
    return Judgement(tuple(judged), infeasible=False)


def _checked(system: System, solved: Solved) -> Solved:
    """Believe no world that does not satisfy the system as it was given."""
    if solved.point is None or system.admits(solved.point):
        return solved
    return Solved(None, None, None, "undecided")


def _is_proven(solved: Solved) -> bool:
    return solved.status in ("optimal", "unbounded")


def _judged(target: Target, low: Solved, high: Solved) -> Judged:
    proven = _is_proven(low) and _is_proven(high)
    safe = proven and is_open_enough(target.protect, low.bound, high.bound)
    status: Literal["proven", "undecided"] = "proven" if proven else "undecided"
    return Judged(target.name, low.bound, high.bound, status, safe)


def is_open_enough(protect: Width | OtherSide, low: Fraction | None, high: Fraction | None) -> bool:
    """Say whether a proven range, None without end, protects what it has to.

    Examples: 2..5 has width 3. Of 12, 2..10 leaves 2 outside and 2 inside.
    """
    if isinstance(protect, OtherSide):
        outside = low is None or low <= protect.total - protect.m
        return outside and (high is None or high >= protect.m)
    return low is None or high is None or high - low >= protect.min_width


def judgement_document(judgement: Judgement) -> dict[str, Any]:
    """Return the judgement as JSON values: decision, targets, infeasible."""
    return {
        "decision": judgement.decision,
        "targets": [
            {
                "name": one.name,
                "lo": None if one.low is None else printable(one.low, "down"),
                "hi": None if one.high is None else printable(one.high, "up"),
                "status": one.status,
                "safe": one.safe,
            }
            for one in judgement.targets
        ],
        "infeasible": judgement.infeasible,
    }
