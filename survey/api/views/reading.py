"""What is answered to each operation: fetch within the key's reach, and hand out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.api import queries
from survey.api.answers import in_bytes, in_json
from survey.api.facts import comments_facts, page_of, property_facts, release_facts
from survey.api.figures import Cell, cells_csv, cells_json, release_cells
from survey.api.operations import Answer, Asked
from survey.api.pools import pooled_facts
from survey.api.problems import ApiProblem
from survey.core.version import VERSION
from survey.reports.addresses import public_address
from survey.reports.public_page import offered_languages
from survey.reports.reading import ReleaseDocument
from survey.results.models import Release
from survey.results.queries import list_comments_releases
from survey.web.locales import DEFAULT


def show_index(_asked: Asked) -> Answer:
    """Where everything lies."""
    ways = {
        "openapi": "api.show_openapi",
        "documentation": "api_docs.show",
        "properties": "api.list_properties",
        "releases": "api.list_releases",
        "portfolio": "api.show_portfolio",
    }
    links = {name: public_address(endpoint) for name, endpoint in ways.items()}
    return in_json({"name": "Porchlight", "version": VERSION, "links": links})


def list_properties(asked: Asked) -> Answer:
    """A page of the properties within reach, by slug."""
    limit: int = asked.values["limit"]
    found = queries.list_properties_within(
        asked.reach, after=asked.values["cursor"], at_most=limit + 1
    )
    held = found[:limit]
    newest = queries.newest_release_ids([place.id for place in held])
    items = [property_facts(place, newest.get(place.id)) for place in held]
    more = held[-1].slug if len(found) > limit else None
    return _page("list_properties", asked.values, items, more)


def show_property(asked: Asked) -> Answer:
    """One property."""
    place = queries.get_property_within(asked.reach, asked.values["slug"])
    return in_json(property_facts(place, queries.newest_release_ids([place.id]).get(place.id)))


def list_releases(asked: Asked) -> Answer:
    """A page of the releases within reach, in the order in which they were made."""
    limit: int = asked.values["limit"]
    slug: str | None = asked.values["property"]
    found = queries.list_releases_within(
        asked.reach,
        place=None if slug is None else queries.get_property_within(asked.reach, slug),
        since=asked.values["since"],
        after=asked.values["cursor"],
        at_most=limit + 1,
    )
    held = found[:limit]
    newest = queries.newest_numbers({release.wave_id for release in held})
    items = [release_facts(release, newest[release.wave_id]) for release in held]
    more = str(held[-1].id) if len(found) > limit else None
    return _page("list_releases", asked.values, items, more)


def show_release(asked: Asked) -> Answer:
    """One release: what it is and where its parts lie."""
    release = _release(asked)
    newest = queries.newest_numbers([release.wave_id])
    return in_json(release_facts(release, newest[release.wave_id]))


def show_document(asked: Asked) -> Answer:
    """The release itself, byte for byte as it is stored: its hash is that of the release."""
    return in_bytes(_release(asked).body.encode())


def list_figures(asked: Asked) -> Answer:
    """Every figure as a row."""
    release, cells = _cells(asked)
    return in_json(
        {
            "release": release.id,
            "sha256": release.sha256,
            "language": asked.values["lang"],
            "figures": cells_json(cells),
        }
    )


def list_figures_csv(asked: Asked) -> Answer:
    """The same rows as CSV."""
    return in_bytes(cells_csv(_cells(asked)[1]))


def list_comments(asked: Asked) -> Answer:
    """What was released of the comments of the release's wave, by question."""
    release = _release(asked)
    found = list_comments_releases(release.wave_id)
    return in_json({"items": [comments_facts(release, one) for one in found]})


def show_comments_document(asked: Asked) -> Answer:
    """A release of comments, byte for byte as it is stored."""
    found = queries.get_comments_release(_release(asked), asked.values["item_id"])
    return in_bytes(found.body.encode())


def show_portfolio(asked: Asked) -> Answer:
    """Figures of all places within reach together."""
    assert asked.reader is not None
    return in_json(pooled_facts(asked.reader.person, asked.reach, asked.values["lang"]))


def _release(asked: Asked) -> Release:
    return queries.get_release_within(asked.reach, asked.values["release_id"])


def _cells(asked: Asked) -> tuple[Release, list[Cell]]:
    release = _release(asked)
    document = ReleaseDocument.from_json(release.body)
    tag: str = asked.values["lang"]
    # English is the source of every wording, so that it is there whatever was offered.
    if tag not in {DEFAULT.tag, *(one.tag for one in offered_languages(document))}:
        raise ApiProblem("language_not_offered", parameter="lang")
    return release, release_cells(document, tag)


def _page(
    name: str, values: Mapping[str, Any], items: list[dict[str, Any]], more: str | None
) -> Answer:
    if more is None:
        return in_json(page_of(items, None, None))
    given = {one: values[one] for one in sorted(values) if values[one] not in (None, "")}
    next_url = public_address(f"api.{name}", **{**given, "cursor": more})
    return in_json(page_of(items, more, next_url), next_url)
