"""What the list of homes counts, told by the feature above to the pages of a property."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app

from survey.communities.models import Property

KEY: Final = "property_listing"


@dataclass(frozen=True, slots=True)
class Listed:
    """Homes and adults on a list. agrees: whether the property and its mix count the same."""

    homes: int
    adults: int
    agrees: bool


Provider = Callable[[Property], Listed | None]


def register_listing(app: Flask, provider: Provider) -> None:
    """Let `provider` say what a property's list counts."""
    app.extensions[KEY] = provider


def listed_at(place: Property) -> Listed | None:
    """What a property's list of homes counts, or None where there is none."""
    provider: Provider | None = current_app.extensions.get(KEY)
    return provider(place) if provider is not None else None
