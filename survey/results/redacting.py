"""The redactor's pages: read each comment once, decide, release; for nobody else.

Comments have places, from 1 on, in the order of their random ids: an address or a log that has one
says nothing. No act that is recorded here, and no message, holds a word of a comment.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.comments import RedactForm, ReleaseCommentsForm, TellingWordsForm, read_themes
from survey import clock
from survey.accounts.access import signed_in
from survey.accounts.models import Person, Role
from survey.accounts.queries import has_own_password
from survey.accounts.services import record_act
from survey.communities.models import Property
from survey.core.bank.model import is_own
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.services.redacting import DECISIONS, Redaction
from survey.results.comments import Offered, decide, offer_comments, release_comments
from survey.results.redacting_page import (
    comment_page,
    get_redacted,
    item_entry,
    list_redacted_places,
    next_unread,
    question_words,
    wave_entries,
)
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from survey.waves.queries import subject_of
from survey.web.sentences import sentence_for

bp = Blueprint("comments", __name__, url_prefix="/staff/comments")


@bp.get("")
def list_waves() -> str:
    """List the waves whose comments one reads, and how far that is."""
    person = _redactor()
    return render_template(
        "comments/list_waves.html",
        waves=wave_entries(person),
        places=list_redacted_places(person),
    )


@bp.route("/words/<slug>", methods=["GET", "POST"])
def words(slug: str) -> str | Response | tuple[str, int]:
    """Show and change the names and words to look for at a property."""
    person = _redactor()
    place = next((one for one in list_redacted_places(person) if one.slug == slug), None)
    if place is None:
        abort(404)
    form = TellingWordsForm(words=place.telling_words or "")
    if form.validate_on_submit():
        with transaction():
            _keep_words(person, slug, form.words.data or "")
        flash(_("The words are kept. They are looked for in every comment."))
        return redirect(url_for(".list_waves"), code=303)
    page = render_template("comments/words.html", form=form, place=place)
    return page, 400 if form.errors else 200


@bp.get("/<wave_id>/<item_id>")
def show_item(wave_id: str, item_id: str) -> str:
    """Show how far the comments on one question are, and the next one to read."""
    wave, place, offered = _offered(wave_id, item_id)
    return render_template(
        "comments/show_item.html",
        wave=wave,
        place=place,
        entry=item_entry(question_words(wave, item_id), offered),
        offered=offered,
        next=next_unread(offered.unread, 0),
        form=ReleaseCommentsForm(formdata=None),
    )


@bp.route("/<wave_id>/<item_id>/<int:position>", methods=["GET", "POST"])
def show_comment(wave_id: str, item_id: str, position: int) -> str | Response | tuple[str, int]:
    """Show one comment with what to look at; keep what was decided, and go on to the next."""
    wave, place, offered = _offered(wave_id, item_id)
    page = comment_page(offered, position, place)
    form = RedactForm(seen=page.seen, shown_text=page.proposed, themes=page.themes)
    if form.validate_on_submit():
        if form.decision.data not in DECISIONS:
            abort(400)
        try:
            with transaction():
                _decide(wave_id, item_id, position, form)
            return _go_on(wave_id, item_id, position, form.decision.data)
        except SurveyError as error:
            wave, place, offered = _offered(wave_id, item_id)
            page = comment_page(offered, position, place)
            form.form_errors.append(sentence_for(error))
            form.seen.data = page.seen
    html = render_template(
        "comments/show_comment.html",
        form=form,
        comment=page,
        wave=wave,
        place=place,
        offered=offered,
        item_id=item_id,
        question=question_words(wave, item_id),
        own=is_own(item_id),
        position=position,
        said=sealed_promise(wave),
    )
    return html, 400 if form.errors else 200


@bp.post("/<wave_id>/<item_id>/release")
def release(wave_id: str, item_id: str) -> Response:
    """Release what is to be shown of the comments on one question, for good."""
    person, wave, place = _get_redacted(wave_id)
    offer_comments(wave, item_id)
    if ReleaseCommentsForm().validate_on_submit():
        try:
            with transaction():
                there = offer_comments(wave, item_id).stage == "released"
                release_comments(wave=wave, item_id=item_id, now=clock.now())
                if not there:
                    _record(person, place, wave, "comments.released", item=item_id)
            flash(_("These comments are released. Everybody can read them with the results."))
        except SurveyError as error:
            flash(sentence_for(error))
    return redirect(url_for(".show_item", wave_id=wave_id, item_id=item_id), code=303)


def _redactor() -> Person:
    """Who asks, if they read comments anywhere; whoever was given a password chooses one first.

    Otherwise the administrator who was shown the first password could read comments by it.
    """
    person = signed_in()
    if not any(held.role == Role.REDACTOR for held in person.memberships):
        raise SurveyError("missing", "no_such_comments")
    if not has_own_password(person):
        flash(_("Choose a password that only you know. Then you can read comments."))
        abort(redirect(url_for("accounts.account"), code=303))
    return person


def _get_redacted(wave_id: str) -> tuple[Person, Wave, Property]:
    person = _redactor()
    wave, place = get_redacted(person, wave_id)
    return person, wave, place


def _offered(wave_id: str, item_id: str) -> tuple[Wave, Property, Offered]:
    _person, wave, place = _get_redacted(wave_id)
    return wave, place, offer_comments(wave, item_id)


def _decide(wave_id: str, item_id: str, position: int, form: RedactForm) -> None:
    # A danger is recorded nowhere else: what a single comment was about must not outlast it.
    _person, wave, _place = _get_redacted(wave_id)
    decision = next(one for one in DECISIONS if one == form.decision.data)
    decide(
        wave=wave,
        item_id=item_id,
        position=position,
        redaction=Redaction(
            decision,
            form.shown_text.data if decision == "show" else None,
            read_themes(form.themes.data or ""),
        ),
        seen=form.seen.data or "",
    )


def _go_on(wave_id: str, item_id: str, position: int, decision: str | None) -> Response:
    """To the next comment to read; after a danger to the same page, which says whom to call."""
    _wave, _place, offered = _offered(wave_id, item_id)
    after = position if decision == "danger" else next_unread(offered.unread, position)
    if after is None:
        return redirect(url_for(".show_item", wave_id=wave_id, item_id=item_id), code=303)
    there = url_for(".show_comment", wave_id=wave_id, item_id=item_id, position=after)
    return redirect(there, code=303)


def _keep_words(person: Person, slug: str, text: str) -> None:
    place = next(one for one in list_redacted_places(person) if one.slug == slug)
    lines = dict.fromkeys(" ".join(line.split()) for line in text.splitlines())
    place.telling_words = "\n".join(line for line in lines if line) or None
    record_act(
        actor=person,
        action="property.words_kept",
        subject=f"property:{place.id}",
        organization_id=place.organization_id,
        now=clock.now(),
    )


def _record(person: Person, place: Property, wave: Wave, action: str, **details: str) -> None:
    record_act(
        actor=person,
        action=action,
        subject=subject_of(wave),
        organization_id=place.organization_id,
        details=details,
        now=clock.now(),
    )
