"""Fieldwork that ended on another day than was sealed, in words for residents and for staff."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.communities.days import day_at
from survey.communities.models import Property
from survey.waves.models import FieldworkExtension, Wave
from survey.waves.words import day


def reason_name(reason: str) -> str:
    """Why fieldwork was extended."""
    names = {
        "few_answers": _("Few had answered yet"),
        "letters_late": _("Letters or messages came late"),
        "disturbed": _("Something came between, such as a storm or a holiday"),
        "other": _("Another reason"),
    }
    return names[reason]


def extended(made: FieldworkExtension) -> str:
    """What one extension says."""
    return _(
        "Answers are taken until %(day)s. Reason: %(reason)s.",
        day=day(made.closes_on),
        reason=reason_name(made.reason),
    )


def closed_early(wave: Wave, place: Property) -> str:
    """What is said where a wave was closed before its last day; "" otherwise."""
    if wave.state == "cancelled" or wave.closed_at is None or not wave.closed_early:
        return ""
    return _(
        "The survey was closed on %(day)s, before its last day.",
        day=day(day_at(place, wave.closed_at)),
    )
