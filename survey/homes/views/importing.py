"""Pages on which a file becomes the list: sending, columns, preview, taking.

Every step stores what was decided, sealed, and leads on by a redirect: going back, reloading and a
second tab always show how things stand. The last one leads to the property's page, which says what
comes next.
"""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.homes import ActForm, FileForm, TakeForm
from survey import clock
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.homes import exports
from survey.homes.comparing import Plan
from survey.homes.files.limits import LARGEST_FILE_BYTES
from survey.homes.files.reading import read_table
from survey.homes.models import HomeUpload
from survey.homes.queries import find_list, get_upload
from survey.homes.rows import UNREADABLE, Checked
from survey.homes.services.ending import default_end
from survey.homes.services.importing import (
    Decision,
    begin_taking,
    check_file,
    find_check,
    find_taking,
    hold_upload,
)
from survey.homes.services.taking import plan_for
from survey.homes.services.uploads import (
    drop_upload,
    keep_upload,
    leave_out_unreadable,
    read_outcome,
)
from survey.homes.views.blueprint import bp, enter, send_file
from survey.homes.views.columns_page import read_form, show_columns
from survey.homes.views.listing import CSV
from survey.homes.words import say_problem
from survey.jobs.models import Job
from survey.web.bodies import takes_files
from survey.web.errors import show_survey_error
from survey.web.sentences import SENTENCES, sentence_for

Page = str | Response | tuple[str, int]

PROBLEMS_A_PAGE: Final = 50
FIRST_ROWS: Final = 5


@bp.route("/staff/properties/<slug>/homes/import", methods=["GET", "POST"])
@takes_files(LARGEST_FILE_BYTES)
def send(slug: str) -> Page:
    """Choose a file; it is kept sealed until it is taken, put away, or an hour is over."""
    person, place = enter(slug)
    form = FileForm()
    if not form.validate_on_submit():
        return _show_send(form, place)
    try:
        data = _read_sent()
        table = read_table(data)
        with transaction():
            upload = keep_upload(place=place, data=data, table=table, actor=person, now=clock.now())
            upload_id = upload.id
    except SurveyError as error:
        form.file.errors = [sentence_for(error)]
        return _show_send(form, place)
    return redirect(url_for("homes.columns", slug=slug, upload_id=upload_id))


@bp.route("/staff/properties/<slug>/homes/import/<upload_id>/columns", methods=["GET", "POST"])
def columns(slug: str, upload_id: str) -> Page:
    """Say what each column is, and what its words mean."""
    _person, place = enter(slug)
    if request.method == "GET":
        return show_columns(place, _waiting(place, upload_id))
    done = read_form(place, _waiting(place, upload_id))
    if done == "again":
        return redirect(url_for("homes.columns", slug=slug, upload_id=upload_id))
    if done != "good":
        return done
    check_file(place=place, upload_id=upload_id, now=clock.now())
    return redirect(url_for("homes.preview", slug=slug, upload_id=upload_id))


@bp.get("/staff/properties/<slug>/homes/import/<upload_id>")
def preview(slug: str, upload_id: str) -> Page:
    """Show what taking the file would do, or how far the work on it is."""
    _person, place = enter(slug)
    taking = find_taking(upload_id)
    if taking is not None and taking.state == "done":
        return redirect(url_for("communities.show_property", slug=slug))
    upload = _waiting(place, upload_id)
    if taking is not None and taking.state != "failed":
        return _show_progress(place, upload, taking, _("The homes are being read in"))
    if upload.outcome is None:
        check = find_check(upload)
        if check is None or check.state == "failed":
            return redirect(url_for("homes.columns", slug=slug, upload_id=upload_id))
        return _show_progress(place, upload, check, _("The file is being looked through"))
    form = TakeForm(formdata=None, ends_on=_usual_end(place))
    if taking is not None:
        form.form_errors.append(_failed(taking))
    return _show_preview(form, place, upload)


@bp.post("/staff/properties/<slug>/homes/import/<upload_id>/take")
def take(slug: str, upload_id: str) -> Page:
    """Make the list what the file says."""
    person, place = enter(slug)
    upload = _waiting(place, upload_id)
    form = TakeForm()
    if not form.validate_on_submit() or form.ends_on.data is None:
        return _show_preview(form, place, upload)
    shown = form.version.data or ""
    decision = Decision(int(shown) if shown.isdecimal() else -1, form.ends_on.data)
    try:
        begin_taking(
            place=place, upload_id=upload_id, decision=decision, actor=person, now=clock.now()
        )
    except SurveyError as error:
        if error.code == "upload_gone":
            raise
        if error.params.get("field") == "ends_on":
            form.ends_on.errors = [sentence_for(error)]
        else:
            form.form_errors.append(sentence_for(error))
        return _show_preview(form, place, _waiting(place, upload_id))
    if find_taking(upload_id) is None:
        flash(_("The homes are read in."))
        return redirect(url_for("communities.show_property", slug=slug))
    return redirect(url_for("homes.preview", slug=slug, upload_id=upload_id))


@bp.post("/staff/properties/<slug>/homes/import/<upload_id>/drop")
def drop(slug: str, upload_id: str) -> Response:
    """Put the file away; the list stays as it is."""
    _person, place = enter(slug)
    with transaction():
        drop_upload(upload=hold_upload(place, upload_id), now=clock.now())
    flash(_("The file is put away. The list is as it was."))
    return redirect(url_for("homes.list_homes", slug=slug))


@bp.post("/staff/properties/<slug>/homes/import/<upload_id>/leave-out")
def leave_out(slug: str, upload_id: str) -> Response:
    """Do without the addresses and numbers that cannot be read; the other problems stay."""
    _person, place = enter(slug)
    _waiting(place, upload_id)
    with transaction():
        leave_out_unreadable(upload=hold_upload(place, upload_id))
    check_file(place=place, upload_id=upload_id, now=clock.now())
    return redirect(url_for("homes.preview", slug=slug, upload_id=upload_id))


@bp.get("/staff/properties/<slug>/homes/import/<upload_id>/problems.csv")
def problems_csv(slug: str, upload_id: str) -> Response:
    """Every row that has to change, with its reason, as a file."""
    _person, place = enter(slug)
    checked = read_outcome(_waiting(place, upload_id))
    if checked is None:
        raise SurveyError("missing", "upload_gone")
    plan, _version = plan_for(place, checked)
    rows = [(one.row, say_problem(one)) for one in plan.problems]
    data = exports.make_csv((_("Row"), _("What to change")), rows)
    return send_file(data, name="problems.csv", mimetype=CSV)


@bp.errorhandler(SurveyError)
def tell_gone(error: SurveyError) -> Response:
    """A file that is gone leads to the list: pressed twice, the first press has read it in."""
    if error.code != "upload_gone":
        return show_survey_error(error)
    flash(sentence_for(error))
    slug = (request.view_args or {})["slug"]
    return redirect(url_for("homes.list_homes", slug=slug), code=303)


def _read_sent() -> bytes:
    """What was sent; one byte too many of a file that is too large."""
    sent = request.files.get("file")
    if not sent:
        raise SurveyError("input", "no_file")
    data: bytes = sent.read(LARGEST_FILE_BYTES + 1)
    return data


def _waiting(place: Property, upload_id: str) -> HomeUpload:
    """A file that waits, whose hour is not over."""
    upload = get_upload(place, upload_id)
    if upload.ends_at <= clock.now():
        raise SurveyError("missing", "upload_gone")
    return upload


def _show_send(form: FileForm, place: Property) -> tuple[str, int]:
    page = render_template(
        "homes/send.html",
        form=form,
        place=place,
        held=find_list(place),
        most=LARGEST_FILE_BYTES // 1_000_000,
    )
    return page, 400 if form.errors else 200


def _show_progress(place: Property, upload: HomeUpload, job: Job, title: str) -> str:
    return render_template(
        "homes/progress.html", place=place, upload=upload, job=job, heading=title
    )


def _show_preview(form: TakeForm, place: Property, upload: HomeUpload) -> Page:
    checked = read_outcome(upload)
    if checked is None:
        return redirect(url_for("homes.columns", slug=place.slug, upload_id=upload.id))
    plan, version = plan_for(place, checked)
    # Decided is about what is shown here, also after somebody else's change.
    form.version.data = str(version)
    pages = max(-(-len(plan.problems) // PROBLEMS_A_PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    html = render_template(
        "homes/preview.html",
        form=form,
        act=ActForm(formdata=None),
        place=place,
        upload=upload,
        plan=plan,
        first=plan.homes[:FIRST_ROWS],
        kinds={one.name: one.label for one in plan.mix},
        bad=plan.problems[(page - 1) * PROBLEMS_A_PAGE : page * PROBLEMS_A_PAGE],
        unreadable=sum(one.code in UNREADABLE for one in plan.problems),
        left_out=checked.left_out,
        no_adults=_adults_unsaid(checked, plan),
        bare=checked.bare,
        bad_rows=len({one.row for one in plan.problems}),
        page=page,
        pages=pages,
        code=SENTENCES[plan.code] % {"maximum": 6} if plan.code else "",
        say_problem=say_problem,
    )
    return html, 400 if form.errors else 200


def _adults_unsaid(checked: Checked, plan: Plan) -> int:
    """How many adults each new home gets without any column saying so; 0 where none does."""
    return checked.adults if "adults" not in checked.given and plan.count("new") else 0


def _usual_end(place: Property) -> object:
    """The day that contacts have now, as long as it is to come; else a year from today."""
    held, today = find_list(place), day_at(place, clock.now())
    if held is not None and held.contacts_end_on and held.contacts_end_on > today:
        return held.contacts_end_on
    return default_end(today)


def _failed(job: Job) -> str:
    known = job.error in SENTENCES and job.error != "strata_too_many"
    return str(SENTENCES[job.error if known and job.error else "worker_failed"])
