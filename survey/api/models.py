"""Tables of the interface for programs: keys, and the properties that one is limited to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.accounts.models import Person
from survey.db import Base, UTCDateTime

LONGEST_NAME = 80
IN_USE = text("revoked_at IS NULL")


class Scope(StrEnum):
    """What a key is for."""

    RELEASES = "releases:read"
    PROPERTIES = "properties:read"


class ApiKey(Base):
    """A key with which a program reads in the name of whoever made it. Never the key itself.

    prefix: its first letters, by which people tell keys apart. only_named: whether it reads at
    the named properties only, so that a key that lost its last one reads nothing. expires_on: the
    last day (UTC) on which it works. last_used_on: a day, so that nobody's hours are kept.
    """

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    created_by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    prefix: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    only_named: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_on: Mapped[date] = mapped_column(Date)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_used_on: Mapped[date | None] = mapped_column(Date)
    maker: Mapped[Person] = relationship()
    properties: Mapped[list[ApiKeyProperty]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        CheckConstraint("length(secret_hash) = 64", name="hash_only"),
        # A form that was sent twice makes one key, whoever of the two comes first.
        Index(
            "uq_api_key_name_in_use",
            "organization_id",
            "created_by_id",
            "name",
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
    )

    def works_on(self, day: date) -> bool:
        """Tell whether the key itself is neither revoked nor too old on a day."""
        return self.revoked_at is None and day <= self.expires_on

    def used_on(self, day: date) -> bool:
        """Tell whether the key was used on a day or later."""
        return self.last_used_on is not None and self.last_used_on >= day


class ApiKeyProperty(Base):
    """A property that a key is limited to; a key that is not limited has none."""

    __tablename__ = "api_key_property"

    api_key_id: Mapped[int] = mapped_column(
        ForeignKey("api_key.id", ondelete="CASCADE"), primary_key=True
    )
    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), primary_key=True, index=True
    )
