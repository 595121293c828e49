"""Opening: once, in one transaction, keeping only what the frozen tabulations need.

Killed at any moment, either nothing has happened or all of it; starting again finishes what is
left (ballot-box.md, "Opening").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom, token_bytes
from typing import Any, Final

from sqlalchemy import insert

from survey.core.canonical import canonical_json
from survey.core.errors import SurveyError
from survey.core.flow.checking import AnswerCheck
from survey.core.sealing.custody import unwrap_key
from survey.core.sealing.envelopes import BoxMeasure, Slip, open_answers, open_slip
from survey.core.sealing.errors import SealingError
from survey.core.sealing.hpke import LoadedKey, load_opening_key
from survey.db import after_commit, db
from survey.keys.store import WaveSecrets, get_key_store
from survey.responses.models import RANDOM_ID_BYTES, Comment, OpenedAnswer
from survey.responses.queries import count_opened, iterate_envelopes
from survey.responses.recoding import Keeper, Kept, merge_small_groups
from survey.responses.services.closing import Closing, get_closing
from survey.responses.services.destroying import (
    destroy_wave_secrets,
    empty_ballot_box,
)
from survey.responses.services.locking import hold_wave
from survey.responses.terms import Terms, get_terms
from survey.waves.models import Wave

BATCH: Final = 1000
_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Opening:
    """What the opening found.

    respondents: answer sets opened. blanked: single answers, and slips, that could not be read
    and were left blank. unreadable: envelopes that no key opened, which are lost.
    """

    respondents: int
    blanked: int
    unreadable: int


def open_ballot_box(*, wave: Wave, passphrase: str | None, now: datetime) -> Opening:
    """Open a closed wave, then destroy its secrets once that is committed.

    Called again on an opened wave it only destroys secrets that are still there, and says how
    many answer sets there are. Raises SurveyError "wave_not_closed", "wave_cancelled",
    "ballot_box_changed", "passphrase_needed", "wrong_passphrase", "secrets_gone".
    """
    held = hold_wave(wave.id)
    wave_id = held.id
    if held.state in ("opened", "released"):
        after_commit(lambda: destroy_wave_secrets(wave_id))
        return Opening(count_opened(wave_id), 0, 0)
    if held.state != "closed":
        code = "wave_cancelled" if held.state == "cancelled" else "wave_not_closed"
        raise SurveyError("conflict", code)
    opening_key = _get_opening_key(get_key_store().get(wave_id), passphrase)
    terms = get_terms(held)
    kept, found = _read_envelopes(held, terms, opening_key)
    _write_answers(wave_id, kept, terms)
    _write_comments(wave_id, kept)
    empty_ballot_box(wave_id)
    held.state, held.opened_at = "opened", now
    db.session.flush()
    after_commit(lambda: destroy_wave_secrets(wave_id))
    return found


def _get_opening_key(secrets: WaveSecrets, passphrase: str | None) -> bytes:
    if secrets.opening_key is not None:
        return secrets.opening_key
    if secrets.wrapped_opening_key is None or not passphrase:
        raise SurveyError("input", "passphrase_needed")
    return unwrap_key(secrets.wrapped_opening_key, passphrase)


def _read_envelopes(wave: Wave, terms: Terms, opening_key: bytes) -> tuple[list[Kept], Opening]:
    """Everything that can be read, in memory only, and the count of what cannot.

    Refuses a box that is not the one whose count and hash were shown at closing: it is measured
    on the way, so that every envelope is read once.
    """
    kept: list[Kept] = []
    blanked = unreadable = 0
    key, measure = load_opening_key(opening_key), BoxMeasure()
    check = AnswerCheck(terms.questionnaire, wave_number=terms.number)
    keeper = Keeper(terms.questionnaire, terms.cuts)
    for envelope in iterate_envelopes(wave.id):
        measure.add(envelope)
        _slot, sealed_answers, sealed_slip = envelope
        try:
            raw = open_answers(key, sealed_answers, wave_id=wave.id)
        except SealingError:
            unreadable += 1
            continue
        slip = _read_slip(key, sealed_slip, wave.id)
        checked = check.check(raw)
        blanked += checked.blanked + (slip is None)
        kept.append(keeper.keep(checked.answers, slip))
    if Closing(measure.count, measure.digest) != get_closing(wave):
        raise SurveyError("conflict", "ballot_box_changed")
    return kept, Opening(len(kept), blanked, unreadable)


def _read_slip(key: LoadedKey, sealed: bytes, wave_id: str) -> Slip | None:
    """The slip, or None: a slip that does not open costs its own two words, not the answers."""
    try:
        return open_slip(key, sealed, wave_id=wave_id)
    except SealingError:
        return None


def _write_answers(wave_id: str, kept: Sequence[Kept], terms: Terms) -> None:
    """Closed answers under random ids, in an order that says nothing of slots or arrival."""
    groups = merge_small_groups(
        [one.groups for one in kept], cuts=terms.cuts, min_group=terms.min_group
    )
    rows = [
        {
            "wave_id": wave_id,
            "id": token_bytes(RANDOM_ID_BYTES),
            "answers": canonical_json(one.answers),
            "groups": canonical_json(group),
        }
        for one, group in zip(kept, groups, strict=True)
    ]
    _random.shuffle(rows)
    _insert(OpenedAnswer, rows)


def _write_comments(wave_id: str, kept: Sequence[Kept]) -> None:
    """Comments apart, shuffled by themselves: two of one writer do not lie together either."""
    rows = [
        {"wave_id": wave_id, "id": token_bytes(RANDOM_ID_BYTES), "item_id": item_id, "text": text}
        for one in kept
        for item_id, text in one.comments
    ]
    _random.shuffle(rows)
    _insert(Comment, rows)


def _insert(table: type[OpenedAnswer] | type[Comment], rows: Sequence[dict[str, Any]]) -> None:
    """Write rows in batches, past the session: it would keep every one of them in memory."""
    for at in range(0, len(rows), BATCH):
        db.session.execute(insert(table), rows[at : at + BATCH])
