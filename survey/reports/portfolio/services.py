"""Writes of the portfolio: a PDF of many places is made once, while it would say the same."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from survey.db import db, transaction
from survey.reports.design import design_of
from survey.reports.models import PortfolioRendering
from survey.reports.portfolio.printing import Composed, render_portfolio

KEPT_DAYS: Final = 30
"""Each new release makes other PDFs of the same places; the older ones are of no use."""


def get_portfolio_pdf(*, composed: Composed, tag: str, now: datetime) -> bytes:
    """Return the PDF of a composed portfolio, made now if it would say something new.

    Making one takes about a second, and some 40 ms more for each place. Of two who ask first at
    the same moment, both get the same bytes.
    """
    said = f"{design_of(tag)} {tag} {composed.sha256}"
    key = hashlib.sha256(said.encode()).hexdigest()
    stored = db.session.get(PortfolioRendering, key)
    if stored is not None:
        return stored.content
    content = render_portfolio(composed)
    with transaction():
        _drop_old(now)
        _store(PortfolioRendering(key=key, content=content, made_at=now))
    return content


def _drop_old(now: datetime) -> None:
    before = now - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(PortfolioRendering).where(PortfolioRendering.made_at < before))


def _store(rendering: PortfolioRendering) -> None:
    """Add a document unless somebody else just did: the key decides, not this process."""
    try:
        with db.session.begin_nested():
            db.session.add(rendering)
    except IntegrityError:
        return
