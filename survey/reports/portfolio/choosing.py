"""Which places: chosen by what the properties are, never by a figure of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.communities.choices import FEATURE_LABELS
from survey.communities.models import SITE_FEATURES
from survey.reports import words
from survey.reports.portfolio.queries import Place

SIZES: Final[Mapping[str, tuple[int, int | None]]] = {
    "under50": (0, 49),
    "50to99": (50, 99),
    "100to199": (100, 199),
    "200to499": (200, 499),
    "from500": (500, None),
}
"""Homes, from and to."""

OPTIONS_AT_LEAST: Final[Mapping[str, int]] = {"feature": 1}
"""A list of one is not shown, but for a feature, which some places lack."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was asked for, as it stands in the address; empty is everything."""

    owner: str = ""
    size: str = ""
    homes: str = ""
    zone: str = ""
    feature: str = ""

    def query(self) -> dict[str, str]:
        """What it takes in an address to ask for the same."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


@dataclass(frozen=True, slots=True)
class Choice:
    """One list to choose from: its name in the address, its label, values with their words."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


Kinds = Mapping[int, Sequence[str]]
"""The kinds of homes of each place."""


def choose(places: Sequence[Place], kinds: Kinds, chosen: Chosen) -> list[Place]:
    """The places that are all of what was asked for, in their order."""
    return [place for place in places if _fits(place, kinds.get(place.id, ()), chosen)]


def _fits(place: Place, kinds: Sequence[str], chosen: Chosen) -> bool:
    return (
        chosen.owner in ("", str(place.organization_id))
        and chosen.size in ("", size_of(place.homes))
        and (not chosen.homes or chosen.homes in kinds)
        and chosen.zone in ("", place.timezone)
        and (not chosen.feature or chosen.feature in place.features)
    )


def size_of(homes: int) -> str:
    """The size class of a place with so many homes. Example: 120 homes are "100to199"."""
    return next(
        name for name, (low, high) in SIZES.items() if low <= homes <= (high or max(homes, low))
    )


def choices(places: Sequence[Place], kinds: Kinds, chosen: Chosen) -> list[Choice]:
    """The lists that can be chosen from, with what there is among all these places."""
    here = {size_of(place.homes) for place in places}
    owners = dict(
        sorted(
            {str(place.organization_id): place.organization for place in places}.items(),
            key=lambda owner: owner[1].casefold(),
        )
    )
    labels = sorted({label for place in places for label in kinds.get(place.id, ())})
    zones = sorted({place.timezone for place in places})
    features = {feature for place in places for feature in place.features}
    found = (
        ("owner", _("Organization"), owners),
        ("size", _("Homes"), {name: _size_words(name) for name in SIZES if name in here}),
        ("homes", _("Kinds of homes"), {label: label for label in labels}),
        ("zone", _("Time zone"), {zone: zone.replace("_", " ") for zone in zones}),
        (
            "feature",
            _("On the site"),
            {name: str(FEATURE_LABELS[name]) for name in SITE_FEATURES if name in features},
        ),
    )
    return [
        Choice(name, label, tuple(options.items()), getattr(chosen, name))
        for name, label, options in found
        if len(options) >= OPTIONS_AT_LEAST.get(name, 2) or getattr(chosen, name)
    ]


def told(found: Sequence[Choice]) -> list[tuple[str, str]]:
    """What was chosen, in words: each list's label and the option's."""
    return [
        (choice.label, dict(choice.options).get(choice.chosen, choice.chosen))
        for choice in found
        if choice.chosen
    ]


def _size_words(name: str) -> str:
    low, high = SIZES[name]
    if not low:
        most = (high or 0) + 1
        return ngettext(
            "under %(homes)s home", "under %(homes)s homes", most, homes=words.number(most)
        )
    if high is None:
        return ngettext(
            "%(homes)s home or more", "%(homes)s homes or more", low, homes=words.number(low)
        )
    return ngettext(
        "%(low)s to %(high)s home",
        "%(low)s to %(high)s homes",
        high,
        low=words.number(low),
        high=words.number(high),
    )
