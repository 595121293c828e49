"""The count at closing: one more or less among nearly all says who has not answered.

E1 from nine in ten on, the promise page says the same for every number
E2 below that it says the number, so that the comparison is not of two pages that say nothing
"""

from __future__ import annotations

import re

from flask import Flask

from survey.core.promise.document import short_hash
from survey.db import db, transaction
from tests.factories.waves import launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import PageClient, words_of

ADULTS = 180
DIGEST = "ab" * 32


def _page(app: Flask, count: int, clock: FrozenClock) -> str:
    """What the promise page of a wave says that was closed with so many sealed sets.

    Every wave has a hash and an address of its own; both are left out.
    """
    fieldwork = launch_wave_for_tests(clock())
    with transaction():
        wave = fieldwork.wave
        wave.state, wave.closed_at = "closed", clock()
        wave.envelope_count, wave.envelope_digest = count, DIGEST
    short = short_hash(fieldwork.wave.promise_hash)
    db.session.remove()
    response = PageClient(app, use_cookies=True).get(f"/promise/{short}/en")
    assert response.status_code == 200
    return re.sub(r"(?:[0-9a-f]{4}-){5}[0-9a-f]{4}|[0-9a-f]{64,}", "...", words_of(response))


def test_nearly_all(app: Flask, frozen_clock: FrozenClock) -> None:
    """E1"""
    pages = {_page(app, count, frozen_clock) for count in (162, 171, 179, ADULTS)}
    assert len(pages) == 1


def test_fewer(app: Flask, frozen_clock: FrozenClock) -> None:
    """E2"""
    pages = [_page(app, count, frozen_clock) for count in (161, 93)]
    assert "161" in pages[0]
    assert "93" in pages[1]
    assert pages[0].replace("161", "93") == pages[1]
