"""Where the line of a level breaks between two waves, as far as their releases tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from survey.core.disclosure.alignment import same_access, same_level
from survey.reports.reading import ReleaseDocument

Break = Literal["none", "caution", "other"]
"""Between two waves: nothing; something that alone can move figures; other questions or access."""

CAUTIONS: Final = frozenset(
    {"mode_differs", "access_differs", "languages_differ", "weighting_differs", "season_differs"}
)
"""Warnings about how people were asked; those about who answered break no line."""


def break_of(before: ReleaseDocument, now: ReleaseDocument, level_id: str) -> Break:
    """Return what lies between two waves with figures, for one level.

    "other" is what keeps a release from comparing the two (core/disclosure/alignment.py): other
    words, answers or questions, or another limit of answers. Modes and seasons are known from the
    later release's own warnings, and only where it was compared with this earlier wave.
    """
    asked = _asked(before), _asked(now)
    if not same_access(asked) or not same_level(*asked, level_id):
        return "other"
    if now.change is None or now.change.since_number != before.wave.number:
        return "none"
    return "caution" if CAUTIONS & set(now.change.warnings) else "none"


def _asked(document: ReleaseDocument) -> Mapping[str, Any]:
    """What was asked and of whom, in the shape in which releases are compared."""
    return {
        "status": document.status,
        "promise": {"limited_to_one": document.promise.limited_to_one},
        "wording": document.wording,
        "levels": [
            {"id": score.id, "state": score.state, "items": list(score.items)}
            for score in document.levels
        ],
        "items": [
            {
                "id": item.id,
                "kind": item.kind,
                "scale": item.scale,
                "reverse": item.reverse,
                "favorable": item.favorable,
            }
            for item in document.items
        ],
    }
