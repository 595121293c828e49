"""Tables of questionnaires: drafts, versions that never change, own questions, and review."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.db import Base, UTCDateTime


class Questionnaire(Base):
    """A draft: what a manager chose from one of the ready-made questionnaires."""

    __tablename__ = "questionnaire"

    id: Mapped[int] = mapped_column(primary_key=True)
    property_id: Mapped[int] = mapped_column(
        ForeignKey("property.id", ondelete="CASCADE"), index=True
    )
    template: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    rotating: Mapped[list[str]] = mapped_column(JSON, default=list)
    own: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    versions: Mapped[list[QuestionnaireVersion]] = relationship(
        back_populates="questionnaire", order_by="QuestionnaireVersion.number"
    )


class QuestionnaireVersion(Base):
    """A published version: canonical JSON and its hash. The database refuses to change it."""

    __tablename__ = "questionnaire_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")

    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)


class OwnQuestion(Base):
    """A question that an organization added to the bank, for itself alone.

    `item_id` begins with "own_" and is drawn by chance, so that no two organizations ever share
    one. `answers` is "scale" for a scale of the bank, else "one" or "several" of `options`.
    `asked_if`: [item, operator, value] each, of which one has to be true of whoever is asked.
    `allowances`: code of a finding -> the reason why the wording stays. Once `published_at` is
    set, a published version asks these words, and the database refuses to change them.
    """

    __tablename__ = "own_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[str] = mapped_column(String(40), unique=True)
    level: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    answers: Mapped[str] = mapped_column(String(8))
    scale: Mapped[str] = mapped_column(String(60), default="")
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    alone: Mapped[str] = mapped_column(Text, default="")
    hint: Mapped[str] = mapped_column(Text, default="")
    meaning: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text)
    translator_note: Mapped[str] = mapped_column(Text, default="")
    reverse: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)
    allow_na: Mapped[bool] = mapped_column(default=False)
    asked_if: Mapped[list[list[str | int]]] = mapped_column(JSON, default=list, server_default="[]")
    allowances: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("substr(item_id, 1, 4) = 'own_'", name="id_apart"),
        CheckConstraint("answers IN ('scale', 'one', 'several')", name="answers_known"),
    )


class WordingCorrection(Base):
    """A text of the bank as an organization wants it in a language. Append-only: the last counts.

    `source` is the English that was translated; with other English the correction does not count.
    `text` is None where the organization went back to the wording that Porchlight brings.
    """

    __tablename__ = "wording_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    __table_args__ = (Index("ix_wording_correction_language", "organization_id", "language"),)


class WordingMark(Base):
    """Somebody's word for one exact wording. Append-only: the last mark of a wording counts."""

    __tablename__ = "wording_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))
    wording_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    __table_args__ = (
        Index("ix_wording_mark_language", "organization_id", "language"),
        CheckConstraint("state IN ('draft', 'reviewed', 'tested')", name="state_known"),
    )
