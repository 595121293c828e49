"""/genuine: where anybody checks that a letter or text is genuine. No code, no cookie, no name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forms.fields import tidy
from survey import clock
from survey.core.promise.document import short_hash
from survey.core.sealing.codes import normalize_code
from survey.letters.addresses import base_address, typed
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.promise import effective_promise
from survey.waves.queries import (
    find_wave_by_promise_hash,
    find_wave_by_slug,
    is_accepting,
)
from survey.web.locales import LANGUAGES, best_language, use_language

bp = Blueprint("genuine", __name__)

LONGEST: Final = 300
_SURVEY: Final = re.compile(r"/(?:s|r)/([A-Za-z0-9-]+)(?:/.*)?")
_PROMISE: Final = re.compile(r"/promise/([0-9A-Fa-f-]+)(?:/.*)?")
_OWN_PAGES: Final = ("", "/", "/c", "/genuine")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of what was typed. good: whether it is ours."""

    title: str
    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The survey that a number or an address belongs to."""

    place: str
    runner: str
    landlord: bool
    contact: str
    first: str
    last: str
    state: str
    number: str


@bp.route("/genuine", methods=["GET", "POST"])
def check() -> Response:
    """Say which survey a number or an address belongs to; a code is never looked up."""
    wanted = LANGUAGES.get(request.args.get("lang", ""))
    use_language(wanted or best_language(request.accept_languages, list(LANGUAGES)))
    given = tidy(request.form.get("given", ""))[:LONGEST] if request.method == "POST" else ""
    verdict, wave = _judge(given) if request.method == "POST" else (None, None)
    links = [
        (one.tag, one.name, one.direction, url_for("genuine.check", lang=one.tag))
        for one in LANGUAGES.values()
    ]
    page = render_template(
        "genuine/check.html",
        chosen=wanted.tag if wanted else None,
        verdict=verdict,
        known=_tell(wave) if wave is not None else None,
        host=typed(base_address()),
        language_links=links,
    )
    response = make_response(page)
    response.cache_control.no_store = True
    return response


def _judge(given: str) -> tuple[Verdict, Wave | None]:
    """What to say of it, and the survey it belongs to. At most two queries."""
    if not given:
        return _nothing(), None
    if wave := find_wave_by_promise_hash(given):
        return _ours(), wave
    if normalize_code(given) is not None or "#" in given:
        return _a_code(), None
    return _judge_address(given)


def _judge_address(given: str) -> tuple[Verdict, Wave | None]:
    address = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower()
    except ValueError:
        return _unknown(), None
    if "." not in host and ":" not in host:
        return _unknown(), None
    if host != urlsplit(base_address()).netloc.lower():
        return _foreign(), None
    path = parts.path.rstrip("/")
    if found := _SURVEY.fullmatch(path):
        wave = find_wave_by_slug(found[1])
    elif found := _PROMISE.fullmatch(path):
        wave = find_wave_by_promise_hash(found[1])
    else:
        return (_our_place() if path in _OWN_PAGES else _unknown()), None
    return (_ours(), wave) if wave is not None else (_unknown(), None)


def _nothing() -> Verdict:
    return Verdict(
        _("Nothing was typed"), _("Type the number of the promise or the web address."), False
    )


def _ours() -> Verdict:
    return Verdict(
        _("Yes, this survey is genuine"),
        _("Compare what stands below with your letter or text."),
        True,
    )


def _our_place() -> Verdict:
    return Verdict(
        _("Yes, this address is ours"),
        _("To see which survey it is, type the number of the promise as well."),
        True,
    )


def _a_code() -> Verdict:
    return Verdict(
        _("That looks like your code"),
        _(
            "It was not looked at. Keep your code to yourself. Type the number of the promise or "
            "the web address."
        ),
        False,
    )


def _foreign() -> Verdict:
    return Verdict(
        _("This is not our address"),
        _("Do not go there, and do not type your code there. Ask whoever runs the survey."),
        False,
    )


def _unknown() -> Verdict:
    return Verdict(
        _("We do not know this"),
        _(
            "Compare each letter and figure with your paper. If it stands there like this, the "
            "letter is not from us."
        ),
        False,
    )


def _tell(wave: Wave) -> Known:
    promise = effective_promise(wave)
    runner, days = promise["runner"], promise["wave"]
    return Known(
        place=promise["property"]["name"],
        runner=runner["name"],
        landlord=runner["is_landlord"],
        contact=runner["contact"],
        first=words.day(days["opens_on"]),
        last=words.day(days["closes_on"]),
        state=_state(wave),
        number=short_hash(wave.promise_hash),
    )


def _state(wave: Wave) -> str:
    states = {
        "not_yet": _("It has not opened yet."),
        "open": _("It is open now."),
        "closed": _("It is closed. No answers are taken any more."),
        "cancelled": _("It was cancelled. No answers are taken any more."),
    }
    return states[is_accepting(wave, clock.now())]
