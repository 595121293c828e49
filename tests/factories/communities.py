"""Places for tests: an organization, and a property with two kinds of homes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from survey.communities import services
from survey.communities.models import Organization, Property
from survey.communities.services import PropertyFacts, StratumCounts
from survey.db import transaction

MADE = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def make_organization(name: str = "Hearth Homes") -> Organization:
    """Add an organization."""
    with transaction():
        return services.create_organization(name=name, now=MADE)


def make_property(
    name: str = "Maple Court",
    *,
    organization: Organization | None = None,
    homes: int = 120,
    adults: int = 180,
    timezone: str = "America/New_York",
    features: Sequence[str] = ("shared_space",),
    strata: Sequence[StratumCounts] | None = None,
) -> Property:
    """Add a property, by default with its homes halved into full-price and lower-cost ones."""
    owner = organization or make_organization()
    if strata is None:
        strata = (
            StratumCounts("Full-price homes", homes - homes // 2, adults - adults // 2),
            StratumCounts("Lower-cost homes", homes // 2, adults // 2),
        )
    facts = PropertyFacts(
        name=name,
        address="1 Maple Street",
        timezone=timezone,
        homes=homes,
        adults=adults,
        features=features,
        strata=strata,
    )
    with transaction():
        return services.create_property(organization=owner, facts=facts, actor=None, now=MADE)
