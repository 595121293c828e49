"""What became of an opened wave: told by the feature above, shown by the wave's own page.

Fieldwork knows nothing of results. They register one function that says how far a wave's are;
without it the page says nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from flask import Flask, current_app

from survey.waves.models import Wave

KEY: Final = "wave_outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far a wave's results are.

    percent: of the check, in steps of five. problem: what stopped it, as a sentence. reference:
    the number of the check of a release.
    """

    state: Literal["checking", "stopped", "released"]
    percent: int = 0
    problem: str = ""
    reference: str = ""


Provider = Callable[[Wave, datetime], Outcome | None]


def register_outcome(app: Flask, provider: Provider) -> None:
    """Let `provider` say what became of a wave."""
    app.extensions[KEY] = provider


def outcome_of(wave: Wave, now: datetime) -> Outcome | None:
    """Return what became of an opened or released wave, and None of any other."""
    provider: Provider | None = current_app.extensions.get(KEY)
    if provider is None or wave.state not in ("opened", "released"):
        return None
    return provider(wave, now)
