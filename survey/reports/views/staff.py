"""Pages of results for staff: the list of releases, and the figures of one."""

from __future__ import annotations

from flask import render_template

from survey.accounts.access import signed_in
from survey.pdf.papers import PAPERS
from survey.reports.services import KINDS
from survey.reports.staff_pages import release_entries, release_page
from survey.reports.views.blueprint import bp
from survey.results import queries
from survey.studies.queries import list_studying_organizations
from survey.studies.telling import tell_study


@bp.get("/staff/results")
def list_releases() -> str:
    """List every release that the person may view."""
    person = signed_in()
    return render_template(
        "reports/list_releases.html",
        places=release_entries(queries.list_releases_for(person)),
        papers=PAPERS,
        may_study=bool(list_studying_organizations(person)),
    )


@bp.get("/staff/releases/<int:release_id>")
def show_release(release_id: int) -> str:
    """Show the figures of one release, with its downloads."""
    person = signed_in()
    release = queries.get_release_for(person, release_id)
    return render_template(
        "reports/show_release.html",
        study=tell_study(release, person),
        page=release_page(release, queries.list_comments_releases(release.wave_id)),
        release=release,
        kinds=KINDS,
    )
