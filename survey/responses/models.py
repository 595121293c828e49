"""Tables of answers: sealed envelopes, then opened answers and comments apart from them.

Only survey.responses and survey.results.aggregation may import this module. No column here
can hold a code, a person, a time, an address or a device; nothing points at these tables.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base

SLOT_BYTES = 32
RANDOM_ID_BYTES = 16


class Envelope(Base):
    """One sealed answer set in its keyed slot; a later sending replaces it."""

    __tablename__ = "envelope"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(SLOT_BYTES), primary_key=True)
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    slip: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint("length(slot) = 32", name="slot_length"),
        {"sqlite_with_rowid": False},
    )


class OpenedAnswer(Base):
    """One opened answer set: closed answers and chosen groups as JSON, under a random id."""

    __tablename__ = "opened_answer"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    id: Mapped[bytes] = mapped_column(LargeBinary(RANDOM_ID_BYTES), primary_key=True)
    answers: Mapped[str] = mapped_column(Text)
    groups: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("length(id) = 16", name="id_length"),
        {"sqlite_with_rowid": False},
    )


class Comment(Base):
    """One open answer, apart from all else that its writer said, and what is to become of it.

    decision, shown_text, themes (a JSON list): what the person who read it decided. They stand
    here and nowhere else, so that they end with the comment; who decided, when and in which order
    stands nowhere.
    """

    __tablename__ = "comment"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    id: Mapped[bytes] = mapped_column(LargeBinary(RANDOM_ID_BYTES), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(6))
    shown_text: Mapped[str | None] = mapped_column(Text)
    themes: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("length(id) = 16", name="id_length"),
        CheckConstraint("decision IN ('show', 'hold', 'danger')", name="decision_known"),
        CheckConstraint("shown_text IS NULL OR decision = 'show'", name="shown_only"),
        {"sqlite_with_rowid": False},
    )
