"""Dealing codes at launch: keyed checks in sorted order, and the homes that they were made for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from survey.core.promise import document
from survey.core.promise.frame import ListedHome, Place, list_places
from survey.core.promise.kinds import MOVE_IN
from survey.core.sealing.codes import code_check, derive_code
from survey.db import db
from survey.waves.models import AccessCode, Wave, WaveHome
from survey.waves.promise import sealed_promise


def deal_codes(
    wave: Wave, box_secret: bytes, listed: Sequence[ListedHome], ready_codes: int
) -> None:
    """Write the checks of all codes of a wave, so that their place says nothing of the homes.

    listed: the homes of the list, none where there is no list. ready_codes: how many lie ready,
    nobody's, where people will move in.
    """
    if wave.access != "codes":
        return
    if listed:
        _write_homes(wave, listed)
    rows = sorted(
        (code_check(box_secret, derive_code(box_secret, one.home, one.adult)), one.stratum or "")
        for one in _places_of(wave, listed, ready_codes)
    )
    db.session.execute(
        insert(AccessCode),
        [
            {"wave_id": wave.id, "code_check": check, "stratum": stratum or None}
            for check, stratum in rows
        ],
    )


def _places_of(wave: Wave, listed: Sequence[ListedHome], ready_codes: int) -> list[Place]:
    """Every place that a code is made for."""
    if wave.kind == MOVE_IN:
        return [Place(ready, 1, None, None) for ready in range(1, ready_codes + 1)]
    promise = sealed_promise(wave)
    if listed:
        return list_places(listed, document.strata_kept(promise))
    return document.places_of(promise)


def _write_homes(wave: Wave, listed: Sequence[ListedHome]) -> None:
    homes = [
        {"wave_id": wave.id, "number": one.number, "part": one.part, "adults": one.adults}
        for one in listed
    ]
    db.session.execute(insert(WaveHome), homes)
