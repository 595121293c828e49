"""Tables of places: organizations, properties, and the housing mix that is the frame."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.db import Base

SITE_FEATURES = (
    "shared_space",
    "covenant",
    "resident_leaders",
    "resident_meetings",
    "one_year_old_site",
)


class Organization(Base):
    """An owner, manager or nonprofit that runs surveys in its properties."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    properties: Mapped[list[Property]] = relationship(
        back_populates="organization", order_by="Property.name"
    )


class Property(Base):
    """A community: one place where people live and are surveyed together.

    telling_words: names and words that point at somebody here, one a line; of the redactor alone.
    most_waves_a_year: how often its homes are asked in twelve months at most; None: as they launch.
    """

    __tablename__ = "property"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    timezone: Mapped[str] = mapped_column(String(60), default="America/New_York")
    homes: Mapped[int]
    adults: Mapped[int]
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    most_waves_a_year: Mapped[int | None]
    telling_words: Mapped[str | None] = mapped_column(Text)
    organization: Mapped[Organization] = relationship(back_populates="properties")
    strata: Mapped[list[Stratum]] = relationship(
        back_populates="property",
        cascade="all, delete-orphan",
        order_by="Stratum.position",
    )

    __table_args__ = (
        CheckConstraint("homes >= 1", name="homes_positive"),
        CheckConstraint("adults >= 1", name="adults_positive"),
        CheckConstraint("most_waves_a_year >= 1", name="most_waves_positive"),
    )


class Stratum(Base):
    """One part of a property's housing mix, with its homes and adults on the frame."""

    __tablename__ = "stratum"

    id: Mapped[int] = mapped_column(primary_key=True)
    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    homes: Mapped[int]
    adults: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    property: Mapped[Property] = relationship(back_populates="strata")

    __table_args__ = (
        UniqueConstraint("property_id", "key"),
        CheckConstraint("homes >= 0 AND adults >= 0", name="counts_not_negative"),
    )
