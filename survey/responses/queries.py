"""Reads of the ballot box. Nothing here can say who answered, or when."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from datetime import datetime

from sqlalchemy import func, select, tuple_

from survey.core.errors import SurveyError
from survey.core.sealing.codes import code_check, normalize_code
from survey.db import db
from survey.db.bulk import stream_bytes
from survey.db.single import read_row
from survey.keys.store import get_key_store
from survey.responses.models import Comment, Envelope, OpenedAnswer
from survey.responses.terms import get_terms
from survey.waves.known import KnownWave
from survey.waves.models import AccessCode, Wave

_STRATUM = "SELECT stratum FROM access_code WHERE wave_id = :wave_id AND code_check = :code_check"


def count_envelopes(wave_id: str) -> int:
    """Envelopes in a wave's ballot box; counts the table's rows of that wave."""
    return _count(Envelope, wave_id)


def count_opened(wave_id: str) -> int:
    """Opened answer sets of a wave; counts the table's rows of that wave."""
    return _count(OpenedAnswer, wave_id)


def count_comments(wave_id: str) -> int:
    """Comments of a wave; counts the table's rows of that wave."""
    return _count(Comment, wave_id)


def list_slots(wave_id: str) -> list[bytes]:
    """The slots of a wave, sorted; 32 bytes each, without the envelopes."""
    wanted = select(Envelope.slot).where(Envelope.wave_id == wave_id).order_by(Envelope.slot)
    return list(db.session.scalars(wanted))


def iterate_envelopes(wave_id: str) -> Generator[tuple[bytes, bytes, bytes], None, None]:
    """Slot, sealed answers and sealed slip of each envelope by slot; some hundred in memory.

    Close it where it is not read to its end: the database is still sending.
    """
    wanted = (
        select(Envelope.slot, Envelope.answers, Envelope.slip)
        .where(Envelope.wave_id == wave_id)
        .order_by(Envelope.slot)
    )
    with closing(stream_bytes(wanted)) as rows:
        yield from rows


def find_stratum_of_code(wave_id: str, code_check: bytes) -> str | None:
    """The stratum of a code, one look-up by primary key; raises SurveyError "unknown_code".

    How long the look-up takes depends on a keyed hash that whoever guesses cannot compute, so
    its time tells nothing about a code.
    """
    found = read_row(_STRATUM, {"wave_id": wave_id, "code_check": code_check})
    if found is None:
        raise SurveyError("missing", "unknown_code")
    stratum: str | None = found[0]
    return stratum


def check_code(wave: Wave | KnownWave, typed: str) -> bool:
    """Whether a wave has this code: one look-up by primary key, while its secrets exist."""
    code = normalize_code(typed)
    if code is None or not get_key_store().has(wave.id):
        return False
    secret = get_key_store().get(wave.id).box_secret
    if not secret:  # the wave has closed
        return False
    check = code_check(secret, code)
    return read_row(_STRATUM, {"wave_id": wave.id, "code_check": check}) is not None


def find_wave_of_code(typed: str) -> Wave | None:
    """The wave that a typed code belongs to, or None.

    One HMAC for each wave with codes whose secrets still exist, then one query for all of them.
    """
    wanted = select(Wave).where(Wave.access == "codes", Wave.state.in_(("open", "closed")))
    return _find_wave_of_code(db.session.scalars(wanted).all(), typed)


def _find_wave_of_code(waves: Sequence[Wave], typed: str) -> Wave | None:
    code = normalize_code(typed)
    if code is None:
        return None
    checks = [
        (wave.id, code_check(get_key_store().get(wave.id).box_secret, code))
        for wave in waves
        if get_key_store().has(wave.id)
    ]
    found = db.session.scalars(
        select(AccessCode.wave_id).where(
            tuple_(AccessCode.wave_id, AccessCode.code_check).in_(checks)
        )
    ).first()
    return next((wave for wave in waves if wave.id == found), None)


def list_waves_with_answers_due(now: datetime) -> list[Wave]:
    """Released waves whose opened answers must go by now; reads each such wave's promise."""
    wanted = select(Wave).where(Wave.state == "released", Wave.answers_destroyed_at.is_(None))
    return [wave for wave in db.session.scalars(wanted) if answers_are_due(wave, now=now)]


def list_waves_with_envelopes_due(now: datetime) -> list[Wave]:
    """Waves not opened by the day that ends them; reads each such wave's promise."""
    wanted = select(Wave).where(Wave.state.in_(("open", "closed")))
    return [wave for wave in db.session.scalars(wanted) if unopened_are_due(wave, now=now)]


def answers_are_due(wave: Wave, *, now: datetime) -> bool:
    """Whether the promised day for destroying a released wave's answers has come."""
    if wave.released_at is None:
        return False
    terms = get_terms(wave)
    return terms.today(now) >= terms.answers_destroyed_on(wave.released_at)


def unopened_are_due(wave: Wave, *, now: datetime) -> bool:
    """Whether the promised last day of unopened envelopes has come."""
    terms = get_terms(wave)
    return terms.today(now) >= terms.unopened_destroyed_on


def _count(table: type[Envelope] | type[OpenedAnswer] | type[Comment], wave_id: str) -> int:
    wanted = select(func.count()).select_from(table).where(table.wave_id == wave_id)
    return db.session.scalar(wanted) or 0
