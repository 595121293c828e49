"""Tables of results: releases, the ledger of all they said, and the checks that lead to them.

Two tables repeat what the newest release of each property says, in rows, so that a table over
many properties reads no document; they can be made again from the releases at any time.

No table here knows a person or an answer: a release and its ledger hold what everybody may
read, and a check says how far it is, never what it found.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
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


class CommentsRelease(Base):
    """What is shown of the comments on one question. The database refuses to change or delete it.

    Undated but for the day it was made.
    """

    __tablename__ = "comments_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("property.id"), index=True)
    item_id: Mapped[str] = mapped_column(String(40))
    schema_version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_on: Mapped[date]

    __table_args__ = (UniqueConstraint("wave_id", "item_id"),)


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
    it. attempts: how many workers took it. error: the code of what stopped it, never a finding.
    Whether the release shows less than a first proposal did, and why, stands nowhere.
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
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
    )


class NewestRelease(Base):
    """Which release is a property's newest, and what it says of its wave (newest.py)."""

    __tablename__ = "newest_release"

    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id"), primary_key=True, autoincrement=False
    )
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), unique=True)
    wave_number: Mapped[int]
    closes_on: Mapped[date] = mapped_column(Date)
    since_on: Mapped[date | None] = mapped_column(Date)
    rules: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10))
    adults: Mapped[int]
    respondents: Mapped[int | None]
    since_adults: Mapped[int | None]
    since_respondents: Mapped[int | None]


class NewestFigure(Base):
    """One printed figure of a property's newest release (core/disclosure/tabling.py)."""

    __tablename__ = "newest_figure"

    property_id: Mapped[int] = mapped_column(
        ForeignKey("newest_release.property_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    made_of: Mapped[str] = mapped_column(String(16))
    figure: Mapped[str | None] = mapped_column(String(4))
    low: Mapped[int | None]
    high: Mapped[int | None]
    verdict: Mapped[str | None] = mapped_column(String(20))
    difference: Mapped[int | None]
    change_low: Mapped[int | None]
    change_high: Mapped[int | None]
    no_change: Mapped[bool]
    trend_waves: Mapped[int | None]
    trend_verdict: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (CheckConstraint("part IN ('level', 'index', 'question')", name="part_known"),)
