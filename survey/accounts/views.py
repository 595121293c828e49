"""Pages of one's own: signing in and out, name, language and password."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug import Response

from forms.accounts import PasswordForm, ProfileForm, SignInForm
from survey import clock
from survey.accounts import passwords, services, sessions
from survey.accounts.access import find_signed_in, meet, signed_in
from survey.accounts.kept_forms import keep_form
from survey.accounts.menu import staff_context
from survey.accounts.models import Person
from survey.accounts.signing_in import authenticate, safe_way_back
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.web.errors import ask_who_reads, show_error_page
from survey.web.locales import STAFF_LANGUAGES, best_language, use_language
from survey.web.sentences import sentence_for

bp = Blueprint("accounts", __name__)
bp.app_context_processor(staff_context)
bp.record_once(lambda setup: ask_who_reads(cast(Flask, setup.app), meet))


@bp.route("/staff/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """Sign in with e-mail and password."""
    if find_signed_in() is not None:
        return redirect(url_for("communities.home"))
    use_language(best_language(request.accept_languages, list(STAFF_LANGUAGES)))
    form = SignInForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 400 if form.errors else 200
    try:
        person = authenticate(
            email=form.email.data or "",
            password=form.password.data or "",
            secret=current_app.config["SECRET_KEY"],
            now=clock.now(),
        )
    except SurveyError as error:
        form.form_errors.append(sentence_for(error))
        return render_template("accounts/sign_in.html", form=form), 400
    sessions.begin(person, clock.now())
    return redirect(safe_way_back(form.next.data) or url_for("communities.home"))


@bp.post("/staff/sign-out")
def sign_out() -> Response:
    """Sign out in this browser."""
    sessions.end()
    return redirect(url_for("accounts.sign_in"))


@bp.app_errorhandler(CSRFError)
def show_stale_form(_error: CSRFError) -> Response | tuple[str, int]:
    """Answer a form without the page's own token: with itself, or with what to do."""
    person = meet()
    if request.endpoint == "accounts.sign_out" and person is None:
        return redirect(url_for("accounts.sign_in"))  # in another tab they were quicker
    if request.endpoint == "accounts.sign_in":
        return _sign_in_once_more(person)
    return keep_form() or show_error_page(
        400,
        _(
            "The page was open for a long time, or your browser keeps no cookies for the staff "
            "pages. Go back, load the page again, and send it once more."
        ),
    )


def _sign_in_once_more(person: Person | None) -> Response | tuple[str, int]:
    """The page again, with the address that was typed; nothing more for whoever is in already."""
    if person is not None:
        return redirect(url_for("communities.home"))
    use_language(best_language(request.accept_languages, list(STAFF_LANGUAGES)))
    form = SignInForm()
    form.form_errors.append(
        _(
            "The page was open for a long time, or your browser keeps no cookies for the staff "
            "pages. Sign in once more."
        )
    )
    return render_template("accounts/sign_in.html", form=form), 400


@bp.route("/staff/account", methods=["GET", "POST"])
def account() -> str | Response | tuple[str, int]:
    """Show and change one's own name, language and password."""
    person = signed_in()
    profile = ProfileForm(obj=person, prefix="profile-")
    profile.offer([(tag, language.name) for tag, language in STAFF_LANGUAGES.items()])
    password = PasswordForm(prefix="password-")
    if request.method == "POST" and "password-current" in request.form:
        return _change_password(person, profile, password)
    if profile.validate_on_submit():
        with transaction():
            services.change_profile(
                person=person, name=profile.name.data or "", locale=profile.locale.data
            )
        use_language(STAFF_LANGUAGES[person.locale])
        flash(_("Your name and language are kept."))
        return redirect(url_for("accounts.account"))
    return _show_account(profile, password, profile)


def _change_password(
    person: Person, profile: ProfileForm, form: PasswordForm
) -> str | Response | tuple[str, int]:
    profile.process(obj=person)
    if form.validate() and _may_change(person, form):
        try:
            with transaction():
                services.set_password(
                    person=person, password=form.new.data or "", actor=person, now=clock.now()
                )
        except SurveyError as error:
            form.new.errors = [sentence_for(error)]
        else:
            sessions.begin(person, clock.now())
            flash(_("Your password is changed. You are signed out everywhere else."))
            return redirect(url_for("accounts.account"))
    return _show_account(profile, form, form)


def _may_change(person: Person, form: PasswordForm) -> bool:
    if not passwords.verify_password(person.password_hash, form.current.data or ""):
        form.current.errors = [_("This is not the password that you use now.")]
    elif form.new.data != form.again.data:
        form.again.errors = [_("The two new passwords differ. Write the same one twice.")]
    return not form.errors


def _show_account(
    profile: ProfileForm, password: PasswordForm, judged: ProfileForm | PasswordForm
) -> tuple[str, int]:
    page = render_template("accounts/account.html", form=judged, profile=profile, password=password)
    return page, 400 if judged.errors else 200
