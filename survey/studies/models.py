"""Tables of studies: who asked for one, what became of it, and which waves are used up.

No table here knows a person who answered: a study holds what everybody of the staff may read.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base, UTCDateTime


class StudyRequest(Base):
    """A study that somebody asked for. id: 32 hexadecimal digits, chosen by the form.

    wave_ids: sorted. A refused one tells nobody why, and uses up no wave.
    """

    __tablename__ = "study_request"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    wave_ids: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'published', 'refused')", name="state_known"),
    )


class Study(Base):
    """A published study. The database refuses to change or delete it, and one out of line.

    number: from 1 without gaps over all organizations; hash covers it, the body and the hash of
    the study before (chain.py).
    """

    __tablename__ = "study"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("study_request.id"), unique=True)
    schema_version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class StudyWave(Base):
    """A wave whose answers were used. Its key is the wave: no wave is in two studies, ever."""

    __tablename__ = "study_wave"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("study.number"), index=True)
