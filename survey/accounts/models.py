"""Tables of staff: people, what they may do where, and what they did."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.db import Base, UTCDateTime


class Role(StrEnum):
    """What somebody is within one organization."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    EVALUATOR = "evaluator"
    STEWARD = "steward"
    REDACTOR = "redactor"
    SENDER = "sender"
    KEYER = "keyer"


class Person(Base):
    """A member of staff, an evaluator or a steward: somebody who signs in. Never a respondent."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)


class Membership(Base):
    """One role of one person in one organization."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(20))
    person: Mapped[Person] = relationship(back_populates="memberships")
    properties: Mapped[list[MembershipProperty]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        UniqueConstraint("person_id", "organization_id", "role"),
        CheckConstraint(
            "role IN ('administrator', 'manager', 'evaluator', 'steward', 'redactor', 'sender', "
            "'keyer')",
            name="role_known",
        ),
    )


class MembershipProperty(Base):
    """A property that somebody is named for; administrators and evaluators need none."""

    __tablename__ = "membership_property"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), primary_key=True
    )
    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class SignInThrottle(Base):
    """Failed sign-ins counted per keyed hash of an address, so that guessing gets slow."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    window_started_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AuditEvent(Base):
    """What a member of staff did, when, to what. Append-only; no resident and no answer."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE")
    )
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (Index("ix_audit_event_organization_id_at", "organization_id", "at"),)
