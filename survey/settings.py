"""Settings: a frozen value, read once from the environment, loud when something is missing."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from survey.channels import SmtpSettings, TextSettings, read_smtp, read_texts

Mode = Literal["demo", "production", "test"]
Checking = Literal["process", "inline"]
Jobs = Literal["embedded", "separate", "inline"]
MINIMUM_SECRET_LENGTH = 32


class SettingsError(RuntimeError):
    """A setting is missing or cannot be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the application is told from outside.

    `key_store_dir` must lie outside the database and its backups: destroying what it holds
    is what makes old envelopes unreadable (see survey/keys/README.md). `checking` says whether
    results are checked by a process of its own, or at once by whoever opens the wave. `jobs` says
    whether the server looks after work in the background, or only workers that are started apart;
    "inline": there are none, and a request makes what it asks for itself. `smtp` and `texts` are
    how messages leave; None where nothing is set up.
    """

    mode: Mode
    database_url: str
    secret_key: str
    key_store_dir: Path
    base_url: str = "http://127.0.0.1:8000"
    secure_cookies: bool = False
    trusted_proxies: int = 0
    checking: Checking = "process"
    jobs: Jobs = "separate"
    smtp: SmtpSettings | None = None
    texts: TextSettings | None = None


def from_env(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from environment variables.

    DATABASE_URL, PORCHLIGHT_MODE (demo or production), PORCHLIGHT_SECRET_KEY (or
    PORCHLIGHT_SECRET_KEY_FILE), PORCHLIGHT_KEY_STORE, PORCHLIGHT_BASE_URL,
    PORCHLIGHT_TRUSTED_PROXIES, PORCHLIGHT_CHECKING (process or inline),
    PORCHLIGHT_JOBS (embedded, separate or inline). In demo mode all of them
    have defaults, below `.porchlight/` where they are files. PORCHLIGHT_SMTP_* and
    PORCHLIGHT_TEXTS_* say how messages leave (survey/channels.py); without them none does.

    Raises SettingsError for what is missing or unusable.
    """
    env = os.environ if environ is None else environ
    mode = env.get("PORCHLIGHT_MODE", "production")
    try:
        if mode == "demo":
            return _demo_settings(env)
        if mode == "production":
            return _production_settings(env)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    raise SettingsError(f"PORCHLIGHT_MODE is {mode!r}; set it to 'production' or 'demo'.")


def _demo_settings(env: Mapping[str, str]) -> Settings:
    home = Path(env.get("PORCHLIGHT_HOME", ".porchlight")).absolute()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        mode="demo",
        database_url=env.get("DATABASE_URL", f"sqlite:///{home / 'porchlight.sqlite3'}"),
        secret_key=env.get("PORCHLIGHT_SECRET_KEY") or _kept_secret(home / "secret-key"),
        key_store_dir=Path(env.get("PORCHLIGHT_KEY_STORE", str(home / "keys"))),
        base_url=env.get("PORCHLIGHT_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        checking=_checking(env),
        jobs=_jobs(env),
        smtp=read_smtp(env),
        texts=read_texts(env),
    )


def _production_settings(env: Mapping[str, str]) -> Settings:
    base_url = _needed(env, "PORCHLIGHT_BASE_URL").rstrip("/")
    if not base_url.startswith(("https://", "http://")):
        raise SettingsError("PORCHLIGHT_BASE_URL must begin with https:// (or http://).")
    return Settings(
        mode="production",
        database_url=_needed(env, "DATABASE_URL"),
        secret_key=_secret_key(env),
        key_store_dir=Path(_needed(env, "PORCHLIGHT_KEY_STORE")),
        base_url=base_url,
        secure_cookies=base_url.startswith("https://"),
        trusted_proxies=_count(env, "PORCHLIGHT_TRUSTED_PROXIES"),
        checking=_checking(env),
        jobs=_jobs(env),
        smtp=read_smtp(env),
        texts=read_texts(env),
    )


def _needed(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set. See README.md, 'Run it for real'.")
    return value


def _secret_key(env: Mapping[str, str]) -> str:
    file = env.get("PORCHLIGHT_SECRET_KEY_FILE")
    if file:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"PORCHLIGHT_SECRET_KEY_FILE cannot be read: {error}.") from error
    else:
        value = _needed(env, "PORCHLIGHT_SECRET_KEY")
    if len(value) < MINIMUM_SECRET_LENGTH:
        raise SettingsError(
            f"PORCHLIGHT_SECRET_KEY is shorter than {MINIMUM_SECRET_LENGTH} characters."
        )
    return value


def _count(env: Mapping[str, str], name: str) -> int:
    text = env.get(name, "0")
    if not text.isdecimal():
        raise SettingsError(f"{name} is {text!r}; it must be a whole number.")
    return int(text)


def _checking(env: Mapping[str, str]) -> Checking:
    value = env.get("PORCHLIGHT_CHECKING", "process")
    if value == "process":
        return "process"
    if value == "inline":
        return "inline"
    raise SettingsError(f"PORCHLIGHT_CHECKING is {value!r}; set it to 'process' or 'inline'.")


def _jobs(env: Mapping[str, str]) -> Jobs:
    value = env.get("PORCHLIGHT_JOBS", "embedded")
    if value == "embedded":
        return "embedded"
    if value == "separate":
        return "separate"
    if value == "inline":
        return "inline"
    raise SettingsError(
        f"PORCHLIGHT_JOBS is {value!r}; set it to 'embedded', 'separate' or 'inline'."
    )


def _kept_secret(path: Path) -> str:
    """Return the demo's own secret, made once, so that a restart signs nobody out."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()
