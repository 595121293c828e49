"""The version that documents name as the software they were made by."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
"""The same as in pyproject.toml; a test holds them together."""
