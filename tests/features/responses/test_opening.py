"""Opening.

1. What was sent is what is opened, each set once; demographics only as groups, comments apart.
2. Only a closed wave is opened, and only the box that was fixed at closing.
3. Envelopes, codes and both secrets are gone afterwards; opening again changes nothing.
4. With a custodian it takes the passphrase; a wrong one changes nothing.
5. What cannot be read is counted: an answer blanked, an envelope lost, never the whole opening.
6. What does not apply is dropped; text that a phone sealed by itself is checked like any other.
7. A tightened promise holds at opening.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text

from survey.core.errors import SurveyError
from survey.core.sealing import hpke, padding
from survey.core.sealing.envelopes import answers_info
from survey.core.sealing.slots import slot_for_code
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.models import Comment, Envelope, OpenedAnswer
from survey.responses.queries import count_comments, count_envelopes
from survey.responses.services import Opening, close_ballot_box, open_ballot_box
from survey.waves.models import AccessCode, PromiseTightening
from tests.factories.answer_sets import answers_of, closed_answers_of, comment_of
from tests.factories.ballot_boxes import PASSPHRASE, Box, Plan, make_box
from tests.features.responses.conftest import Send
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


def close(box: Box, now: FrozenClock) -> None:
    """Close the wave and commit."""
    with transaction():
        close_ballot_box(wave=box.wave, now=now())


def open_it(box: Box, now: FrozenClock, passphrase: str | None = None) -> Opening:
    """Open the wave and commit."""
    with transaction():
        return open_ballot_box(wave=box.wave, passphrase=passphrase, now=now())


def opened(box: Box) -> list[dict[str, Any]]:
    """The opened answer sets, in an order that every test may compare."""
    rows = db.session.scalars(select(OpenedAnswer).where(OpenedAnswer.wave_id == box.wave_id))
    return sorted((json.loads(row.answers) for row in rows), key=str)


def groups(box: Box) -> list[dict[str, str]]:
    """The groups of the opened answer sets, sorted."""
    rows = db.session.scalars(select(OpenedAnswer.groups))
    return sorted((json.loads(row) for row in rows), key=str)


def test_everything_once(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """1."""
    for home in [*range(12), 4, 4, 9]:
        send(box, home)
    close(box, frozen_clock)
    assert open_it(box, frozen_clock) == Opening(12, 0, 0)
    assert opened(box) == sorted((closed_answers_of(home) for home in range(12)), key=str)
    comments = db.session.execute(select(Comment.item_id, Comment.text)).all()
    assert sorted(map(tuple, comments)) == [("opn_01", comment_of(home)) for home in range(12)]
    assert (box.wave.state, box.wave.opened_at) == ("opened", frozen_clock())


def test_groups_are_recoded(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """1. Of twelve, four own or pay the full price, six pay less, and two did not say: with five
    as the smallest group, the four and the two are "other"."""
    for home in range(12):
        send(box, home)
    close(box, frozen_clock)
    open_it(box, frozen_clock)
    counted = Counter((row["dem_ten"], row["stratum"]) for row in groups(box))
    assert counted == {
        ("lower_cost", "full_price"): 4,
        ("lower_cost", "lower_cost"): 2,
        ("other", "full_price"): 2,
        ("other", "lower_cost"): 4,
    }
    row = db.session.scalars(select(OpenedAnswer)).first()
    assert row is not None
    assert "dem_ten" not in row.answers


def test_only_closed(box: Box, frozen_clock: FrozenClock) -> None:
    """2."""
    with pytest.raises(SurveyError, match="wave_not_closed"):
        open_it(box, frozen_clock)


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM envelope WHERE slot IN (SELECT slot FROM envelope ORDER BY slot LIMIT 1)",
        "DELETE FROM envelope",
    ],
)
def test_changed_box(box: Box, send: Send, frozen_clock: FrozenClock, tampering: str) -> None:
    """2. Somebody with the database takes envelopes out after closing."""
    for home in range(3):
        send(box, home)
    close(box, frozen_clock)
    with transaction():
        db.session.execute(text(tampering))
    with pytest.raises(SurveyError, match="ballot_box_changed"):
        open_it(box, frozen_clock)
    assert (box.wave.state, opened(box)) == ("closed", [])
    assert get_key_store().has(box.wave_id)


def test_nothing_is_left(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """3."""
    send(box, 3)
    close(box, frozen_clock)
    open_it(box, frozen_clock)
    before = opened(box)
    codes = db.session.scalar(select(func.count()).select_from(AccessCode))
    assert (count_envelopes(box.wave_id), codes) == (0, 0)
    assert get_key_store().list() == []
    assert open_it(box, frozen_clock) == Opening(1, 0, 0)
    assert (opened(box), count_comments(box.wave_id)) == (before, 1)


def test_empty_wave(box: Box, frozen_clock: FrozenClock) -> None:
    """3."""
    close(box, frozen_clock)
    assert open_it(box, frozen_clock) == Opening(0, 0, 0)
    assert get_key_store().list() == []


def test_custodian(plan: Plan, app: object, send: Send, frozen_clock: FrozenClock) -> None:
    """4."""
    box = make_box(replace(plan, custody="custodian"))
    send(box, 3)
    close(box, frozen_clock)
    for typed, code in ((None, "passphrase_needed"), ("guess", "wrong_passphrase")):
        with pytest.raises(SurveyError, match=code):
            open_it(box, frozen_clock, typed)
    assert (count_envelopes(box.wave_id), opened(box)) == (1, [])
    assert open_it(box, frozen_clock, f" {PASSPHRASE} ") == Opening(1, 0, 0)
    assert opened(box) == [closed_answers_of(3)]


def seal_by_phone(box: Box, home: int, body: bytes, size: int) -> None:
    """Put what some phone sealed by itself into a home's envelope."""
    terms_size = size - hpke.OVERHEAD_BYTES
    sealed = hpke.seal(
        box.wave.public_key, padding.pad(body, terms_size), info=answers_info(box.wave_id)
    )
    _replace(box, home, answers=sealed)


def _replace(box: Box, home: int, **columns: bytes) -> None:
    """Overwrite columns of the only envelope that holds a home's answers."""
    slot = slot_for_code(box.secrets.box_secret, box.codes[home])
    with transaction():
        envelope = db.session.get_one(Envelope, (box.wave_id, slot))
        for name, value in columns.items():
            setattr(envelope, name, value)


def test_unreadable(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """5. One lost envelope, one slip that does not open, one answer out of range."""
    for home in range(3):
        send(box, home)
    size = len(db.session.scalars(select(Envelope.answers)).first() or b"")
    _replace(box, 0, answers=bytes(size))
    _replace(box, 1, slip=bytes(593))
    body = json.dumps({"per_bel_01": 99, "per_val_01": 2, "nobody_asked": 1}).encode()
    seal_by_phone(box, 2, body, size)
    close(box, frozen_clock)
    assert open_it(box, frozen_clock) == Opening(respondents=2, blanked=3, unreadable=1)
    assert opened(box) == sorted([closed_answers_of(1), {"per_val_01": 2}], key=str)


def test_phone_sealed_text(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """6. Signs that PostgreSQL cannot store do not stop an opening."""
    send(box, 0)
    size = len(db.session.scalars(select(Envelope.answers)).first() or b"")
    seal_by_phone(box, 0, b'{"opn_01":"a\\u0000b\\ud83dc","per_bel_01":"4"}', size)
    close(box, frozen_clock)
    assert open_it(box, frozen_clock).respondents == 1
    assert count_comments(box.wave_id) == 1


def test_tightened(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """7. From five to seven: strata of six are no longer told apart; looser is never obeyed."""
    for home in range(12):
        send(box, home)
    for change in ({"min_group": 7}, {"min_group": 2}, {"cuts": ["stratum"]}):
        with transaction():
            db.session.add(
                PromiseTightening(wave_id=box.wave_id, change=change, made_at=frozen_clock())
            )
    close(box, frozen_clock)
    open_it(box, frozen_clock)
    assert groups(box) == [{"stratum": "other"}] * 12


def test_answers_of_is_what_is_sent() -> None:
    """1. The planted sets are whole: closed answers, housing and a comment."""
    assert set(answers_of(5)) == set(closed_answers_of(5)) | {"dem_ten", "opn_01"}
