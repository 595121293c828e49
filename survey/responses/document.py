"""What the resident's document says, in one language: a promise read for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final, Literal

from babel import Locale
from babel.dates import format_skeleton
from flask_babel import get_locale
from markupsafe import Markup

from survey.core.bank.content import from_content
from survey.core.bank.questionnaire import Questionnaire
from survey.core.flow import AnswerCheck
from survey.core.promise.document import has_exit_button, has_paper, is_draft, short_hash
from survey.core.promise.kinds import MOVE_IN, kind_of
from survey.responses.questions import Asked, list_asked
from survey.waves.move_in_words import sealed_until, who_moves_in
from survey.waves.paper_words import paper_answer, paper_question
from survey.waves.promise_words import fill, promise_values
from survey.waves.study_words import told_of_study
from survey.web.joining import in_a_row
from survey.web.locales import DEFAULT, LANGUAGES, Language

Entrance = Literal["own", "kiosk", "interviewer"]
"""A device of one's own, a tablet that many people use, or one that an interviewer holds."""

MOST_WINDOWS: Final = 12
"""So many windows fit beside one another on a small phone; more questions are shown as parts."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a phone needs to seal answers: the wave's public key, the context, the padded size."""

    public_key: bytes
    info: bytes
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One wave's survey in one language, for templates.

    words: wording key -> text. asked: the questions that can apply. parts: how many of them
    stand in each run of one section. counted: whether the number of questions is certain.
    check: what reads a form of these questions.
    paper: a question and an answer about sheets of paper, None where there are none; study: the
    same of a study, where the promise allows one.
    preview_of: the id of the draft that staff look at, None in a wave. seal: None in a draft.
    """

    slug: str
    language: Language
    languages: tuple[Language, ...]
    property_name: str
    property_slug: str
    month: str
    access: str
    custody: str
    runner_is_landlord: bool
    report_by: str
    promise_hash: str
    words: Mapping[str, str]
    values: Mapping[str, Markup]
    questionnaire: Questionnaire
    wave_number: int
    asked: tuple[Asked, ...]
    parts: tuple[int, ...]
    counted: bool
    not_reviewed: bool
    check: AnswerCheck
    exit_button: bool = True
    paper: tuple[str, str] | None = None
    study: tuple[str, str] | None = None
    moving_in: str = ""
    preview_of: int | None = None
    seal: Seal | None = None

    @property
    def preview(self) -> bool:
        """Whether this is a draft shown to staff, which can send nothing."""
        return self.preview_of is not None

    @property
    def promise_number(self) -> str:
        """The hash as people compare it: 96 bits in groups of four letters."""
        return short_hash(self.promise_hash)

    @property
    def windows(self) -> tuple[int, ...]:
        """How many questions each window of the progress stands for."""
        each = self.counted and len(self.asked) <= MOST_WINDOWS
        return (1,) * len(self.asked) if each else self.parts

    def say(self, key: str) -> Markup:
        """A sentence of the consent text with the wave's values put in."""
        return fill(self.words[f"consent.{key}"], self.values)

    def find(self, question_id: str) -> Asked | None:
        """The question with this id, if it is asked."""
        return next((asked for asked in self.asked if asked.id == question_id), None)

    @property
    def conditions(self) -> dict[str, Any]:
        """What the page's script needs to know of questions that do not always apply."""
        return {asked.id: asked.condition for asked in self.asked if asked.condition}


def read_survey(
    promise: Mapping[str, Any],
    *,
    slug: str,
    tag: str,
    promise_hash: str,
    preview_of: int | None = None,
    seal: Seal | None = None,
) -> Survey:
    """Read a promise, with its tightenings, for the page in one of its languages.

    Needs the page's language to be in use already: dates and captions are written in it.
    """
    questionnaire = from_content(promise["questionnaire"]["content"])
    words: Mapping[str, str] = promise["wording"][tag]
    number = promise["wave"]["number"]
    asked = list_asked(questionnaire, number, words.__getitem__)
    return Survey(
        slug=slug,
        language=LANGUAGES[tag],
        languages=tuple(_known(promise["languages"])),
        property_name=promise["property"]["name"],
        property_slug=promise["property"]["slug"],
        month=_month(promise),
        access=promise["access"],
        custody=promise["custody"]["kind"],
        runner_is_landlord=promise["runner"]["is_landlord"],
        report_by=promise["wave"]["report_by"],
        promise_hash=promise_hash,
        words=words,
        values=promise_values(
            promise,
            questionnaire,
            count=len(asked),
            min_group=promise["min_group"],
            answers_destroyed_after_days=promise["answers_destroyed_after_days"],
        ),
        questionnaire=questionnaire,
        wave_number=number,
        asked=asked,
        parts=tuple(len(list(run)) for _section, run in groupby(one.section for one in asked)),
        counted=not any(one.condition for one in asked),
        not_reviewed=is_draft(promise, tag),
        check=AnswerCheck(questionnaire, wave_number=number),
        exit_button=has_exit_button(promise),
        paper=_paper(promise),
        study=told_of_study(promise),
        moving_in=in_a_row(who_moves_in(promise), sealed_until(promise)),
        preview_of=preview_of,
        seal=seal,
    )


def _paper(promise: Mapping[str, Any]) -> tuple[str, str] | None:
    return (paper_question(), paper_answer(promise["access"])) if has_paper(promise) else None


def _known(tags: list[str]) -> Iterator[Language]:
    """The promise's languages in the site's order."""
    return (language for tag, language in LANGUAGES.items() if tag in tags)


def _month(promise: Mapping[str, Any]) -> str:
    """The month and year in which a wave began, in the page's language; its months of moving in.

    Both ends have their year: Babel says the first month twice of a year's stretch in Persian.
    """
    ends = [date.fromisoformat(promise["wave"][end]) for end in ("opens_on", "closes_on")]
    locale = get_locale() or Locale(DEFAULT.locale)
    months = [str(format_skeleton("yMMMM", end, locale=locale)) for end in ends]
    if kind_of(promise) != MOVE_IN:
        return months[0]
    return str(locale.interval_formats[None]).format(*months)
