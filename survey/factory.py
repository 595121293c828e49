"""The application factory: the explicit list of what Porchlight consists of, in order."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from survey import clock, db
from survey.db import single
from survey.jobs import handlers, waking
from survey.keys import key_files, message_key, store
from survey.settings import Settings, SettingsError, from_env
from survey.web import cookies, errors, headers, locales
from survey.web.bodies import MAX_BODY_BYTES, BoundedRequest

ROOT = Path(__file__).resolve().parent.parent
EXIT_UNUSABLE = 2
"""Not 1, which is an answer of some commands: `flask disclosure audit` refuses with it."""


# Tables refer to one another by name, so all of them are known before the first query.
MODELS: tuple[str, ...] = tuple(
    f"survey.{feature}.models"
    for feature in (
        "jobs",
        "accounts",
        "communities",
        "homes",
        "questionnaires",
        "waves",
        "letters",
        "messages",
        "responses",
        "results",
        "studies",
        "plans",
        "reports",
        "api",
    )
)

# Every blueprint stands in `<module>.bp`, every command group is registered by
# `<module>.register(app)`; a feature that is not in these lists does not exist.
BLUEPRINTS: tuple[str, ...] = (
    "survey.web.views",
    "survey.accounts.views",
    "survey.communities.views",
    "survey.homes.views",
    "survey.questionnaires.views",
    "survey.waves.views",
    "survey.letters.views",
    "survey.letters.genuine",
    "survey.messages.views",
    "survey.messages.leaving",
    "survey.responses.views",
    "survey.responses.paper.views",
    "survey.results.views",
    "survey.results.redacting",
    "survey.studies.views",
    "survey.plans.views",
    "survey.reports.views",
    "survey.reports.portfolio.views",
    "survey.api.views.programs",
    "survey.api.views.docs",
    "survey.api.views.keys",
)
COMMANDS: tuple[str, ...] = (
    "survey.cli",
    "survey.jobs.cli",
    "survey.web.cli",
    "survey.accounts.cli",
    "survey.communities.cli",
    "survey.homes.cli",
    "survey.questionnaires.bank_cli",
    "survey.waves.cli",
    "survey.messages.cli",
    "survey.responses.cli",
    "survey.results.cli",
    "survey.results.disclosure_cli",
    "survey.results.ledger_cli",
    "survey.studies.cli",
    "survey.plans.cli",
    "survey.reports.cli",
    "survey.api.cli",
    "survey.demo.cli",
)

# Each registers the jobs that it does by `<module>.register(app)`.
JOBS: tuple[str, ...] = (
    "survey.homes.jobs",
    "survey.letters.jobs",
    "survey.messages.jobs",
    "survey.results.jobs",
    "survey.studies.jobs",
    "survey.plans.jobs",
    "survey.reports.jobs",
)

# Without cookie, session or account: there is nothing that a forged form could borrow.
CSRF_EXEMPT: tuple[str, ...] = (
    "survey.letters.genuine",
    "survey.messages.leaving",
    "survey.responses.views",
    "survey.api.views.programs",
)

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings, by default those of the environment.

    Ends the process with one sentence where these cannot be used. Never migrates and never
    opens a network connection.
    """
    settings = settings or _settings_from_env()
    app = Flask("survey", root_path=str(ROOT / "survey"))
    app.request_class = BoundedRequest
    _configure(app, settings)
    db.init_app(app)
    single.init_app(app)
    store.init_app(app, settings)
    key_files.init_app(app, settings)
    message_key.init_app(app, settings)
    waking.init_app(app)
    handlers.init_app(app)
    locales.init_app(app, ROOT / "translations")
    cookies.init_app(app)
    csrf.init_app(app)
    clock.set_clock(app, clock.system_clock)
    headers.init_app(app)
    errors.init_app(app)
    for name in MODELS:
        import_module(name)
    for name in BLUEPRINTS:
        blueprint = import_module(name).bp
        app.register_blueprint(blueprint)
        if name in CSRF_EXEMPT:
            csrf.exempt(blueprint)
    for name in (*COMMANDS, *JOBS):
        import_module(name).register(app)
    return app


def _settings_from_env() -> Settings:
    try:
        return from_env()
    except SettingsError as error:
        sys.stderr.write(f"Porchlight cannot start. {error}\n")
        raise SystemExit(EXIT_UNUSABLE) from error


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # An error's text and a debug log show statements, never what residents wrote in them.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        SESSION_COOKIE_NAME="porchlight",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        TESTING=settings.mode == "test",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
