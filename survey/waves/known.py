"""Waves as residents' requests meet them: what the launch froze is kept in memory.

What can change, the state and what was added to the promise, is asked of the database again after
a tenth of a second, and at once after whatever this process has committed. So a page can be that
much older than a closing in another process. An answer set cannot: what writes it looks at the
wave itself (services/sending.py).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from flask import current_app

from survey.db import count_commits, db
from survey.db.single import read_row
from survey.waves.models import Wave
from survey.waves.queries import find_wave_by_slug
from survey.web.recent import Recent, kept_in

TRUSTED_SECONDS: Final = 0.1
MOST_KEPT: Final = 64
"""Waves in use at a time, before one has to be read again; about 100 KB each."""

_STANDING: Final = (
    "SELECT state, (SELECT count(*) FROM promise_tightening WHERE wave_id = wave.id),"
    " (SELECT count(*) FROM fieldwork_extension WHERE wave_id = wave.id)"
    " FROM wave WHERE id = :id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWave:
    """A wave without its row: as it was when it was found.

    tightenings: how its promise was made stricter since the launch, each as it was stored.
    extensions: the later last days since then. ends_at: the first moment after the last day.
    """

    id: str
    slug: str
    access: str
    promise: str
    promise_hash: str
    public_key: bytes
    opens_at: datetime
    ends_at: datetime
    state: str
    tightenings: tuple[Mapping[str, Any], ...]
    extensions: tuple[date, ...]


def find_known_wave(slug: str) -> KnownWave | None:
    """The wave whose public address this is, or None. At most one short query where it is known."""
    kept: Recent[_Seen] = kept_in(current_app, "known_waves", MOST_KEPT)
    seen = kept.find(slug)
    now = _Moment(time.monotonic(), count_commits())
    if seen is None:
        return _read(kept, slug, now)
    if seen.at.commits == now.commits and now.seconds - seen.at.seconds < TRUSTED_SECONDS:
        return seen.wave
    standing = seen.wave.state, len(seen.wave.tightenings), len(seen.wave.extensions)
    if read_row(_STANDING, {"id": seen.wave.id}) != standing:
        return _read(kept, slug, now)
    return kept.put(slug, _Seen(seen.wave, now)).wave


@dataclass(frozen=True, slots=True)
class _Moment:
    """Seconds of the steady clock, and how often this process had committed."""

    seconds: float
    commits: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """A wave, and when it was certainly so."""

    wave: KnownWave
    at: _Moment


def _read(kept: Recent[_Seen], slug: str, now: _Moment) -> KnownWave | None:
    db.session.rollback()  # what the session has read may be older
    wave = find_wave_by_slug(slug)
    return kept.put(slug, _Seen(know(wave), now)).wave if wave else None


def know(wave: Wave) -> KnownWave:
    """A wave as it stands in the session."""
    return KnownWave(
        id=wave.id,
        slug=wave.slug,
        access=wave.access,
        promise=wave.promise,
        promise_hash=wave.promise_hash,
        public_key=wave.public_key,
        opens_at=wave.opens_at,
        ends_at=wave.ends_at,
        state=wave.state,
        tightenings=tuple(made.change for made in wave.tightenings),
        extensions=tuple(made.closes_on for made in wave.extensions),
    )
