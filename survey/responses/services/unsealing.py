"""Reading a whole ballot box: in this process, or shared among processes where it is large.

The decryptions are most of an opening and hold the interpreter's lock, so threads do not help.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from survey.core.errors import SurveyError
from survey.responses.reading import Reader, Readings, Recipe, Sealed
from survey.responses.unsealer import READY

LARGE: Final = 2000
"""From so many envelopes on, processes are started: they take about a second to begin."""

BATCH: Final = 200
"""Envelopes that one process has in its hands; as many lie ready here for the next free one."""

MOST: Final = 8
"""Processes at most; one alone streams the rows from the database no faster."""

START_SECONDS: Final = 60
"""What a process may take to begin, however busy the machine is."""

ROOT: Final = Path(__file__).resolve().parents[3]

log = logging.getLogger("porchlight.opening")


def read_envelopes(
    recipe: Recipe, opening_key: bytes, envelopes: Iterable[Sealed], *, count: int
) -> Readings:
    """Everything that can be read of the envelopes, in no order, in memory only.

    count: how many there are, about; it decides which way they are read. Beyond what was read,
    never more than one batch for each process and one more are in memory. Raises SealingError
    where the key is none, and SurveyError "opening_interrupted" where a process died.
    """
    reader = Reader(recipe, opening_key)
    processes = min(_processors(), MOST) if count >= LARGE else 1
    if processes > 1:
        with _unsealers(recipe, opening_key, processes) as pipes:
            if pipes:
                return _share(pipes, _batches(envelopes))
    readings = Readings()
    for batch in _batches(envelopes):
        readings.add(reader.read(batch))
    return readings


def _processors() -> int:
    """The processors that this process may use; one where a system has no way to tell."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _batches(envelopes: Iterable[Sealed]) -> Iterator[list[Sealed]]:
    rest = iter(envelopes)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _share(pipes: list[Connection], batches: Iterable[list[Sealed]]) -> Readings:
    """Give each batch to whoever is free; one at a time each, so that no two ends can wait for
    each other to read."""
    readings, idle = Readings(), list(pipes)
    busy: list[Connection] = []
    try:
        for batch in batches:
            if not idle:
                idle = _collect(busy, readings)
            pipe = idle.pop()
            pipe.send(batch)
            busy.append(pipe)
        while busy:
            _collect(busy, readings)
    except (EOFError, OSError) as error:
        raise SurveyError("conflict", "opening_interrupted") from error
    return readings


def _collect(busy: list[Connection], readings: Readings) -> list[Connection]:
    """Wait until at least one batch is read; whoever is free then."""
    free = [pipe for pipe in wait(busy) if isinstance(pipe, Connection)]
    for pipe in free:
        busy.remove(pipe)
        readings.add(pipe.recv())
    return free


@contextmanager
def _unsealers(recipe: Recipe, opening_key: bytes, processes: int) -> Iterator[list[Connection]]:
    """Pipes to so many processes that are ready, or to none where they could not be started.

    All of them are ended in the end. The key goes through the pipe: no file, no environment and
    no command line ever holds it.
    """
    with ExitStack() as running:
        try:
            pipes = [running.enter_context(_unsealer()) for _ in range(processes)]
            for pipe in pipes:
                pipe.send((recipe, opening_key))
            for pipe in pipes:
                if not pipe.poll(START_SECONDS) or pipe.recv() != READY:
                    raise TimeoutError
        except (OSError, EOFError) as error:
            running.close()
            log.warning("envelopes are read by one process kind=%s", type(error).__name__)
            pipes = []
        yield pipes


@contextmanager
def _unsealer() -> Iterator[Connection]:
    """One process and the pipe to it. It sees the pipe's end when this process dies, and is
    killed when the opening leaves here: it has nothing that would have to be put away."""
    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as pipe:
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own program; one number as its argument
                [sys.executable, "-m", "survey.responses.unsealer", str(theirs.fileno())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # A trace could quote what somebody answered.
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        try:
            yield pipe
        finally:
            process.kill()
            process.wait()
