"""What is hidden on top of the primary rules, because the joint audit asked for it.

A plan names only what the promise fixes: groups, items, cuts. It says nothing of an answer.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What `protect` hides whatever the primary rules say.

    hidden_groups: (cut, group), hidden for every item. unsplit: (cut, item), not split by that
    cut. closed_cuts: no group of the cut is shown. hidden_scores: ids of scores, of a level's
    composite or of an index, that the property does not show. participation: whether it may be
    said which groups answered more or less than their share. weighted: whether there may be
    weights, where these are called for.
    """

    hidden_groups: frozenset[tuple[str, str]] = frozenset()
    unsplit: frozenset[tuple[str, str]] = frozenset()
    closed_cuts: frozenset[str] = frozenset()
    hidden_scores: frozenset[str] = frozenset()
    participation: bool = True
    weighted: bool = True

    def hides_more_than(self, other: Plan) -> bool:
        """Whether this plan hides all that `other` hides, and something else too."""
        pairs = (
            (self.hidden_groups, other.hidden_groups),
            (self.unsplit, other.unsplit),
            (self.closed_cuts, other.closed_cuts),
            (self.hidden_scores, other.hidden_scores),
        )
        holds = all(mine >= theirs for mine, theirs in pairs)
        says = (
            other.participation or not self.participation,
            other.weighted or not self.weighted,
        )
        return holds and self != other and all(says)


NOTHING_MORE = Plan()
"""The primary rules alone."""
