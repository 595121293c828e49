"""What a unit of review is called: the English of its question, or what its texts are for."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.core.bank.review import CONSENT, INDICES, LABELS, Unit


def title_of_unit(unit: Unit) -> str:
    """Return a unit's title; sources are English, whatever the page's language."""
    if unit.id == CONSENT:
        return _("The promise, and the words around the questions")
    if unit.id == LABELS:
        return _("Titles, levels and common answers")
    if unit.id == INDICES:
        return _("Names of scores")
    if unit.id.startswith("scale."):
        return " / ".join(wording.source for wording in unit.wordings)
    return unit.wordings[0].source
