"""Turns among threads and processes.

U1  One at a time; the same thread may ask again inside of its turn.
U2  Another process waits for its turn too, and a killed one gives it back.
U3  An error inside of a turn ends it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from survey.db.turns import Turns

HOLD = """
import sys, time
from pathlib import Path
from survey.db.turns import Turns
with Turns(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_one_thread_at_a_time(tmp_path: Path) -> None:
    """U1"""
    turns = Turns(tmp_path / "turn")
    inside: list[int] = []
    most: list[int] = []

    def take(number: int) -> None:
        with turns, turns:
            inside.append(number)
            most.append(len(inside))
            threading.Event().wait(0.001)
            inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(40)))
    assert most == [1] * 40


def test_another_process_waits(tmp_path: Path) -> None:
    """U2"""
    file = tmp_path / "turn"
    turns, got = Turns(file), threading.Event()

    def take() -> None:
        with turns:
            got.set()

    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        waiting = threading.Thread(target=take)
        waiting.start()
        assert not got.wait(0.3)
        holder.kill()
        waiting.join(20)
    assert got.is_set()


def test_an_error_ends_the_turn(tmp_path: Path) -> None:
    """U3"""
    turns = Turns(tmp_path / "turn")
    with pytest.raises(KeyError), turns:
        raise KeyError
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(turns.__enter__).result(10) is None
