"""Fixtures of the portfolio: somebody who may see several places, and six places with results."""

from __future__ import annotations

import pytest

from survey.accounts.models import Role
from survey.communities.models import Organization, Property
from tests.factories.accounts import make_person, sign_in
from tests.support import release_documents as documents
from tests.support.pages import PageClient
from tests.support.portfolios import NAMES, hidden, moved, released, settle


@pytest.fixture
def evaluator(client: PageClient, organization: Organization) -> PageClient:
    """Return a client in which Eve, an evaluator, is signed in."""
    sign_in(client, make_person("Eve", organization=organization, role=Role.EVALUATOR))
    return client


@pytest.fixture
def made() -> list[documents.Document]:
    """Six releases: a clear rise, a clear fall, a hidden level, a first wave, the rest unmoved."""
    found = [released(seed) for seed in range(len(NAMES))]
    moved(found[0], "structural", "clear_rise", 8)
    moved(found[1], "relational", "clear_fall", -9)
    hidden(found[2], "perceptual")
    found[3] |= {"change": None, "before": None, "gaps": []}
    return found


@pytest.fixture
def places(organization: Organization, made: list[documents.Document]) -> list[Property]:
    """The six places of these releases, made in another order than A to Z."""
    return settle(organization, reversed(list(zip(NAMES, made, strict=True))))
