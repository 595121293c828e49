"""From a file that waits to the list: at once for small files, in the background for large ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select

from survey.accounts.models import Person
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.homes.columns import remember
from survey.homes.models import HomeUpload
from survey.homes.queries import get_upload
from survey.homes.rows import Tell
from survey.homes.services.ending import check_end
from survey.homes.services.taking import prepare, take_file
from survey.homes.services.uploads import (
    check_upload,
    drop_upload,
    is_large,
    keep_outcome,
    read_choices,
    read_outcome,
    read_upload,
)
from survey.jobs.models import Job
from survey.jobs.queue import ask_for_job, find_job

CHECK: Final = "homes_check"
TAKE: Final = "homes_take"


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided: to take a file, laid beside this version of the list, until a day."""

    version: int
    ends_on: date

    def to_json(self) -> dict[str, Any]:
        """For a job's payload."""
        return {"version": self.version, "ends_on": self.ends_on.isoformat()}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Decision:
        """What `to_json` told."""
        return cls(told["version"], date.fromisoformat(told["ends_on"]))


def check_file(*, place: Property, upload_id: str, now: datetime) -> None:
    """Look a file through, now or soon. Makes its own transactions. Raises "upload_gone"."""
    upload = get_upload(place, upload_id)
    if not is_large(upload):
        check_now(place=place, upload_id=upload_id, serial=upload.serial)
        return
    with transaction():
        ask_for_job(
            kind=CHECK,
            key=_check_key(upload),
            payload={"upload": upload_id, "place": place.id, "serial": upload.serial},
            organization_id=place.organization_id,
            now=now,
        )


def check_now(*, place: Property, upload_id: str, serial: int, tell: Tell | None = None) -> None:
    """Look a file through and keep what was found, unless it is to be read otherwise by now."""
    checked = check_upload(get_upload(place, upload_id), place, tell)
    with transaction():
        upload = hold_upload(place, upload_id)
        if upload.serial == serial:
            keep_outcome(upload=upload, checked=checked)


def begin_taking(
    *, place: Property, upload_id: str, decision: Decision, actor: Person, now: datetime
) -> None:
    """Take a file, now or soon. Makes its own transactions.

    Raises SurveyError "upload_gone", "list_changed", and as check_end and prepare do.
    """
    check_end(decision.ends_on, day_at(place, now))
    upload = get_upload(place, upload_id)
    if not is_large(upload):
        take_now(place=place, upload_id=upload_id, decision=decision, actor_id=actor.id, now=now)
        return
    payload = {"upload": upload_id, "place": place.id, "person": actor.id, **decision.to_json()}
    with transaction():
        hold_upload(place, upload_id)
        ask_for_job(
            kind=TAKE,
            key=_take_key(upload_id),
            payload=payload,
            organization_id=place.organization_id,
            now=now,
            again=True,
        )


def take_now(
    *,
    place: Property,
    upload_id: str,
    decision: Decision,
    actor_id: int | None,
    now: datetime,
    tell: Tell | None = None,
) -> None:
    """Take a file; it goes with its key. Makes its own transaction."""
    upload = get_upload(place, upload_id)
    checked = read_outcome(upload)
    if checked is None:
        raise SurveyError("conflict", "list_changed")
    choices = read_choices(upload)
    heads = read_upload(upload).rows[choices.header]
    serial = upload.serial
    prepared = prepare(place, checked, tell)
    with transaction():
        upload = hold_upload(place, upload_id)
        if upload.serial != serial:
            raise SurveyError("conflict", "list_changed")
        take_file(
            place=place,
            prepared=prepared,
            seen_version=decision.version,
            ends_on=decision.ends_on,
            remembered=remember(heads, choices),
            actor=db.session.get(Person, actor_id) if actor_id is not None else None,
            now=now,
        )
        drop_upload(upload=hold_upload(place, upload_id), now=now)


def hold_upload(place: Property, upload_id: str) -> HomeUpload:
    """A file that waits, locked until the transaction ends. Raises SurveyError "upload_gone"."""
    held = select(HomeUpload).where(HomeUpload.id == upload_id, HomeUpload.property_id == place.id)
    fresh = held.with_for_update().execution_options(populate_existing=True)
    upload = db.session.scalars(fresh).one_or_none()
    if upload is None:
        raise SurveyError("missing", "upload_gone")
    return upload


def find_check(upload: HomeUpload) -> Job | None:
    """The job that looks this file through. One query."""
    return find_job(_check_key(upload))


def find_taking(upload_id: str) -> Job | None:
    """The job that takes this file, also when it is done. One query."""
    return find_job(_take_key(upload_id))


def _check_key(upload: HomeUpload) -> str:
    return f"{CHECK}:{upload.id}:{upload.serial}"


def _take_key(upload_id: str) -> str:
    return f"{TAKE}:{upload_id}"
