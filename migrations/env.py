"""Alembic's environment: the metadata of every feature, on the application's database."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, pool

import survey.accounts.models
import survey.api.models
import survey.communities.models
import survey.questionnaires.models
import survey.reports.models
import survey.responses.models
import survey.results.models
import survey.waves.models  # noqa: F401  (each import adds its tables to the metadata)
from survey.db import Base

config = context.config


def run() -> None:
    """Run the migrations in one transaction, in batch mode where SQLite needs it."""
    url = config.get_main_option("sqlalchemy.url")
    assert url is not None
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
