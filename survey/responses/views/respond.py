"""The survey's own address: the document, and the one post that sends its answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from flask import Response, json, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from forms.answers import changes_needed, explain
from forms.respond import Sending, read_sending
from survey import clock
from survey.core.errors import SurveyError
from survey.core.flow import Checked
from survey.core.sealing.receipts import format_receipt
from survey.responses.document import Entrance, Survey
from survey.responses.queries import check_code
from survey.responses.rendering import (
    Mistake,
    content_policy,
    page_values,
    render_plain,
)
from survey.responses.services import seal_response
from survey.responses.views.blueprint import bp
from survey.responses.views.pages import (
    JSON,
    accepting_now,
    choose_language,
    find_document,
    get_document,
    get_survey,
    show_resting,
    wants_json,
)
from survey.waves.known import KnownWave, find_known_wave


@bp.get("/s/<slug>")
@bp.route("/s/<slug>/<tag>", methods=["GET", "POST"])
def survey(slug: str, tag: str | None = None) -> AnyResponse:
    """Show the questionnaire, or take its answers. Only a post writes."""
    return _answer(slug, tag)


@bp.get("/s/<slug>/kiosk")
@bp.route("/s/<slug>/kiosk/<tag>", methods=["GET", "POST"])
def kiosk(slug: str, tag: str | None = None) -> AnyResponse:
    """The same for a tablet that many people use, one after the other."""
    return _answer(slug, tag, entrance="kiosk")


@bp.get("/s/<slug>/interviewer")
@bp.route("/s/<slug>/interviewer/<tag>", methods=["GET", "POST"])
def interviewer(slug: str, tag: str | None = None) -> AnyResponse:
    """The same for somebody who reads the questions to others and types what they say."""
    return _answer(slug, tag, entrance="interviewer")


def _answer(slug: str, tag: str | None, *, entrance: Entrance = "own") -> AnyResponse:
    wave = find_known_wave(slug)
    if wave and tag and request.method == "GET" and accepting_now(wave) == "open":
        kept = find_document(wave, tag, entrance=entrance)
        if kept:
            return kept.answer()
    chosen = choose_language(wave, tag)
    if wave is None:
        return show_resting(None, "unknown")
    state = accepting_now(wave)
    if state != "open":
        return show_resting(wave, state, late=request.method == "POST")
    if request.method == "POST":
        return _take(wave, chosen, entrance=entrance)
    if tag not in (None, chosen):
        return show_resting(None, "unknown")
    return get_document(wave, chosen, entrance=entrance).answer()


def _take(wave: KnownWave, tag: str, *, entrance: Entrance) -> AnyResponse:
    sending = read_sending(request.form)
    asked = get_survey(wave, tag)
    if sending.sealed is not None:
        return _take_sealed(wave, asked, sending, sending.sealed, entrance=entrance)
    if sending.act != "answer":
        return show_plain(asked, sending, entrance=entrance)
    checked = asked.check.read(sending.fields)
    goes = sending.submission_id is not None or (wants_json() and wave.access == "codes")
    if checked.problems or not goes:
        mistakes = _list_mistakes(wave, asked, sending, checked)
        if mistakes:
            return _show_mistakes(asked, sending, mistakes, entrance=entrance)
    if not goes:
        return _show_check(asked, sending, checked, entrance=entrance)
    return _send(wave, asked, sending, checked.answers, entrance=entrance)


def _take_sealed(
    wave: KnownWave, asked: Survey, sending: Sending, sealed: bytes, *, entrance: Entrance
) -> AnyResponse:
    """Answers that the phone has sealed: only what stands outside the envelope can be wrong."""
    if wave.access == "link" and sending.submission_id is None:
        return _show_mistakes(asked, sending, [_id_mistake()], entrance=entrance)
    return _send(wave, asked, sending, sealed, entrance=entrance)


def _send(
    wave: KnownWave,
    asked: Survey,
    sending: Sending,
    answers: Mapping[str, object] | bytes,
    *,
    entrance: Entrance,
) -> AnyResponse:
    usual = "code" if wave.access == "codes" else "link"
    try:
        sent = seal_response(
            wave=wave,
            code=sending.code if wave.access == "codes" else None,
            submission_id=sending.submission_id,
            answers=answers,
            language=asked.language.tag,
            mode=usual if entrance == "own" else entrance,
            now=clock.now(),
        )
    except SurveyError as error:
        if error.code == "unknown_code":
            return _show_mistakes(asked, sending, [_code_mistake(sending)], entrance=entrance)
        if error.code == "not_sealed":
            mistake = Mistake("sealed", "", explain("not_sealed"))
            return _show_mistakes(asked, sending, [mistake], entrance=entrance)
        return show_resting(wave, "cancelled" if "cancelled" in error.code else "closed", late=True)
    receipt = format_receipt(sent.receipt)
    if wants_json():
        return _as_json({"receipt": receipt}, 200)
    return _as_page(
        render_template(
            "responses/thanks.html", receipt=receipt, **page_values(asked, entrance=entrance)
        )
    )


def _list_mistakes(
    wave: KnownWave, asked: Survey, sending: Sending, checked: Checked
) -> list[Mistake]:
    mistakes = []
    if wave.access == "codes" and not check_code(wave, sending.code):
        mistakes.append(_code_mistake(sending))
    # A plain form gets its id on the way to the check.
    if wave.access == "link" and sending.submission_id is None and wants_json():
        mistakes.append(_id_mistake())
    for problem in checked.problems:
        question = asked.find(problem.item_id)
        if question is not None:
            label = question.label_of(problem.params.get("value", ""))
            text = explain(problem.code, {**problem.params, "label": label})
            mistakes.append(Mistake(problem.item_id, question.text, text))
    return mistakes


def _code_mistake(sending: Sending) -> Mistake:
    text = explain("unknown_code" if sending.code.strip() else "no_code")
    return Mistake("code", _("What is the code on your letter?"), text)


def _id_mistake() -> Mistake:
    return Mistake("submission_id", "", explain("no_submission_id"))


def _show_mistakes(
    asked: Survey, sending: Sending, mistakes: Sequence[Mistake], *, entrance: Entrance
) -> AnyResponse:
    # No page could show what is sealed: only the script sends it.
    if wants_json() or sending.sealed is not None:
        errors = [{"id": one.id, "name": one.name, "text": one.text} for one in mistakes]
        title = changes_needed(len(mistakes))
        kept = _("Everything you wrote is still here.")
        return _as_json({"errors": errors, "title": title, "kept": kept}, 422)
    return show_plain(asked, sending, mistakes, status=422, entrance=entrance)


def show_plain(
    asked: Survey,
    sending: Sending,
    mistakes: Sequence[Mistake] = (),
    *,
    status: int = 200,
    entrance: Entrance = "own",
) -> AnyResponse:
    """The whole form without its script, holding what was typed."""
    page = render_plain(
        asked,
        given=sending.fields,
        code=sending.code,
        mistakes=mistakes,
        entrance=entrance,
    )
    response = _as_page(page, status)
    response.headers["Content-Security-Policy"] = content_policy()
    return response


def _show_check(
    asked: Survey, sending: Sending, checked: Checked, *, entrance: Entrance
) -> AnyResponse:
    """What would be sent, with a fresh submission id. Nothing is written yet."""
    rows = [
        (question, question.words_of(checked.answers.get(question.id)))
        for question in asked.asked
        if asked.check.applies(question.id, checked.answers)
    ]
    known = {question.id for question in asked.asked}
    hidden = [
        (name, value)
        for name, values in sending.fields.items()
        if name in known
        for value in values
    ]
    return _as_page(
        render_template(
            "responses/check.html",
            rows=rows,
            hidden=[*hidden, ("code", sending.code)],
            submission_id=secrets.token_urlsafe(24),
            **page_values(asked, entrance=entrance),
        )
    )


def _as_json(value: dict[str, object], status: int) -> Response:
    return Response(json.dumps(value), status, {"Cache-Control": "no-store"}, mimetype=JSON)


def _as_page(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.cache_control.no_store = True
    return response
