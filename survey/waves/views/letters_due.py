"""The step that is forgotten most easily: printing the letters of a wave with codes."""

from __future__ import annotations

from typing import Final

from flask import url_for
from flask_babel import gettext as _

from survey.communities.standing import Step
from survey.core.promise.kinds import MOVE_IN
from survey.waves.models import Wave
from survey.waves.queries import codes_were_listed, list_code_roles

SENT_IN: Final = ("not_yet", "open")


def find_letters_due(wave: Wave, state: str) -> Step | None:
    """Printing the letters, until somebody was given the codes. One query.

    A plan's messages count as codes given too, so before the first day only a list of all counts.
    """
    if wave.access != "codes" or wave.kind == MOVE_IN or state not in SENT_IN:
        return None
    if state == "not_yet":
        if codes_were_listed(wave):
            return None
        why = _("Each adult gets one code. The letters go to every home before the first day.")
    elif list_code_roles(wave):
        return None
    else:
        why = _("Look at the test pages first. Letters go to every home, reminders too.")
    return Step(_("Print the letters with codes"), url_for("letters.show", wave_id=wave.id), why)
