"""Tables of printing: what waits to be printed, sealed under a key that lies in the key store.

No table here knows of a home, and none of who answered: a printing is of a whole wave.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.db import Base, UTCDateTime


class Printing(Base):
    """All letters of a wave in one shape, made in the background and deleted once printed.

    Its id is that of its key as well. sheets: how many there are, None until that is counted.
    made_at: None while they are being made. returned_to: the line above
    the address, or empty. ends_at: not kept longer, printed or not.
    """

    __tablename__ = "printing"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"))
    shape: Mapped[str] = mapped_column(String(12))
    contact: Mapped[str] = mapped_column(String(12))
    paper: Mapped[str] = mapped_column(String(8))
    sorted_by: Mapped[str] = mapped_column(String(8))
    returned_to: Mapped[str] = mapped_column(String(120))
    sheets: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("wave_id", "shape", "contact", "paper", "sorted_by", "returned_to"),
        CheckConstraint("shape IN ('letters', 'hangers', 'slips')", name="shape_known"),
        CheckConstraint("contact IN ('invitation', 'reminder')", name="contact_known"),
        CheckConstraint("paper IN ('a4', 'letter')", name="paper_known"),
        CheckConstraint("sorted_by IN ('doors', 'postal')", name="sorted_by_known"),
    )


class PrintedPart(Base):
    """One PDF of a printing, of so many sheets, sealed: without the key it is noise.

    made_of: what it was made from, as a mark under the same key; None of an older version.
    """

    __tablename__ = "printed_part"

    printing_id: Mapped[str] = mapped_column(
        ForeignKey("printing.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_of: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("number >= 1", name="number_positive"),)
