"""The table of jobs: what has to be done, who does it now, and what became of it.

A payload holds ids of Porchlight's own rows and nothing else: no code, no address, no answer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base, UTCDateTime


class Job(Base):
    """One thing to do.

    key: what makes it one and the same thing; asked for twice it is done once. due_at: not before.
    rank: among those that are due, 0 comes before 1 before 2.
    token, leased_until: the worker that has it, and until when it has to be heard of. error: the
    code of what stopped it last. done, total: how far it is, in units of its own.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE")
    )
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    rank: Mapped[int] = mapped_column(SmallInteger, default=1)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(String(60))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')",
            name="state_known",
        ),
        Index("ix_job_state_due_at", "state", "due_at"),
        Index("ix_job_organization_id_asked_at", "organization_id", "asked_at"),
    )
