"""A worker of its own mails sixty homes over a real connection, and is killed on the way.

X1  It is started as deploy/porchlight-worker.service says, and killed by SIGKILL at the worst
    moment: the mail server has taken a message, and has told nobody so yet.
X2  While the dead worker's lease runs nobody takes its work; afterwards the next one goes on there.
X3  Every home gets its message: only the one that was in flight comes twice, as the same message.
    Whoever wanted no more gets none.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from survey.core.sending.quiet_hours import Hours
from survey.db import transaction
from survey.jobs.queue import take_job
from survey.keys.message_key import get_message_key
from survey.messages.services import KIND, refuse_messages
from survey.messages.slips import digest_of
from tests.factories.mailings import look, make_reached_wave, plan, set_up
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import mail_host
from tests.support.workers import Worker, a_worker, end_leases

SIXTY = (("full_price", "Full-price homes", 30, 45), ("lower_cost", "Lower-cost homes", 30, 45))
REFUSING = 7
DEATH = 30
"""How many messages are taken when the worker dies, the last of them unheard."""

AT_ANY_HOUR = Hours(0, 24, range(1, 8))
MOST_SECONDS = 60


def address_of(home: int) -> str:
    """Where a home gets its message."""
    return f"home-{home}@residents.example"


def counts(made: Fieldwork) -> tuple[str, int, int, int]:
    """State, sent, skipped and failed."""
    kept = look(made)
    return kept.state, kept.sent, kept.skipped, kept.failed


@pytest.mark.timeout(150)
def test_killed_by_a_real_signal(app: Flask, frozen_clock: FrozenClock, tmp_path: Path) -> None:
    """X1, X2, X3"""
    frozen_clock.set(datetime.now(UTC))  # a process of its own has no other clock
    made = make_reached_wave(frozen_clock(), strata=SIXTY)
    with transaction():
        digest = digest_of(get_message_key().get(), "email", address_of(REFUSING))
        refuse_messages(digest=digest, scope="all")
    with mail_host() as post, a_worker(app, tmp_path, post.settings) as worker:
        in_flight, dead = [], Event()

        def watch(step: str, recipient: str) -> None:
            if step == "DATA" and len(post.taken) == DEATH and not dead.is_set():
                worker.kill()
                in_flight.append(recipient)
                dead.set()

        post.watch = watch
        set_up(smtp=post.settings)
        plan(made, frozen_clock(), hours=AT_ANY_HOUR)
        worker.start()
        assert dead.wait(MOST_SECONDS), worker.told()
        assert counts(made) == ("sending", DEATH - 1, 1, 0)
        assert take_job(datetime.now(UTC), [KIND]) is None, "the dead worker's lease still runs"
        assert end_leases(datetime.now(UTC)) == 1
        worker.start()
        wait_until_sent(made, worker)
        assert counts(made) == ("sent", 59, 1, 0), worker.told()
    everybody = {address_of(home) for home in range(1, 61) if home != REFUSING}
    assert Counter(post.recipients()) == Counter([*everybody, *in_flight])
    told = {(one.recipient, one.message["Message-ID"], one.plain) for one in post.taken}
    assert len(told) == len({name for _to, name, _plain in told}) == 59
    assert "residents.example" not in worker.told()


def wait_until_sent(made: Fieldwork, worker: Worker) -> None:
    """Let a worker do its work, as long as it stands and within bounds."""
    end = time.monotonic() + MOST_SECONDS
    while look(made).state != "sent" and worker.stands() and time.monotonic() < end:
        time.sleep(0.05)
