"""Open questions to talk about, by what a finding is of and by what kind of finding it is.

Every question asks about the place. None asks what somebody answered, lived through or feels:
neighbors, staff and the landlord sit in the same room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from flask_babel import gettext as _

Kind = Literal["rise", "good", "fall", "gap", "lowest", "stands"]
"""What a finding says: a clear rise, the most good answers, a clear fall, a clear gap, the fewest
good answers, or just how it stands."""

Say = Callable[[], str]


def questions_of(
    kind: Kind, level: str, item_id: str, asked: set[str], most: int
) -> tuple[str, ...]:
    """Return at most so many questions on one finding, the most particular one first.

    level: of the finding; item_id: its question, empty where it is of the level itself. `asked`
    holds what stands elsewhere on the agenda, and is added to: nothing is asked twice.
    """
    topics = [say for say in (FAMILIES.get(_family(item_id)), LEVELS.get(level)) if say]
    topic = next((said for say in topics if (said := say()) not in asked), "")
    known = [topic, *(say() for say in (*KINDS[kind], _what_stands_behind))]
    chosen = [said for said in known if said and said not in asked][:most]
    asked.update(chosen)
    return tuple(chosen)


def general_questions(most: int) -> tuple[str, ...]:
    """Return at most so many questions for a meeting that no finding leads."""
    return tuple(say() for say in (_what_stands_behind, *KINDS["stands"])[:most])


def _family(item_id: str) -> str:
    """The family of a question of the bank: all of one construct begin alike, as in "per_bel"."""
    return "_".join(item_id.split("_")[:2])


def _what_stands_behind() -> str:
    return _("What do people here think stands behind this?")


FAMILIES: Final[Mapping[str, Say]] = {
    "per_bel": lambda: _("What makes people feel part of this place? What gets in the way?"),
    "per_val": lambda: _("Where can people show what they have to give? Where are they passed by?"),
    "per_sti": lambda: _("What is said about this place and its homes? Who could change that?"),
    "per_nar": lambda: _("Which stories are told about this place? Which are missing?"),
    "per_asp": lambda: _("How could living here help people more with what they hope for?"),
    "per_saf": lambda: _("Where and when does this place feel safe? Where and when does it not?"),
    "per_tru": lambda: _("What makes trust grow here? What has cost trust?"),
    "rel_tie": lambda: _("Where do neighbors get to know each other? What is missing for that?"),
    "rel_bri": lambda: _("Where do people meet here who would not meet elsewhere?"),
    "rel_con": lambda: _("What helps when people who are not alike meet? What makes it hard?"),
    "rel_eas": lambda: _("What makes it easy to get to know people here? What makes it hard?"),
    "rel_sup": lambda: _("How do neighbors help one another? What would make it easier to ask?"),
    "rel_coh": lambda: _("What helps the groups here get along? What keeps them apart?"),
    "rel_dis": lambda: _("Where can somebody turn who is treated unfairly? What happens then?"),
    "str_voi": lambda: _("How can residents make themselves heard here? What happens then?"),
    "str_inf": lambda: _("Which choices should residents have a part in? How would that work?"),
    "str_fai": lambda: _("Which rules work the same for everyone here? Which do not?"),
    "str_gov": lambda: _("What keeps people from taking part? What would make it easier?"),
    "str_cef": lambda: _("What could residents do together? What would they need for that?"),
    "str_acc": lambda: _("How do residents learn what became of a promise? What would be better?"),
}
"""By the family of the finding's question. A family is a construct of the bank; a release holds
no constructs, but the ids of its questions."""

LEVELS: Final[Mapping[str, Say]] = {
    "perceptual": lambda: _("What makes people feel at home here? What gets in the way?"),
    "relational": lambda: _("What brings people together here? What keeps them apart?"),
    "structural": lambda: _("Where do residents have a say today? Where should they have more?"),
    "outcome": lambda: _("What about this place makes life better? What makes it harder?"),
    "context": lambda: _("Whom does this reach today? Whom does it not reach, and why?"),
}

_GOING_WELL: Final[tuple[Say, ...]] = (
    lambda: _("What has made this go well? Who had a part in it?"),
    lambda: _("What has to be done so that it stays like this?"),
)

KINDS: Final[Mapping[Kind, tuple[Say, ...]]] = {
    "rise": _GOING_WELL,
    "good": _GOING_WELL,
    "fall": (
        lambda: _("What has changed here since the last survey?"),
        lambda: _("What would be a first sign that it gets better?"),
    ),
    "gap": (
        lambda: _("What is different from day to day for these groups?"),
        lambda: _("What would make it the same for everyone? Who can change that?"),
    ),
    "lowest": (
        lambda: _("What has been tried already? What came of it?"),
        lambda: _("What is one thing that could be better before the next survey?"),
    ),
    "stands": (
        lambda: _("What fits with what people see here? What does not?"),
        lambda: _("What should be said about this a year from now?"),
        lambda: _("Where does this go well already? What can be learned from it?"),
        lambda: _("Who could do something about this? What do they need?"),
        lambda: _("What would be a good first step?"),
    ),
}
