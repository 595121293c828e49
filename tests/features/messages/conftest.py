"""A mail server, a gateway, and a Monday morning on which messages may go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.factories.mailings import set_up
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MailHost, mail_host
from tests.support.text_host import TextHost, text_host

MONDAY = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)
"""Ten in the morning in Chicago."""


@pytest.fixture
def morning(frozen_clock: FrozenClock) -> FrozenClock:
    """The clock on a Monday morning."""
    frozen_clock.set(MONDAY)
    return frozen_clock


@pytest.fixture
def post(app: Flask) -> Iterator[MailHost]:
    """A mail server that the application knows."""
    with mail_host() as host:
        set_up(smtp=host.settings)
        yield host


@pytest.fixture
def gateway(app: Flask) -> Iterator[TextHost]:
    """A gateway for text messages that the application knows."""
    with text_host() as host:
        set_up(texts=host.settings)
        yield host
