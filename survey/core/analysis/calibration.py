"""Weights that meet known counts and stay within bounds: whether there are any, and the ones of
the logit distance.

As `raking.py`, on crossings of margins, from the same weight N / n for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy
from numpy.typing import NDArray

from survey.core.analysis.estimates import Refusal, are_figures
from survey.core.analysis.raking import TOLERANCE, Calibrated, Margin, refuse_margins
from survey.core.analysis.tabulation import Atom

MOST_STEPS: Final = 100

RATIOS: Final = (0.33, 3.0)
"""How far a weight may be from N / n."""

_SHORTEST_STEP: Final = 2.0**-30
_FEASIBLE: Final = 0
"""What linprog says when it found weights."""

Vector = NDArray[np.floating[Any]]


def bounds_can_hold(
    sizes: Mapping[Atom, int],
    margins: tuple[Margin, ...],
    ratios: tuple[float, float] = RATIOS,
) -> bool:
    """Whether any weights between L and U times N/n meet every margin: a linear program decides.

    Find w with sum_{j in c} n_j w_j = T_c for all classes c and L N/n <= w_j <= U N/n. Example:
    30 and 10 respondents out of 60 and 40 adults need ratios 0.8 and 1.6: no within 0.7 to 1.5.
    The caller has had `refuse_margins` say nothing.
    """
    system = _system(sizes, margins)
    low, high = ratios
    found = scipy.optimize.linprog(
        np.zeros(len(system.atoms)),
        A_eq=(system.members * system.counts[:, None]).T / system.totals[:, None],
        b_eq=np.ones(len(system.totals)),
        bounds=(low * system.start, high * system.start),
        method="highs",
    )
    return bool(found.status == _FEASIBLE)


def calibrate_within(
    sizes: Mapping[Atom, int],
    margins: tuple[Margin, ...],
    ratios: tuple[float, float] = RATIOS,
) -> Calibrated | Refusal:
    """Weights that meet every margin and stay within L to U times N/n: the logit distance.

    w = N/n F(x'l), F(u) = [L(U-1) + U(1-L)e^{Au}] / [(U-1) + (1-L)e^{Au}],
    A = (U-L)/((1-L)(U-1)), x the classes of a crossing, l solved by Newton's steps from
    sum w x = T, each halved until it descends. The weights are unique. Example: one margin of
    two classes has one solution whatever the distance, N_c / n_c: 2 and 4 as in `rake`.

    Refuses as `refuse_margins`, "bad_input" unless 0 <= L < 1 < U, "not_feasible" where the
    linear program finds no weights, and "not_converged" where they lie on a bound, which F
    nears but does not reach. Source: Deville & Sarndal 1992, JASA 87; Deville, Sarndal & Sautory
    1993, JASA 88.
    """
    low, high = ratios
    if not are_figures(low, high) or not 0 <= low < 1 < high:
        return Refusal("bad_input")
    refusal = refuse_margins(sizes, margins)
    if refusal is not None:
        return refusal
    if not bounds_can_hold(sizes, margins, ratios):
        return Refusal("not_feasible")
    system, logit = _system(sizes, margins), _Logit(low, high)
    solved: Vector = np.zeros(len(system.totals))
    worst = np.inf
    for step in range(MOST_STEPS + 1):
        ratio, slope = logit.ratio(system.members @ solved)
        gap: Vector = system.weighted(ratio) - system.totals
        worst = float(np.max(np.abs(gap) / system.totals))
        if worst < TOLERANCE:
            weights = {
                atom: float(system.start * one)
                for atom, one in zip(system.atoms, ratio, strict=True)
            }
            return Calibrated(weights, step, worst)
        scaled = system.members * (system.start * system.counts * slope)[:, None]
        towards: Vector = np.linalg.lstsq(scaled.T @ system.members, -gap, rcond=None)[0]
        solved = _descend(system, logit, solved, towards, gap)
    return Refusal("not_converged", TOLERANCE, worst)


@dataclass(frozen=True, slots=True)
class _System:
    """Crossings with respondents, which classes each is in, and the adults of the classes."""

    atoms: tuple[Atom, ...]
    counts: Vector
    members: Vector
    totals: Vector
    start: float

    def weighted(self, ratio: Vector) -> Vector:
        """The weight of each class."""
        result: Vector = self.members.T @ (self.start * self.counts * ratio)
        return result


@dataclass(frozen=True, slots=True)
class _Logit:
    """F, its slope, and the integral of F, which Newton's steps descend."""

    low: float
    high: float

    @property
    def _pace(self) -> float:
        return (self.high - self.low) / ((1 - self.low) * (self.high - 1))

    def _at(self, u: Vector) -> Vector:
        shifted: Vector = self._pace * u + np.log((1 - self.low) / (self.high - 1))
        return shifted

    def ratio(self, u: Vector) -> tuple[Vector, Vector]:
        part = scipy.special.expit(self._at(u))
        span = self.high - self.low
        return self.low + span * part, span * self._pace * part * (1 - part)

    def integral(self, u: Vector) -> Vector:
        soft = np.logaddexp(0.0, self._at(u))
        result: Vector = self.low * u + (self.high - self.low) / self._pace * soft
        return result


def _descend(
    system: _System, logit: _Logit, solved: Vector, towards: Vector, gap: Vector
) -> Vector:
    """As much of a step as makes the convex function descend whose least point is the solution."""

    def height(at: Vector) -> float:
        integral = system.start * system.counts * logit.integral(system.members @ at)
        return float(integral.sum() - system.totals @ at)

    here, steep, part = height(solved), float(gap @ towards), 1.0
    # Near the solution a step gains less than a float can show; there Newton needs no help.
    blur = 1e-12 * (1 + abs(here))
    while part > _SHORTEST_STEP and height(solved + part * towards) > here + (
        1e-4 * part * steep + blur
    ):
        part /= 2
    return solved + part * towards


def _system(sizes: Mapping[Atom, int], margins: tuple[Margin, ...]) -> _System:
    atoms = tuple(atom for atom, number in sorted(sizes.items()) if number)
    classes = [
        (at, name, adults)
        for at, margin in enumerate(margins)
        for name, adults in margin.adults.items()
        if adults
    ]
    counts = np.array([float(sizes[atom]) for atom in atoms])
    return _System(
        atoms=atoms,
        counts=counts,
        members=np.array([[float(atom[at] == name) for at, name, _ in classes] for atom in atoms]),
        totals=np.array([float(adults) for _, _, adults in classes]),
        start=sum(margins[0].adults.values()) / float(counts.sum()),
    )
