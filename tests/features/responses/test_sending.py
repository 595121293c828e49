"""Sending and withdrawing.

1. A code gets one envelope and one receipt, however often it sends; the last sending stands.
2. A code typed in any way is the same code; an unknown one is refused.
3. The envelope's bytes have one size and open to what was sent, with the code's stratum.
4. Without codes the submission id takes the code's place.
5. A wave that is not yet open, closed by state or by date, or cancelled refuses.
6. A receipt withdraws its own envelope, once, until closing.
7. At the same moment from many threads: one code, one envelope; every other code, one each.
8. A sending that races the closing either counts or is refused: acknowledged means counted.
9. What is known of a wave may be older than its end: what is sent then is refused all the same.

7 and 8 hold for sendings that share a transaction with nothing, and for those inside of one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

import pytest
from flask import Flask
from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.core.sealing.codes import format_code
from survey.core.sealing.envelopes import Slip, open_answers, open_slip, sealed_size
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.models import Envelope
from survey.responses.queries import count_envelopes
from survey.responses.services import (
    cancel_wave,
    close_ballot_box,
    seal_response,
    withdraw_response,
)
from survey.responses.terms import get_frozen_terms
from survey.waves.known import find_known_wave
from tests.factories.answer_sets import answers_of
from tests.factories.ballot_boxes import Box, Plan, make_box
from tests.features.responses.conftest import Send, sending
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


def _envelopes(box: Box) -> list[Envelope]:
    return list(db.session.scalars(select(Envelope).where(Envelope.wave_id == box.wave_id)))


def _opened(box: Box) -> list[dict[str, object]]:
    return [
        open_answers(box.opening_key, one.answers, wave_id=box.wave_id) for one in _envelopes(box)
    ]


def test_sending_again_replaces(box: Box, send: Send) -> None:
    """1."""
    first = send(box, 3)
    second = send(box, 3, answers=answers_of(700))
    assert first == second
    assert len(first.receipt) == 12
    assert _opened(box) == [answers_of(700)]


def test_code_as_typed(box: Box, send: Send) -> None:
    """2."""
    typed = f"  {format_code(box.codes[3]).lower().replace('-', ' – ')} "
    assert send(box, 3, code=typed) == send(box, 3)
    assert count_envelopes(box.wave_id) == 1


@pytest.mark.parametrize("code", [None, "", "ABCD", "ABCD-EFGH-JKLM"])
def test_unknown_code(box: Box, send: Send, code: str | None) -> None:
    """2."""
    with pytest.raises(SurveyError, match="unknown_code"):
        send(box, 3, code=code, submission_id="s" * 32)
    assert count_envelopes(box.wave_id) == 0


def test_code_of_another_wave(box: Box, plan: Plan, send: Send) -> None:
    """2."""
    other = make_box(plan)
    with pytest.raises(SurveyError, match="unknown_code"):
        send(box, 3, code=other.codes[3])


def test_what_an_envelope_holds(box: Box, send: Send) -> None:
    """3."""
    send(box, 3, language="ar")
    send(box, 4, answers={})
    terms = get_frozen_terms(box.wave)
    assert {len(one.answers) for one in _envelopes(box)} == {sealed_size(terms.answers_size)}
    assert len({len(one.slip) for one in _envelopes(box)}) == 1
    slips = [open_slip(box.opening_key, one.slip, wave_id=box.wave_id) for one in _envelopes(box)]
    assert Slip("lower_cost", "code", "ar", terms.version, "server") in slips
    assert Slip("full_price", "code", "en", terms.version, "server") in slips


def test_unknown_language(box: Box, send: Send) -> None:
    """3."""
    with pytest.raises(SurveyError, match="unknown_language"):
        send(box, 3, language="tlh")


def test_without_codes(app: Flask, plan: Plan, send: Send) -> None:
    """4."""
    box = make_box(replace(plan, access="link"))
    one = send(box, 0, code=None, submission_id="a" * 32, mode="link")
    assert send(box, 0, code=None, submission_id="a" * 32, mode="link") == one
    assert send(box, 0, code=None, submission_id="b" * 32, mode="kiosk") != one
    assert count_envelopes(box.wave_id) == 2
    with pytest.raises(SurveyError, match="submission_id_length"):
        send(box, 0, code=None, submission_id=None, mode="link")


@pytest.mark.parametrize(
    ("when", "code"),
    [(timedelta(seconds=-1), "wave_not_open_yet"), (timedelta(days=21), "wave_closed")],
)
def test_dates(box: Box, plan: Plan, send: Send, when: timedelta, code: str) -> None:
    """5. The first moment counts, the last does not."""
    with pytest.raises(SurveyError, match=code):
        send(box, 3, now=plan.opens_at + when)
    send(box, 3, now=plan.opens_at)
    send(box, 3, now=plan.opens_at + timedelta(days=21, seconds=-1))


@pytest.mark.parametrize(
    ("act", "code"), [(close_ballot_box, "wave_closed"), (cancel_wave, "wave_cancelled")]
)
def test_states(
    box: Box, send: Send, frozen_clock: FrozenClock, act: Callable[..., object], code: str
) -> None:
    """5. Withdrawing ends with sending."""
    receipt = send(box, 3).receipt
    with transaction():
        act(wave=box.wave, now=frozen_clock())
    with pytest.raises(SurveyError, match=code):
        send(box, 3)
    with pytest.raises(SurveyError, match=code), transaction():
        withdraw_response(wave=box.wave, receipt=receipt, now=frozen_clock())


def test_withdrawing(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """6."""
    receipts = [send(box, home).receipt for home in range(4)]
    typed = format_code(receipts[2]).lower()
    outcomes = []
    for receipt in (typed, typed, "nonsense", box.codes[1]):
        with transaction():
            outcomes.append(withdraw_response(wave=box.wave, receipt=receipt, now=frozen_clock()))
    assert outcomes == [True, False, False, False]
    left = sorted(str(answers) for answers in _opened(box))
    assert left == sorted(str(dict(sorted(answers_of(home).items()))) for home in (0, 1, 3))


@pytest.fixture(params=["send", "send_alone"])
def press_send(request: pytest.FixtureRequest) -> Send:
    """Return either way of sending."""
    sending: Send = request.getfixturevalue(request.param)
    return sending


def test_same_moment(app: Flask, box: Box, press_send: Send) -> None:
    """7."""
    homes = [5] * 6 + [0, 1, 2, 3]
    start = threading.Barrier(len(homes))

    def press(home: int) -> str:
        with app.app_context():
            start.wait()
            return press_send(box, home).receipt

    with ThreadPoolExecutor(len(homes)) as pool:
        receipts = list(pool.map(press, homes))
    assert len(set(receipts[:6])) == 1
    assert len(set(receipts)) == 5
    assert count_envelopes(box.wave_id) == 5


def test_acknowledged_means_counted(
    app: Flask, plan: Plan, press_send: Send, frozen_clock: FrozenClock
) -> None:
    """8. Four threads send until they are refused; the closing falls into the middle."""
    box = make_box(replace(plan, homes=40))
    begun = threading.Semaphore(0)

    def press(first: int) -> set[int]:
        acknowledged: set[int] = set()

        def go_on() -> None:
            for home in cycle(range(first, 40, 4)):
                press_send(box, home)
                acknowledged.add(home)
                begun.release()

        with app.app_context(), pytest.raises(SurveyError, match="wave_closed"):
            go_on()
        return acknowledged

    with ThreadPoolExecutor(4) as pool:
        pressed = pool.map(press, range(4))
        for _ in range(12):
            begun.acquire()
        with transaction():
            closing = close_ballot_box(wave=box.wave, now=frozen_clock())
        acknowledged = set[int]().union(*pressed)
    assert len(acknowledged) >= 3
    assert closing.count == len(acknowledged) == count_envelopes(box.wave_id)


@pytest.mark.parametrize("followed_up", ["not yet", "already"])
@pytest.mark.parametrize(
    ("act", "code"), [(close_ballot_box, "wave_closed"), (cancel_wave, "wave_cancelled")]
)
def test_what_is_known_may_be_old(
    box: Box,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[..., object],
    code: str,
    followed_up: str,
) -> None:
    """9. Whether the secrets are gone already, or still there until the commit is followed up."""
    wave = find_known_wave(box.slug)
    assert wave is not None
    if followed_up == "not yet":
        monkeypatch.setattr(type(get_key_store()), "destroy", lambda *_: None)
        monkeypatch.setattr(type(get_key_store()), "destroy_box", lambda *_: None)
    seal_response(wave=wave, **sending(box, 3, frozen_clock()))
    with transaction():
        act(wave=box.wave, now=frozen_clock())
    with pytest.raises(SurveyError, match=code):
        seal_response(wave=wave, **sending(box, 4, frozen_clock()))
    assert wave.state == "open"
    assert count_envelopes(box.wave_id) == (1 if act is close_ballot_box else 0)
