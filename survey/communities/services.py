"""Writes about places: organizations, properties and their housing mix."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities import queries
from survey.communities.models import SITE_FEATURES, Organization, Property, Stratum
from survey.communities.slugs import make_slug
from survey.core.errors import SurveyError
from survey.db import db

MAXIMUM_STRATA: Final = 6


@dataclass(frozen=True, slots=True)
class StratumCounts:
    """One row of the housing mix: what it is called, its homes and its adults."""

    label: str
    homes: int
    adults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyFacts:
    """What is known of a property; `strata` is empty or has two to six rows."""

    name: str
    address: str
    timezone: str
    homes: int
    adults: int
    features: Collection[str] = ()
    strata: Sequence[StratumCounts] = ()


def create_organization(*, name: str, now: datetime) -> Organization:
    """Add an organization."""
    slug = make_slug(name, fallback="organization", is_taken=queries.is_organization_slug_taken)
    organization = Organization(name=name, slug=slug)
    db.session.add(organization)
    db.session.flush()
    record_act(
        actor=None,
        action="organization.created",
        subject=f"organization:{organization.id}",
        organization_id=organization.id,
        now=now,
    )
    return organization


def add_property(
    *, organization: Organization, facts: PropertyFacts, actor: Person | None, now: datetime
) -> Property:
    """Add a property as a form does: pressed twice, with the same facts, it is one.

    Raises SurveyError as check_housing_mix does.
    """
    db.session.scalars(
        select(Organization).where(Organization.id == organization.id).with_for_update()
    ).one()
    for place in queries.list_properties_named(organization, facts.name):
        if _facts_of(place) == _as_kept(facts):
            return place
    return create_property(organization=organization, facts=facts, actor=actor, now=now)


def create_property(
    *, organization: Organization, facts: PropertyFacts, actor: Person | None, now: datetime
) -> Property:
    """Add a property. Raises SurveyError as check_housing_mix does."""
    check_housing_mix(facts)
    slug = make_slug(facts.name, fallback="property", is_taken=queries.is_property_slug_taken)
    place = Property(organization_id=organization.id, slug=slug)
    _take_facts(place, facts)
    db.session.add(place)
    db.session.flush()
    _record(place, "property.created", actor, now)
    return place


def change_property(
    *, place: Property, facts: PropertyFacts, actor: Person | None, now: datetime
) -> None:
    """Change what is known of a property; its slug, printed on posters, stays.

    Launched waves keep what was sealed in their promise. Raises as check_housing_mix does.
    """
    check_housing_mix(facts)
    _take_facts(place, facts)
    _record(place, "property.changed", actor, now)


def change_counts(
    *,
    place: Property,
    homes: int,
    adults: int,
    strata: Sequence[StratumCounts],
    actor: Person | None,
    now: datetime,
) -> None:
    """Set a property's counts and its housing mix, as a list of homes has them; nothing else.

    Nothing is written down where they are the same. Raises as check_housing_mix does.
    """
    held = [StratumCounts(one.label, one.homes, one.adults) for one in place.strata]
    if (place.homes, place.adults, held) == (homes, adults, list(strata)):
        return
    facts = PropertyFacts(
        name=place.name,
        address=place.address,
        timezone=place.timezone,
        homes=homes,
        adults=adults,
        features=place.features,
        strata=strata,
    )
    change_property(place=place, facts=facts, actor=actor, now=now)


def check_housing_mix(facts: PropertyFacts) -> None:
    """Check that the rows of a housing mix add up to the property.

    Raises SurveyError "strata_too_few", "strata_too_many", "strata_same_name",
    "strata_homes_differ" or "strata_adults_differ" (params: given, total).
    """
    rows = facts.strata
    if not rows:
        return
    if len(rows) == 1:
        raise SurveyError("input", "strata_too_few")
    if len(rows) > MAXIMUM_STRATA:
        raise SurveyError("input", "strata_too_many", maximum=MAXIMUM_STRATA)
    if len({row.label.casefold() for row in rows}) < len(rows):
        raise SurveyError("input", "strata_same_name")
    for what, total in (("homes", facts.homes), ("adults", facts.adults)):
        given = sum(getattr(row, what) for row in rows)
        if given != total:
            raise SurveyError("input", f"strata_{what}_differ", given=given, total=total)


def _facts_of(place: Property) -> PropertyFacts:
    return PropertyFacts(
        name=place.name,
        address=place.address,
        timezone=place.timezone,
        homes=place.homes,
        adults=place.adults,
        features=tuple(place.features),
        strata=tuple(StratumCounts(one.label, one.homes, one.adults) for one in place.strata),
    )


def _as_kept(facts: PropertyFacts) -> PropertyFacts:
    """The same facts in the order in which a property keeps them."""
    features = tuple(one for one in SITE_FEATURES if one in facts.features)
    return replace(facts, features=features, strata=tuple(facts.strata))


def _take_facts(place: Property, facts: PropertyFacts) -> None:
    place.name = facts.name
    place.address = facts.address
    place.timezone = facts.timezone
    place.homes = facts.homes
    place.adults = facts.adults
    place.features = [feature for feature in SITE_FEATURES if feature in facts.features]
    _take_strata(place, facts.strata)


def _take_strata(place: Property, rows: Sequence[StratumCounts]) -> None:
    """Set the rows in order; one that keeps its name keeps its key, and so its history."""
    held = {stratum.label.casefold(): stratum for stratum in place.strata}
    kept = [held.get(row.label.casefold()) or Stratum(label=row.label) for row in rows]
    taken = {stratum.key for stratum in kept if stratum.key}
    for position, (stratum, row) in enumerate(zip(kept, rows, strict=True)):
        if not stratum.key:
            stratum.key = _stratum_key(row.label, taken)
            taken.add(stratum.key)
        stratum.label, stratum.homes, stratum.adults = row.label, row.homes, row.adults
        stratum.position = position
    place.strata = kept


def _stratum_key(label: str, taken: Collection[str]) -> str:
    slug = make_slug(
        label, fallback="homes", is_taken=lambda slug: slug.replace("-", "_")[:36] in taken
    )
    return slug.replace("-", "_")[:36]


def _record(place: Property, action: str, actor: Person | None, now: datetime) -> None:
    record_act(
        actor=actor,
        action=action,
        subject=f"property:{place.id}",
        organization_id=place.organization_id,
        now=now,
    )
