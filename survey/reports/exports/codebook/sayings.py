"""What a release says about itself and its questions, in every language of its wave at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import force_locale
from flask_babel import gettext as _

from survey.reports import words
from survey.reports.method import method_facts
from survey.reports.public_page import offered_languages
from survey.reports.reading import LEVEL_ORDER, ReleaseDocument
from survey.reports.wording import Wording

T = TypeVar("T")

Texts = Mapping[str, str]
"""Language tag -> text."""


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences about the survey in one language; empty where a release does not say one."""

    title: str
    unit: str
    asked: str
    way: str
    keying: str
    runner: str
    custody: str
    response: str
    weights: str
    ranges: str
    small_numbers: str
    check: str
    smallest_group: str
    kept: str


class Sayings:
    """A release in all languages of its wave; the first one is the document's own."""

    def __init__(self, document: ReleaseDocument) -> None:
        self._document = document
        self._locales = {each.tag: each.locale for each in offered_languages(document)}
        self._told = self.each(lambda wording: _told(document, wording))

    @property
    def first(self) -> str:
        """The tag of the document's own language."""
        return next(iter(self._locales))

    def each(self, say: Callable[[Wording], T]) -> dict[str, T]:
        """Ask for something in each language, while that is the language of the moment."""
        said = {}
        for tag, locale in self._locales.items():
            with force_locale(locale):
                said[tag] = say(Wording(self._document, tag))
        return said

    def texts(self, name: str) -> Texts:
        """One of the sentences of Told by its name, in each language."""
        return {tag: str(getattr(told, name)) for tag, told in self._told.items()}


def _told(document: ReleaseDocument, wording: Wording) -> Told:
    facts = {fact.name: fact.text for fact in method_facts(document, wording)}

    def fact(name: str) -> str:
        return facts.get(name, "")

    return Told(
        title=_(
            "%(place)s: %(title)s, wave %(number)s",
            place=document.place.name,
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        unit=_("Adults who moved in") if document.wave.moves_in else _("Adults who live here"),
        asked=fact(_("Who was asked")),
        way=fact(_("How")),
        keying=fact(_("Paper typed twice")),
        runner=fact(_("Who ran it")),
        custody=fact(_("Who held the key")),
        response=fact(_("Response")),
        weights=fact(_("Weights")),
        ranges=fact(_("Ranges")),
        small_numbers=fact(_("Small numbers")),
        check=fact(_("The check")),
        smallest_group=fact(_("Smallest group shown")),
        kept=fact(_("What is kept")),
    )


def level_name(wording: Wording, level: str) -> str:
    """The name of a level, also of one that only a later version knows."""
    return wording.level(level) if level in LEVEL_ORDER else level


def score_name(wording: Wording, score: str) -> str:
    """The name of a score: of a level or of an index."""
    return wording.find(f"index.{score}") or level_name(wording, score)
