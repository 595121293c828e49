"""What a letter says, in one language: the launch's own frozen words wherever it promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from survey.core.promise.document import is_draft, short_hash
from survey.core.promise.kinds import MOVE_IN, kind_of
from survey.core.promise.tightening import DESTROY_AFTER, MIN_GROUP
from survey.letters.addresses import (
    code_address,
    genuine_address,
    promise_address,
    typed,
)
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.move_in_words import sealed_until, who_moves_in
from survey.waves.promise import asked_questionnaire, effective_promise
from survey.waves.promise_words import fill, promise_values
from survey.web.joining import in_a_row
from survey.web.locales import LANGUAGES, Language, set_apart

INVITATION: Final = "invitation"
REMINDER: Final = "reminder"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One line in another language: that this is a survey, and where it is in that language."""

    language: Language
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """Everything on a letter that is the same for all homes of one language.

    promise: questions (or "") and answers, as HTML. code_url: what a code is added to; the other
    addresses are as people type them. elsewhere: every other language of the survey.
    """

    language: Language
    title: str
    runner: str
    place: str
    address: str
    lead: str
    length: Markup
    days: str
    how: str
    thanks: tuple[str, ...]
    promise: tuple[tuple[Markup, Markup], ...]
    promise_title: str
    draft: Markup | None
    ask: Markup
    scan: str
    hole: str
    in_short: str
    last_day: str
    is_genuine: str
    number_label: str
    number: str
    promise_address: str
    code_address: str
    code_url: str
    genuine_address: str
    elsewhere: tuple[Elsewhere, ...]


def letter_words(wave: Wave, address: str, tag: str, contact: str) -> LetterWords:
    """The words of a wave's letters in one of its languages. Needs an application context.

    address: of the property, in one line, or empty. contact: "invitation" or "reminder".
    """
    promise = effective_promise(wave)
    others = _elsewhere(promise["languages"], tag)
    with force_locale(LANGUAGES[tag].locale):
        return _said(wave, promise, address, LANGUAGES[tag], contact, others)


def _said(
    wave: Wave,
    promise: dict[str, Any],
    address: str,
    language: Language,
    contact: str,
    elsewhere: tuple[Elsewhere, ...],
) -> LetterWords:
    frozen = _Frozen(wave, promise, language.tag)
    place, runner = promise["property"]["name"], promise["runner"]["name"]
    here = set_apart(place, language.direction)
    last = words.day(promise["wave"]["closes_on"])
    reminds = contact == REMINDER
    return LetterWords(
        language=language,
        title=_("There is still time to answer")
        if reminds
        else _("How is it to live at %(place)s?", place=here),
        runner=runner,
        place=place,
        address=address,
        lead=_lead(promise, set_apart(runner, language.direction)),
        length=frozen.say("length"),
        days=_days(promise),
        how=_(
            "One code is for one adult. Scan the square with a phone, or go to "
            "the address and type the code."
        ),
        thanks=_thanks() if reminds else (),
        promise=frozen.promise(),
        promise_title=_("What is promised"),
        draft=frozen.say("not_reviewed") if is_draft(promise, language.tag) else None,
        ask=frozen.say("ask"),
        scan=_("QR code"),
        hole=_("Hole for the door handle"),
        in_short=_("Reports never show what one person said, not even put together."),
        last_day=_("You can answer until %(last)s.", last=last),
        is_genuine=_("Is this genuine? Look here, and never type your code to find out:"),
        number_label=_("The number of the promise:"),
        number=short_hash(wave.promise_hash),
        promise_address=typed(promise_address(wave)),
        code_address=typed(code_address()),
        code_url=code_address(),
        genuine_address=typed(genuine_address()),
        elsewhere=elsewhere,
    )


def _lead(promise: Mapping[str, Any], runner: str) -> str:
    if kind_of(promise) == MOVE_IN:
        return _("%(runner)s asks every adult who moves in here, once.", runner=runner)
    return _("%(runner)s asks every adult who lives here.", runner=runner)


def _days(promise: Mapping[str, Any]) -> str:
    """When to answer: between two days, or a while after moving in."""
    first, last = (words.day(promise["wave"][end]) for end in ("opens_on", "closes_on"))
    if kind_of(promise) == MOVE_IN:
        return _(
            "Please answer about three months after you moved in, and until %(last)s. It is your "
            "choice.",
            last=last,
        )
    return _(
        "You can answer from %(first)s to %(last)s. It is your choice.", first=first, last=last
    )


def _thanks() -> tuple[str, ...]:
    return (
        _(
            "If you have answered: thank you. Nobody knows who has, so this letter goes to every "
            "home."
        ),
        _(
            "The codes are the same as before. If you send your answers again, the new ones take "
            "the place of the old ones."
        ),
    )


def _elsewhere(tags: Sequence[str], own: str) -> tuple[Elsewhere, ...]:
    lines = []
    for tag in tags:
        if tag != own:
            with force_locale(LANGUAGES[tag].locale):
                sentence = _("This is a survey about how it is to live here. In your language:")
                lines.append(Elsewhere(LANGUAGES[tag], str(sentence)))
    return tuple(lines)


class _Frozen:
    """The launch's own sentences in one language, with the wave's values put in."""

    def __init__(self, wave: Wave, promise: dict[str, Any], tag: str) -> None:
        questionnaire = asked_questionnaire(wave)
        self._promise = promise
        self._texts = promise["wording"][tag]
        self._values = promise_values(
            promise,
            questionnaire,
            count=len(questionnaire.items) + len(questionnaire.demographics),
            min_group=promise[MIN_GROUP],
            answers_destroyed_after_days=promise[DESTROY_AFTER],
        )

    def say(self, key: str) -> Markup:
        return fill(self._texts[f"consent.{key}"], self._values)

    def promise(self) -> tuple[tuple[Markup, Markup], ...]:
        """Who keeps what, who has the key, what staff see, when it goes, that nothing follows."""
        who = "who_landlord" if self._promise["runner"]["is_landlord"] else "who_not_landlord"
        custody = self._promise["custody"]["kind"]
        key = "key_custodian" if custody == "custodian" else "key_server"
        return (
            (Markup(), self._join("title", "subtitle")),
            *self._moving_in(),
            (self.say("who_q"), self._join(who, key)),
            (self.say("see_q"), self.say("see")),
            (self.say("destroy_q"), self.say("destroy")),
            (self.say("change_q"), self.say("change")),
        )

    def _moving_in(self) -> tuple[tuple[Markup, Markup], ...]:
        """Who is asked and until when, where that is not simply everybody."""
        who, sealed = who_moves_in(self._promise), sealed_until(self._promise)
        answer = escape(in_a_row(who, sealed))
        return ((escape(_("Who can answer?")), answer),) if who else ()

    def _join(self, *keys: str) -> Markup:
        return escape(in_a_row(*map(self.say, keys)))
