"""Posters and table tents: where the survey is, in each language. They hold no secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from survey.communities.models import Property
from survey.core.version import VERSION
from survey.letters.addresses import typed_way_in, way_in
from survey.letters.drawing import draw_square
from survey.letters.rendering import STYLES
from survey.letters.words import INVITATION, LetterWords, letter_words
from survey.pdf.papers import SIZES, check_paper
from survey.pdf.rendering import DoesNotFit, render
from survey.waves.models import Wave
from survey.waves.promise import effective_promise
from survey.web.locales import LANGUAGES, Language

MOST_ON_A_TENT: Final = (4, 8, 15)


@dataclass(frozen=True, slots=True)
class Way:
    """One language's square on a tent, and what stands below it."""

    language: Language
    sentence: str
    square: Markup


def render_poster(wave: Wave, place: Property, tag: str, paper: str) -> bytes:
    """One page in one language; the type is as large as it allows. The same wave, the same bytes.

    Raises KeyError for a language that the wave is not in, ValueError for an unknown paper.
    """
    if tag not in effective_promise(wave)["languages"]:
        raise KeyError(tag)
    check_paper(paper)
    words = letter_words(wave, place.address or "", tag, INVITATION)
    for size in SIZES[:-1]:
        try:
            html = _poster_html(wave, words, paper, size)
            return render(html, stylesheets=STYLES, most_pages=1)
        except DoesNotFit:
            continue
    return render(_poster_html(wave, words, paper, SIZES[-1]), stylesheets=STYLES)


def render_tent(wave: Wave, place: Property, paper: str) -> bytes:
    """One page to fold: each half stands upright for its side of the table, with every language.

    Raises ValueError for an unknown paper.
    """
    check_paper(paper)
    tags = effective_promise(wave)["languages"]
    words = letter_words(wave, place.address or "", tags[0], INVITATION)
    ways = [_way(wave, tag) for tag in tags]
    with force_locale(words.language.locale):
        html = render_template(
            "paper/tent.html",
            words=words,
            ways=ways,
            most=next(most for most in MOST_ON_A_TENT if len(ways) <= most),
            across=4 if len(ways) <= 8 else 8,
            address=typed_way_in(wave),
            letter_has_it=_letter_has_it(wave),
            reader=words.language,
            paper=paper,
            software=VERSION,
        )
    return render(html, stylesheets=STYLES)


def _poster_html(wave: Wave, words: LetterWords, paper: str, size: str) -> str:
    tag = words.language.tag
    with force_locale(words.language.locale):
        return render_template(
            "paper/poster.html",
            words=words,
            square=draw_square(way_in(wave, tag), words.scan),
            address=typed_way_in(wave),
            letter_has_it=_letter_has_it(wave),
            reader=words.language,
            paper=paper,
            size=size,
            software=VERSION,
        )


def _way(wave: Wave, tag: str) -> Way:
    language = LANGUAGES[tag]
    with force_locale(language.locale):
        sentence, name = _("How is it to live here?"), _("QR code")
    return Way(language, sentence, draw_square(way_in(wave, tag), name))


def _letter_has_it(wave: Wave) -> str:
    return _("Your letter has your code.") if wave.access == "codes" else ""
