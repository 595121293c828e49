"""A town with a survey in every state, in every language: what a resident or a reader may meet.

Built once for many pages; nothing that is done on one of them changes another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from alembic import command
from flask import Flask

from survey import clock
from survey.cli import alembic_config
from survey.core.promise.document import short_hash
from survey.db import db, transaction
from survey.factory import create_app
from survey.responses.services import cancel_wave
from survey.settings import Settings
from survey.web.locales import LANGUAGES
from tests.conftest import START
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.factories.surveys import LINK, launch_annual, launch_items
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.release_documents import full, in_every_language, too_few

EVERYWHERE: Final[Any] = {"languages": list(LANGUAGES)}
KINDS: Final = ("per_bel_01", "out_lad_01", "ctx_spa_01", "per_sti_02", "opn_01")
"""A scale, a ladder, several of a list, one with "I would rather not say", words of one's own."""

BROKEN: Final = "/broken"
"""An address where the application fails."""


@dataclass(frozen=True, slots=True)
class Town:
    """Where everything is. Surveys by their works, places with results by their slugs.

    short asks one question of each kind, whole everything that there is, coded asks for a code.
    """

    short: Fieldwork
    whole: Fieldwork
    coded: Fieldwork
    codes: tuple[str, ...]
    closed: Fieldwork
    upcoming: Fieldwork
    cancelled: Fieldwork
    promise: str
    results: str
    too_few: str
    quiet: str


@contextmanager
def application(scratch: Path, *, migrated: Path | None = None) -> Iterator[Flask]:
    """The application on an empty database in this folder, with one address that fails.

    migrated: an empty database to copy, which is quicker than to make one.
    """
    if migrated is not None:
        shutil.copy(migrated, scratch / "town.sqlite3")
    settings = Settings(
        mode="test",
        database_url=f"sqlite:///{scratch / 'town.sqlite3'}",
        secret_key="only for pictures, which show nothing secret",
        key_store_dir=scratch / "keys",
    )
    app = create_app(settings)
    app.add_url_rule(BROKEN, view_func=_fail)
    clock.set_clock(app, FrozenClock(START))
    if migrated is None:
        with app.app_context():
            command.upgrade(alembic_config(), "head")
    yield app
    with app.app_context():
        db.engine.dispose()


def build_town(app: Flask) -> Town:
    """Launch, close, call off and release, so that every page has something to show."""
    with app.app_context():
        today = START.date()
        coded = launch_wave_for_tests(START, **EVERYWHERE)
        closed = launch_wave_for_tests(START - timedelta(days=30), **LINK, **EVERYWHERE)
        upcoming = launch_wave_for_tests(
            START,
            **LINK,
            **EVERYWHERE,
            opens_on=today + timedelta(days=7),
            closes_on=today + timedelta(days=21),
            report_by=today + timedelta(days=35),
        )
        return Town(
            short=launch_items(START, *KINDS, cuts=("dem_ten",), **EVERYWHERE),
            whole=launch_annual(START, **LINK, **EVERYWHERE),
            coded=coded,
            codes=tuple(coded.codes),
            closed=closed,
            upcoming=upcoming,
            cancelled=_cancelled(),
            promise=short_hash(closed.wave.promise_hash),
            results=_released("Larkspur Court", full()),
            too_few=_released("Alder House", too_few()),
            quiet=make_property("Quiet Place").slug,
        )


def _cancelled() -> Fieldwork:
    work = launch_wave_for_tests(START, **LINK, **EVERYWHERE)
    with transaction():
        cancel_wave(wave=work.wave, now=START)
    return work


def _released(name: str, document: dict[str, Any]) -> str:
    place = make_property(name)
    make_release(in_every_language(document), place=place)
    return place.slug


def _fail() -> str:
    raise RuntimeError("this address always fails")
