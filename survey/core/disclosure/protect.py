"""From a tabulation to what may be shown: hiding first, then rounding what is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from survey.core.analysis.tabulation import Atom, ItemTable, ScoreTable, Tabulation
from survey.core.bank.model import MEASURED_LEVELS
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.figures import favorable_of, figures_of, points_of
from survey.core.disclosure.margins import (
    Footing,
    certain_share,
    footing,
    share_margins,
)
from survey.core.disclosure.participation import participation_of
from survey.core.disclosure.plan import NOTHING_MORE, Plan
from survey.core.disclosure.released import (
    Figures,
    LevelState,
    Released,
    ReleasedCut,
    ReleasedIndex,
    ReleasedItem,
    ReleasedLevel,
    Score,
    Split,
)
from survey.core.disclosure.rounding import WIDEST_EDGE, response_rate, tail_edge
from survey.core.disclosure.routing import Route, hidden_by_routes, routes_of
from survey.core.disclosure.rules import (
    Rules,
    is_small,
    is_small_place,
    may_count_answering,
    outsiders_needed,
    outsiders_of_all,
)
from survey.core.disclosure.scoring import score_of
from survey.core.disclosure.suppression import clashes, hidden_options, may_split, plan_cuts
from survey.core.disclosure.tallies import (
    ShownCut,
    Tally,
    Weighed,
    Weights,
    by_group,
    sizes_of,
    thinned,
    total,
    unevenness,
    weigh,
    weigh_by_group,
    weights_of,
)


@dataclass(frozen=True, slots=True)
class _Wave:
    """What every decision of one release needs; `weights` are None where none are used.

    outsiders: of a group; of_all: of the property. routes: the questions that are not asked of
    everybody. told: what a wave before this one told, and may not be told again.
    """

    tabulation: Tabulation
    rules: Rules
    outsiders: int
    of_all: int
    plan: Plan
    weights: Weights | None
    routes: Mapping[str, Route]
    told: Collection[str]

    def footing(self, answered: Collection[tuple[Atom, int]]) -> Footing:
        """What figures rest on that so many of each crossing have answered."""
        return footing(
            sum(people for _, people in answered),
            self.tabulation.respondents,
            self.rules,
            unevenness(answered, self.weights),
        )


def protect(
    tabulation: Tabulation,
    questionnaire: Questionnaire,
    rules: Rules,
    *,
    weights: Mapping[Atom, float] | None = None,
    before: Sequence[Mapping[str, Any]] = (),
    told: Collection[str] = (),
    plan: Plan = NOTHING_MORE,
) -> Released:
    """Hide what is small or gives people away, and round the rest.

    The order is: is the wave large enough; which items the property may show; which groups of
    each cut; which items each cut may split; which scores rest on shown items only.

    `weights` are one person's, by crossing: then all shares and scores are weighted, while every
    rule is judged by people. `before`: releases of the property's waves before, newest first.
    `told`: own lists that another nearly complete wave has told (`lasting.py`), which this one
    does not tell if it is one as well. `plan` says what is hidden on top. Raises ValueError for a
    crossing without a weight above 0.
    """
    if is_small_place(tabulation.respondents, rules):
        return Released("too_few")
    wave = _Wave(
        tabulation,
        rules,
        _outsiders(tabulation, rules),
        outsiders_of_all(tabulation.respondents, rules),
        plan,
        None if weights is None else weights_of(weights, tabulation),
        routes_of(questionnaire),
        told if rules.is_near_complete(tabulation.respondents) else (),
    )
    planned = plan_cuts(tabulation, rules, before=before, plan=plan)
    items = _release_items(wave)
    shown = {item.id: item for item in items if item.state == "shown"}
    scores = {table.id: _release_score(table, shown, wave) for table in tabulation.scores}
    countable = may_count_answering(tabulation.respondents, rules)
    return Released(
        status="released",
        respondents=tabulation.respondents if countable else None,
        rate=response_rate(tabulation.respondents, rules.frame_for(tabulation.respondents)),
        participation=participation_of(tabulation, rules, planned) if plan.participation else (),
        levels=_release_levels(tabulation, questionnaire, scores),
        indices=tuple(
            ReleasedIndex(
                table.id,
                table.level,
                "shown" if scores[table.id] else "hidden",
                table.items,
                scores[table.id],
            )
            for table in tabulation.scores
            if not table.composite
        ),
        items=items,
        cuts=tuple(_release_cuts(planned, shown, wave)),
    )


def _outsiders(tabulation: Tabulation, rules: Rules) -> int:
    sizes = {
        (cut.id, group): people
        for position, cut in enumerate(tabulation.cuts)
        for group, people in sizes_of(tabulation, position).items()
    }
    return outsiders_needed(sizes, tabulation.respondents, rules)


def _release_items(wave: _Wave) -> tuple[ReleasedItem, ...]:
    """Every item of the property; those that would tell of the one they depend on are hidden."""
    tables = {table.id: table for table in wave.tabulation.items}
    items = {name: _release_item(table, wave) for name, table in tables.items()}
    shown = {name for name, item in items.items() if item.state == "shown"}
    edges = {name: _edge_of(tables[name], wave)[1] for name in shown}
    hidden = hidden_by_routes(list(wave.routes.values()), shown, tables, edges)
    return tuple(
        _bare(tables[name], wave) if name in hidden else item for name, item in items.items()
    )


def _bare(table: ItemTable, wave: _Wave) -> ReleasedItem:
    route = wave.routes.get(table.id)
    return ReleasedItem(
        id=table.id,
        level=table.level,
        kind=table.kind,
        scale=table.scale,
        reverse=table.reverse,
        favorable=None if table.bins is None else tuple(sorted(table.bins.favorable)),
        state="hidden",
        asked_after=None if route is None else (route.after, route.answers),
    )


def _edge_of(table: ItemTable | ScoreTable, wave: _Wave) -> tuple[Footing, int]:
    """What an item's or score's figures rest on, and how wide their open ends are."""
    under = wave.footing([(cell.atom, cell.answered) for cell in table.cells])
    return under, tail_edge(under.base, wave.of_all, under.uneven.lightness)


def _release_item(table: ItemTable, wave: _Wave) -> ReleasedItem:
    """The property's own figures, unless too few answered. Their ends are open wide enough."""
    bare = _bare(table, wave)
    tally = total(table)
    if is_small(tally.answered, wave.rules) or table.id in wave.told:
        return bare
    under, edge = _edge_of(table, wave)
    if edge >= WIDEST_EDGE:
        return bare
    counted: Tally | Weighed = _fewer(table, under, wave) or tally
    if wave.weights is not None:
        counted = weigh(table, wave.weights)
    figures = figures_of(counted, table, edge=edge)
    return replace(
        _with_margins(bare, counted, table, figures, under, weighted=wave.weights is not None),
        state="shown",
        figures=figures,
        answered=under.printed,
        points=points_of(counted, table, answered=under.base, bands=figures.bands, edge=edge),
    )


def _fewer(table: ItemTable, under: Footing, wave: _Wave) -> Tally | None:
    """From 90 % response on the answers as of so many: what the property's shares are made from.

    Percents of up to a hundred people are their counts, and tell how many people these are.
    """
    tally = total(table)
    if under.exact or wave.weights is not None or tally.answered <= under.base:
        return None
    return thinned(tally, under.base, together=table.kind != "several")


def _with_margins(
    item: ReleasedItem,
    counted: Tally | Weighed,
    table: ItemTable,
    figures: Figures,
    under: Footing,
    *,
    weighted: bool,
) -> ReleasedItem:
    """The interval and the certain range of the favorable share, which a list does not have."""
    favorable = favorable_of(counted, table)
    shown = next((band.percent for band in figures.bands if band.id == "favorable"), None)
    if favorable is None or shown is None:
        return item
    return replace(
        item,
        margins=share_margins(favorable, counted.answered, shown, under, weighted=weighted),
        certain=certain_share(shown, under),
    )


def _release_score(
    table: ScoreTable, shown: Mapping[str, ReleasedItem], wave: _Wave
) -> Score | None:
    """A score of the property, where enough have one and all its items are shown."""
    if table.id in wave.plan.hidden_scores:
        return None
    if is_small(table.answered, wave.rules) or any(item not in shown for item in table.items):
        return None
    under, edge = _edge_of(table, wave)
    if edge >= WIDEST_EDGE:
        return None
    tables = {one.id: one for one in wave.tabulation.items}
    return score_of(
        table,
        [(tables[item], shown[item]) for item in table.items],
        under,
        edge=edge,
        outsiders=wave.of_all,
        weights=wave.weights,
        fewer={
            item: fewer
            for item in table.items
            if (fewer := _fewer(tables[item], _edge_of(tables[item], wave)[0], wave)) is not None
        },
    )


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


def _release_cuts(
    planned: Collection[ShownCut], shown: Collection[str], wave: _Wave
) -> list[ReleasedCut]:
    """Every cut with its items; what the property does not show is never split."""
    splits: dict[str, list[Split]] = {cut.cut.id: [] for cut in planned}
    for table in wave.tabulation.items:
        done: list[ShownCut] = []
        for cut in planned:
            split = _split_item(table, cut, done, wave) if table.id in shown else None
            if split:
                done.append(cut)
            if cut.shown:
                splits[cut.cut.id].append(split or Split(table.id, "hidden"))
    return [
        ReleasedCut(
            cut.cut.id,
            tuple((group, "shown" if group in cut.shown else "hidden") for group in cut.cut.groups),
            tuple(splits[cut.cut.id]),
        )
        for cut in planned
    ]


def _split_item(table: ItemTable, cut: ShownCut, done: list[ShownCut], wave: _Wave) -> Split | None:
    """One item by one cut; None where it may not be split."""
    if table.id in wave.routes or (cut.cut.id, table.id) in wave.plan.unsplit:
        return None
    if not may_split(table, cut, wave.rules, wave.outsiders):
        return None
    if clashes(table, cut, done, wave.rules, wave.outsiders):
        return None
    hidden = hidden_options(table, cut, done, wave.rules, wave.outsiders)
    if len(hidden) == len(table.values):
        return None
    counted: Mapping[str, Tally | Weighed] = (
        by_group(table, cut) if wave.weights is None else weigh_by_group(table, cut, wave.weights)
    )
    groups = tuple((group, figures_of(counted[group], table, hidden=hidden)) for group in cut.shown)
    return Split(table.id, "shown", groups)
