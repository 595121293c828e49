"""What staff take away of a release: PDFs, and the figures as files for other programs."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import quote

from flask import Response, abort, render_template, request

from survey import clock
from survey.accounts.access import signed_in
from survey.pdf.papers import PAPERS
from survey.reports.exports.bundle import rendering_bundle
from survey.reports.exports.codebook import codebook
from survey.reports.exports.package import data_package
from survey.reports.exports.spss import figures_spss
from survey.reports.exports.workbook import figures_workbook
from survey.reports.models import Rendering
from survey.reports.preparing import Wanted, make_at_once, makes_at_once, prepare
from survey.reports.public_page import offered_languages
from survey.reports.reading import ReleaseDocument
from survey.reports.services import KINDS, find_stored
from survey.reports.views.blueprint import bp
from survey.results import queries
from survey.results.models import Release

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAV: Final = "application/x-spss-sav"
LOOK_AGAIN_SECONDS: Final = 2


@bp.get("/staff/releases/<int:release_id>/summary.pdf")
def summary_pdf(release_id: int) -> Response:
    """Hand out the PDF summary in one language, on one paper; made once, then from storage."""
    return _hand_out(release_id, "summary")


@bp.get("/staff/releases/<int:release_id>/sheet.pdf")
def sheet_pdf(release_id: int) -> Response:
    """Hand out the residents' page in one language, on one paper; made once, then from storage."""
    return _hand_out(release_id, "sheet")


@bp.get("/staff/releases/<int:release_id>/board.pdf")
def board_pdf(release_id: int) -> Response:
    """Hand out the board's summary in one language, on one paper; made once, then from storage."""
    return _hand_out(release_id, "board")


@bp.get("/staff/releases/<int:release_id>/full.pdf")
def full_pdf(release_id: int) -> Response:
    """Hand out the full report in one language, on one paper; made once, then from storage."""
    return _hand_out(release_id, "full")


@bp.get("/staff/releases/<int:release_id>/agenda.pdf")
def agenda_pdf(release_id: int) -> Response:
    """Hand out the agenda of a check-in in one language, on one paper; made once, then stored."""
    return _hand_out(release_id, "agenda")


def _hand_out(release_id: int, kind: str) -> Response:
    release, document, tag = _asked_for(release_id)
    paper = request.args.get("paper", PAPERS[0])
    if paper not in KINDS[kind].papers:
        abort(404)
    wanted = Wanted(release.id, kind, tag, paper)
    stored = find_stored(release=release, kind=kind, tag=tag, paper=paper)
    if stored is None and not makes_at_once(kind):
        return _wait(wanted, document)
    if stored is None:
        stored = make_at_once(release=release, wanted=wanted, now=clock.now())
    which = "" if kind == "summary" else kind
    disposition = _disposition(document, which, tag, paper, ending="pdf")
    return _stored_file(stored, disposition)


def _wait(wanted: Wanted, document: ReleaseDocument) -> Response:
    """A page that asks again by itself until the document is made, or says that it was not."""
    now = clock.now()
    job = prepare(wanted=wanted, now=now)
    page = render_template(
        "reports/preparing.html",
        document=document,
        failed=job.state == "failed",
        minutes=(now - job.asked_at).total_seconds() / 60,
        release_id=wanted.release_id,
    )
    response = Response(page, status=202)
    if job.state != "failed":
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _stored_file(stored: Rendering, disposition: str) -> Response:
    """Hand out a stored document, or tell whoever has these bytes that they are the same."""
    unchanged = request.if_none_match.contains(stored.sha256)
    response = Response(b"" if unchanged else stored.content, mimetype="application/pdf")
    response.set_etag(stored.sha256)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = disposition
    response.make_conditional(request)
    return response


@bp.get("/staff/releases/<int:release_id>/figures.xlsx")
def figures_xlsx(release_id: int) -> Response:
    """Hand out the figures as a workbook, with their names in one language."""
    _stored, document, tag = _asked_for(release_id)
    content = figures_workbook(document, tag)
    return _file(content, XLSX, _disposition(document, "figures", tag, ending="xlsx"))


@bp.get("/staff/releases/<int:release_id>/data.zip")
def data_zip(release_id: int) -> Response:
    """Hand out the figures and the release itself as a data package."""
    release, document, tag = _asked_for(release_id)
    content = data_package(document, release.body, release.sha256, tag)
    return _file(content, "application/zip", _disposition(document, "data", tag, ending="zip"))


@bp.get("/staff/releases/<int:release_id>/figures.sav")
def figures_sav(release_id: int) -> Response:
    """Hand out the figures for statistics programs, labelled in one language."""
    _stored, document, tag = _asked_for(release_id)
    content = figures_spss(document, tag)
    return _file(content, SAV, _disposition(document, "figures", tag, ending="sav"))


@bp.get("/staff/releases/<int:release_id>/codebook.xml")
def codebook_xml(release_id: int) -> Response:
    """Hand out the questionnaire as a codebook for data archives, in all languages at once."""
    release, document = _release(release_id)
    content = codebook(document, release.sha256)
    return _file(content, "application/xml", _disposition(document, "codebook", ending="xml"))


@bp.get("/staff/releases/<int:release_id>/bundle.zip")
def bundle_zip(release_id: int) -> Response:
    """Hand out the release with what rebuilds its tables and charts, and compares them."""
    release, document = _release(release_id)
    content = rendering_bundle(document, release.body, release.sha256)
    return _file(content, "application/zip", _disposition(document, "bundle", ending="zip"))


def _release(release_id: int) -> tuple[Release, ReleaseDocument]:
    """The release, and as read."""
    release = queries.get_release_for(signed_in(), release_id)
    return release, ReleaseDocument.from_json(release.body)


def _asked_for(release_id: int) -> tuple[Release, ReleaseDocument, str]:
    """The release, as read, and the language asked for; 404 where the wave was not in it."""
    release, document = _release(release_id)
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
