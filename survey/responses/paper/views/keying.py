"""The keyer's desk: one sheet on one page, some of them twice, each sealed at the end.

Nothing typed is stored. What has to outlast a request travels in the page, locked by a key that
ends with the sitting. Every answer is `no-store`, and a sheet that was sealed or left is never
shown again, whatever a browser sends once more.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, request
from flask_babel import gettext as _

from forms.paper import Keyed, read_keyed
from survey import clock
from survey.accounts.access import signed_in
from survey.core.errors import SurveyError
from survey.core.flow import Answer
from survey.core.sealing.errors import SealingError
from survey.responses.paper.comparing import list_compared, list_different, spoken
from survey.responses.paper.keying_words import done_words, look_again, stopped_words, wrong_code
from survey.responses.paper.page import SheetPage, numbers_line
from survey.responses.paper.queries import get_keyed_wave
from survey.responses.paper.services import draw_sheet
from survey.responses.paper.sitting import find_sitting
from survey.responses.paper.stages import Carried, unlock_carried
from survey.responses.paper.typing import numbers_typed, read_typed
from survey.responses.paper.views.blueprint import bp
from survey.responses.paper.views.counting import count_waiting
from survey.responses.paper.views.desk import (
    Desk,
    Shown,
    ask,
    blank_page,
    go_on,
    leave,
    seal,
    show,
    sit_down,
)
from survey.responses.paper.views.lists import show_begin
from survey.responses.queries import check_code
from survey.responses.terms import get_frozen_terms
from survey.waves.queries import is_accepting


@bp.route("/paper/<wave_id>/<tag>", methods=["GET", "POST"])
def sheet(wave_id: str, tag: str) -> Shown:
    """Type in one sheet of this language."""
    wave, place = get_keyed_wave(signed_in(), wave_id)
    if tag not in get_frozen_terms(wave).languages:
        raise SurveyError("missing", "no_such_wave")
    sitting = find_sitting(wave_id)
    if sitting is None or is_accepting(wave, clock.now()) != "open":
        if request.method == "POST":
            flash(stopped_words())
        return show_begin(wave, place)
    desk = sit_down(wave, place, tag, sitting)
    if request.method == "GET":
        return show(desk, blank_page(desk))
    keyed = read_keyed(request.form)
    outcome = sitting.outcome_of(keyed.sheet) if keyed.sheet else "left"
    if keyed.sheet is None or outcome is not None:
        flash(done_words(sealed=outcome == "sealed"))
        return go_on(desk)
    if keyed.act == "clear":
        leave(desk, keyed.sheet)
        return go_on(desk)
    take = _take_more if keyed.carried else _take_first
    return take(desk, keyed, keyed.sheet)


def _take_first(desk: Desk, keyed: Keyed, name: str) -> Shown:
    """A sheet typed for the first time: sealed, or asked for once more."""
    typed = read_typed(desk.questions, desk.survey.check, keyed.typed)
    page = SheetPage(desk.survey, desk.questions, name, apart=typed.apart)
    page.show_rows(keyed.typed, typed)
    looks = keyed.act == "look"
    if desk.with_codes:
        page.show_code(keyed.code, "" if looks else _wrong_code(desk, keyed.code))
    if not (looks or typed.answers or typed.wrong):
        page.form_errors.append(_("Nothing is typed. A sheet without any answer is not sealed."))
    if looks or page.errors or _is_news(typed.apart, keyed):
        return show(desk, page)
    if desk.sitting.is_twice(draw_sheet(desk.wave, keyed.code, name)):
        count_waiting(desk.sitting)
        return ask(desk, name, Carried(keyed.code, typed.answers))
    return seal(desk, name, keyed.code, typed.answers, typed.apart)


def _take_more(desk: Desk, keyed: Keyed, name: str) -> Shown:
    """A sheet typed again, or what the paper says where two keyings differ."""
    try:
        carried = unlock_carried(keyed.carried, desk.sitting.key(), context=desk.context(name))
    except SealingError:
        leave(desk, name)
        flash(_("The first typing of this sheet can no longer be read. Type the sheet anew."))
        return go_on(desk)
    if carried.second is None:
        return _take_again(desk, keyed, name, carried)
    return _take_decision(desk, keyed, name, carried, carried.second)


def _take_again(desk: Desk, keyed: Keyed, name: str, carried: Carried) -> Shown:
    typed = read_typed(list_compared(desk.questions), desk.survey.check, keyed.typed)
    if keyed.act == "look" or typed.wrong or _is_news(typed.apart, keyed):
        page = SheetPage(desk.survey, desk.questions, name, "again", keyed.carried)
        page.apart = typed.apart
        page.show_rows(keyed.typed, typed)
        return show(desk, page)
    second = {**typed.answers, **spoken(desk.questions, carried.first)}
    if list_different(desk.questions, carried.first, second):
        return ask(desk, name, Carried(carried.code, carried.first, second))
    return seal(desk, name, carried.code, second, typed.apart, different=0)


def _take_decision(
    desk: Desk, keyed: Keyed, name: str, carried: Carried, second: Mapping[str, Answer]
) -> Shown:
    """The second keying, with what was decided in it, checked as a whole once more."""
    different = list_different(desk.questions, carried.first, second)
    texts = {one.id: numbers_typed(one, second.get(one.id)) for one in desk.questions}
    texts |= {one.id: keyed.typed.get(one.id, "") for one in different}
    typed = read_typed(desk.questions, desk.survey.check, texts)
    looks = keyed.act == "look"
    undecided = [] if looks else [one.id for one in different if not texts[one.id].strip()]
    if looks or undecided or typed.wrong:
        page = SheetPage(desk.survey, desk.questions, name, "differ", keyed.carried)
        page.show_different(carried, texts, typed)
        page.tell_wrong(dict.fromkeys(undecided, look_again()))
        return show(desk, page)
    return seal(desk, name, carried.code, typed.answers, typed.apart, different=len(different))


def _wrong_code(desk: Desk, code: str) -> str:
    return "" if check_code(desk.wave, code) else wrong_code(code)


def _is_news(apart: tuple[int, ...], keyed: Keyed) -> bool:
    """Whether the keyer has not been told yet of just these answers that do not apply."""
    return bool(apart) and numbers_line(apart) != keyed.apart
