"""Many residents at once, whose phones try again until they are told that it arrived."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Barrier, Lock

from tests.journeys.server import Fields, Server

PHONES = 10
PATIENCE_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Sending:
    """What one resident sends; `twice`: from two phones at the same moment."""

    number: int
    fields: Fields
    twice: bool = False


@dataclass(slots=True)
class Crowd:
    """Sends to one address. `receipts`: for each number, one per acknowledgement, as they came.

    broken: requests that had reached a server and got no answer.
    """

    server: Server
    path: str
    receipts: dict[int, list[str]] = field(default_factory=dict)
    broken: int = 0
    _lock: Lock = field(default_factory=Lock)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(PHONES))
    _sent: list[Future[None]] = field(default_factory=list)

    def begin(self, sendings: Sequence[Sending]) -> None:
        """Let everybody send, some at a time, in this order."""
        for one in sendings:
            together = Barrier(2 if one.twice else 1)
            for _phone in range(together.parties):
                self._sent.append(self._pool.submit(self._insist, one, together))

    def wait_for(self, acknowledged: int) -> None:
        """Wait until so many residents have a receipt."""
        _wait(lambda: len(self.receipts) >= acknowledged or any(map(_failed, self._sent)))
        self._raise_failures(done_only=True)

    def settle(self) -> set[int]:
        """Wait for the answers that are already on their way; who has a receipt then."""
        while True:
            before = sum(map(len, self.receipts.values()))
            time.sleep(0.3)
            if sum(map(len, self.receipts.values())) == before:
                return set(self.receipts)

    def finish(self) -> None:
        """Wait until everybody has a receipt; raises what went wrong for somebody."""
        self._raise_failures(done_only=False)
        self._pool.shutdown()

    def _insist(self, sending: Sending, together: Barrier) -> None:
        together.wait(PATIENCE_SECONDS)
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            try:
                reply = self.server.post(self.path, sending.fields, Accept="application/json")
            except ConnectionRefusedError:
                time.sleep(0.05)
                continue
            except (OSError, HTTPException):
                with self._lock:
                    self.broken += 1
                continue
            assert reply.status == 200, reply
            with self._lock:
                receipt = json.loads(reply.body)["receipt"]
                self.receipts.setdefault(sending.number, []).append(receipt)
            return
        raise AssertionError(f"resident {sending.number} was never answered")

    def _raise_failures(self, *, done_only: bool) -> None:
        for one in self._sent:
            if one.done() or not done_only:
                one.result(timeout=PATIENCE_SECONDS)


def _failed(sent: Future[None]) -> bool:
    return sent.done() and sent.exception() is not None


def _wait(until: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.01)
