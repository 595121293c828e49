"""A PostgreSQL server for each process that runs tests at once.

Burglars read the whole write-ahead log of their server; what another process's tests write there
meanwhile is not theirs to find. So the first process takes the server that is given, and each
further one starts a server of its own through the same script.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GIVEN_URL = os.environ.get("TEST_DATABASE_URL", "")
START_SCRIPT = Path(__file__).with_name("postgres.sh")
# Says where the server is, and ends with the process that holds the other end of its input.
WAIT = 'echo "$TEST_DATABASE_URL"; read -r _ || true'


@contextmanager
def server_of_this_process() -> Iterator[str]:
    """Give the address of a server that no other process of this run uses.

    Where none can be started (PostgreSQL is on another machine only), that is the given one.
    """
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        yield GIVEN_URL
        return
    kept = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    with subprocess.Popen(
        [str(START_SCRIPT), "sh", "-c", WAIT],
        env={**kept, "CI": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as script:
        assert script.stdin is not None
        assert script.stdout is not None
        yield script.stdout.readline().strip() or GIVEN_URL
        script.stdin.close()
