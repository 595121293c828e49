"""The supervisor beside the server starts processes for what is due, and waits for none of them.

V1  One that is long at work keeps no other from being started.
V2  There are never more at once than processors; one that ended makes room for another.
V3  Nothing is started where nothing is due, or where no process can be.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask

from survey.jobs import supervising


class Over(Exception):
    """The end of the test's time."""


class Process:
    """A worker's process that ends when a test says so."""

    def __init__(self) -> None:
        self.ended = False

    def poll(self) -> int | None:
        return 0 if self.ended else None


Supervise = Callable[[Sequence[int]], list[Process]]


@pytest.fixture
def supervise(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Supervise:
    """Look after jobs for as many looks as numbers are given; each says how many are due then.

    A negative number: so many are due, and the first process has ended meanwhile.
    """
    started: list[Process] = []
    due: list[int] = []

    class Bell:
        def clear(self) -> None:
            """Nobody rings it."""

        def wait(self, _seconds: float) -> None:
            if not due:
                raise Over
            if due[0] < 0:
                started[0].ended = True

    def start(*_given: Any, **_named: Any) -> Process:
        started.append(Process())
        return started[-1]

    def run(numbers: Sequence[int]) -> list[Process]:
        due[:] = numbers
        with pytest.raises(Over):
            supervising._supervise(app)
        return started

    monkeypatch.setattr(supervising, "MOST", 2)
    monkeypatch.setattr(supervising, "get_bell", Bell)
    monkeypatch.setattr(supervising, "_count_work", lambda _app: min(abs(due.pop(0)), 2))
    monkeypatch.setattr(subprocess, "Popen", start)
    return run


@pytest.mark.parametrize(
    ("due", "processes"),
    [
        ([0, 0], 0),
        ([1], 1),
        ([1, 1], 2),  # V1
        ([5, 5, 5], 2),  # V2
        ([5, -5], 3),
        ([5, -5, 5], 3),
        ([1, 0, 1, 1], 2),
    ],
)
def test_how_many_are_started(supervise: Supervise, due: list[int], processes: int) -> None:
    """V1, V2, V3"""
    assert len(supervise(due)) == processes


def test_no_process_can_be_started(
    supervise: Supervise, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """V3"""

    def fail(*_given: Any, **_named: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", fail)
    assert supervise([1, 1]) == []
    assert caplog.text.count("worker not started error=OSError") == 2
