"""Waves whose residents wrote something, and a redactor who reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from survey.communities.models import Property
from survey.core.canonical import canonical_json
from survey.db import db, transaction
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.aggregation import list_written
from survey.results.models import CommentsRelease, Release
from survey.results.services import make_release
from tests.factories.answer_sets import COMMENT_ITEM, answers_of
from tests.factories.sendings import send_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests


def plain_comments(count: int) -> list[str]:
    """Planted words that stand nowhere else, and in which nothing points at anybody."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [f"Heronwort{letters[at // 26]}{letters[at % 26]} needs a bench." for at in range(count)]


def opened_wave(place: Property, now: datetime, texts: Sequence[str], silent: int) -> Fieldwork:
    """An opened wave that is not released yet: these wrote a comment each, others nothing."""
    work = launch_wave_for_tests(now, place=db.session.get_one(Property, place.id))
    codes = work.codes
    sets = (
        (codes[home], answers_of(home) | {COMMENT_ITEM: text})
        for home, text in enumerate([*texts, *[""] * silent])
    )
    send_answers(work, sets, now)
    with transaction():
        close_ballot_box(wave=work.wave, now=now + timedelta(hours=1))
    with transaction():
        open_ballot_box(wave=work.wave, passphrase=None, now=now + timedelta(hours=1))
    return work


def released_wave(place: Property, now: datetime, texts: Sequence[str], silent: int) -> Fieldwork:
    """The same, with its figures released an hour later."""
    work = opened_wave(place, now, texts, silent)
    with transaction():
        make_release(wave=work.wave, now=now + timedelta(hours=1))
    return work


def place_of(work: Fieldwork, text: str) -> int:
    """Where the comment with these words stands on the redactor's pages."""
    texts = [one.text for one in list_written(work.wave, COMMENT_ITEM)]
    return texts.index(text) + 1


def release_comments(release_id: int, item_id: str, texts: Sequence[str]) -> str:
    """Store comments as released with a stored release; their document."""
    with transaction():
        release = db.session.get_one(Release, release_id)
        body = canonical_json(
            {
                "schema": 1,
                "wave": release.wave_id,
                "promise": "ab" * 32,
                "item": item_id,
                "made_on": "2026-09-01",
                "comments": list(texts),
                "themes": [{"name": "Benches", "about": 5}, {"name": "Ponds", "about": None}],
            }
        )
        db.session.add(
            CommentsRelease(
                wave_id=release.wave_id,
                property_id=release.property_id,
                item_id=item_id,
                schema_version=1,
                body=body,
                sha256=hashlib.sha256(body.encode()).hexdigest(),
                made_on=date(2026, 9, 1),
            )
        )
    return body
