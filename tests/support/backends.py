"""On which databases a test runs: on every one, or each in its turn (see `turns.py`)."""

from __future__ import annotations

from typing import Final

import pytest

ONE_DATABASE: Final = pytest.mark.parametrize("every_database", ["sqlite"], indirect=True)
"""For the many cases of one refusal, of who may pass a door, or of one page's words, where nothing
is written and nothing new is asked of the database. Of each such page and service other tests read
and write on every one.
"""

BOTH_DATABASES: Final = pytest.mark.both_databases
"""For what is about the database itself, so that no day may pass without either: what is locked,
killed, taken over, written in bulk, or looked for by a thief.
"""
