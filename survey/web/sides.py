"""The two sides: what staff see stands below one path, and everything else is the public's."""

from __future__ import annotations

from typing import Final

STAFF: Final = "/staff"


def is_for_staff(path: str) -> bool:
    """Tell whether the path of an address is one of the staff side."""
    return path == STAFF or path.startswith(f"{STAFF}/")
