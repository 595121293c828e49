"""Reads of stored renderings. Releases themselves are read through survey.results.queries."""

from __future__ import annotations

from sqlalchemy import select

from survey.db import db
from survey.reports.models import Rendering


def find_rendering(
    *, release_id: int, kind: str, locale: str, paper: str, design: str
) -> Rendering | None:
    """Return a stored document in exactly this design, None when there is none. One query."""
    return db.session.scalar(
        select(Rendering).where(
            Rendering.release_id == release_id,
            Rendering.kind == kind,
            Rendering.locale == locale,
            Rendering.paper == paper,
            Rendering.design == design,
        )
    )
