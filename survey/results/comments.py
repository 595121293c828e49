"""Comments on their way from the redactor to everybody: offered, decided, released once.

Nothing is offered before the wave's figures are released, nor on a question that fewer wrote
something to than is needed. What is released is chosen, shuffled and written down here; what is
not, is in no document, page, log or error, and neither is why.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom
from typing import Any, Final, Literal

from survey.core.canonical import canonical_json
from survey.core.disclosure.comments import (
    Audience,
    Hold,
    count_themes,
    may_be_read,
    may_be_released,
    most_on_show,
    reasons_to_hold,
)
from survey.core.disclosure.marks import Mark, script_of
from survey.core.errors import SurveyError
from survey.db import db
from survey.responses.services.redacting import Redaction, decide_comment
from survey.responses.terms import get_terms
from survey.results.aggregation import Written, list_written
from survey.results.ledger import hash_body
from survey.results.models import CommentsRelease
from survey.results.queries import find_release, list_comments_releases
from survey.waves.models import Wave
from survey.waves.promise import asked_questionnaire
from survey.waves.services.holding import hold_wave

SCHEMA: Final = 1
Stage = Literal["withheld", "reading", "ready", "released"]
"""withheld: nothing is shown or offered, whatever the reason."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The comments on one question, as far as they have been read; none where they may not be."""

    item_id: str
    stage: Stage
    comments: tuple[Written, ...]
    min_group: int

    @property
    def unread(self) -> tuple[int, ...]:
        """The places, from 1 on, of comments about which nothing was decided."""
        return tuple(
            place
            for place, comment in enumerate(self.comments, 1)
            if comment.redaction.decision is None
        )

    @property
    def themes(self) -> tuple[str, ...]:
        """Every theme used so far, by name."""
        return tuple(sorted({name for one in self.comments for name in one.redaction.themes}))

    def comment(self, position: int) -> Written:
        """The comment at a place, from 1 on. Raises SurveyError "no_such_comments"."""
        if not 1 <= position <= len(self.comments):
            raise SurveyError("missing", "no_such_comments")
        return self.comments[position - 1]

    def reasons(self, position: int, marks: Iterable[Mark]) -> tuple[Hold, ...]:
        """What speaks against showing the comment as it was written. marks: found in it."""
        scripts = Counter(script_of(one.text) for one in self.comments)
        script = script_of(self.comment(position).text)
        return reasons_to_hold(marks, Audience(self.min_group, len(self.comments), scripts[script]))


def list_open_items(wave: Wave) -> tuple[str, ...]:
    """The questions of a wave that people answered in their own words, in the order asked."""
    return tuple(item.id for item in asked_questionnaire(wave).open_items)


def offer_comments(wave: Wave, item_id: str) -> Offered:
    """The comments on a question, as far as they may be read and have been.

    Raises SurveyError "no_such_comments" for another wave's question, and before the release.
    """
    if wave.state != "released" or item_id not in list_open_items(wave):
        raise SurveyError("missing", "no_such_comments")
    min_group = get_terms(wave).min_group
    if any(one.item_id == item_id for one in list_comments_releases(wave.id)):
        return Offered(item_id, "released", (), min_group)
    comments = tuple(list_written(wave, item_id))
    most = _most_on_show(wave)
    if most is None or not may_be_read(len(comments)):
        return Offered(item_id, "withheld", (), min_group)
    offered = Offered(item_id, "reading", comments, min_group)
    if offered.unread:
        return offered
    shown = sum(one.redaction.decision == "show" for one in comments)
    allowed = may_be_released(written=len(comments), shown=shown, most=most, min_group=min_group)
    return Offered(item_id, "ready" if allowed else "withheld", comments, min_group)


def decide(*, wave: Wave, item_id: str, position: int, redaction: Redaction, seen: str) -> bool:
    """Keep what is to become of one comment; tell whether that is new.

    Themes take the spelling that another comment on the question has already. Raises SurveyError
    "comments_released" once these comments are, and what `decide_comment` raises.
    """
    held = hold_wave(wave.id)
    offered = offer_comments(held, item_id)
    if offered.stage == "released":
        raise SurveyError("conflict", "comments_released")
    offered.comment(position)
    known = {name.casefold(): name for name in offered.themes}
    themes = tuple(sorted({known.get(name.casefold(), name) for name in redaction.themes}))
    return decide_comment(
        wave=held,
        item_id=item_id,
        position=position,
        redaction=Redaction(redaction.decision, redaction.shown_text, themes),
        seen=seen,
    )


def release_comments(*, wave: Wave, item_id: str, now: datetime) -> CommentsRelease:
    """Release what is shown of the comments on a question, shuffled; once, then as it stands.

    Raises SurveyError "comments_unread" while something is undecided, and "comments_withheld"
    where the rules let nothing through.
    """
    held = hold_wave(wave.id)
    there = next((one for one in list_comments_releases(held.id) if one.item_id == item_id), None)
    if there is not None:
        return there
    offered = offer_comments(held, item_id)
    if offered.stage != "ready":
        code = "comments_unread" if offered.stage == "reading" else "comments_withheld"
        raise SurveyError("refused", code)
    made_on = get_terms(held).today(now)
    body = canonical_json(_document(held, offered) | {"made_on": made_on.isoformat()})
    release = CommentsRelease(
        wave_id=held.id,
        property_id=held.property_id,
        item_id=item_id,
        schema_version=SCHEMA,
        body=body,
        sha256=hash_body(body),
        made_on=made_on,
    )
    db.session.add(release)
    db.session.flush()
    return release


def _document(wave: Wave, offered: Offered) -> dict[str, Any]:
    """What everybody may read: texts in an order of chance, and themes that enough of them have."""
    shown = [one.redaction for one in offered.comments if one.redaction.decision == "show"]
    texts = [one.shown_text or "" for one in shown]
    SystemRandom().shuffle(texts)
    themes = count_themes([one.themes for one in shown], min_group=offered.min_group)
    return {
        "schema": SCHEMA,
        "wave": wave.id,
        "promise": wave.promise_hash,
        "item": offered.item_id,
        "comments": texts,
        "themes": [{"name": one.name, "about": one.about} for one in themes],
    }


def _most_on_show(wave: Wave) -> int | None:
    """The most comments that the release leaves room for; None where no figure is released."""
    release = find_release(wave.id)
    if release is None:
        return None
    document: dict[str, Any] = json.loads(release.body)
    if document["status"] == "too_few":
        return None
    respondents: int | None = document["response"]["respondents"]
    adults: int = document["property"]["adults"]
    return most_on_show(respondents, adults)
