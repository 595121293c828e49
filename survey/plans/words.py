"""Plans in words: contacts and states."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.core.calendar.contacts import Contact
from survey.messages.staff_words import title


def contact_words(contact: Contact) -> str:
    """A contact and its channel: "First reminder by e-mail"."""
    if contact.channel != "letter":
        return title(contact.name, contact.channel)
    letters = {
        "invitation": _("Invitation by letter"),
        "reminder_1": _("First reminder by letter"),
        "reminder_2": _("Second reminder by letter"),
        "last_days": _("Last reminder by letter"),
    }
    return letters[contact.name]


def state_words(state: str) -> str:
    """What became of a planned wave."""
    names = {
        "planned": _("Planned"),
        "skipped": _("Left out"),
        "launched": _("Launched"),
        "missed": _("Missed"),
    }
    return names[state]
