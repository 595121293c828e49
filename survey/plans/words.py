"""Plans in words: contacts, states, how often."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.core.calendar.contacts import Contact


def contact_words(contact: Contact) -> str:
    """A contact and its channel: "First reminder by e-mail"."""
    names = {
        ("invitation", "letter"): _("Invitation by letter"),
        ("invitation", "email"): _("Invitation by e-mail"),
        ("invitation", "text"): _("Invitation by text message"),
        ("reminder_1", "letter"): _("First reminder by letter"),
        ("reminder_1", "email"): _("First reminder by e-mail"),
        ("reminder_1", "text"): _("First reminder by text message"),
        ("reminder_2", "letter"): _("Second reminder by letter"),
        ("reminder_2", "email"): _("Second reminder by e-mail"),
        ("reminder_2", "text"): _("Second reminder by text message"),
        ("last_days", "letter"): _("Last reminder by letter"),
        ("last_days", "email"): _("Last reminder by e-mail"),
        ("last_days", "text"): _("Last reminder by text message"),
    }
    return names[(contact.name, contact.channel)]


def state_words(state: str) -> str:
    """What became of a planned wave."""
    names = {
        "planned": _("Planned"),
        "skipped": _("Left out"),
        "launched": _("Launched"),
        "missed": _("Missed"),
    }
    return names[state]
