"""The public promise page: what was sealed, in plain words, and how anybody can check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from survey.communities.days import day_at
from survey.communities.queries import get_property
from survey.core.bank.model import is_own
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.wording import option_key
from survey.core.errors import SurveyError
from survey.core.promise.document import has_paper, is_draft, short_hash
from survey.core.promise.extending import closes_at_the_latest, sealed_closing
from survey.core.promise.tightening import CUTS, DESTROY_AFTER, MIN_GROUP
from survey.waves import words
from survey.waves.extension_words import closed_early, extended
from survey.waves.models import PromiseTightening, Wave
from survey.waves.move_in_words import sealed_until, who_moves_in
from survey.waves.paper_words import paper_answer, paper_question
from survey.waves.promise import asked_questionnaire, effective_promise, sealed_promise
from survey.waves.promise_words import fill, promise_values
from survey.waves.queries import find_wave_by_promise_hash
from survey.waves.sealed_count import count_shown
from survey.waves.study_words import told_of_study
from survey.waves.views.blueprint import bp
from survey.web.joining import in_a_row
from survey.web.locales import LANGUAGES, best_language, use_language

DOCUMENT_AGE_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was sealed, with the answers that could be given.

    own: whether the community added it.
    """

    text: str
    answers: tuple[str, ...]
    own: bool = False


@bp.get("/promise/<text>")
@bp.get("/promise/<text>/<tag>")
def promise(text: str, tag: str | None = None) -> str:
    """Show the promise with this hash in one of its languages."""
    wave = _get_wave(text)
    place = get_property(wave.property_id)
    said = effective_promise(wave)
    tags = [one for one in said["languages"] if one in LANGUAGES]
    if tag is not None and tag not in tags:
        raise SurveyError("missing", "no_such_promise")
    language = LANGUAGES[tag] if tag else best_language(request.accept_languages, tags)
    use_language(language)
    questionnaire = asked_questionnaire(wave)
    sentences = _Sentences(said, questionnaire, said["wording"][language.tag])
    return render_template(
        "waves/promise.html",
        wave=wave,
        promise=said,
        not_reviewed=is_draft(said, language.tag),
        short=short_hash(wave.promise_hash),
        say=sentences.say,
        paper=(paper_question(), paper_answer(said["access"])) if has_paper(said) else None,
        study=told_of_study(said),
        cuts=words.promised_cuts(said, sentences.texts),
        tightenings=[(day_at(place, made.made_at), _tightened(made)) for made in wave.tightenings],
        who_moves_in=who_moves_in(said),
        sealed_until=sealed_until(said),
        planned=sealed_closing(sealed_promise(wave)),
        latest=closes_at_the_latest(said),
        extensions=[(day_at(place, made.made_at), extended(made)) for made in wave.extensions],
        closed_early=closed_early(wave, place),
        questions=list_questions(questionnaire, sentences.texts),
        sealed=count_shown(wave),
        sealed_in_the_box=words.sealed_in_the_box,
        day=words.day,
        language_links=[_link(wave, one) for one in tags],
    )


@bp.get("/promise/<text>.json")
def promise_document(text: str) -> Response:
    """The sealed promise byte for byte: its SHA-256 is the hash."""
    wave = _get_wave(text)
    response = Response(wave.promise.encode("utf-8"), mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={DOCUMENT_AGE_SECONDS}, immutable"
    name = f"porchlight-promise-{short_hash(wave.promise_hash)}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def list_questions(questionnaire: Questionnaire, texts: Mapping[str, str]) -> list[AskedQuestion]:
    """Every question in asking order, in the frozen wording of one language."""
    asked = []
    for item in questionnaire.items:
        scale = questionnaire.scale_of(item)
        owner = f"scale.{scale.id}"
        ends = [(str(end.value), texts[option_key(owner, end.value)]) for end in scale.end_labels]
        answers = [f"{value}: {text}" for value, text in ends]
        answers += [texts[option_key(owner, point.value)] for point in scale.points]
        answers += [texts[option_key(owner, option.value)] for option in scale.options]
        asked.append(AskedQuestion(texts[item.id], tuple(answers), is_own(item.id)))
    for demographic in questionnaire.demographics:
        keys = [option_key(demographic.id, option.value) for option in demographic.options]
        asked.append(AskedQuestion(texts[demographic.id], tuple(texts[key] for key in keys)))
    return asked


class _Sentences:
    """The frozen consent sentences of one language, with the wave's values put in."""

    def __init__(
        self, said: dict[str, Any], questionnaire: Questionnaire, texts: Mapping[str, str]
    ) -> None:
        self.texts = texts
        self._values = promise_values(
            said,
            questionnaire,
            count=len(questionnaire.items) + len(questionnaire.demographics),
            min_group=said[MIN_GROUP],
            answers_destroyed_after_days=said[DESTROY_AFTER],
        )

    def say(self, key: str) -> Markup:
        """One sentence."""
        return fill(self.texts[f"consent.{key}"], self._values)


def _get_wave(text: str) -> Wave:
    wave = find_wave_by_promise_hash(text)
    if wave is None:
        raise SurveyError("missing", "no_such_promise")
    return wave


def _link(wave: Wave, tag: str) -> tuple[str, str, str, str]:
    language = LANGUAGES[tag]
    url = url_for("waves.promise", text=short_hash(wave.promise_hash), tag=tag)
    return tag, language.name, language.direction, url


def _tightened(made: PromiseTightening) -> str:
    """What a tightening says, in words."""
    said = []
    if MIN_GROUP in made.change:
        said.append(
            _("The smallest group shown is %(people)s people.", people=made.change[MIN_GROUP])
        )
    if CUTS in made.change:
        said.append(_("One or more breakdowns will not be made."))
    if DESTROY_AFTER in made.change:
        said.append(
            _(
                "Answers are destroyed within %(days)s days of the results.",
                days=made.change[DESTROY_AFTER],
            )
        )
    return in_a_row(*said)
