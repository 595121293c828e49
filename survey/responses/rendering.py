"""The resident's document: rendered once per wave and language, kept in memory, sent small.

Style and script stand inside the document, so that one request is enough; its policy names them
by their hashes and allows nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.dates import format_skeleton
from flask import current_app, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from forms.answers import changes_needed, too_long
from survey.responses.document import Entrance, Survey
from survey.web.locales import DEFAULT

_DAY: Final = 22
"""Of a month; it is the number of no month, so it can be told from one."""

EXIT_URL: Final = "https://weather.com/"
ENDPOINTS: Final[Mapping[Entrance, str]] = {
    "own": "responses.survey",
    "kiosk": "responses.kiosk",
    "interviewer": "responses.interviewer",
}
STYLES: Final = ("css/tokens.css", "css/resident.css")
SCRIPTS: Final = (
    "js/resident/answers.js",
    "js/resident/sealing.js",
    "js/resident/keeping.js",
    "js/resident/waiting.js",
    "js/resident/later.js",
    "js/resident/showing.js",
    "js/resident/checking.js",
    "js/resident/moving.js",
    "js/resident/sending.js",
    "js/resident/offline.js",
    "js/resident/reading.js",
    "js/resident/kiosk.js",
    "js/resident/leaving.js",
    "js/resident/beginning.js",
)
"""One function in parts, in the order in which they are read."""

# A browser that cannot run the script, or fails in it, shows the plain form instead.
_BEFORE: Final = """(function () {
"use strict";
if (!window.fetch || !window.URLSearchParams || !Element.prototype.replaceChildren) return;
document.documentElement.classList.add("script");
document.addEventListener("DOMContentLoaded", function () {
try { begin(); } catch (failure) {
document.documentElement.classList.remove("script", "begun");
throw failure;
}
});
function begin() {
"""
_AFTER: Final = "}\n})();\n"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as it goes out: bytes, the same compressed, its ETag and its policy."""

    body: bytes
    compressed: bytes
    etag: str
    policy: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """What needs a change: `id` of the question or "code", its name, and what to do."""

    id: str
    name: str
    text: str

    @property
    def field(self) -> str:
        """The id on the page that a link goes to."""
        return "code" if self.id == "code" else f"f-{self.id}"


def render_document(
    survey: Survey, *, entrance: Entrance = "own", frame_ancestors: str = "'none'"
) -> Rendered:
    """The document with its script, the same for everybody who comes in by an entrance."""
    body = _render(survey, script=_script(), entrance=entrance).encode()
    return Rendered(
        body=body,
        compressed=gzip.compress(body, 9, mtime=0),
        etag=hashlib.sha256(body).hexdigest()[:32],
        policy=content_policy(script=_script(), frame_ancestors=frame_ancestors),
    )


def render_plain(
    survey: Survey,
    *,
    given: Mapping[str, Sequence[str]],
    code: str = "",
    mistakes: Sequence[Mistake] = (),
    entrance: Entrance = "own",
) -> str:
    """The document without its script, with what somebody has typed: never kept, never shared."""
    return _render(survey, given=given, code=code, mistakes=mistakes, entrance=entrance)


def page_values(survey: Survey, *, entrance: Entrance = "own") -> dict[str, Any]:
    """What every template about a survey uses."""
    tag, slug = survey.language.tag, survey.property_slug
    promise_hash = survey.promise_hash
    return {
        "survey": survey,
        "exit_url": exit_url(exists=survey.exit_button or entrance != "own"),
        "survey_path": survey_path(survey, entrance=entrance),
        "promise_url": url_for("waves.promise", text=promise_hash, tag=tag) if promise_hash else "",
        "results_url": url_for("reports.public_results", slug=slug, tag=tag),
        "withdraw_url": url_for("responses.withdraw", slug=survey.slug, lang=tag),
    }


def exit_url(*, exists: bool) -> str:
    """Where "Exit this page" goes; empty in a wave whose pages have none. A tablet's always have
    it: there it begins again for the next person.
    """
    return EXIT_URL if exists else ""


def survey_path(survey: Survey, *, entrance: Entrance = "own") -> Callable[[str], str]:
    """The address of the same survey in another language."""
    if survey.preview_of is not None:
        draft = survey.preview_of
        return lambda tag: url_for("responses.preview", questionnaire_id=draft, lang=tag)
    endpoint = ENDPOINTS[entrance]
    return lambda tag: url_for(endpoint, slug=survey.slug, tag=tag)


def content_policy(*, script: str = "", frame_ancestors: str = "'none'") -> str:
    """The Content-Security-Policy of a document with our style, and this script, inside."""
    scripts = f"script-src {_hash_source(script)}; " if script else ""
    workers = "worker-src 'self'; " if script else ""
    return (
        f"default-src 'none'; {scripts}style-src {_hash_source(_style())}; img-src data:; "
        f"{workers}connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {frame_ancestors}"
    )


def _render(
    survey: Survey,
    *,
    given: Mapping[str, Sequence[str]] | None = None,
    code: str = "",
    mistakes: Sequence[Mistake] = (),
    script: str = "",
    entrance: Entrance = "own",
) -> str:
    return render_template(
        "responses/survey.html",
        given=given or {},
        code=code,
        problems=mistakes,
        problem_of={mistake.id: mistake.text for mistake in mistakes},
        style=Markup(_style()),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own files
        say=_say(survey, entrance=entrance) if script else {},
        kiosk=entrance != "own",
        interviewer=entrance == "interviewer",
        receipt="",
        **page_values(survey, entrance=entrance),
    )


def _say(survey: Survey, *, entrance: Entrance) -> dict[str, Any]:
    """What the script needs to know and to say."""
    return _facts(survey, entrance=entrance) | _sentences(survey)


def _facts(survey: Survey, *, entrance: Entrance) -> dict[str, Any]:
    return {
        "slug": survey.slug,
        "address": url_for("responses.survey", slug=survey.slug),
        "code_address": url_for("responses.code"),
        "exit": exit_url(exists=survey.exit_button or entrance != "own"),
        "preview": survey.preview,
        "ids": [asked.id for asked in survey.asked],
        "sections": [asked.section for asked in survey.asked],
        "conditions": survey.conditions,
        "windows": survey.windows,
        "counted": survey.counted,
        "steps": [asked.id for asked in survey.asked if asked.form in ("point", "number")],
        "seal": _seal(survey),
        "kiosk": url_for(ENDPOINTS[entrance], slug=survey.slug) if entrance != "own" else "",
        "worker": url_for("responses.worker"),
    }


def _seal(survey: Survey) -> dict[str, Any] | None:
    """The wave's key as the script takes it; none in a draft, which can send nothing."""
    if survey.seal is None:
        return None
    key = urlsafe_b64encode(survey.seal.public_key).decode().rstrip("=")
    return {"key": key, "info": survey.seal.info.decode(), "size": survey.seal.size}


def _sentences(survey: Survey) -> dict[str, Any]:
    texts = sum(1 for asked in survey.asked if asked.form == "text")
    return {
        "survey": _("Neighbor survey"),
        "question_of": _("Question {n} of {total}"),
        "part_of": _("Part {n} of {total}"),
        "start": survey.say("start"),
        "next": _("Next"),
        "skip": _("Skip"),
        "clear": _("Clear"),
        "send": _("Send my answers"),
        "sending": _("Sending"),
        "again": _("Try again"),
        "skipped": _("You skipped this"),
        "change": _("Change"),
        "answer": _("Answer"),
        "room": _("Up to {n} letters."),
        "left": _("Letters left: {n}"),
        "over": _("Letters too many: {n}"),
        "error": _("Error:"),
        "too_long": too_long("{over}", "{length}", "{max}"),
        "changes": [changes_needed(count) for count in range(1, texts + 1)],
        "kept": _("Everything you wrote is still here."),
        "went": _("Answers that waited on this phone have been sent."),
        "removed": _("Your answers were removed from this phone."),
        "kept_until": _("Your answers are kept on this phone until {day}. Nothing was sent."),
        "days": _days(),
        "unkept": _(
            "This phone could not keep your answers. Leave this page open until they are sent."
        ),
        "no_language": _(
            "This language needs a connection. Connect to the internet, then choose it again."
        ),
        "aloud": _("Read aloud"),
        "hush": _("Stop reading"),
        "idle": _("In {n} seconds this page starts again, and what was answered is removed."),
    }


def _days() -> list[str]:
    """How a day of each month is written, `{d}` for the day: no browser knows every language."""
    locale = get_locale() or Locale(DEFAULT.locale)
    days = (date(2000, month, _DAY) for month in range(1, 13))
    written = (format_skeleton("MMMMd", day, locale=locale) for day in days)
    return [str(words).replace(str(_DAY), "{d}") for words in written]


@cache
def _style() -> str:
    """Both style sheets without comments."""
    text = "".join(_read(name) for name in STYLES)
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@cache
def _script() -> str:
    """All parts of the script as one, without the comments that have a line of their own."""
    parts = (re.sub(r"(?m)^\s*//.*\n|^\s+", "", _read(name)) for name in SCRIPTS)
    return _BEFORE + "".join(parts) + _AFTER


def _read(name: str) -> str:
    folder = Path(current_app.static_folder or "")
    return (folder / name).read_text(encoding="utf-8")


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
