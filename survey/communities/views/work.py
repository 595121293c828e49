"""The work in the background, for administrators: what ran, what waits, what has failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from babel.dates import get_datetime_format
from flask import flash, redirect, render_template, url_for
from flask_babel import format_date, format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug import Response

from survey import clock
from survey.accounts.access import list_administered, signed_in
from survey.communities.views.blueprint import bp
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.jobs.overview import list_kinds_of_work, list_troubled, try_again
from survey.web.hindrances import explain_hindrance
from survey.web.public_sentences import PUBLIC_SENTENCES
from survey.web.sentences import SENTENCES

KINDS: Final[dict[str, LazyString]] = {
    "forget_letters": _l("Deleting letters that nobody took"),
    "homes_check": _l("Looking through lists of homes"),
    "homes_destroy_key": _l("Destroying contacts that were replaced"),
    "homes_ends": _l("Destroying contacts and files on their day"),
    "homes_take": _l("Reading in lists of homes"),
    "mailing": _l("Sending messages to homes"),
    "plan_notice": _l("Telling managers and senders by e-mail"),
    "plans": _l("Launching planned waves"),
    "print_letters": _l("Making letters"),
    "render": _l("Making reports"),
    "study": _l("Working out studies of the questions"),
    "what_is_due": _l("Closing, opening and destroying what is due"),
}
OF_ITSELF: Final[dict[str, LazyString]] = {
    "job_failed": _l(
        "Something stopped it that it was not made for. Whoever runs the server finds in its log "
        "where that was."
    ),
    "job_unknown": _l(
        "The worker does not know this work: it is of an older version. Whoever runs the server "
        "starts it anew."
    ),
    "worker_lost": _l(
        "The worker ended again and again while it was at this, as where the server has too little "
        "memory. Whoever runs the server looks into its log."
    ),
}
"""What stops any kind of work."""
QUIET: Final = timedelta(hours=3)
"""Some work comes by itself every hour: where nothing has run for so long, no worker does."""


@bp.get("/staff/work")
def show_work() -> str:
    """Show what runs in the background for the organizations that one administers."""
    organizations = _administered()
    kinds = list_kinds_of_work(organizations)
    last = max((one.last_at for one in kinds if one.last_at), default=None)
    return render_template(
        "communities/work.html",
        kinds=kinds,
        stands_since=last if last and last < clock.now() - QUIET else None,
        troubled=list_troubled(organizations),
        names=KINDS,
        reason=_reason,
        moment=_moment,
    )


@bp.post("/staff/work/<int:job_id>/again")
def try_work_again(job_id: int) -> Response:
    """Have something that has failed done once more."""
    organizations = _administered()
    with transaction():
        try_again(job_id=job_id, organization_ids=organizations, now=clock.now())
    flash(_("It is tried again now."))
    return redirect(url_for("communities.show_work"), code=303)


def _administered() -> tuple[int, ...]:
    organizations = list_administered(signed_in())
    if not organizations:
        raise SurveyError("missing", "no_such_job")
    return organizations


def _moment(at: datetime) -> str:
    """A moment in words; by the server's clock, since the work belongs to no place."""
    day, time = format_date(at, "long", rebase=False), format_time(at, "short", rebase=False)
    both = get_datetime_format("medium", locale=get_locale() or "en")
    return f"{str(both).format(time, day)} UTC"


def _reason(code: str | None) -> str:
    """Why a job stopped, where a page has a sentence for it that names nothing; else its code."""
    if code in OF_ITSELF:
        return str(OF_ITSELF[code])
    if hindrance := explain_hindrance(code or ""):
        return hindrance
    sentence = SENTENCES.get(code or "") or PUBLIC_SENTENCES.get(code or "")
    if sentence is None or "%(" in str(sentence):
        return _("Whoever runs the server finds more in its log: %(code)s.", code=code or "")
    return str(sentence)
