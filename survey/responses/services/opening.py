"""Opening: once, in one transaction, keeping only what the frozen tabulations need.

Killed at any moment, either nothing has happened or all of it; starting again finishes what is
left (ballot-box.md, "Opening").
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from secrets import token_bytes
from typing import cast

from sqlalchemy import Table

from survey.core.canonical import canonical_json
from survey.core.disclosure.keying import keying_of
from survey.core.disclosure.mode_mix import mode_mix_of
from survey.core.errors import SurveyError
from survey.core.sealing.custody import unwrap_key
from survey.core.sealing.envelopes import BoxMeasure
from survey.db import after_commit, db
from survey.db.bulk import write_rows
from survey.keys.store import WaveSecrets, get_key_store
from survey.responses.models import RANDOM_ID_BYTES, Comment, OpenedAnswer
from survey.responses.paper.comparing import count_boxes
from survey.responses.queries import count_opened, iterate_envelopes
from survey.responses.reading import Readings, Recipe, Sealed
from survey.responses.recoding import merge_small_groups
from survey.responses.services.closing import Closing, get_closing
from survey.responses.services.destroying import (
    destroy_wave_secrets,
    empty_ballot_box,
)
from survey.responses.services.unsealing import read_envelopes
from survey.responses.terms import Terms, get_terms
from survey.waves.frame import frame_of_wave
from survey.waves.models import KeyingAgreement, Wave
from survey.waves.services.holding import hold_wave


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
    "ballot_box_changed", "passphrase_needed", "wrong_passphrase", "secrets_gone",
    "opening_interrupted".
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
    readings, opening = _read_envelopes(held, terms, opening_key)
    _write_answers(wave_id, readings, terms)
    _write_comments(wave_id, readings)
    empty_ballot_box(wave_id)
    _tell_fieldwork(held, readings.modes, terms)
    held.state, held.opened_at = "opened", now
    db.session.flush()
    after_commit(lambda: destroy_wave_secrets(wave_id))
    return opening


def _tell_fieldwork(held: Wave, modes: Mapping[str, int], terms: Terms) -> None:
    """Fix what the release will tell of how people answered and how paper was typed in."""
    adults = frame_of_wave(held).adults if held.access == "codes" else None
    held.mode_mix = mix = mode_mix_of(modes, terms.min_group, adults)
    counted = db.session.get(KeyingAgreement, held.id)
    if counted is None:
        return
    told = keying_of(
        counted.compared,
        counted.equal,
        boxes=count_boxes(terms.questionnaire),
        answered=sum(modes.values()),
        mix=mix,
        min_group=terms.min_group,
        adults=adults,
    )
    if told is not None:
        held.keying_compared, held.keying_agreed = told.compared, told.agreed


def _get_opening_key(secrets: WaveSecrets, passphrase: str | None) -> bytes:
    if secrets.opening_key is not None:
        return secrets.opening_key
    if secrets.wrapped_opening_key is None or not passphrase:
        raise SurveyError("input", "passphrase_needed")
    return unwrap_key(secrets.wrapped_opening_key, passphrase)


def _read_envelopes(wave: Wave, terms: Terms, opening_key: bytes) -> tuple[Readings, Opening]:
    """Everything that can be read, in memory only, and the count of what cannot.

    Refuses a box that is not the one whose count and hash were shown at closing: it is measured
    on the way, so that every envelope is read once.
    """
    measure, fixed = BoxMeasure(), get_closing(wave)
    recipe = Recipe(wave.id, terms.number, terms.questionnaire, terms.cuts)
    with closing(_measured(wave.id, measure)) as envelopes:
        found = read_envelopes(recipe, opening_key, envelopes, count=fixed.count)
    if Closing(measure.count, measure.digest) != fixed:
        raise SurveyError("conflict", "ballot_box_changed")
    return found, Opening(len(found.rows), found.blanked, found.unreadable)


def _measured(wave_id: str, measure: BoxMeasure) -> Generator[Sealed, None, None]:
    with closing(iterate_envelopes(wave_id)) as envelopes:
        for envelope in envelopes:
            measure.add(envelope)
            yield envelope[1:]


def _write_answers(wave_id: str, found: Readings, terms: Terms) -> None:
    """Closed answers under random ids, in an order that says nothing of slots or arrival."""
    merged = merge_small_groups([groups for _, groups in found.rows], min_group=terms.min_group)
    names = [cut.id for cut in terms.cuts]
    texts = {
        groups: canonical_json(dict(zip(names, groups, strict=True))) for groups in set(merged)
    }
    rows = [
        (answers, texts[groups]) for (answers, _), groups in zip(found.rows, merged, strict=True)
    ]
    _insert(OpenedAnswer, wave_id, rows)


def _write_comments(wave_id: str, found: Readings) -> None:
    """Comments apart, in an order of their own: two of one writer do not lie together either."""
    undecided = (None, None, None)
    _insert(Comment, wave_id, [(*comment, *undecided) for comment in found.comments])


def _insert(
    table: type[OpenedAnswer] | type[Comment],
    wave_id: str,
    rows: Sequence[tuple[str | None, ...]],
) -> None:
    """Write rows under random ids, in the order of these ids.

    Each row draws its id from the system's random source, whatever the row is. So their order is
    as good as a shuffle by that source: every order is equally likely, and neither it nor an id
    says anything about the row. Ascending, so that the database adds each row at the end.
    """
    drawn = token_bytes(RANDOM_ID_BYTES * len(rows))
    ids = [drawn[at : at + RANDOM_ID_BYTES] for at in range(0, len(drawn), RANDOM_ID_BYTES)]
    ordered = sorted(zip(ids, rows, strict=True), key=itemgetter(0))
    write_rows(cast(Table, table.__table__), [(wave_id, row_id, *row) for row_id, row in ordered])
