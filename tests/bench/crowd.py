"""Many phones at once, in one thread: each asks, waits for its answer, and asks again."""

from __future__ import annotations

import selectors
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.bench.phone import Answer, Phone
from tests.journeys.server import ANSWER_SECONDS

Next = Callable[[], bytes | None]
"""The next request of one phone; None when it has no more."""

_ROOM = 1 << 18


@dataclass(slots=True)
class Resident:
    """A phone in a crowd. answers: what each request got, where it is kept for counting.

    hangs_up: every so many requests the phone hangs up at once after sending, without reading the
    answer, and sends the same again; 0 for never. asked: how many requests it has begun, and what
    that count begins at, so that not all hang up at the same time.
    """

    phone: Phone
    next: Next
    hangs_up: int = 0
    answers: list[Answer] = field(default_factory=list)
    asked: int = 0
    retried: int = 0
    _began: float = 0.0
    _answer: Answer = field(default_factory=Answer)

    def begin(self) -> bool:
        """Send the next request; whether there was one."""
        request = self.next()
        if request is None:
            return False
        self.asked += 1
        if self.hangs_up and self.asked % self.hangs_up == 0:
            self.phone.socket.sendall(request)
            self.phone.dial_again()
            self.retried += 1
        self._answer, self._began = Answer(), time.perf_counter()
        self.phone.socket.sendall(request)
        return True

    def read(self) -> float | None:
        """Take in what came: milliseconds from sending to the last byte, None until that."""
        if not self._answer.take(self.phone.socket.recv(_ROOM)):
            return None
        self.answers.append(self._answer)
        return (time.perf_counter() - self._began) * 1000


@dataclass(frozen=True, slots=True)
class Load:
    """What a crowd met. waits: milliseconds, one for each answer, sorted. seconds: in all."""

    waits: Sequence[float]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def wait(self, percent: float) -> float:
        """The wait that so many percent of the answers stayed within; milliseconds."""
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * percent / 100))]


def press(residents: Sequence[Resident]) -> Load:
    """Let all of them ask at the same time until nobody has anything more to ask."""
    waits: list[float] = []
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for one in residents:
            if one.begin():
                selector.register(one.phone.socket, selectors.EVENT_READ, one)
        while selector.get_map():
            ready = selector.select(ANSWER_SECONDS)
            if not ready:
                raise AssertionError(f"nobody was answered for {ANSWER_SECONDS} s")
            for key, _events in ready:
                waited = key.data.read()
                if waited is None:
                    continue
                waits.append(waited)
                # A phone that hangs up comes back with another connection.
                selector.unregister(key.data.phone.socket)
                if key.data.begin():
                    selector.register(key.data.phone.socket, selectors.EVENT_READ, key.data)
    return Load(sorted(waits), time.perf_counter() - began)
