"""What a mail server or a gateway has against messages, in words, wherever staff read of it.

Codes are those of `survey.core.sending.refusals`: they hold no address and no number of a person.
"""

from __future__ import annotations

from flask_babel import gettext as _

_BETWEEN = ":"


def hindrance_code(code: str, channel: str) -> str:
    """What is kept of it where there is room for a code only: by which channel, and why."""
    return f"{channel}{_BETWEEN}{code}"


def explain_hindrance(kept: str) -> str:
    """The sentence of a code that `hindrance_code` made; "" of any other."""
    channel, between, code = kept.partition(_BETWEEN)
    return explain_not_sent(code, channel) if between else ""


def explain_not_sent(code: str, channel: str) -> str:
    """Why a message was not taken, from the code that is kept of it, and by whom."""
    sentences = {
        "smtp_tls": _("The mail server’s certificate is not in order."),
        "smtp_unsupported": _(
            "The mail server does not offer the encryption or the sign-in that is set up."
        ),
        "smtp_sign_in": _("The mail server does not take the user and password that are set up."),
        "smtp_address": _("This address cannot be written to."),
        "key_lost": _("The key of those who asked for no more messages is missing."),
        "http_no_id": _("The gateway answered without the number of a message."),
        **_on_the_way(channel),
    }
    return sentences.get(code) or _refused(code[-3:], channel)


def _on_the_way(channel: str) -> dict[str, str]:
    if channel == "email":
        return {
            "no_connection": _("The mail server cannot be reached."),
            "connection_lost": _("The connection to the mail server broke."),
        }
    return {
        "no_connection": _("The gateway for text messages cannot be reached."),
        "connection_lost": _("The connection to the gateway for text messages broke."),
    }


def _refused(number: str, channel: str) -> str:
    if channel == "email":
        return _("The mail server refused with number %(number)s.", number=number)
    return _("The gateway for text messages refused with number %(number)s.", number=number)
