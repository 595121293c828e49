"""Tables of messages: what is sent to all homes, how far it is, and who wants no more.

Nothing here knows who has answered: a mailing goes to every home, and the home that was reached
last says how far it is, nothing else. No address stands here, only keyed hashes of those that want
no more or cannot be reached; the key lies in the key store.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.core.sending.quiet_hours import Hours
from survey.db import Base, UTCDateTime

CONTACTS: Final = ("invitation", "reminder_1", "reminder_2", "reminder_3", "last_days")
CHANNELS: Final = ("email", "text")
DIGEST_BYTES: Final = 12


class Mailing(Base):
    """One message to every home of a wave, by one channel.

    send_at: not before. hour_from, hour_until, weekdays: when it may go out, by the clocks of the
    place; weekdays are ISO digits. cursor_home, cursor_part: the last home, and which of its
    addresses, that is done. skipped: homes without such an address, and addresses that want no
    more. tries: how often the message after the cursor was put off; problem: the code of why.
    """

    __tablename__ = "mailing"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"))
    contact: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(8))
    send_at: Mapped[datetime] = mapped_column(UTCDateTime)
    hour_from: Mapped[int]
    hour_until: Mapped[int]
    weekdays: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    cursor_home: Mapped[int] = mapped_column(default=0)
    cursor_part: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(String(40))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("wave_id", "contact", "channel"),
        CheckConstraint(
            "contact IN ('invitation', 'reminder_1', 'reminder_2', 'reminder_3', 'last_days')",
            name="contact_known",
        ),
        CheckConstraint("channel IN ('email', 'text')", name="channel_known"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'stopped')", name="state_known"),
        CheckConstraint("hour_from >= 0 AND hour_until > hour_from", name="hours_in_order"),
    )

    @property
    def hours(self) -> Hours:
        """When it may go out."""
        return Hours(self.hour_from, self.hour_until, tuple(int(day) for day in self.weekdays))


class Refusal(Base):
    """An address that wants no more. scope: "wave:<id>", "property:<id>" or "all".

    Those of a wave go when it closes: nothing is sent for it any more.
    No moment and no order: when somebody wrote "no more" could be laid beside other arrivals.
    """

    __tablename__ = "refusal"

    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)

    __table_args__ = {"sqlite_with_rowid": False}


class KeyMark(Base):
    """By what the key of messages is known again: one row, written with the first message.

    A keyed hash of nothing under that key: it tells nothing of it.
    """

    __tablename__ = "message_key_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES))

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class Bounce(Base):
    """A message that came back, once for each mailing and address. lasting: nobody is there."""

    __tablename__ = "bounce"

    mailing_id: Mapped[int] = mapped_column(
        ForeignKey("mailing.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), primary_key=True)
    lasting: Mapped[bool]

    __table_args__ = {"sqlite_with_rowid": False}
