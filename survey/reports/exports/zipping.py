"""Archives whose bytes depend on what is in them and on nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Final

MIDNIGHT: Final = (0, 0, 0)


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """Return a zip of files by name, each dated on that day, so that it does not tell the hour."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, *MIDNIGHT))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return held.getvalue()
