"""From a refused release to a plan that hides a little more.

Every step hides strictly more, so that repairing ends; it depends on the findings and on what
was shown, not on chance, so that recomputing a release gives the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.plan import Plan
from survey.core.disclosure.released import Released, ReleasedCut


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a cut shows under a plan: its groups, and the items that are split by them.

    is_whole: none of its groups is hidden yet.
    """

    id: str
    position: int
    groups: tuple[str, ...]
    items: frozenset[str]
    is_whole: bool

    @property
    def loss_of_a_group(self) -> int:
        """The figures lost with a group; another one goes with the first that is hidden."""
        number = 2 if self.is_whole and len(self.groups) > 1 else 1
        return len(self.items) * number

    @property
    def loss_of_all(self) -> int:
        """The figures lost with the cut."""
        return len(self.items) * len(self.groups)


@dataclass(frozen=True, slots=True)
class _Step:
    """One way to hide more, the figures that it loses, and the findings that it answers.

    of_items: it hides splits of items and not a group. place: where it stands in the promise.
    """

    loss: int
    of_items: bool
    place: tuple[int, int]
    plan: Plan
    answers: frozenset[Finding]

    @property
    def order(self) -> tuple[Fraction, bool, int, int]:
        """Fewest figures for each finding; groups before items; later cuts and groups first."""
        cut, group = self.place
        return Fraction(self.loss, len(self.answers)), self.of_items, -cut, -group


def repaired(
    plan: Plan,
    findings: Sequence[Finding],
    released: Released,
    scores: Mapping[str, Collection[str]] = MappingProxyType({}),
    *,
    weighted: bool = False,
) -> Plan | None:
    """The plan that answers every finding by hiding as few printed group figures as it can.

    For each finding either one more group of a cut that takes part in it is hidden for all items,
    or the items found are no longer split by that cut: whichever loses fewer figures, groups on
    ties. Where the item is not split by any of these cuts, the mask tells, and one of the cuts
    is closed. Where none of them is open, the item is not split at all; where it is not split,
    every cut is closed. What is found without any breakdown follows from the property's own
    figures: then a score that the item takes part in is hidden. `scores`: the items of each score
    that is shown, by its id, in the order of the release. What is found about participation is no
    longer said; if it is found all the same and there are weights (`weighted`), there are none.
    After a contradiction only the property's own figures are left. None when nothing is left to
    hide.
    """
    if not findings:
        return None
    new = plan
    left = set(findings)
    participation = {finding for finding in left if finding.kind == "participation"}
    if participation and plan.participation:
        new = replace(new, participation=False)
        left -= participation
    elif participation and weighted and plan.weighted:
        new = replace(new, weighted=False)
        left -= participation
    if any(finding.kind == "contradiction" for finding in left):
        new = _close(new, _open_cuts(new, released))
        left.clear()
    hidden, answered = _hide_scores(frozenset(left), scores)
    new = replace(new, hidden_scores=new.hidden_scores | hidden)
    left -= answered
    while left:
        new, answered = _next(new, frozenset(left), _open_cuts(new, released))
        left -= answered
    if new == plan:
        new = replace(_close(plan, _open_cuts(plan, released)), participation=False)
    return new if new.hides_more_than(plan) else None


def _hide_scores(
    findings: frozenset[Finding], scores: Mapping[str, Collection[str]]
) -> tuple[frozenset[str], frozenset[Finding]]:
    """The fewest scores, one after the other, that answer what is found without a breakdown.

    Each time the one that answers most; of equals the one with the fewest items, which says the
    least, and of those the last.
    """
    hidden: set[str] = set()
    answered: set[Finding] = set()
    open_ones = {one for one in findings if not one.cuts and one.item is not None}
    ids = list(scores)
    while open_ones:
        found = {
            score: {one for one in open_ones if one.item in items}
            for score, items in scores.items()
            if score not in hidden
        }
        best = max(
            (score for score, answers in found.items() if answers),
            key=lambda score: (len(found[score]), -len(scores[score]), ids.index(score)),
            default=None,
        )
        if best is None:
            break
        hidden.add(best)
        answered |= found[best]
        open_ones -= found[best]
    return frozenset(hidden), frozenset(answered)


def kept_share(released: Released) -> float | None:
    """The share of the promised breakdowns' group figures that are shown, from 0 to 1.

    One figure is one item in one group; an option that is missing from it does not count. None
    where no breakdown was promised, or nothing is released. Example: 2 of 3 groups shown,
    9 of 10 items split by them: 18 of 30, 0.6.
    """
    promised = sum(len(cut.groups) for cut in released.cuts) * len(released.items)
    shown = sum(len(split.groups) for cut in released.cuts for split in cut.items)
    return shown / promised if promised else None


def _open_cuts(plan: Plan, released: Released) -> list[_Shown]:
    """The cuts of a release that show a group, with what the plan leaves of them."""
    return [
        cut
        for position, held in enumerate(released.cuts)
        if (cut := _shown(held, position, plan)).groups and cut.id not in plan.closed_cuts
    ]


def _shown(cut: ReleasedCut, position: int, plan: Plan) -> _Shown:
    groups = tuple(
        group
        for group, state in cut.groups
        if state == "shown" and (cut.id, group) not in plan.hidden_groups
    )
    items = frozenset(
        split.item
        for split in cut.items
        if split.state == "shown" and (cut.id, split.item) not in plan.unsplit
    )
    return _Shown(cut.id, position, groups, items, is_whole=len(groups) == len(cut.groups))


def _next(
    plan: Plan, findings: frozenset[Finding], cuts: Sequence[_Shown]
) -> tuple[Plan, frozenset[Finding]]:
    """One more thing hidden, and the findings that it answers.

    First what can only be answered by closing a cut, since that may answer others as well.
    """
    for finding in sorted(findings, key=_place_of):
        involved = [cut for cut in cuts if cut.id in finding.cuts]
        if any(_splits(cut, finding) for cut in involved):
            continue
        if involved:
            closed = min(involved, key=lambda cut: (cut.loss_of_all, -cut.position))
            answers = frozenset(one for one in findings if closed.id in one.cuts)
            return _close(plan, [closed]), answers | {finding}
        return _split_nowhere(plan, finding.item, cuts), frozenset({finding})
    steps = (step for cut in cuts for step in _steps(cut, findings, plan))
    best = min(steps, key=lambda step: step.order)
    return best.plan, best.answers


def _splits(cut: _Shown, finding: Finding) -> bool:
    """Whether a cut shows figures of what was found; a finding about no item is about all."""
    return finding.item is None or finding.item in cut.items


def _steps(cut: _Shown, findings: frozenset[Finding], plan: Plan) -> Iterator[_Step]:
    """Hiding one group of a cut, or not splitting the items found by it."""
    answers = frozenset(one for one in findings if cut.id in one.cuts and _splits(cut, one))
    if not answers:
        return
    named = {group for finding in answers for where, group in finding.groups if where == cut.id}
    for place, group in enumerate(cut.groups):
        if group in named or named.isdisjoint(cut.groups):
            hidden = replace(plan, hidden_groups=plan.hidden_groups | {(cut.id, group)})
            yield _Step(cut.loss_of_a_group, False, (cut.position, place), hidden, answers)
    items = {finding.item for finding in answers if finding.item is not None}
    if items:
        unsplit = replace(plan, unsplit=plan.unsplit | {(cut.id, item) for item in items})
        about_items = frozenset(finding for finding in answers if finding.item is not None)
        loss = len(items) * len(cut.groups)
        yield _Step(loss, True, (cut.position, 0), unsplit, about_items)


def _split_nowhere(plan: Plan, item: str | None, cuts: Sequence[_Shown]) -> Plan:
    """An item that no open cut of its finding splits is split by none; if by none, all close."""
    splitting = frozenset((cut.id, item) for cut in cuts if item is not None and item in cut.items)
    if splitting:
        return replace(plan, unsplit=plan.unsplit | splitting)
    return _close(plan, cuts)


def _close(plan: Plan, cuts: Iterable[_Shown]) -> Plan:
    return replace(plan, closed_cuts=plan.closed_cuts | {cut.id for cut in cuts})


def _place_of(finding: Finding) -> tuple[object, ...]:
    return finding.kind, finding.item or "", finding.cuts, finding.groups
