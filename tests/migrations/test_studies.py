"""The migration that brings studies.

1. Down and up again: waves and releases stay, studies go, and the guards are back.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from survey.communities.models import Organization
from survey.db import db, transaction
from survey.results.models import Release
from survey.studies.models import Study
from tests.factories.studies import store_five, store_study, study_document
from tests.migrations.stepping import migrate
from tests.support.frozen_clock import FrozenClock

BEFORE = "20261204_message_key_mark"


def test_down_and_up_again(app: Flask, frozen_clock: FrozenClock) -> None:
    """1"""
    organization, waves = store_five(frozen_clock())
    store_study(organization, study_document(), frozen_clock())
    migrate(BEFORE)
    migrate("head")
    organization = db.session.scalars(select(Organization)).one()
    assert db.session.scalars(select(Study)).all() == []
    assert db.session.scalar(select(func.count()).select_from(Release)) == len(waves)
    store_study(organization, study_document(), frozen_clock())
    for statement in ("UPDATE study SET body = '{}'", "DELETE FROM study"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
