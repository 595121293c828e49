"""Tables of the list of homes: one list a property, one row a home. Nobody's answers, no wave.

How a home is reached (names, address, e-mail, telephone) lies in one sealed field whose key is in
the key store, so that a stolen database or backup holds nothing to write to.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base, UTCDateTime


class HomeList(Base):
    """A property's list: where its contacts' key lies, until when they stay, how files were read.

    mapping: which column of a file is what, as it was chosen last, sealed under the same key: a
    file without heads has names in their place. next_number: the number that the next new home
    gets; numbers are never given twice. version: counts the changes, so that none is made on what
    somebody saw before another one.
    """

    __tablename__ = "home_list"

    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), primary_key=True
    )
    contacts_key: Mapped[str | None] = mapped_column(String(32))
    contacts_end_on: Mapped[date | None] = mapped_column(Date)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    next_number: Mapped[int] = mapped_column(default=1)
    imported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (CheckConstraint("next_number >= 1", name="next_number_positive"),)


class Home(Base):
    """One home. `number` stands for it in codes, so it stays when the list is read in again.

    label: as the door says it. stratum: a key of the property's housing mix. language: the tag in
    which it is written to. contact: sealed, see contacts.py. gone_on: since when it is not listed.
    """

    __tablename__ = "home"

    id: Mapped[int] = mapped_column(primary_key=True)
    property_id: Mapped[int] = mapped_column(
        ForeignKey("home_list.property_id", ondelete="CASCADE")
    )
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    stratum: Mapped[str | None] = mapped_column(String(40))
    adults: Mapped[int]
    language: Mapped[str | None] = mapped_column(String(16))
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    gone_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        UniqueConstraint("property_id", "number"),
        CheckConstraint("adults >= 0", name="adults_not_negative"),
        CheckConstraint("number >= 1", name="number_positive"),
        Index("ix_home_property_id_label", "property_id", "label"),
    )


class HomeUpload(Base):
    """A file between its sending and its taking, for an hour: nothing of it lies in the clear.

    file: as it came. choices: how it is to be read. outcome: its rows, checked; None until then.
    All three are sealed under key_id. rows: how many it has. serial: counts the choices.
    """

    __tablename__ = "home_upload"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    key_id: Mapped[str] = mapped_column(String(32))
    file: Mapped[bytes] = mapped_column(LargeBinary)
    choices: Mapped[bytes] = mapped_column(LargeBinary)
    outcome: Mapped[bytes | None] = mapped_column(LargeBinary)
    rows: Mapped[int]
    serial: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
