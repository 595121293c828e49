"""Tables of results: releases, the ledger of all they said, and the checks that lead to them.

No table here knows a person or an answer: a release and its ledger hold what everybody may
read, and a check says how far it is, never what it found.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base, UTCDateTime

CHECK_STATES: Final = ("waiting", "running", "done", "failed")
HEAD_ID: Final = 1


class Release(Base):
    """The protected tables of one wave. The database refuses to change or delete it."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("property.id"), index=True)
    number: Mapped[int]
    schema_version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("wave_id", "number"),)


class LedgerEntry(Base):
    """What one release said of one subject (core/disclosure/ledger.py). Append-only.

    The database refuses to change or delete an entry, and one that does not follow on the last.
    """

    __tablename__ = "ledger_entry"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("property.id"), index=True)
    release: Mapped[str] = mapped_column(String(64), ForeignKey("release.sha256"))
    subject: Mapped[str] = mapped_column(String(80))
    statements: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (UniqueConstraint("release", "subject"),)


class LedgerHead(Base):
    """The ledger's last position and hash, in one row that is locked while something is added."""

    __tablename__ = "ledger_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (CheckConstraint("id = 1", name="single"),)


class ReleaseCheck(Base):
    """How far the check of a wave's results is.

    done of total: steps, for the progress that staff see. token, leased_until: which worker has
    it, and until when it must be heard of; while waiting, until when a worker should have taken
    it. error: the code of what stopped it, never a finding. more_withheld: whether the release
    shows less than the first proposal did; what, and why, stands nowhere.
    """

    __tablename__ = "release_check"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(40))
    more_withheld: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
    )
