"""What the redactor's pages show: waves with comments, and one comment with what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from survey.accounts.access import Right, may_redact
from survey.accounts.models import Person
from survey.accounts.queries import list_members
from survey.communities.models import Property
from survey.communities.queries import get_property, list_properties_for
from survey.core.bank.model import is_own
from survey.core.disclosure.comments import Hold
from survey.core.disclosure.marks import Kind, mask, split_at_marks
from survey.core.errors import SurveyError
from survey.db import db
from survey.homes.values import region_of
from survey.questionnaires.explaining import say_title
from survey.responses.services.redacting import Decision
from survey.responses.terms import get_terms
from survey.results.comments import Offered, list_open_items, offer_comments
from survey.results.queries import list_released_waves
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from survey.web.locales import current_language

LABELS: Final[dict[Kind, LazyString]] = {
    "name": _l("[name]"),
    "phone": _l("[phone]"),
    "email": _l("[e-mail]"),
    "home": _l("[home]"),
    "date": _l("[date]"),
}
REASONS: Final[dict[Hold, LazyString]] = {
    "too_few_commenters": _l("Few people wrote something."),
    "rare_language": _l(
        "Few people here wrote in these letters. Their language alone may tell who wrote this."
    ),
    "name": _l("There may be a name in it."),
    "contact": _l("There may be a telephone number, an e-mail or a web address in it."),
    "home": _l("There may be a home, a floor or a building in it."),
    "date": _l("There may be a date in it."),
}
DECIDED: Final[dict[Decision, LazyString]] = {
    "show": _l("To be shown"),
    "hold": _l("Held back"),
    "danger": _l("Held back, because somebody may be in danger"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a wave, and how far its comments are, in words."""

    item_id: str
    question: str
    standing: str
    offered: Offered

    @property
    def own(self) -> bool:
        """Whether the community added the question itself."""
        return is_own(self.item_id)


@dataclass(frozen=True, slots=True)
class WaveEntry:
    """One released wave with its open questions. destroyed_on: when what is not shown ends."""

    id: str
    title: str
    place: str
    slug: str
    destroyed_on: date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One comment to decide about.

    parts: it as it was written, and of each part what it may be. reasons: what speaks against
    showing it as it is. proposed: it without what was found.
    held_first: whether holding it back is proposed. decided: what was decided until now.
    """

    parts: tuple[tuple[str, Kind | None], ...]
    reasons: list[str]
    proposed: str
    themes: str
    held_first: bool
    decided: str
    in_danger: bool
    seen: str


def get_redacted(person: Person, wave_id: str) -> tuple[Wave, Property]:
    """A wave whose comments a person may read, and its place.

    Raises SurveyError "no_such_comments" alike for what does not exist and what is not theirs.
    """
    wave = db.session.get(Wave, wave_id)
    if wave is None or not may_redact(person, place := get_property(wave.property_id)):
        raise SurveyError("missing", "no_such_comments")
    return wave, place


def list_redacted_places(person: Person) -> list[Property]:
    """The properties whose comments a person may read, by name."""
    places = list_properties_for(person, Right.REDACT)
    return [place for place in places if may_redact(person, place)]


def wave_entries(person: Person) -> list[WaveEntry]:
    """Every released wave whose comments a person may read, newest first."""
    places = {place.id: place for place in list_redacted_places(person)}
    waves = list_released_waves(places)
    return [wave_entry(wave, places[wave.property_id]) for wave in waves]


def wave_entry(wave: Wave, place: Property) -> WaveEntry:
    """One wave, with what became of each of its open questions."""
    promise = sealed_promise(wave)
    return WaveEntry(
        id=wave.id,
        title=_(
            "%(title)s, wave %(number)s",
            title=say_title(promise["wave"]["title"], current_language().tag),
            number=promise["wave"]["number"],
        ),
        place=place.name,
        slug=place.slug,
        destroyed_on=_end_of_comments(wave),
        entries=tuple(
            item_entry(question_words(wave, item_id), offer_comments(wave, item_id))
            for item_id in list_open_items(wave)
        ),
    )


def _end_of_comments(wave: Wave) -> date | None:
    if wave.released_at is None or wave.answers_destroyed_at is not None:
        return None
    return get_terms(wave).answers_destroyed_on(wave.released_at)


def item_entry(question: str, offered: Offered) -> Entry:
    """One question, with how far its comments are."""
    return Entry(offered.item_id, question, _standing(offered), offered)


def question_words(wave: Wave, item_id: str) -> str:
    """A question as it was asked, in the language of the page where it was asked in it."""
    wording = sealed_promise(wave)["wording"]
    for tag in (current_language().tag, "en", *wording):
        if item_id in wording.get(tag, {}):
            words: str = wording[tag][item_id]
            return words
    return item_id


def names_to_find(place: Property) -> list[str]:
    """Names and words that point at somebody at a place: those of its staff, and its own list."""
    staff = [member.person.name for member in list_members(place.organization_id)]
    return [*staff, *(place.telling_words or "").splitlines()]


def comment_page(offered: Offered, position: int, place: Property) -> CommentPage:
    """One comment with the masking proposed, or as it was decided."""
    # Its patterns take a tenth of a second to compile, which no start of a server should wait for.
    from survey.results.recognizing import recognize  # noqa: PLC0415

    comment = offered.comment(position)
    marks = recognize(comment.text, names_to_find(place), region_of(place.timezone))
    reasons = offered.reasons(position, marks)
    kept = comment.redaction
    proposed = mask(comment.text, marks, {kind: str(label) for kind, label in LABELS.items()})
    return CommentPage(
        parts=split_at_marks(comment.text, marks),
        reasons=[str(REASONS[reason]) for reason in reasons],
        proposed=proposed if kept.shown_text is None else kept.shown_text,
        themes=", ".join(kept.themes),
        held_first="rare_language" in reasons,
        decided=str(DECIDED[kept.decision]) if kept.decision else "",
        in_danger=kept.decision == "danger",
        seen=kept.fingerprint,
    )


def next_unread(unread: Sequence[int], position: int) -> int | None:
    """The next comment to read after this one, or the first; None when all are read."""
    return next((one for one in unread if one > position), unread[0] if unread else None)


def _standing(offered: Offered) -> str:
    if offered.stage == "released":
        return _("Released")
    if offered.stage == "ready":
        return _("All are read. They can be released.")
    if offered.stage == "reading":
        left = len(offered.unread)
        return ngettext("%(count)s comment to read", "%(count)s comments to read", left, count=left)
    return _("Not shown, so that nobody’s answer can be worked out.")
