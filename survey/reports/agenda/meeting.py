"""How a check-in runs: what holds in the room, the hour, who is missing, and empty lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.missing import fewer_sentence, missing_groups
from survey.reports.public_page import who_answered
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.joining import in_a_row

TALK_MINUTES: Final = 25
"""For all findings together; six for each of four."""

PROMISES: Final = 5
"""So many empty lines for what is promised."""

OTHER_LINES: Final = 2
"""So many for what cannot be done, and for what does not fit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the hour and how long it takes, in words."""

    name: str
    minutes: str


def rules(document: ReleaseDocument) -> tuple[str, ...]:
    """Return what everybody in the room holds to, for the sake of those who answered."""
    smallest = ngettext(
        "No group smaller than %(people)s person is shown.",
        "No group smaller than %(people)s people is shown.",
        document.promise.min_group,
        people=words.number(document.promise.min_group),
    )
    return (
        _("Nobody is asked what they answered."),
        _("Nobody guesses who said what."),
        in_a_row(smallest, _("Nobody tries to work out more.")),
        _("We talk about the place, not about single people."),
        _("Anyone may stay silent, and need not say why."),
    )


def time_plan() -> tuple[Part, ...]:
    """Return the parts of the hour, in their order."""
    plan = (
        (_("Welcome"), 5),
        (_("What was promised before"), 5),
        (_("What people told us"), TALK_MINUTES),
        (_("Who is missing"), 5),
        (_("What we promise"), 15),
        (_("This meeting and the next"), 5),
    )
    return tuple(Part(name, words.minutes(count)) for name, count in plan)


def talk_about(findings: int) -> str:
    """Say how long there is to talk about each of so many findings, in whole minutes."""
    minutes = TALK_MINUTES // findings
    return ngettext(
        "To talk about, %(minutes)s minute each",
        "To talk about, %(minutes)s minutes each",
        minutes,
        minutes=words.number(minutes),
    )


def who_is_missing(document: ReleaseDocument, wording: Wording) -> tuple[str, ...]:
    """Say how many answered and which groups less than their share, or that it cannot be told."""
    groups = missing_groups(document, wording)
    if groups:
        said = fewer_sentence(groups)
    elif document.response.participation:
        said = _("No group that we can tell of answered clearly less than its share.")
    else:
        said = _("Which groups answered less than others cannot be told.")
    return who_answered(document), said
