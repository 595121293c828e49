"""Jobs of many threads, done together.

G1  What comes while a batch is at work is done in one batch after it, in the order it came.
G2  Every thread gets the outcome of its own job, or the exception that became of it alone.
G3  What breaks a whole batch reaches each of its threads, and nobody after them.
G4  Under load every job is done exactly once, one batch at a time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from survey.db.grouping import Together

Outcomes = list[int | BaseException]


class Slow:
    """Does batches, the first of them only when it is let go."""

    def __init__(self, outcome: Callable[[int], int | BaseException]) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self._outcome = outcome

    def do_all(self, jobs: Sequence[int]) -> Outcomes:
        self.batches.append(list(jobs))
        self.begun.set()
        assert self.go.wait(10)
        return [self._outcome(job) for job in jobs]


def ask_meanwhile(slow: Slow, jobs: Sequence[int]) -> list[Future[int]]:
    """The first job begins; the others come while it is at work, one after the other."""
    together = Together(slow.do_all)
    with ThreadPoolExecutor(len(jobs)) as pool:
        asked = [pool.submit(together.do, jobs[0])]
        assert slow.begun.wait(10)
        for count, job in enumerate(jobs[1:], start=1):
            asked.append(pool.submit(together.do, job))
            while len(together._waiting) < count:
                time.sleep(0.001)
        slow.go.set()
    return asked


def test_what_waits_is_done_together() -> None:
    """G1, G2"""
    slow = Slow(lambda job: job * 10)
    asked = ask_meanwhile(slow, [1, 2, 3, 4])
    assert slow.batches == [[1], [2, 3, 4]]
    assert [one.result() for one in asked] == [10, 20, 30, 40]


def test_a_failing_job_fails_alone() -> None:
    """G2"""
    slow = Slow(lambda job: KeyError(job) if job == 3 else 0)
    asked = ask_meanwhile(slow, [1, 2, 3, 4])
    assert [one.exception() is None for one in asked] == [True, True, False, True]
    with pytest.raises(KeyError, match="3"):
        asked[2].result()


def test_a_failing_batch_fails_its_jobs() -> None:
    """G3"""

    def do_all(jobs: Sequence[int]) -> Outcomes:
        if 2 in jobs:
            raise OSError("disk full")
        return slow.do_all(jobs)

    slow = Slow(lambda _job: 0)
    together = Together(do_all)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(together.do, 1)
        assert slow.begun.wait(10)
        others = [pool.submit(together.do, job) for job in (2, 3)]
        while len(together._waiting) < 2:
            time.sleep(0.001)
        slow.go.set()
    assert first.result() == 0
    assert [type(one.exception()) for one in others] == [OSError, OSError]
    assert together.do(4) == 0


def test_each_exactly_once_under_load() -> None:
    """G4"""
    done: list[int] = []
    at_work = threading.Lock()

    def do_all(jobs: Sequence[int]) -> Outcomes:
        assert at_work.acquire(blocking=False)
        time.sleep(0.0005)
        done.extend(jobs)
        at_work.release()
        return [-job for job in jobs]

    together = Together(do_all)
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(together.do, range(1, 801)))
    assert outcomes == [-job for job in range(1, 801)]
    assert sorted(done) == list(range(1, 801))
