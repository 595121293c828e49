"""The public page of results: the same for everybody, kept by every cache, without a cookie."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from flask import Response, abort, make_response, render_template, request, url_for

from survey.communities.queries import find_property
from survey.reports.design import design_of
from survey.reports.public_page import offered_languages, public_page
from survey.reports.reading import ReleaseDocument
from survey.reports.views.blueprint import bp
from survey.results import queries
from survey.results.models import CommentsRelease, Release
from survey.web.locales import LANGUAGES, Language, best_language, use_language

Wave = tuple[Release, ReleaseDocument]

FRESH_SECONDS: Final = 300
"""How long a cache may keep the newest results without asking."""

KEPT_SECONDS: Final = 86_400
"""The same for a named wave, whose figures never change; its comments and its design may."""


@bp.get("/r/<slug>")
@bp.get("/r/<slug>/<tag>")
@bp.get("/r/<slug>/<tag>/<int:number>")
def public_results(slug: str, tag: str | None = None, number: int | None = None) -> Response:
    """Show the released figures of a place to everybody: its newest wave, or a named one."""
    place = find_property(slug)
    if place is None:
        abort(404)
    waves = [
        (found, ReleaseDocument.from_json(found.body)) for found in queries.list_releases(place.id)
    ]
    chosen = _choose_wave(waves, number)
    offered = offered_languages(chosen[1] if chosen else None)
    language = _choose_language(tag, offered)
    use_language(language)
    comments = queries.list_comments_releases(chosen[0].wave_id) if chosen else ()
    etag = _etag(waves, chosen, comments, slug, language)
    if request.if_none_match.contains(etag):
        return _cacheable(Response(status=304), etag, tag, number)
    page = (
        public_page(
            chosen[1],
            language.tag,
            [other for _release, other in waves if other != chosen[1]],
            comments,
        )
        if chosen
        else None
    )
    html = render_template(
        "reports/public_results.html",
        page=page,
        place=place.name,
        slug=slug,
        language_links=[
            (
                each.tag,
                each.name,
                each.direction,
                url_for("reports.public_results", slug=slug, tag=each.tag, number=number),
            )
            for each in offered
        ],
    )
    return _cacheable(make_response(html), etag, tag, number)


def _choose_wave(waves: Sequence[Wave], number: int | None) -> Wave | None:
    """Return the newest wave, or the one with this number; 404 where there is no such wave.

    The newest is one that asked everybody, where there is any.
    """
    if number is None:
        ordinary = [wave for wave in waves if not wave[1].wave.moves_in]
        return (ordinary or waves)[-1] if waves else None
    found = next((pair for pair in waves if pair[1].wave.number == number), None)
    return found or abort(404)


def _choose_language(tag: str | None, offered: Sequence[Language]) -> Language:
    tags = [language.tag for language in offered]
    if tag is None:
        return best_language(request.accept_languages, tags)
    return LANGUAGES[tag] if tag in tags else abort(404)


def _etag(
    waves: Sequence[Wave],
    chosen: Wave | None,
    comments: Sequence[CommentsRelease],
    slug: str,
    language: Language,
) -> str:
    parts = [slug, language.tag, design_of(language.tag)]
    parts += [release.sha256 for release, _document in waves]
    parts.append(chosen[0].sha256 if chosen else "none")
    parts += [one.sha256 for one in comments]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _cacheable(response: Response, etag: str, tag: str | None, number: int | None) -> Response:
    """Let every cache keep the page: it is the same for everybody, and sets no cookie."""
    response.set_etag(etag)
    seconds = FRESH_SECONDS if number is None else KEPT_SECONDS
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    if tag is None:
        response.vary.add("Accept-Language")
    return response
