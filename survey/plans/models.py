"""Tables of the calendar: a property's plan, its waves to come, what people were told, feeds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.db import Base, UTCDateTime


class PulsePlan(Base):
    """How a property is asked through the year. One a property.

    terms: what every launch freezes, as the launch page knows it. contacts: {name, channel, day}
    of each contact. first_turn: the turn that opens on the first day. questionnaire_id: the draft
    that is published anew for each wave, with the rotating items of its turn. A plan that is
    stopped launches nothing.
    """

    __tablename__ = "pulse_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), unique=True
    )
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    first_opens_on: Mapped[date] = mapped_column(Date)
    first_turn: Mapped[int] = mapped_column(default=0)
    every_months: Mapped[int]
    weeks_open: Mapped[int]
    report_days: Mapped[int]
    lead_days: Mapped[int]
    rotates: Mapped[bool]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    contacts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waves: Mapped[list[PlannedWave]] = relationship(
        back_populates="plan", order_by="PlannedWave.turn", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint("every_months IN (3, 4, 6)", name="every_months_known"),
        CheckConstraint("weeks_open IN (3, 4)", name="weeks_open_known"),
        CheckConstraint("report_days >= 1 AND lead_days >= 0", name="days_not_negative"),
    )


class PlannedWave(Base):
    """One wave of a plan: its days, moved or as planned, and the wave that came of it.

    error: the code of what the last try to launch was refused for.
    """

    __tablename__ = "planned_wave"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("pulse_plan.id", ondelete="CASCADE"))
    turn: Mapped[int]
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    report_by: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8), default="planned")
    moved: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(String(60))
    wave_id: Mapped[str | None] = mapped_column(ForeignKey("wave.id"), unique=True)
    plan: Mapped[PulsePlan] = relationship(back_populates="waves")

    __table_args__ = (
        UniqueConstraint("plan_id", "turn"),
        CheckConstraint(
            "state IN ('planned', 'skipped', 'launched', 'missed')", name="state_known"
        ),
        CheckConstraint("closes_on > opens_on AND report_by > closes_on", name="days_in_order"),
    )


class PlanNotice(Base):
    """Something that whoever manages a property was told once about a planned wave."""

    __tablename__ = "plan_notice"

    planned_wave_id: Mapped[int] = mapped_column(
        ForeignKey("planned_wave.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    told_on: Mapped[date] = mapped_column(Date, primary_key=True)


class CalendarFeed(Base):
    """A person's calendar address: the hash of its secret part, which is shown once."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
