"""Doing together what many threads ask for at the same time: one leads, the others wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")


class _Asked(Generic[Job, Done]):
    """One thread's job, and what became of it. woken: it is done, or its thread is to lead."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.outcome: Done | BaseException | None = None
        self.woken = Event()


class Together(Generic[Job, Done]):
    """Jobs of many threads, done in batches, one batch at a time, in the order they came.

    do_all: does a batch, and gives one outcome for each job, None for none of them: the result,
    or the exception that its thread gets. What do_all itself raises, every job of the batch gets.

    The thread that finds nobody at work leads: it does all that waits, its own job first, and
    passes the lead to the first of those that came meanwhile. So there is no thread that could
    die unnoticed, and nobody waits longer than for the batch at work and its own.
    """

    def __init__(self, do_all: Callable[[Sequence[Job]], Sequence[Done | BaseException]]) -> None:
        self._do_all = do_all
        self._lock = Lock()
        self._waiting: deque[_Asked[Job, Done]] = deque()
        self._at_work = False

    def do(self, job: Job) -> Done:
        """The outcome of this job, once its batch is done. Raises what became of it instead."""
        mine = _Asked[Job, Done](job)
        with self._lock:
            self._waiting.append(mine)
            leading, self._at_work = not self._at_work, True
        if not leading:
            mine.woken.wait()
        if mine.outcome is None:
            self._lead()
        if isinstance(mine.outcome, BaseException):
            raise mine.outcome
        assert mine.outcome is not None
        return mine.outcome

    def _lead(self) -> None:
        with self._lock:
            batch = list(self._waiting)
            self._waiting.clear()
        outcomes: Sequence[Done | BaseException]
        try:
            outcomes = self._do_all([asked.job for asked in batch])
        except BaseException as error:  # noqa: BLE001 - it is raised again, in every thread it concerns
            outcomes = [error] * len(batch)
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._at_work = following is not None
        for asked, outcome in zip(batch, outcomes, strict=True):
            asked.outcome = outcome
            asked.woken.set()
        if following is not None:
            following.woken.set()
