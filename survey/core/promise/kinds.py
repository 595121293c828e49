"""The two kinds of wave: one that asks everybody who lives here, and one that asks who moves in.

A move-in wave is open for a year: nobody knows at launch who will move in. Codes lie ready from the
launch on, nobody's, and are given out while it is open, a household at a time, in their order. So
nothing about codes is written when somebody moves in, and no copy of the database, log or backup
tells which code is whose. The frame is fixed when the wave closes: the adults who were given codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from survey.core.promise.extending import LONGEST_FIELDWORK_DAYS

Kind = Literal["everybody", "move_in"]

EVERYBODY: Final[Kind] = "everybody"
MOVE_IN: Final[Kind] = "move_in"
MOVE_IN_TEMPLATES: Final = frozenset({"new_resident_90d"})
"""The ready-made questionnaires for people who moved in about three months ago."""

LONGEST_MOVE_IN_DAYS: Final = 366
"""From the first day of a move-in wave to its last: twelve months, in a leap year too."""
MOST_ADULTS_AT_ONCE: Final = 12
"""Adults of one household who can be given codes together."""
FEWEST_CODES: Final = 300
CODES_AN_ADULT: Final = 2
"""So many lie ready for each adult who lives there: twice as many move in within a year nowhere."""


def codes_ready(adults: int) -> int:
    """How many codes lie ready at the launch of a move-in wave, where so many adults live now."""
    return max(FEWEST_CODES, CODES_AN_ADULT * adults)


def kind_of_template(template: str) -> Kind:
    """The kind of wave that a questionnaire made from this ready-made one is asked in."""
    return MOVE_IN if template in MOVE_IN_TEMPLATES else EVERYBODY


def kind_of(promise: Mapping[str, Any]) -> Kind:
    """The kind of a promise's or a release's wave. What says nothing of it asks everybody."""
    return cast("Kind", promise["wave"].get("kind", EVERYBODY))


def said_of(kind: Kind) -> dict[str, str]:
    """What a document says of a kind: nothing of the ordinary one, so that none changes a byte."""
    return {} if kind == EVERYBODY else {"kind": kind}


def longest_days(kind: Kind) -> int:
    """From the first day to the last, at most."""
    return LONGEST_MOVE_IN_DAYS if kind == MOVE_IN else LONGEST_FIELDWORK_DAYS
