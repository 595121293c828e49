"""What R computed: the files in tests/reference, each with its inputs, outputs and versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "reference"


def read_reference(name: str) -> Any:
    """The contents of one file, such as "scales"."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
