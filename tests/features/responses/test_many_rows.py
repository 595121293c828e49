"""Many rows at once, past the session.

1. What is written comes back, whatever signs and bytes are in it; nothing is a list of no rows.
2. It belongs to the transaction: it goes with a rollback, and fails where the database refuses
   a row, without quoting it.
3. What is streamed comes in order and with what this session has not sent yet; left early, it
   leaves a connection that works again after the rollback.
"""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import Table, select

from survey.db import db, transaction
from survey.db.bulk import stream_bytes, write_rows
from survey.responses.models import Comment, Envelope
from survey.responses.queries import count_comments
from tests.factories.ballot_boxes import Box
from tests.support.backends import BOTH_DATABASES

pytestmark = BOTH_DATABASES

COMMENT = cast(Table, Comment.__table__)
AWKWARD = (
    "tab\tand\nlines\r\n",
    "\\N",
    "\\.",
    "NULL",
    "",
    "'\"; --",
    "ܫ 中文 🏘",
    "a\\tb",
    "%s ? :x",
)
EVERY_BYTE = bytes(range(256))


UNDECIDED = (None, None, None)
"""What becomes of a comment that nobody has read yet."""


def comments(box: Box) -> list[tuple[str | bytes | None, ...]]:
    return [
        (box.wave_id, bytes([number] * 16), "opn_01", text, *UNDECIDED)
        for number, text in enumerate(AWKWARD)
    ]


def test_what_is_written_comes_back(box: Box) -> None:
    """1."""
    with transaction():
        write_rows(COMMENT, comments(box))
        write_rows(COMMENT, [])
    kept = db.session.execute(select(*COMMENT.columns).order_by(COMMENT.c.id))
    assert [tuple(row) for row in kept] == comments(box)


def write_and_break(box: Box) -> None:
    """Write, see it there, and leave the transaction by an error."""
    with transaction():
        write_rows(COMMENT, comments(box))
        assert count_comments(box.wave_id) == len(AWKWARD)
        raise MemoryError


def test_it_goes_with_the_transaction(box: Box) -> None:
    """2."""
    with pytest.raises(MemoryError):
        write_and_break(box)
    assert count_comments(box.wave_id) == 0


def test_a_refused_row_is_not_quoted(box: Box) -> None:
    """2. PostgreSQL refuses the length, SQLite the same id again."""
    wave_id = box.wave_id
    refused = (wave_id, bytes(16), "Heronwort " * 5, "words", *UNDECIDED)
    with pytest.raises(Exception, match=r"(?i)too long|unique") as error, transaction():
        write_rows(COMMENT, [refused, refused])
    assert "Heronwort" not in str(error.value)
    assert count_comments(wave_id) == 0


def test_streamed_in_order(box: Box) -> None:
    """3."""
    wanted = select(Envelope.slot, Envelope.answers).order_by(Envelope.slot)
    slots = [bytes([number] * 32) for number in range(5)]
    wave_id = box.wave_id
    with transaction():
        for slot in reversed(slots):
            envelope = Envelope(wave_id=wave_id, slot=slot, answers=EVERY_BYTE, slip=b"")
            db.session.add(envelope)
        assert [tuple(row) for row in stream_bytes(wanted)] == [(s, EVERY_BYTE) for s in slots]
    rows = stream_bytes(wanted)
    assert next(rows)[0] == slots[0]
    rows.close()
    db.session.rollback()
    assert [row[0] for row in stream_bytes(wanted)] == slots
