"""Tables of fieldwork: waves with their sealed promise, access codes, and the monitor's step.

No table here knows who answered: a code has no used mark, and the monitor keeps one step
per wave, not a history.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.core.promise.kinds import EVERYBODY, Kind
from survey.db import Base, UTCDateTime
from survey.waves.days import end_of_fieldwork

USUAL_TARGET_PERCENT = 40
WAVE_STATES = ("open", "closed", "opened", "released", "cancelled")


class Wave(Base):
    """One round of fieldwork at one property, from its launch on.

        `promise` is canonical JSON, sealed at launch; the database refuses to change it, its hash,
        or anything frozen with it. Stricter conditions are added as PromiseTightening rows.

        target_percent: the response that staff plan for; it binds nobody. mode_mix: how most people
    answered, one coarse word fixed at opening, and None where no word may be told.
    keying_compared, keying_agreed: what the release tells of sheets typed twice, fixed at opening
    like the word. kind: see core/promise/kinds.py; frozen as well. frame_adults, frame_homes: how
    many had been given codes when a move-in wave was closed; None before, and of any other wave.
    """

    __tablename__ = "wave"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("property.id"), index=True)
    questionnaire_version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(String(12), default=EVERYBODY, server_default="everybody")
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="open")
    access: Mapped[str] = mapped_column(String(8))
    custody: Mapped[str] = mapped_column(String(12))
    promise: Mapped[str] = mapped_column(Text)
    promise_hash: Mapped[str] = mapped_column(String(64), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    launched_at: Mapped[datetime] = mapped_column(UTCDateTime)
    launched_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    envelope_count: Mapped[int | None]
    envelope_digest: Mapped[str | None] = mapped_column(String(64))
    frame_adults: Mapped[int | None]
    frame_homes: Mapped[int | None]
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answers_destroyed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    target_percent: Mapped[int] = mapped_column(default=USUAL_TARGET_PERCENT, server_default="40")
    mode_mix: Mapped[str | None] = mapped_column(String(16))
    keying_compared: Mapped[int | None]
    keying_agreed: Mapped[int | None]
    tightenings: Mapped[list[PromiseTightening]] = relationship(
        order_by="PromiseTightening.id", viewonly=True
    )
    extensions: Mapped[list[FieldworkExtension]] = relationship(
        order_by="FieldworkExtension.id", viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("property_id", "number"),
        CheckConstraint(
            "state IN ('open', 'closed', 'opened', 'released', 'cancelled')", name="state_known"
        ),
        CheckConstraint("kind IN ('everybody', 'move_in')", name="kind_known"),
        CheckConstraint("access IN ('codes', 'link')", name="access_known"),
        CheckConstraint("custody IN ('server', 'custodian')", name="custody_known"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("target_percent BETWEEN 10 AND 90", name="target_in_range"),
        CheckConstraint(
            "mode_mix IN ('own', 'kiosk', 'interviewer', 'paper', 'mixed')", name="mode_mix_known"
        ),
        CheckConstraint("keying_compared >= 1", name="keying_compared_some"),
        CheckConstraint("keying_agreed BETWEEN 0 AND 99", name="keying_agreed_percent"),
    )

    @property
    def ends_at(self) -> datetime:
        """The first moment after the last day to answer, as it stands: ask this, not `closes_at`.

        `closes_at` is what was sealed. Reads the extensions, one query where they are not loaded.
        """
        days = [made.closes_on for made in self.extensions]
        return end_of_fieldwork(self.promise, days) if days else self.closes_at

    @property
    def closed_early(self) -> bool:
        """Whether it was closed on a day before its last, by the clock at the place."""
        if self.closed_at is None or self.closed_at >= self.ends_at:
            return False
        zone = ZoneInfo(json.loads(self.promise)["timezone"])
        last = (self.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
        return self.closed_at.astimezone(zone).date() < last


class FieldworkExtension(Base):
    """A later last day to answer, within what was sealed. Append-only, and only while open.

    It moves nothing else: see core/promise/extending.py.
    """

    __tablename__ = "fieldwork_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    closes_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("wave_id", "closes_on"),
        CheckConstraint(
            "reason IN ('few_answers', 'letters_late', 'disturbed', 'other')", name="reason_known"
        ),
    )


class PromiseTightening(Base):
    """One way in which a promise was made stricter after launch. Append-only."""

    __tablename__ = "promise_tightening"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    change: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class AccessCode(Base):
    """A code's keyed check and its coarse stratum. Nothing says that a code was used."""

    __tablename__ = "access_code"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    code_check: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    stratum: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = {"sqlite_with_rowid": False}


class WaveHome(Base):
    """One home of the list as it was at launch, or a household that moved in: what its codes were
    made for.

    Without the box secret it leads to no code. The rows go with the codes, at closing. Of a
    household nothing is known but its running number and its adults; `hand_out` is the random name
    of the form that asked for its codes, so that one sent twice gives them once.
    """

    __tablename__ = "wave_home"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str | None] = mapped_column(String(40))
    adults: Mapped[int]
    hand_out: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (Index("ix_wave_home_hand_out", "wave_id", "hand_out", unique=True),)


class KeyingAgreement(Base):
    """How well two keyings of the same sheets agreed: two counters a wave, of sheets, keyers or
    answers nothing.

    They grow by several sheets at a time. `batch` is the random name of what was added last, so
    that a page sent twice adds once.
    """

    __tablename__ = "keying_agreement"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    compared: Mapped[int]
    equal: Mapped[int]
    batch: Mapped[str] = mapped_column(String(32))

    __table_args__ = (
        CheckConstraint("0 <= equal AND equal <= compared", name="equal_among_compared"),
    )


class ParticipationReading(Base):
    """What the response monitor shows: one coarse step a wave, overwritten once a day.

    `counted` is the count at that reading, kept to decide whether five more have answered;
    the row is deleted when the wave is opened.
    """

    __tablename__ = "participation_reading"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    read_on: Mapped[date] = mapped_column(Date)
    counted: Mapped[int]
    step: Mapped[int]
