"""How well two keyings of the same sheets agreed, in words and in bands, never as counts."""

from __future__ import annotations

from typing import Final

from flask_babel import format_percent
from flask_babel import gettext as _

from survey.db import db
from survey.waves.models import KeyingAgreement, Wave

BANDS: Final = (99, 97, 95)
"""Percent, downwards: a figure is told as at least one of these, or as less than the last."""


def agreement_words(wave: Wave) -> str:
    """What is known of a wave's keying; empty before enough sheets were typed twice. One query."""
    found = db.session.get(KeyingAgreement, wave.id)
    if found is None or found.compared == 0:
        return ""
    reached = next((band for band in BANDS if 100 * found.equal >= band * found.compared), None)
    if reached is None:
        return _(
            "Sheets typed twice agreed in less than %(percent)s of their boxes. "
            "Look at how sheets are typed in.",
            percent=format_percent(BANDS[-1] / 100),
        )
    return _(
        "Sheets typed twice agreed in %(percent)s of their boxes or more.",
        percent=format_percent(reached / 100),
    )
