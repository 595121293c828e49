"""Releases and properties as JSON: facts as they stand in the release, and where the rest lies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from survey.communities.models import Property
from survey.core.bank.model import is_own
from survey.core.disclosure.upgrading import upgrade
from survey.core.promise.kinds import kind_of
from survey.reports.addresses import public_address
from survey.results.models import CommentsRelease, Release

OF_PROPERTY: Final = ("slug", "name", "organization", "adults", "homes")
OF_WAVE: Final = ("number", "title", "opens_on", "closes_on", "closed_on", "next_by", "keying")
OF_PROMISE: Final = ("hash", "short", "min_group", "languages")
OF_METHOD: Final = ("rules", "finite_population", "base", "weighting", "kept", "reference")

MOST_KNOWN: Final = 2000

Facts = dict[str, Any]

_known: Final[dict[str, Facts]] = {}
"""What was read of documents, by their hashes. A release never changes, so this stays true."""


def release_facts(release: Release, newest_number: int) -> Facts:
    """What a release is: everything but its figures, which its links lead to."""
    return {
        "id": release.id,
        "number": release.number,
        "superseded": release.number < newest_number,
        "released_on": release.made_at.astimezone(UTC).date().isoformat(),
        "sha256": release.sha256,
        "schema": release.schema_version,
        "links": _links(release),
        **_document_facts(release),
    }


def _document_facts(release: Release) -> Facts:
    """What the document itself says; read once, since reading is most of what a page costs."""
    known = _known.get(release.sha256)
    if known is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[release.sha256] = _read(release.body)
    return known


def _read(body: str) -> Facts:
    document = upgrade(json.loads(body))
    return {
        "software": document["software"],
        "status": document["status"],
        "withheld": document["withheld"],
        "property": _named(document["property"], OF_PROPERTY),
        "wave": {"kind": kind_of(document), **_named(document["wave"], OF_WAVE)},
        "promise": _named(document["promise"], OF_PROMISE),
        "before": document["before"],
        "response": document["response"],
        "method": _named(document["method"], OF_METHOD),
    }


def _links(release: Release) -> Facts:
    ways = {
        "self": "show_release",
        "document": "show_document",
        "figures": "list_figures",
        "figures_csv": "list_figures_csv",
        "comments": "list_comments",
    }
    return {name: public_address(f"api.{way}", release_id=release.id) for name, way in ways.items()}


def property_facts(place: Property, newest_release: int | None) -> Facts:
    """A property as it is known now; its releases say how it was when people were asked."""
    newest = None
    if newest_release is not None:
        newest = public_address("api.show_release", release_id=newest_release)
    releases = public_address("api.list_releases", property=place.slug)
    return {
        "slug": place.slug,
        "name": place.name,
        "organization": place.organization.name,
        "timezone": place.timezone,
        "adults": place.adults,
        "homes": place.homes,
        "features": sorted(place.features or ()),
        "links": {
            "self": public_address("api.show_property", slug=place.slug),
            "releases": releases,
            "newest_release": newest,
        },
    }


def comments_facts(release: Release, found: CommentsRelease) -> Facts:
    """What was released of the comments on one question, and where its exact text lies."""
    body = json.loads(found.body)
    return {
        "item": found.item_id,
        "own": is_own(found.item_id),
        "made_on": found.made_on.isoformat(),
        "sha256": found.sha256,
        "comments": body["comments"],
        "themes": body["themes"],
        "links": {
            "document": public_address(
                "api.show_comments_document", release_id=release.id, item_id=found.item_id
            )
        },
    }


def page_of(items: Sequence[Facts], next_cursor: str | None, next_url: str | None) -> Facts:
    """One page of a list; the last one has no cursor and no address of a next page."""
    return {"items": items, "next_cursor": next_cursor, "next": next_url}


def _named(held: Mapping[str, Any], names: Sequence[str]) -> Facts:
    return {name: held.get(name) for name in names}
