"""What it says of who answered that some groups of the frame are hidden, or that none is.

Groups are hidden together: whoever is in none of those shown is nobody, or enough people. And where
none is hidden, nobody answered who is in no group, for they are never shown and never alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from survey.core.disclosure.attacker.printed import INSIDERS, REST, STRATUM

FIRST: Final = "1"


def hides_as_said(document: Mapping[str, Any], world: Mapping[str, int]) -> bool:
    """Whether just these groups of the frame would be shown if so many of each had answered.

    world: how many of each group answered; under "" whoever is in none. Nothing follows where no
    group is shown, as another rule may have hidden them all, nor by the first rules.
    """
    method = document.get("method") or {}
    if str(method.get("rules", FIRST)) == FIRST:
        return True
    states = {
        group["id"]: group["state"]
        for cut in document["cuts"]
        if cut["id"] == STRATUM
        for group in cut["groups"]
    }
    hidden = [group for group, state in states.items() if state != "shown"]
    if len(hidden) == len(states):
        return True
    people = sum(world.get(group, 0) for group in (*hidden, REST))
    if not hidden:
        return not people
    smallest: int = document["promise"]["min_group"]
    return people >= smallest + int(method.get("insiders", INSIDERS))
