"""How people get no more messages: the page behind the link in an e-mail, and STOP by text.

Neither knows a session, a cookie or an account. One-click works as RFC 8058 says: mail programs
post to the same address without showing the page.
"""

from __future__ import annotations

import hmac
import logging
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)

from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.keys.message_key import get_message_key
from survey.messages.keyring import hold_key
from survey.messages.queries import is_refused, scope_of_place, scope_of_wave
from survey.messages.services import forget_stop, refuse_messages, take_back_refusal
from survey.messages.slips import Slip, digest_of, read_leave_slip
from survey.settings import Settings
from survey.waves.models import Wave
from survey.waves.promise_words import isolate
from survey.web.locales import LANGUAGES, best_language, use_language

bp = Blueprint("leaving", __name__)
log = logging.getLogger("porchlight.messages")

LARGEST_BODY_BYTES: Final = 16 * 1024
STOP_WORDS: Final = frozenset(
    {
        *("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT-OUT"),
        *("ALTO", "BAJA", "PARE", "PARAR", "CANCELAR", "ARRET", "ARRÊT", "ARETE", "СТОП"),
        *("توقف", "إيقاف", "ایست", "停止", "退订", "退訂", "중지", "수신거부"),
        *("DỪNG", "HUY", "HỦY", "JOOJI", "ITIGIL", "አቁም"),
    }
)
START_WORDS: Final = frozenset({"START", "UNSTOP"})


@bp.before_request
def limit_body() -> None:
    """A form with one word, or a short text message."""
    request.max_content_length = LARGEST_BODY_BYTES


@bp.route("/messages/leave/<slip>", methods=["GET", "POST"])
def leave(slip: str) -> Response:
    """Ask whether somebody wants no more e-mails; a post, by button or one click, does it."""
    _choose_language()
    found, wave = _find(slip)
    if found is None or wave is None:
        return _show(slip, None, state="unknown", status=404)
    about = request.form.get("about", "") if request.method == "POST" else None
    if about is not None:
        with transaction():
            _act(found, _share(wave.id), about)
        wave = db.session.get_one(Wave, found.of)
    state = _state(found, wave)
    return _show(slip, wave, state="left_wave" if (state, about) == ("ask", "wave") else state)


@bp.post("/messages/stop")
def stop() -> Response:
    """Take a STOP that the gateway for texts passes on, and START, which takes it back.

    The gateway shows the secret of the settings as a bearer's token or as a password. It is told
    503 where the key is lost: then no text goes out, and many gateways try again.
    """
    settings: Settings = current_app.extensions["settings"]
    texts = settings.texts
    if texts is None or not _shows(texts.stop_secret):
        abort(404)
    told = request.get_json(silent=True) if request.is_json else request.form
    values: Mapping[str, object] = told if isinstance(told, Mapping) else {}
    number = _phone(str(values.get(texts.stop_from) or ""))
    word = _first_word(str(values.get(texts.stop_text) or ""))
    if number and word in STOP_WORDS | START_WORDS:
        try:
            digest = digest_of(hold_key(), "text", number)
        except SurveyError as error:
            log.error("stop not kept code=%s", error.code)  # noqa: TRY400 - a trace would say no more
            return Response("", status=503, mimetype="text/plain")
        with transaction():
            if word in STOP_WORDS:
                refuse_messages(digest=digest, scope="all")
            else:
                forget_stop(digest=digest)
    return Response("", mimetype="text/plain")


def _share(wave_id: str) -> Wave:
    """The wave as it is, and stays until the transaction ends: nobody closes it meanwhile."""
    return db.session.get_one(Wave, wave_id, with_for_update={"read": True}, populate_existing=True)


def _act(slip: Slip, wave: Wave, about: str) -> None:
    """One click says nothing of what it is about: it means every survey at the place.

    Of a survey that is over nothing is written down: no more is sent for it anyhow.
    """
    if about == "back":
        take_back_refusal(digest=slip.digest, wave=wave)
    elif about == "wave":
        if wave.state == "open":
            refuse_messages(digest=slip.digest, scope=scope_of_wave(wave.id))
    else:
        refuse_messages(digest=slip.digest, scope=scope_of_place(wave.property_id))


def _state(slip: Slip, wave: Wave) -> str:
    if is_refused(slip.digest, [scope_of_place(wave.property_id)]):
        return "left_place"
    return "left_wave" if is_refused(slip.digest, [scope_of_wave(wave.id)]) else "ask"


def _find(text: str) -> tuple[Slip | None, Wave | None]:
    key = get_message_key().find()
    slip = read_leave_slip(key, text) if key is not None else None
    return slip, db.session.get(Wave, slip.of) if slip else None


def _show(slip: str, wave: Wave | None, *, state: str, status: int = 200) -> Response:
    links = [
        (one.tag, one.name, one.direction, url_for("leaving.leave", slip=slip, lang=one.tag))
        for one in LANGUAGES.values()
    ]
    page = render_template(
        "messages/leave.html",
        slip=slip,
        state=state,
        place=isolate(get_property(wave.property_id).name) if wave else "",
        language_links=links,
    )
    response = make_response(page, status)
    response.cache_control.no_store = True
    return response


def _choose_language() -> None:
    tag = request.args.get("lang", "")
    known = LANGUAGES.get(tag)
    use_language(known or best_language(request.accept_languages, tuple(LANGUAGES)))


def _shows(secret: str) -> bool:
    """Whether a request shows the secret; no secret set lets nobody in."""
    shown = request.authorization
    given = (shown.token or shown.password or "") if shown is not None else ""
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def _phone(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    return f"+{digits}" if digits else ""


def _first_word(text: str) -> str:
    words = unicodedata.normalize("NFC", text).split()
    return words[0].strip(".,!?'\"«»“”").upper() if words else ""
