"""Witnesses first: worlds that show targets safe, found without proving anything about bounds.

Here the attacker knows the base of every shown group and the property's counts. Whatever even he
cannot tell is safe, so only what is left over needs the exact system.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.core.disclosure.attacker.bounds import Prepared
from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.masks import Variant
from survey.core.disclosure.attacker.roster import Ints
from survey.core.disclosure.attacker.systems import knowledge_of, system_for
from survey.core.disclosure.attacker.targets import Ledger
from survey.core.disclosure.attacker.unit import Exhibit, narrowed
from survey.core.disclosure.attacker.worlds import LOOSE

Floats = NDArray[np.float64]

FINENESS = 100
"""Objectives are pushed in hundredths where they have to be whole numbers."""

ROUNDS = 4
"""How often all open targets are attacked together before they are attacked one by one."""

SINGLES = 12
"""How many are attacked one by one here; the exact system looks at the others."""

OTHER_WAYS = 12
"""How many other ways for the masks to have come about are tried for witnesses."""


class Known:
    """Finds worlds for an attacker who knows the bases of groups and the property's counts."""

    def __init__(self, case: Case, exhibit: Exhibit, variant: Variant) -> None:
        self._seconds = case.seconds
        self._search = case.search(len(exhibit.unit.bins))
        limits = narrowed(exhibit, variant)
        self._low, self._high = self._search.ranges(limits, exhibit.truth.answers)

    def seek(self, objective: Floats, gap: float) -> Ints | None:
        """A world with a small value of the objective (by class and bin), if one is found."""
        return self._search.seek(
            self._low, self._high, objective, gap=gap, seconds=self._seconds
        ).world


class Inferred:
    """Finds worlds for one who knows only what is printed. Slower, and needed with weights: the
    counts of everybody of one weight would tell him the answers of the few who have a rare one.
    """

    def __init__(self, case: Case, exhibit: Exhibit, variant: Variant) -> None:
        self._seconds = case.seconds
        self._shape = exhibit.truth.answers.shape
        knowledge = knowledge_of(case, exhibit.unit)[-1]
        self._prepared = Prepared(system_for(case, exhibit, variant, knowledge))

    def seek(self, objective: Floats, gap: float) -> Ints | None:
        """A world with a small value of the objective (by class and bin), if one is found."""
        terms = np.zeros(len(self._prepared.names), dtype=np.int64)
        terms[: objective.size] = np.rint(objective.ravel() * FINENESS).astype(np.int64)
        solved = self._prepared.solve(
            terms, sense="min", gap=max(gap, LOOSE), time_limit=self._seconds
        )
        if solved.point is None:
            return None
        values = [int(value) for value in list(solved.point.values())[: objective.size]]
        return np.array(values, dtype=np.int64).reshape(self._shape)


Seeker = Known | Inferred


def close_by_witnesses(case: Case, exhibit: Exhibit, ledger: Ledger) -> None:
    """Let the ledger see worlds until nothing is open or nothing more comes."""
    draw = np.random.default_rng([case.seed, *str(exhibit.unit.key).encode()])
    for number, variant in enumerate(exhibit.variants[: OTHER_WAYS + 1]):
        if not ledger.open.any():
            return
        hunt = _Hunt(case, exhibit, Known(case, exhibit, variant), ledger, draw)
        hunt.together()
        if number == 0:
            hunt.one_by_one()
    if case.classes.used and ledger.open.any():
        inferred = Inferred(case, exhibit, exhibit.variants[0])
        _Hunt(case, exhibit, inferred, ledger, draw).together()


def may_differ(case: Case, exhibit: Exhibit, circle: int, place: int, outsiders: int) -> bool:
    """Whether some world has at least `outsiders` of a circle outside of a bin."""
    objective = np.zeros((case.sizes.size, len(exhibit.unit.bins)))
    objective[case.inside[circle] == 1] = -1.0
    objective[:, place] = 0.0
    for variant in exhibit.variants:
        if any(one.circle == circle and one.place == place for one in variant):
            continue
        found = Known(case, exhibit, variant).seek(objective, LOOSE)
        if found is not None and -(objective * found).sum() >= outsiders:
            return True
    return False


class _Hunt:
    """The search for worlds that close what a ledger has open."""

    def __init__(
        self,
        case: Case,
        exhibit: Exhibit,
        seeker: Seeker,
        ledger: Ledger,
        draw: np.random.Generator,
    ) -> None:
        self._case = case
        self._places = exhibit.unit.protected
        self._seeker = seeker
        self._ledger = ledger
        self._draw = draw
        self._bins = len(exhibit.unit.bins)

    def together(self) -> None:
        """Push all that is open at once: fewer people in the bin, or, if only one count is known
        so far, any other count."""
        for _round in range(ROUNDS):
            flags = self._ledger.open
            if not flags.any():
                return
            weight = self._draw.uniform(0.5, 1.5, flags.shape)
            # Where less than half is proven possible, another count will do, and more is easier.
            pinned = flags & ~self._ledger.shared
            sign = np.where(pinned & (self._draw.random(flags.shape) < 0.5), -1.0, 1.0)
            found = self._seek(np.where(flags, weight * sign, 0.0), LOOSE)
            if found is None or not self._ledger.see(found):
                return

    def one_by_one(self) -> None:
        """Push one open target at a time."""
        tried = 0
        for row, column in np.argwhere(self._ledger.open):
            if tried == SINGLES:
                return
            if not self._ledger.open[row, column]:
                continue
            tried += 1
            for sign in (1.0, -1.0):
                push = np.zeros_like(self._ledger.least, dtype=np.float64)
                push[row, column] = sign
                found = self._seek(push, 0.0)
                if found is not None:
                    self._ledger.see(found)
                if not self._ledger.open[row, column] or self._ledger.shared[row, column]:
                    break

    def _seek(self, push: Floats, gap: float) -> Ints | None:
        objective = np.zeros((self._case.sizes.size, self._bins))
        objective[:, list(self._places)] = self._case.members.T @ push
        return self._seeker.seek(objective, gap)
