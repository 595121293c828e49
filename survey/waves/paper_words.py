"""What residents are told of answering on paper, wherever a promise is shown.

True only together with `may_key` in survey/accounts/access.py, and with what survey/responses/paper
does: see its README.
"""

from __future__ import annotations

from flask_babel import gettext as _


def paper_question() -> str:
    """What somebody who holds a sheet of paper may ask."""
    return _("Who sees my sheet if I answer on paper?")


def paper_answer(access: str) -> str:
    """Who sees it, what they do not know, and what becomes of it. access: of the wave."""
    if access == "codes":
        return _(
            "A person who types it in sees your answers and your code, but no name, and does not "
            "know whose code it is. That person may not manage this property. Then your answers "
            "are sealed like all others. The sheet is shredded when the survey has closed."
        )
    return _(
        "A person who types it in sees your answers, but no name. That person may not manage this "
        "property. Then your answers are sealed like all others. The sheet is shredded when the "
        "survey has closed."
    )
