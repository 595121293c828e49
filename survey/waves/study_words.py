"""What residents are told of a study of the questions, wherever a promise that allows one is shown.

True only together with survey/studies and core/disclosure/study.py: see survey/results/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from survey.core.promise.document import allows_study


def told_of_study(promise: Mapping[str, Any]) -> tuple[str, str] | None:
    """The question and the answer where a promise allows a study; None where it does not."""
    return (study_question(), study_answer()) if allows_study(promise) else None


def study_question() -> str:
    """What somebody may ask whose answers may be used for a study."""
    return _("Are my answers used for anything else?")


def study_answer() -> str:
    """For what, how often, and together with how many."""
    return _(
        "They may be used once, together with those of at least four other places, to check how "
        "well the questions work."
    )
