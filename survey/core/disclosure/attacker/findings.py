"""What the attacker found. A finding is an answer of somebody's: never shown, never logged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "exact", "provable_share", "homogeneous", "participation", "undecided", "contradiction"
]

KINDS: Final[tuple[Kind, ...]] = (
    "exact",
    "provable_share",
    "homogeneous",
    "participation",
    "undecided",
    "contradiction",
)
"""exact: how many of fewer than k people gave an answer is known, and somebody did.
provable_share: at least half of fewer than k people gave it. homogeneous: (nearly) all of a
group gave it. participation: whether somebody answered at all is known. undecided: the time
was not enough to rule the others out. contradiction: a printed figure is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to refuse a release.

    item: None where it is not about one item (participation, a group of two waves). cuts: those
    whose printed figures take part. groups: the (cut, group) pairs it was found about or by;
    the group is "" for a cut's remainder, and none where the property's own figures say it.
    """

    kind: Kind
    item: str | None
    cuts: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
