"""What is said of a survey that asked only people who moved in: who they were, by days."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.reading import ReleaseDocument


def who_moved_in(document: ReleaseDocument) -> str:
    """Who was asked, for the method: everything after it that names the adults here means them."""
    return _(
        "Adults who moved in between %(first)s and %(last)s: %(adults)s adults in %(homes)s homes. "
        "Wherever the adults here are named, they are meant.",
        first=words.day(document.wave.opens_on),
        last=words.day(document.wave.closes_on),
        adults=words.number(document.place.adults),
        homes=words.number(document.place.homes),
    )


def only_moved_in(document: ReleaseDocument) -> str:
    """The same in one short sentence, for a page's head; "" where everybody was asked."""
    if not document.wave.moves_in:
        return ""
    return _(
        "Only adults who moved in between %(first)s and %(last)s were asked.",
        first=words.day(document.wave.opens_on),
        last=words.day(document.wave.closes_on),
    )
