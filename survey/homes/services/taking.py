"""Taking a file: the list becomes what the file says, as one act, under a new key of contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Table, Update, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.services import StratumCounts, change_counts
from survey.core.errors import SurveyError
from survey.db import db
from survey.homes.columns import Remembered
from survey.homes.comparing import Plan, make_plan
from survey.homes.contacts import seal_contact
from survey.homes.models import Home, HomeList
from survey.homes.queries import list_present
from survey.homes.rows import Checked, Tell
from survey.homes.sealed import make_key, seal_json
from survey.homes.services.keys import destroy_key_after_commit
from survey.keys.key_files import get_contact_keys

_STEP: Final = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is to be written, sealed; version: of the list that it was laid beside."""

    plan: Plan
    version: int
    key_id: str
    key: bytes
    contacts: tuple[bytes | None, ...]


def plan_for(place: Property, checked: Checked) -> tuple[Plan, int]:
    """What taking a file would do, and the version of the list it was laid beside. Two queries."""
    version, next_number, present = list_present(place)
    kinds = {one.key: one.label for one in place.strata}
    return make_plan(checked, present, kinds, next_number), version


def prepare(place: Property, checked: Checked, tell: Tell | None = None) -> Prepared:
    """Seal every contact, before the list is locked. Raises SurveyError for what has problems."""
    plan, version = plan_for(place, checked)
    if plan.problems:
        raise SurveyError("input", "file_has_problems", rows=len(plan.problems))
    if plan.code:
        raise SurveyError("input", plan.code, maximum=6)
    key_id, key = make_key()
    contacts: list[bytes | None] = []
    for index, home in enumerate(plan.homes):
        if tell is not None and index % _STEP == 0:
            tell(index, len(plan.homes))
        sealed = seal_contact(home.contact, key, property_id=place.id, number=home.number)
        contacts.append(sealed if home.contact else None)
    return Prepared(plan, version, key_id, key, tuple(contacts))


def take_file(
    *,
    place: Property,
    prepared: Prepared,
    seen_version: int,
    ends_on: date,
    remembered: Remembered,
    actor: Person | None,
    now: datetime,
) -> None:
    """Make the list what a file says; all of it or nothing. Needs a transaction.

    seen_version: of the list that whoever decided had before them. Raises SurveyError
    "list_changed" where it is another one by now, and as check_housing_mix does.
    """
    held = hold_list(place)
    if not held.version == prepared.version == seen_version:
        raise SurveyError("conflict", "list_changed")
    _take_mix(place, prepared.plan, actor, now)
    get_contact_keys().put(prepared.key_id, prepared.key)
    try:
        _write_homes(place, prepared, day_at(place, now))
        _write_list(held, prepared, ends_on, remembered, actor, now)
        record_act(
            actor=actor,
            action="homes.imported",
            subject=f"property:{place.id}",
            organization_id=place.organization_id,
            details={"rows": len(prepared.plan.homes)},
            now=now,
        )
        db.session.flush()
    except BaseException:
        get_contact_keys().destroy(prepared.key_id)
        raise


def hold_list(place: Property) -> HomeList:
    """The list of a property, locked until the transaction ends; an empty one if there was none."""
    on_sqlite = db.session.connection().dialect.name == "sqlite"
    new = (sqlite if on_sqlite else postgresql).insert(HomeList)
    empty = {"property_id": place.id, "mapping": {}, "next_number": 1, "version": 0}
    db.session.execute(new.values(**empty).on_conflict_do_nothing())
    held = select(HomeList).where(HomeList.property_id == place.id).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def seal_remembered(remembered: Remembered, key: bytes, property_id: int) -> dict[str, Any]:
    """How a file was read, as the column `mapping` holds it."""
    return {"sealed": seal_json(asdict(remembered), key, f"mapping {property_id}").hex()}


def _take_mix(place: Property, plan: Plan, actor: Person | None, now: datetime) -> None:
    change_counts(
        place=place,
        homes=len(plan.homes),
        adults=plan.adults,
        strata=[StratumCounts(one.label, one.homes, one.adults) for one in plan.mix],
        actor=actor,
        now=now,
    )
    db.session.flush()


def _write_homes(place: Property, prepared: Prepared, today: date) -> None:
    """Two statements for many rows, and one for those that are gone."""
    keys = {one.label.casefold(): one.key for one in place.strata}
    strata = {one.name: keys[one.label.casefold()] for one in prepared.plan.mix}
    known, new = [], []
    for home, contact in zip(prepared.plan.homes, prepared.contacts, strict=True):
        values = {
            "label": home.label,
            "stratum": strata.get(home.kind or ""),
            "adults": home.adults,
            "language": home.language,
            "contact": contact,
            "gone_on": None,
        }
        if home.id is None:
            new.append({**values, "property_id": place.id, "number": home.number})
        else:
            known.append({**values, "home_id": home.id})
    # The table, not the class: a class sorts rows by which of their values are empty, and writes
    # a statement for each run of the same.
    if known:
        db.session.execute(_write_over(known[0]), known)
    if new:
        db.session.execute(insert(_table()), new)
    _let_go(place, {one.number for one in prepared.plan.homes}, today)


def _write_over(values: Mapping[str, object]) -> Update:
    """One statement for many rows that all set these values."""
    table = _table()
    names = [name for name in values if name != "home_id"]
    changed = update(table).where(table.c.id == bindparam("home_id"))
    return changed.values({name: bindparam(name) for name in names})


def _table() -> Table:
    table = Home.__table__
    assert isinstance(table, Table)
    return table


def _let_go(place: Property, staying: set[int], today: date) -> None:
    """Homes that the file does not have leave the list; of those that left, no contact stays."""
    listed = select(Home.id, Home.number, Home.gone_on).where(Home.property_id == place.id)
    left = [
        {"home_id": one.id, "gone_on": one.gone_on or today, "contact": None}
        for one in db.session.execute(listed)
        if one.number not in staying
    ]
    if left:
        db.session.execute(_write_over(left[0]), left)
    db.session.expire_all()


def _write_list(
    held: HomeList,
    prepared: Prepared,
    ends_on: date,
    remembered: Remembered,
    actor: Person | None,
    now: datetime,
) -> None:
    destroy_key_after_commit(held.contacts_key, now)
    held.contacts_key = prepared.key_id
    held.contacts_end_on = ends_on
    held.mapping = seal_remembered(remembered, prepared.key, held.property_id)
    held.next_number = prepared.plan.next_number
    held.version = prepared.version + 1
    held.imported_at, held.imported_by = now, actor.id if actor else None
