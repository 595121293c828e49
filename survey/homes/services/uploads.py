"""Files between sending and taking: kept sealed for an hour, read by choices, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from sqlalchemy import select

from survey.accounts.models import Person
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db
from survey.homes.columns import (
    Choices,
    find_header,
    guess_columns,
    list_values,
    width_of,
)
from survey.homes.files.reading import Table, read_table
from survey.homes.models import HomeUpload
from survey.homes.queries import find_list, find_remembered
from survey.homes.rows import Checked, Tell, check_rows
from survey.homes.sealed import seal, seal_json, unseal, unseal_json
from survey.homes.services.keys import destroy_key_after_commit, put_new_key
from survey.homes.values import guess_kinds, guess_languages, region_of
from survey.keys.key_files import get_contact_keys

KEPT_FOR: Final = timedelta(hours=1)
LARGE_ROWS: Final = 1_000
"""Files with more rows are checked and taken in the background, where a page can show how far."""


def keep_upload(
    *, place: Property, data: bytes, table: Table, actor: Person | None, now: datetime
) -> HomeUpload:
    """Keep a file sealed, with a guess of how it is to be read. Needs a transaction.

    table: what `read_table` found in it, before: a workbook may take half a minute, and nobody's
    answers wait for that. An earlier file of the same person goes.
    """
    choices = guess_choices(place, table)
    drop_uploads_of(place=place, person=actor, now=now)
    key_id, key = put_new_key()
    upload_id = token_hex(16)
    upload = HomeUpload(
        id=upload_id,
        property_id=place.id,
        person_id=actor.id if actor else None,
        key_id=key_id,
        file=seal(data, key, f"file {upload_id}"),
        choices=_sealed_choices(choices, key, upload_id),
        rows=len(table.rows),
        ends_at=now + KEPT_FOR,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def guess_choices(place: Property, table: Table, header: int | None = None) -> Choices:
    """How a table is to be read, as far as its heads and the last file tell."""
    remembered = find_remembered(find_list(place))
    at = find_header(table.rows) if header is None else header
    columns = guess_columns(table.rows[at], remembered, width_of(table.rows, at))
    found = Choices(table.encoding, table.sheet, at, columns, adults=remembered.adults)
    return with_values(place, table, found)


def with_values(place: Property, table: Table, choices: Choices) -> Choices:
    """The choices with what the words of their columns mean: as chosen, else as guessed."""
    remembered = find_remembered(find_list(place))
    mix = {one.key: one.label for one in place.strata}
    kinds = list_values(table.rows, choices.header, choices.find("kind"))
    languages = list_values(table.rows, choices.header, choices.find("language"))
    return Choices(
        choices.encoding,
        choices.sheet,
        choices.header,
        choices.columns,
        guess_kinds(kinds, remembered, mix) | _still(choices.kinds, kinds),
        guess_languages(languages, remembered) | _still(choices.languages, languages),
        choices.adults,
        choices.leave_out,
    )


def read_upload(upload: HomeUpload, *, encoding: str = "", sheet: int | None = None) -> Table:
    """The table in a file that waits, as it was chosen to be read. A key.

    Raises SurveyError "upload_gone", and as read_table does for other choices than those.
    """
    key = _key_of(upload)
    choices = read_choices(upload)
    data = unseal(upload.file, key, f"file {upload.id}")
    wanted = choices.sheet if sheet is None else sheet
    return read_table(data, encoding=encoding or choices.encoding, sheet=wanted)


def read_choices(upload: HomeUpload) -> Choices:
    """How a file that waits is to be read. A key. Raises SurveyError "upload_gone"."""
    told = unseal_json(upload.choices, _key_of(upload), f"choices {upload.id}")
    return Choices.from_json(told)


def keep_choices(*, upload: HomeUpload, choices: Choices) -> None:
    """Change how a file is to be read; what was found in it by other choices is forgotten."""
    upload.choices = _sealed_choices(choices, _key_of(upload), upload.id)
    upload.outcome = None
    upload.serial += 1
    db.session.flush()


def leave_out_unreadable(*, upload: HomeUpload) -> None:
    """Do without what cannot be read as an address or a number; the file is looked through anew."""
    keep_choices(upload=upload, choices=replace(read_choices(upload), leave_out=True))


def check_upload(upload: HomeUpload, place: Property, tell: Tell | None = None) -> Checked:
    """Read every row of a file that waits; nothing is written."""
    table = read_upload(upload)
    return check_rows(table.rows, read_choices(upload), region_of(place.timezone), tell)


def keep_outcome(*, upload: HomeUpload, checked: Checked) -> None:
    """Keep what was found in a file, sealed."""
    upload.outcome = seal_json(checked.to_json(), _key_of(upload), f"outcome {upload.id}")
    db.session.flush()


def read_outcome(upload: HomeUpload) -> Checked | None:
    """What was found in a file, or None where it was not looked through yet. A key."""
    if upload.outcome is None:
        return None
    return Checked.from_json(unseal_json(upload.outcome, _key_of(upload), f"outcome {upload.id}"))


def is_large(upload: HomeUpload) -> bool:
    """Whether a file is better worked on in the background."""
    return upload.rows > LARGE_ROWS


def drop_upload(*, upload: HomeUpload, now: datetime) -> None:
    """Put a file away: its row goes, and then its key."""
    destroy_key_after_commit(upload.key_id, now)
    db.session.delete(upload)
    db.session.flush()


def drop_uploads_of(*, place: Property, person: Person | None, now: datetime) -> None:
    """Put away what somebody had begun to read in at a property."""
    if person is None:
        return
    held = select(HomeUpload).where(
        HomeUpload.property_id == place.id, HomeUpload.person_id == person.id
    )
    for upload in db.session.scalars(held).all():
        drop_upload(upload=upload, now=now)


def _key_of(upload: HomeUpload) -> bytes:
    key = get_contact_keys().find(upload.key_id)
    if key is None:
        raise SurveyError("missing", "upload_gone")
    return key


def _sealed_choices(choices: Choices, key: bytes, upload_id: str) -> bytes:
    return seal_json(choices.to_json(), key, f"choices {upload_id}")


def _still(chosen: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """What was chosen for words that are still there."""
    return {value: meant for value, meant in chosen.items() if value in values}
