"""From a tabulation to what may be shown: hiding first, then rounding what is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from survey.core.analysis.tabulation import Atom, ItemTable, ScoreTable, Tabulation, Value
from survey.core.bank.model import MEASURED_LEVELS
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.alike import is_telling, telling_options
from survey.core.disclosure.figures import favorable_of, figures_of, points_of
from survey.core.disclosure.plan import NOTHING_MORE, Plan
from survey.core.disclosure.released import (
    LevelState,
    Released,
    ReleasedCut,
    ReleasedIndex,
    ReleasedItem,
    ReleasedLevel,
    Score,
    Split,
)
from survey.core.disclosure.rounding import (
    printed_base,
    response_rate,
    score_margins,
    score_points,
    share_margins,
)
from survey.core.disclosure.rules import Rules, is_small, outsiders_needed
from survey.core.disclosure.suppression import clashes, hidden_options, may_split, plan_cuts
from survey.core.disclosure.tallies import ShownCut, by_group, sizes_of, total


@dataclass(frozen=True, slots=True)
class _Wave:
    """What every decision of one release needs."""

    tabulation: Tabulation
    rules: Rules
    outsiders: int


def protect(
    tabulation: Tabulation,
    questionnaire: Questionnaire,
    rules: Rules,
    *,
    weights: Mapping[Atom, float] | None = None,
    before: Mapping[str, Any] | None = None,
    plan: Plan = NOTHING_MORE,
) -> Released:
    """Hide what is small or gives people away, and round the rest.

    The order is: is the wave large enough; which items the property may show; which groups of
    each cut; which items each cut may split; which scores rest on shown items only.
    """
    if is_small(tabulation.respondents, rules):
        return Released("too_few")
    wave = _Wave(tabulation, rules, _outsiders(tabulation, rules))
    items = tuple(_release_item(table, wave) for table in tabulation.items)
    shown = frozenset(item.id for item in items if item.state == "shown")
    scores = {table.id: _release_score(table, shown, wave) for table in tabulation.scores}
    near_complete = rules.is_near_complete(tabulation.respondents)
    return Released(
        status="released",
        respondents=None if near_complete else tabulation.respondents,
        rate=response_rate(tabulation.respondents, rules.frame_for(tabulation.respondents)),
        levels=_release_levels(tabulation, questionnaire, scores),
        indices=tuple(
            ReleasedIndex(
                table.id, table.level, "shown" if scores[table.id] else "hidden", scores[table.id]
            )
            for table in tabulation.scores
            if not table.composite
        ),
        items=items,
        cuts=_release_cuts(shown, wave),
    )


def _outsiders(tabulation: Tabulation, rules: Rules) -> int:
    sizes = {
        (cut.id, group): people
        for position, cut in enumerate(tabulation.cuts)
        for group, people in sizes_of(tabulation, position).items()
    }
    return outsiders_needed(sizes, tabulation.respondents, rules)


def _release_item(table: ItemTable, wave: _Wave) -> ReleasedItem:
    """The property's own figures, unless too few answered or (nearly) all gave one answer."""
    tally = total(table)
    hidden = telling_options(tally, table, wave.outsiders)
    bare = ReleasedItem(
        id=table.id,
        level=table.level,
        kind=table.kind,
        scale=table.scale,
        reverse=table.reverse,
        favorable=None if table.bins is None else tuple(sorted(table.bins.favorable)),
        state="hidden",
    )
    if (
        is_small(tally.answered, wave.rules)
        or is_telling(tally, table, wave.outsiders)
        or len(hidden) == len(table.values)
    ):
        return bare
    favorable = favorable_of(tally, table)
    respondents = wave.tabulation.respondents
    return replace(
        bare,
        state="shown",
        figures=figures_of(tally, table, hidden),
        margins=None
        if favorable is None
        else share_margins(favorable, tally.answered, respondents, wave.rules),
        answered=printed_base(tally.answered, respondents, wave.rules),
        points=points_of(tally, table),
    )


def _release_score(table: ScoreTable, shown: Collection[str], wave: _Wave) -> Score | None:
    """A score of the property, only where enough have one and all its items are shown.

    Nor where (nearly) all have the same one: an interval without width would say so.
    """
    if is_small(table.answered, wave.rules) or any(item not in shown for item in table.items):
        return None
    if table.answered - table.alike < wave.outsiders:
        return None
    if table.mean is None or table.deviation is None:
        return None
    respondents = wave.tabulation.respondents
    margins = score_margins(table.mean, table.deviation, table.answered, respondents, wave.rules)
    return Score(score_points(table.mean), *margins)


def _release_levels(
    tabulation: Tabulation, questionnaire: Questionnaire, scores: Mapping[str, Score | None]
) -> tuple[ReleasedLevel, ...]:
    """Each measured level: its composite's score, or that it was not asked.

    A level that is asked by other items than those of its composite has no score to show.
    """
    composites = {table.level: table for table in tabulation.scores if table.composite}
    levels = []
    for level in MEASURED_LEVELS:
        if level in questionnaire.levels_not_asked:
            levels.append(ReleasedLevel(level, "not_asked", (), None))
        elif level in composites:
            score = scores[composites[level].id]
            state: LevelState = "shown" if score else "hidden"
            levels.append(ReleasedLevel(level, state, composites[level].items, score))
    return tuple(levels)


def _release_cuts(shown: Collection[str], wave: _Wave) -> tuple[ReleasedCut, ...]:
    """Every cut with its items; what the property does not show is never split."""
    plans = plan_cuts(wave.tabulation, wave.rules)
    splits: dict[str, list[Split]] = {plan.cut.id: [] for plan in plans}
    for table in wave.tabulation.items:
        done: list[ShownCut] = []
        for plan in plans:
            split = _split_item(table, plan, done, wave) if table.id in shown else None
            if split:
                done.append(plan)
            if plan.shown:
                splits[plan.cut.id].append(split or Split(table.id, "hidden"))
    return tuple(
        ReleasedCut(
            plan.cut.id,
            tuple(
                (group, "shown" if group in plan.shown else "hidden") for group in plan.cut.groups
            ),
            tuple(splits[plan.cut.id]),
        )
        for plan in plans
    )


def _split_item(table: ItemTable, cut: ShownCut, done: list[ShownCut], wave: _Wave) -> Split | None:
    """One item by one cut; None where it may not be split."""
    if not may_split(table, cut, wave.rules, wave.outsiders):
        return None
    if clashes(table, cut, done, wave.rules, wave.outsiders):
        return None
    hidden: frozenset[Value] = hidden_options(table, cut, done, wave.rules, wave.outsiders)
    hidden |= telling_options(total(table), table, wave.outsiders)
    if len(hidden) == len(table.values):
        return None
    tallies = by_group(table, cut)
    groups = tuple((group, figures_of(tallies[group], table, hidden)) for group in cut.shown)
    return Split(table.id, "shown", groups)
