"""Messages in the words of the staff's pages: kinds, states, counts in steps, and what is wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from flask_babel import format_currency, ngettext
from flask_babel import gettext as _

from survey.core.sending.segments import Length
from survey.messages.models import Mailing
from survey.messages.queries import Obstacle
from survey.waves.models import Wave

STEP: Final = 5
"""Counts are told in steps, as those of answers are: single homes cannot be followed by them."""


def contact_name(contact: str) -> str:
    """What a message is for."""
    names = {
        "invitation": _("Invitation"),
        "reminder_1": _("First reminder"),
        "reminder_2": _("Second reminder"),
        "reminder_3": _("Third reminder"),
        "last_days": _("Last reminder"),
    }
    return names[contact]


def title(contact: str, channel: str) -> str:
    """The name of a mailing's page."""
    titles = {
        ("invitation", "email"): _("Invitation by e-mail"),
        ("reminder_1", "email"): _("First reminder by e-mail"),
        ("reminder_2", "email"): _("Second reminder by e-mail"),
        ("reminder_3", "email"): _("Third reminder by e-mail"),
        ("last_days", "email"): _("Last reminder by e-mail"),
        ("invitation", "text"): _("Invitation by text message"),
        ("reminder_1", "text"): _("First reminder by text message"),
        ("reminder_2", "text"): _("Second reminder by text message"),
        ("reminder_3", "text"): _("Third reminder by text message"),
        ("last_days", "text"): _("Last reminder by text message"),
    }
    return titles[contact, channel]


def state_of(mailing: Mailing, wave: Wave, *, gave_up: bool) -> str:
    """The state for people: a mailing of a wave that is over has ended, whatever its row says."""
    if mailing.state in ("waiting", "sending") and wave.state != "open":
        return "stopped"
    if mailing.state == "sending" and gave_up:
        return "gave_up"
    if mailing.state == "sending" and mailing.problem:
        return "put_off"
    return mailing.state


def state_name(state: str) -> str:
    """A mailing's state."""
    names = {
        "waiting": _("Planned"),
        "sending": _("Going out"),
        "put_off": _("Waiting to try again"),
        "gave_up": _("Does not get through"),
        "sent": _("Sent"),
        "stopped": _("Stopped"),
    }
    return names[state]


def in_steps(count: int) -> str:
    """A count as the page tells it."""
    if count == 0:
        return _("none")
    if count < STEP:
        return _("fewer than %(step)s", step=STEP)
    return _("about %(count)s", count=count // STEP * STEP)


def money(amount: Decimal, currency: str) -> str:
    """An amount of money."""
    written: str = format_currency(amount, currency)
    return written


def length(measured: Length) -> str:
    """How long a text message is."""
    return ngettext(
        "%(units)s signs (%(alphabet)s), %(num)d segment",
        "%(units)s signs (%(alphabet)s), %(num)d segments",
        measured.segments,
        units=measured.units,
        alphabet=measured.alphabet,
    )


def plan_button(state: str, homes: int) -> str:
    """What the button says that plans it, or what is planned anew. state: "" where nothing is."""
    if state in ("waiting", "sending", "put_off"):
        return _("Change when it goes out")
    if state in ("stopped", "gave_up"):
        return _("Let it go on")
    return ngettext("Send it to %(num)d home", "Send it to %(num)d homes", homes)


def obstacle(found: Obstacle, channel: str) -> str:
    """What keeps messages from going out, and what to do."""
    sentences = {
        "wave_over": _("This survey takes no answers any more, so no message goes out."),
        "codes_at_move_in": _(
            "This wave asks only people who move in. Their codes are printed when they do: no "
            "message goes out, since one in the week after somebody moved in would tell who it is "
            "for."
        ),
        "no_home_list": _(
            "There is no list of homes yet. Read one in on the property’s page: messages go to "
            "the addresses on it."
        ),
        "key_lost": _(
            "The key by which those are known who asked for no more messages is missing on the "
            "server, or is another one. Nothing goes out until it is back, so that nobody is "
            "written to against their will. Whoever runs the server puts the copy of messages.key "
            "back, as deploy/README.md says."
        ),
        "no_contacts": _(
            "The list of homes has no addresses, or they were destroyed on their day. Read the "
            "list in again to write to homes."
        ),
        "codes_before_list": _(
            "This wave was launched before there was a list of homes, so nobody can say which "
            "code belongs to which door. Hand out its codes by letter."
        ),
    }
    if found == "no_channel":
        return no_channel(channel)
    if found == "nobody":
        return (
            _("No home on the list has an e-mail address.")
            if channel == "email"
            else _("No home on the list has a mobile number.")
        )
    return sentences[found]


def no_channel(channel: str) -> str:
    """What is to be set up before anything goes out."""
    if channel == "email":
        return _(
            "No mail server is set up, so no e-mail goes out. Whoever runs the server sets "
            "PORCHLIGHT_SMTP_HOST, as deploy/README.md says."
        )
    return _(
        "No gateway for text messages is set up, so none goes out. Whoever runs the server sets "
        "PORCHLIGHT_TEXTS_URL, as deploy/README.md says."
    )
