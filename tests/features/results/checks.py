"""What the tests of checks look at: the row of a check, and how many releases there are."""

from __future__ import annotations

from sqlalchemy import func, select

from survey.db import db
from survey.results.models import Release, ReleaseCheck
from survey.results.queries import find_check
from tests.factories.waves import Fieldwork


def check_of(fieldwork: Fieldwork) -> ReleaseCheck:
    db.session.rollback()
    found = find_check(fieldwork.wave_id)
    assert found is not None
    return found


def count_releases() -> int:
    return db.session.scalar(select(func.count()).select_from(Release)) or 0
