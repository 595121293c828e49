"""On which databases a test runs: on every one, unless it says that one tells as much."""

from __future__ import annotations

from typing import Final

import pytest

ONE_DATABASE: Final = pytest.mark.parametrize("every_database", ["sqlite"], indirect=True)
"""For the many cases of one refusal, of who may pass a door, or of one page's words, where nothing
is written and nothing new is asked of the database. Of each such page and service other tests read
and write on every one.
"""
