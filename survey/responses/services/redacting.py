"""Redacting: what becomes of one comment, kept in its own row so that it ends with it.

Comments are counted off in the order of their random ids, which says nothing of their writers.
Nothing here says who decided, or when.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import select

from survey.core.canonical import canonical_json, content_hash
from survey.core.errors import SurveyError
from survey.db import db
from survey.responses.models import Comment
from survey.waves.models import Wave
from survey.waves.services.holding import hold_wave

Decision = Literal["show", "hold", "danger"]
DECISIONS: Final[tuple[Decision, ...]] = ("show", "hold", "danger")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was decided about a comment, or nothing yet.

    shown_text: the words to show, without what points at somebody; only with "show".
    """

    decision: Decision | None = None
    shown_text: str | None = None
    themes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What stands for this state in a page that was opened in it."""
        return content_hash([self.decision, self.shown_text, list(self.themes)])


def redaction_of(comment: Comment) -> Redaction:
    """What was decided about a comment."""
    decision = next((one for one in DECISIONS if one == comment.decision), None)
    return Redaction(decision, comment.shown_text, tuple(json.loads(comment.themes or "[]")))


def decide_comment(
    *, wave: Wave, item_id: str, position: int, redaction: Redaction, seen: str
) -> bool:
    """Keep what is to become of a comment; tell whether that is new.

    position: its place among those on the question, from 1 on. seen: the fingerprint of what the
    page showed; deciding the same again is nothing new, whatever was seen. Raises SurveyError
    "no_such_comments", "comment_empty" and, where something else was decided meanwhile,
    "comment_decided".
    """
    held = hold_wave(wave.id)
    if held.state != "released":
        raise SurveyError("missing", "no_such_comments")
    comment = _comment_at(held.id, item_id, position)
    before = redaction_of(comment)
    if redaction == before:
        return False
    if before.fingerprint != seen:
        raise SurveyError("conflict", "comment_decided")
    if redaction.decision == "show" and not (redaction.shown_text or "").strip():
        raise SurveyError("input", "comment_empty")
    comment.decision = redaction.decision
    comment.shown_text = redaction.shown_text if redaction.decision == "show" else None
    comment.themes = canonical_json(list(redaction.themes)) if redaction.themes else None
    db.session.flush()
    return True


def _comment_at(wave_id: str, item_id: str, position: int) -> Comment:
    wanted = (
        select(Comment)
        .where(Comment.wave_id == wave_id, Comment.item_id == item_id)
        .order_by(Comment.id)
        .offset(position - 1)
        .limit(1)
    )
    found = db.session.scalar(wanted) if position >= 1 else None
    if found is None:
        raise SurveyError("missing", "no_such_comments")
    return found
