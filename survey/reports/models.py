"""The tables of stored PDFs, of one release or of many places, and of archives of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base, UTCDateTime


class Rendering(Base):
    """A finished document made from a release; served from here ever after."""

    __tablename__ = "rendering"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(16))
    paper: Mapped[str] = mapped_column(String(10))
    design: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("release_id", "kind", "locale", "paper", "design"),)


class ReportArchive(Base):
    """Somebody's wish for the same report of many places. What it holds are stored renderings.

    releases: id and language of each, in the order of the places' names.
    """

    __tablename__ = "report_archive"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(16))
    paper: Mapped[str] = mapped_column(String(10))
    releases: Mapped[list[tuple[int, str]]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PortfolioRendering(Base):
    """A finished PDF of many places, by the hash of what it says and of its design."""

    __tablename__ = "portfolio_rendering"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
