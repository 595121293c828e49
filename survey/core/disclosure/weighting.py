"""Weights by what the frame counts: housing type, and whoever is of none that codes know.

That there are weights, and why not, is printed, so it must not tell how many of a handful answered:
a group of fewer adults than are shown is never a class of its own, and one of which nobody answered
is treated like one of which few did.

Weighted figures are published, or unweighted ones: never both, for their difference would tell
how each group answered (disclosure.md, section 2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from survey.core.analysis.estimates import Refusal
from survey.core.analysis.raking import Margin
from survey.core.analysis.tabulation import REST, Atom, Tabulation
from survey.core.analysis.weights import choose_weights
from survey.core.disclosure.rules import Rules


@dataclass(frozen=True, slots=True)
class Weighting:
    """Whether figures are weighted, and why or why not.

    weights: how many adults a respondent of each crossing stands for, None where unused.
    design_effect: Kish's, None where unused.
    """

    reason: str
    by: tuple[str, ...] = ()
    weights: Mapping[Atom, float] | None = None
    design_effect: float | None = None

    def as_document(self, *, with_design_effect: bool) -> dict[str, Any]:
        """The key method.weighting of a release; the design effect to one decimal, if at all."""
        effect = self.design_effect if with_design_effect else None
        return {
            "used": self.weights is not None,
            "reason": self.reason,
            "by": list(self.by),
            "design_effect": None if effect is None else round(effect, 1),
        }


UNWEIGHTED: Final = Weighting("few_answers")
"""Where weights would tell who answered there are none, for a reason that others have as well."""


def choose_weighting(tabulation: Tabulation, rules: Rules) -> Weighting:
    """Decide by the counts of adults and respondents alone, never by an answer.

    Where the frame counts nothing, or contradicts the answers, there are no weights. Nor are there
    from 90 % response on: few are missing, and weighted shares would tell how many of each group.
    """
    adults = rules.frame_for(tabulation.respondents)
    position = _counted_cut(tabulation, rules)
    if adults is None or position is None:
        return Weighting("no_frame_groups")
    if rules.is_near_complete(tabulation.respondents):
        return UNWEIGHTED
    margin = _margin(tabulation, position, rules, adults)
    sizes: Counter[Atom] = Counter()
    for atom, people in tabulation.sizes:
        sizes[(_class_of(atom, position, margin),)] += people
    chosen = choose_weights(sizes, [margin], adults=adults, join_empty=True)
    if isinstance(chosen, Refusal):
        return Weighting("few_answers" if chosen.reason == "no_answers" else "not_feasible")
    if not chosen.used:
        return Weighting(chosen.reason)
    weights = {
        atom: chosen.weights[(_class_of(atom, position, margin),)] for atom, _ in tabulation.sizes
    }
    return Weighting("used", chosen.by, weights, chosen.design_effect)


def _counted_cut(tabulation: Tabulation, rules: Rules) -> int | None:
    """The first cut whose groups the frame counts."""
    counted = {cut for cut, _ in rules.frame_groups}
    return next((at for at, cut in enumerate(tabulation.cuts) if cut.id in counted), None)


def _margin(tabulation: Tabulation, position: int, rules: Rules, adults: int) -> Margin:
    """Adults of each group of the cut that has enough; everybody else of the frame is one class.

    Where these are too few, the last group takes them in.
    """
    cut = tabulation.cuts[position]
    counted = {
        group: number
        for group in cut.groups
        if (number := rules.frame_groups.get((cut.id, group), 0)) >= rules.min_group
    }
    others = max(adults - sum(counted.values()), 0)
    if 0 < others < rules.min_group and counted:
        counted[list(counted)[-1]] += others
        return Margin(cut.id, counted)
    return Margin(cut.id, counted | {REST: others})


def _class_of(atom: Atom, position: int, margin: Margin) -> str:
    """The class of a crossing: its group's own, or that of everybody else."""
    if atom[position] in margin.adults:
        return atom[position]
    return REST if REST in margin.adults else list(margin.adults)[-1]
