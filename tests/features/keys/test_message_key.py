"""The key of messages: made once, read by its owner alone, never replaced.

1. Nothing is made by looking. Who makes it at the same moment gets the one that was first.
2. It is a file that only its owner reads; nothing half written is left beside it.
3. A damaged one is said, not replaced: with another key, those who wanted no more were forgotten.
"""

from __future__ import annotations

import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from survey.keys.message_key import KEY_BYTES, MessageKey


def test_made_once(tmp_path: Path) -> None:
    """1, 2"""
    assert MessageKey(tmp_path).find() is None
    assert list(tmp_path.iterdir()) == []
    together, found = Barrier(8), []

    def ask() -> None:
        together.wait()
        found.append(MessageKey(tmp_path).get())

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(found[0]) == KEY_BYTES
    assert MessageKey(tmp_path).find() == found[0]
    (only,) = tmp_path.iterdir()
    assert stat.S_IMODE(only.stat().st_mode) == 0o600


def test_damaged(tmp_path: Path) -> None:
    """3"""
    (tmp_path / "messages.key").write_bytes(b"short")
    with pytest.raises(RuntimeError, match="damaged"):
        MessageKey(tmp_path).get()
    assert (tmp_path / "messages.key").read_bytes() == b"short"
