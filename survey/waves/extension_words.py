"""Extensions of fieldwork in words, for whoever reads the promise and for staff."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.waves.models import FieldworkExtension
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
