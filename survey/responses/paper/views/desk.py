"""What every step at the keyer's desk ends with: a page, an empty page, or a sealed sheet."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_babel import force_locale
from werkzeug import Response

from survey import clock
from survey.communities.models import Property
from survey.core.flow import Answer
from survey.responses.document import Survey, read_survey
from survey.responses.paper.comparing import list_compared
from survey.responses.paper.keying_words import apart_words, sealed_words
from survey.responses.paper.numbering import Numbered, number_questions
from survey.responses.paper.page import SheetPage, Stage, numbers_line
from survey.responses.paper.services import seal_sheet
from survey.responses.paper.sitting import Sitting, keep_sitting
from survey.responses.paper.stages import Carried, lock_carried
from survey.responses.terms import get_frozen_terms
from survey.waves.models import Wave
from survey.waves.promise import effective_promise
from survey.web.locales import LANGUAGES

Shown = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Desk:
    """A keyer's work on one wave, in the language of one sheet."""

    wave: Wave
    place: Property
    survey: Survey
    questions: tuple[Numbered, ...]
    sitting: Sitting

    @property
    def tag(self) -> str:
        """The language of the sheet."""
        return self.survey.language.tag

    @property
    def with_codes(self) -> bool:
        """Whether a sheet without a code cannot be counted."""
        return self.wave.access == "codes"

    def context(self, sheet: str) -> bytes:
        """What a lock of this page belongs to."""
        return f"{self.wave.id}|{self.tag}|{sheet}".encode()


def sit_down(wave: Wave, place: Property, tag: str, sitting: Sitting) -> Desk:
    """The desk for sheets of this language; their words are those of the sealed promise."""
    with force_locale(LANGUAGES[tag].locale):
        survey = read_survey(
            effective_promise(wave), slug=wave.slug, tag=tag, promise_hash=wave.promise_hash
        )
    return Desk(wave, place, survey, number_questions(survey.asked), sitting)


def blank_page(desk: Desk) -> SheetPage:
    """An empty page for the next sheet."""
    page = SheetPage(desk.survey, desk.questions, secrets.token_urlsafe(24))
    page.show_rows({})
    if desk.with_codes:
        page.show_code("")
    return page


def show(desk: Desk, page: SheetPage) -> Shown:
    """The page, with what has to be changed in it."""
    html = render_template(
        "paper/sheet.html",
        form=page,
        page=page,
        wave=desk.wave,
        place=desk.place,
        sheet_language=desk.survey.language,
        languages=desk.survey.languages,
        apart=apart_words(page.apart) if page.apart else "",
        apart_numbers=numbers_line(page.apart),
    )
    return (html, 400) if page.errors else html


def ask(desk: Desk, sheet: str, carried: Carried) -> Shown:
    """Ask for a sheet once more, or for what stands on it where two keyings differ."""
    locked = lock_carried(
        carried,
        desk.sitting.key(),
        context=desk.context(sheet),
        answers_size=get_frozen_terms(desk.wave).answers_size,
    )
    stage: Stage = "again" if carried.second is None else "differ"
    page = SheetPage(desk.survey, desk.questions, sheet, stage=stage, carried=locked)
    if carried.second is None:
        page.show_rows({})
    else:
        page.show_different(carried, {})
    return show(desk, page)


def seal(
    desk: Desk,
    sheet: str,
    code: str,
    answers: Mapping[str, Answer],
    left_out: tuple[int, ...],
    *,
    different: int | None = None,
) -> Response:
    """Seal a sheet, and go on to the next. different: boxes in which two keyings of it differed."""
    seal_sheet(
        wave=desk.wave,
        code=code,
        sheet=sheet,
        answers=answers,
        language=desk.tag,
        now=clock.now(),
    )
    if different is not None:
        compared = len(list_compared(desk.questions))
        desk.sitting.count(compared, compared - different)
    desk.sitting.seal(sheet)
    keep_sitting(desk.sitting)
    flash(sealed_words(left_out))
    return go_on(desk)


def leave(desk: Desk, sheet: str) -> None:
    """Nothing comes of this page's sheet."""
    desk.sitting.leave(sheet)
    keep_sitting(desk.sitting)


def go_on(desk: Desk) -> Response:
    """To an empty page."""
    return redirect(url_for("paper.sheet", wave_id=desk.wave.id, tag=desk.tag), code=303)
