"""Single homes by hand: adding, changing, letting go. The property's counts follow the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.services import StratumCounts, change_counts
from survey.core.errors import SurveyError
from survey.db import db
from survey.homes.contacts import Contact, seal_contact
from survey.homes.models import Home, HomeList
from survey.homes.queries import count_list, find_home_by_door, find_key, get_reached
from survey.homes.services.ending import default_end
from survey.homes.services.keys import put_new_key
from survey.homes.services.taking import hold_list


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """What is known of one home. stratum: a key of the mix, or None. language: a tag, or None."""

    label: str
    stratum: str | None
    adults: int
    language: str | None
    contact: Contact


def add_home(*, place: Property, facts: HomeFacts, actor: Person, now: datetime) -> Home:
    """Put a home on the list. Raises SurveyError "door_on_list" (label)."""
    held = hold_list(place)
    _check_door(place, facts.label, None)
    home = Home(property_id=place.id, number=held.next_number)
    held.next_number += 1
    db.session.add(home)
    _take_facts(place, held, home, facts, now)
    _finish(place, held, "homes.added", home, actor, now)
    return home


def change_home(
    *,
    place: Property,
    number: int,
    facts: HomeFacts,
    seen_version: int,
    actor: Person,
    now: datetime,
) -> None:
    """Change what is known of a home.

    Raises SurveyError "no_such_home", "door_on_list" (label), and "list_changed" when somebody
    has changed the list since this home was shown.
    """
    held = _hold_seen(place, seen_version)
    home = get_reached(place, number).home
    _check_door(place, facts.label, home)
    _take_facts(place, held, home, facts, now)
    _finish(place, held, "homes.changed", home, actor, now)


def remove_home(
    *, place: Property, number: int, seen_version: int, actor: Person, now: datetime
) -> None:
    """Let a home leave the list: its number stays its own, its contact goes.

    Raises SurveyError as change_home does, and "list_without_homes" for the last one.
    """
    held = _hold_seen(place, seen_version)
    home = get_reached(place, number).home
    home.gone_on, home.contact = day_at(place, now), None
    db.session.flush()
    if count_list(place).homes == 0:
        raise SurveyError("refused", "list_without_homes")
    _finish(place, held, "homes.removed", home, actor, now)


def _hold_seen(place: Property, seen_version: int) -> HomeList:
    held = hold_list(place)
    if held.version != seen_version:
        raise SurveyError("conflict", "list_changed")
    return held


def _check_door(place: Property, label: str, home: Home | None) -> None:
    with db.session.no_autoflush:
        other = find_home_by_door(place, label)
    if other is not None and other is not home:
        raise SurveyError("input", "door_on_list", field="label", label=other.label)


def _take_facts(
    place: Property, held: HomeList, home: Home, facts: HomeFacts, now: datetime
) -> None:
    home.label, home.adults = facts.label, facts.adults
    home.stratum, home.language = facts.stratum, facts.language
    home.contact = None
    if facts.contact:
        key = _key_for(place, held, now)
        home.contact = seal_contact(facts.contact, key, property_id=place.id, number=home.number)
    db.session.flush()


def _key_for(place: Property, held: HomeList, now: datetime) -> bytes:
    """The key of the list's contacts, or a new one where there is none any more."""
    key = find_key(held)
    if key is not None:
        return key
    # What an earlier key had sealed nobody can read again.
    gone = update(Home).where(Home.property_id == place.id).values(contact=None)
    db.session.execute(gone.execution_options(synchronize_session=False))
    held.contacts_key, key = put_new_key()
    held.contacts_end_on, held.mapping = default_end(day_at(place, now)), {}
    return key


def _finish(
    place: Property, held: HomeList, action: str, home: Home, actor: Person, now: datetime
) -> None:
    held.version += 1
    db.session.flush()
    _recount(place, actor, now)
    record_act(
        actor=actor,
        action=action,
        subject=f"property:{place.id}",
        organization_id=place.organization_id,
        details={"home": home.number},
        now=now,
    )
    db.session.flush()


def _recount(place: Property, actor: Person, now: datetime) -> None:
    """Let the property count as the list does, where every home has a kind of its mix."""
    totals = count_list(place)
    keys = {one.key for one in place.strata}
    if totals.adults == 0:
        raise SurveyError("input", "list_without_adults", field="adults")
    if keys and not set(totals.by_part) <= keys:
        return
    rows = [StratumCounts(one.label, *totals.by_part.get(one.key, (0, 0))) for one in place.strata]
    change_counts(
        place=place, homes=totals.homes, adults=totals.adults, strata=rows, actor=actor, now=now
    )
