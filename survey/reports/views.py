"""Pages of results: the public one for residents, and those of staff with their downloads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for

from survey import clock
from survey.accounts.access import signed_in
from survey.communities.queries import find_property
from survey.reports.design import design_of
from survey.reports.exports.package import data_package
from survey.reports.exports.workbook import figures_workbook
from survey.reports.public_page import offered_languages, public_page
from survey.reports.reading import ReleaseDocument
from survey.reports.services import KINDS, get_rendering
from survey.reports.staff_pages import release_entries, release_page
from survey.reports.summary import PAPERS
from survey.results import queries
from survey.results.models import Release
from survey.web.locales import LANGUAGES, Language, best_language, use_language

bp = Blueprint("reports", __name__)

Wave = tuple[Release, ReleaseDocument]

FRESH_SECONDS: Final = 300
"""How long a cache may keep the newest results without asking."""

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KEPT_SECONDS: Final = 86_400
"""The same for a named wave, whose release never changes; only its design may."""


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
    etag = _etag(waves, chosen, slug, language)
    if request.if_none_match.contains(etag):
        return _cacheable(Response(status=304), etag, tag, number)
    page = (
        public_page(
            chosen[1], language.tag, [other for _release, other in waves if other != chosen[1]]
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
    """Return the newest wave, or the one with this number; 404 where there is no such wave."""
    if number is None:
        return waves[-1] if waves else None
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
    slug: str,
    language: Language,
) -> str:
    parts = [slug, language.tag, design_of(language.tag)]
    parts += [release.sha256 for release, _document in waves]
    parts.append(chosen[0].sha256 if chosen else "none")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _cacheable(response: Response, etag: str, tag: str | None, number: int | None) -> Response:
    """Let every cache keep the page: it is the same for everybody, and sets no cookie."""
    response.set_etag(etag)
    seconds = FRESH_SECONDS if number is None else KEPT_SECONDS
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    if tag is None:
        response.vary.add("Accept-Language")
    return response


@bp.get("/staff/results")
def list_releases() -> str:
    """List every release that the person may view."""
    person = signed_in()
    return render_template(
        "reports/list_releases.html",
        places=release_entries(queries.list_releases_for(person)),
        papers=PAPERS,
    )


@bp.get("/staff/releases/<int:release_id>")
def show_release(release_id: int) -> str:
    """Show the figures of one release, with its downloads."""
    release = queries.get_release_for(signed_in(), release_id)
    return render_template(
        "reports/show_release.html",
        page=release_page(release),
        release=release,
        kinds=KINDS,
    )


@bp.get("/staff/releases/<int:release_id>/summary.pdf")
def summary_pdf(release_id: int) -> Response:
    """Hand out the PDF summary in one language, on one paper; made once, then from storage."""
    return _hand_out(release_id, "summary")


@bp.get("/staff/releases/<int:release_id>/sheet.pdf")
def sheet_pdf(release_id: int) -> Response:
    """Hand out the residents' page in one language, on one paper; made once, then from storage."""
    return _hand_out(release_id, "sheet")


def _hand_out(release_id: int, kind: str) -> Response:
    release, document, tag = _asked_for(release_id)
    paper = request.args.get("paper", PAPERS[0])
    if paper not in KINDS[kind].papers:
        abort(404)
    rendering = get_rendering(release=release, kind=kind, tag=tag, paper=paper, now=clock.now())
    which = "" if kind == "summary" else kind
    disposition = _disposition(document, which, tag, paper, ending="pdf")
    return _file(rendering.content, "application/pdf", disposition)


@bp.get("/staff/releases/<int:release_id>/figures.xlsx")
def figures_xlsx(release_id: int) -> Response:
    """Hand out the figures as a workbook, with their names in one language."""
    _release, document, tag = _asked_for(release_id)
    content = figures_workbook(document, tag)
    return _file(content, XLSX, _disposition(document, "figures", tag, ending="xlsx"))


@bp.get("/staff/releases/<int:release_id>/data.zip")
def data_zip(release_id: int) -> Response:
    """Hand out the figures and the release itself as a data package."""
    release, document, tag = _asked_for(release_id)
    content = data_package(document, release.body, release.sha256, tag)
    return _file(content, "application/zip", _disposition(document, "data", tag, ending="zip"))


def _asked_for(release_id: int) -> tuple[Release, ReleaseDocument, str]:
    """The release, as read, and the language asked for; 404 where the wave was not in it."""
    release = queries.get_release_for(signed_in(), release_id)
    document = ReleaseDocument.from_json(release.body)
    tag = request.args.get("lang", "en")
    if tag not in {each.tag for each in offered_languages(document)}:
        abort(404)
    return release, document, tag


def _file(content: bytes, mimetype: str, disposition: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = disposition
    response.make_conditional(request)
    return response


def _disposition(document: ReleaseDocument, *parts: str, ending: str) -> str:
    """Name the file for old programs in ASCII, and for all others as the place is called."""
    told = [part for part in parts if part]
    ascii_name = "-".join([document.place.slug, "wave", str(document.wave.number), *told])
    full_name = f"{document.place.name}, {document.wave.number} ({', '.join(told)}).{ending}"
    quoted = quote(full_name, safe="")
    return f"attachment; filename=\"{ascii_name}.{ending}\"; filename*=UTF-8''{quoted}"
