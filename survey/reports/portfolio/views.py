"""The portfolio for staff: its page, the same on paper, and its table as data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from survey import clock
from survey.accounts.access import signed_in
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.pdf.papers import PAPERS
from survey.reports.portfolio.archives import (
    ask_for_archive,
    get_archive_for,
    pack_archive,
    standing_of,
)
from survey.reports.portfolio.changing import level_changes
from survey.reports.portfolio.choosing import Chosen, Kinds, choices, choose
from survey.reports.portfolio.figures import portfolio_csv
from survey.reports.portfolio.page import portfolio_page
from survey.reports.portfolio.pooling import level_pools, question_pools
from survey.reports.portfolio.printing import compose_portfolio
from survey.reports.portfolio.queries import Place, list_kinds_of_homes, list_newest, list_places
from survey.reports.portfolio.reading import read_portfolio
from survey.reports.portfolio.services import get_portfolio_pdf
from survey.reports.preparing import makes_at_once
from survey.reports.services import KINDS
from survey.web.locales import DEFAULT, LANGUAGES, Language, current_language
from survey.web.sentences import sentence_for

bp = Blueprint("portfolio", __name__)

Seen = tuple[Sequence[Place], Kinds]

FIRST: Final = 1
LOOK_AGAIN_SECONDS: Final = 5


@bp.get("/staff/portfolio")
def show() -> str:
    """Show the places that the person may see, A to Z, by the three levels."""
    places, kinds = _seen()
    page = portfolio_page(places, kinds, _chosen(), _number())
    if page is None:
        abort(404)
    return render_template("portfolio/show.html", page=page, papers=PAPERS, tongues=_offered())


@bp.get("/staff/portfolio/summary.pdf")
def summary_pdf() -> Response:
    """Hand out the chosen places as a PDF in one language, on one paper; made once, then stored."""
    paper = request.args.get("paper", PAPERS[0])
    tag = request.args.get("lang", DEFAULT.tag)
    if paper not in PAPERS or tag not in LANGUAGES:
        abort(404)
    (places, kinds), chosen = _seen(), _chosen()
    portfolio = read_portfolio(choose(places, kinds, chosen))
    listed = choices(places, kinds, chosen)
    now = clock.now()
    composed = compose_portfolio(portfolio, listed, tag, paper, now.date())
    content = get_portfolio_pdf(composed=composed, tag=tag, now=now)
    return _file(content, "application/pdf", f"portfolio-{tag}-{paper}.pdf")


@bp.get("/staff/portfolio/table.csv")
def table_csv() -> Response:
    """Hand out the chosen places and the figures of several of them as a table."""
    portfolio = read_portfolio(choose(*_seen(), _chosen()))
    pools = [*level_pools(portfolio), *question_pools(portfolio, DEFAULT.tag)]
    table = portfolio_csv(portfolio, pools, level_changes(portfolio))
    return _file(table, "text/csv; charset=utf-8", "portfolio.csv")


@bp.post("/staff/portfolio/archives")
def ask_for_reports() -> WerkzeugResponse:
    """Have the same report of each chosen place made, to take away together."""
    person = signed_in()
    kind, paper = request.form.get("kind", ""), request.form.get("paper", "")
    tag = request.form.get("lang", "")
    if kind not in KINDS or paper not in KINDS[kind].papers or tag not in LANGUAGES:
        abort(400)
    places, kinds = _seen()
    chosen = choose(places, kinds, _chosen())
    newest = list_newest([place.id for place in chosen])
    releases = [newest[place.id].release_id for place in chosen if place.id in newest]
    try:
        with transaction():
            archive_id = ask_for_archive(
                person=person,
                release_ids=releases,
                kind=kind,
                tag=tag,
                paper=paper,
                now=clock.now(),
            ).id
    except SurveyError as error:
        flash(sentence_for(error))
        return redirect(url_for("portfolio.show", **_chosen().query()), code=303)  # type: ignore[arg-type]
    return redirect(url_for("portfolio.show_archive", archive_id=archive_id), code=303)


@bp.get("/staff/portfolio/archives/<int:archive_id>")
def show_archive(archive_id: int) -> Response:
    """Say how far an archive is; the page asks again by itself until it is complete."""
    archive = get_archive_for(signed_in(), archive_id)
    standing = standing_of(archive)
    page = render_template(
        "portfolio/archive.html",
        archive=archive,
        standing=standing,
        complete=standing.complete or makes_at_once(archive.kind),
    )
    response = Response(page)
    if not standing.complete and not makes_at_once(archive.kind):
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@bp.get("/staff/portfolio/archives/<int:archive_id>/reports.zip")
def archive_zip(archive_id: int) -> Response:
    """Hand out an archive, put together now."""
    person = signed_in()
    archive = get_archive_for(person, archive_id)
    name = f"portfolio-{archive.kind}-{archive.locale}-{archive.paper}.zip"
    response = send_file(
        pack_archive(archive, person, clock.now()),
        mimetype="application/zip",
        as_attachment=True,
        download_name=name,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _seen() -> Seen:
    """The places whose releases the person may view, and the kinds of homes there."""
    places = list_places(signed_in())
    return places, list_kinds_of_homes([place.id for place in places])


def _chosen() -> Chosen:
    return Chosen(
        owner=request.args.get("owner", ""),
        size=request.args.get("size", ""),
        homes=request.args.get("homes", ""),
        zone=request.args.get("zone", ""),
        feature=request.args.get("feature", ""),
    )


def _number() -> int:
    asked = request.args.get("page", "")
    if not asked:
        return FIRST
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else abort(404)


def _offered() -> list[Language]:
    """The languages of the PDF: that of the page, and English."""
    return list({each.tag: each for each in (current_language(), DEFAULT)}.values())


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.make_conditional(request)
    return response
