"""The one table of what the interface can be asked. Routes and document are made from it."""

from __future__ import annotations

from typing import Final

from survey.api.answers import in_json
from survey.api.models import Scope
from survey.api.openapi import openapi_document
from survey.api.operations import CSV, Answer, Asked, Operation
from survey.api.parameters import (
    ITEM_ID,
    LANG,
    LIMIT,
    OF_PROPERTY,
    PROPERTY_CURSOR,
    RELEASE_CURSOR,
    RELEASE_ID,
    SINCE,
    SLUG,
)
from survey.api.views import reading


def show_openapi(_asked: Asked) -> Answer:
    """This table as an OpenAPI document."""
    return in_json(openapi_document(OPERATIONS))


OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        name="show_index",
        path="/",
        tag="Start",
        summary="Where everything lies",
        scope=None,
        schema="Index",
        view=reading.show_index,
    ),
    Operation(
        name="show_openapi",
        path="/openapi.json",
        tag="Start",
        summary="This interface as an OpenAPI document",
        scope=None,
        schema="OpenApi",
        view=show_openapi,
    ),
    Operation(
        name="list_properties",
        path="/properties",
        tag="Properties",
        summary="The properties that the key reads, by slug",
        scope=Scope.PROPERTIES,
        schema="PropertyPage",
        parameters=(LIMIT, PROPERTY_CURSOR),
        view=reading.list_properties,
    ),
    Operation(
        name="show_property",
        path="/properties/{slug}",
        tag="Properties",
        summary="One property",
        scope=Scope.PROPERTIES,
        schema="Property",
        parameters=(SLUG,),
        view=reading.show_property,
    ),
    Operation(
        name="list_releases",
        path="/releases",
        tag="Releases",
        summary="Releases in the order in which they were made",
        about="New releases are added at the end, so that no page changes or loses an entry while "
        "you read on. A correction is another release of the same wave; the earlier one stays, and "
        "is `superseded`.",
        scope=Scope.RELEASES,
        schema="ReleasePage",
        parameters=(LIMIT, RELEASE_CURSOR, OF_PROPERTY, SINCE),
        view=reading.list_releases,
    ),
    Operation(
        name="show_release",
        path="/releases/{release_id}",
        tag="Releases",
        summary="One release: what it is, and where its parts lie",
        scope=Scope.RELEASES,
        schema="Release",
        parameters=(RELEASE_ID,),
        view=reading.show_release,
    ),
    Operation(
        name="show_document",
        path="/releases/{release_id}/document",
        tag="Releases",
        summary="The release itself, byte for byte",
        about="Canonical JSON: its SHA-256 is the `sha256` of the release, and the entity tag.",
        scope=Scope.RELEASES,
        schema="ReleaseDocument",
        parameters=(RELEASE_ID,),
        view=reading.show_document,
    ),
    Operation(
        name="list_figures",
        path="/releases/{release_id}/figures",
        tag="Releases",
        summary="Every figure of a release as a row",
        about="First the figures that are shown, as printed; then every cell that the release "
        "names without a figure, with the `state` that the release gives it. Why a figure is "
        "hidden is told nowhere.",
        scope=Scope.RELEASES,
        schema="Figures",
        parameters=(RELEASE_ID, LANG),
        view=reading.list_figures,
    ),
    Operation(
        name="list_figures_csv",
        path="/releases/{release_id}/figures.csv",
        tag="Releases",
        summary="The same rows as CSV",
        about="UTF-8. A text that a spreadsheet would take for a formula has ' before it.",
        scope=Scope.RELEASES,
        schema="FiguresCsv",
        media=CSV,
        parameters=(RELEASE_ID, LANG),
        view=reading.list_figures_csv,
    ),
    Operation(
        name="list_comments",
        path="/releases/{release_id}/comments",
        tag="Releases",
        summary="What was released of the comments, by question",
        about="Empty where none were released. They come out later than the figures.",
        scope=Scope.RELEASES,
        schema="CommentsList",
        parameters=(RELEASE_ID,),
        view=reading.list_comments,
    ),
    Operation(
        name="show_comments_document",
        path="/releases/{release_id}/comments/{item_id}",
        tag="Releases",
        summary="One release of comments, byte for byte",
        scope=Scope.RELEASES,
        schema="CommentsDocument",
        parameters=(RELEASE_ID, ITEM_ID),
        view=reading.show_comments_document,
    ),
    Operation(
        name="show_portfolio",
        path="/portfolio",
        tag="Portfolio",
        summary="Figures of all the key's properties together",
        about="Worked out from the printed figures of each property's newest release and from "
        "nothing else. Where there is none, `reason` says what it would take.",
        scope=Scope.RELEASES,
        schema="Portfolio",
        parameters=(LANG,),
        view=reading.show_portfolio,
    ),
)
