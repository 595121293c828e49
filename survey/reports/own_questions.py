"""Questions that the community added, as reports tell of them: the group, and one sentence."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _

from survey.reports.reading import ReleaseDocument

OWN: Final = "own"
"""The id of their group, which stands after those of the levels."""


def group_name() -> str:
    """Return the heading of their group."""
    return _("This community’s own questions")


def own_note(document: ReleaseDocument) -> str:
    """Say once what the mark of own questions means; empty where there are none."""
    if not any(item.own for item in document.items):
        return ""
    if any(item.own and item.after for item in document.items):
        return _(
            "The community added these questions itself. They count in no score, and are not "
            "compared with other communities. Some were asked only of people who gave certain "
            "answers to another question, and speak of these people only."
        )
    return own_sentence()


def own_sentence() -> str:
    """Say what the mark means of any of them."""
    return _(
        "The community added these questions itself. They count in no score, and are not compared "
        "with other communities."
    )
