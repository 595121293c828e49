"""Where the review of translations stands, for an organization: read from marks and wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from survey.core.bank.model import Bank
from survey.core.bank.own import is_own_wording
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.review import (
    DRAFT,
    REVIEWED,
    TESTED,
    Unit,
    least_state,
    list_units,
    unit_of,
    wording_hash,
)
from survey.core.bank.wording import Wording, wording_keys
from survey.questionnaires.models import WordingMark
from survey.questionnaires.queries import find_corrections, list_marks
from survey.questionnaires.wording import Corrections, find_translation
from survey.web.locales import DEFAULT

Asked = Bank | Questionnaire


@dataclass(frozen=True, slots=True)
class Line:
    """One text in a language: what Porchlight brings, what residents read, who signed that.

    text: "" where there is no translation, and residents would read English.
    """

    wording: Wording
    shipped: str
    text: str
    mark: WordingMark | None

    @property
    def corrected(self) -> bool:
        """Whether the organization has its own words in place of Porchlight's."""
        return self.text != self.shipped and not self.own

    @property
    def own(self) -> bool:
        """Whether this belongs to a question that the organization added."""
        return is_own_wording(self.wording.key)

    @property
    def state(self) -> str:
        """Draft, reviewed or tested; what is not translated is a draft."""
        return self.mark.state if self.mark is not None and self.text else DRAFT


@dataclass(frozen=True, slots=True)
class ReviewUnit:
    """A question or scale with its texts in a language."""

    unit: Unit
    lines: tuple[Line, ...]

    @property
    def state(self) -> str:
        """The state of the text for which least was done."""
        return least_state(line.state for line in self.lines)


@dataclass(frozen=True, slots=True)
class Review:
    """What an organization did to the wording of some languages."""

    corrections: Corrections
    marks: Mapping[tuple[str, str], WordingMark]

    def lines(self, source: Asked, tag: str) -> list[Line]:
        """Return every text in a language, in the order of the pages."""
        return [self.line(wording, tag) for wording in wording_keys(source)]

    def units(self, source: Asked, tag: str) -> tuple[ReviewUnit, ...]:
        """Return what is reviewed together in a language, in the order of the pages."""
        return tuple(
            ReviewUnit(unit, tuple(self.line(wording, tag) for wording in unit.wordings))
            for unit in list_units(source)
        )

    def state(self, source: Asked, tag: str) -> str:
        """Return the state of a questionnaire in a language.

        English is the source: the people who wrote it are fluent, so it is never a draft.
        """
        if tag == DEFAULT.tag:
            return REVIEWED
        return least_state(line.state for line in self.lines(source, tag))

    def line(self, wording: Wording, tag: str) -> Line:
        """Return one text in a language."""
        shipped = find_translation(wording.key, wording.source, tag) or ""
        text = self.corrections.get(tag, {}).get((wording.key, wording.source), shipped)
        # Most installations have no marks in most languages; then nothing has to be hashed.
        signed = (
            self.marks.get((tag, wording_hash(wording.key, wording.source, text)))
            if self.marks
            else None
        )
        return Line(wording, shipped, text, signed)


def read_review(organization_id: int, tags: Iterable[str]) -> Review:
    """Return what an organization did to the wording of these languages. Two queries."""
    wanted = list(tags)
    return Review(find_corrections(organization_id, wanted), list_marks(organization_id, wanted))


def language_states(source: Asked, organization_id: int, tags: Iterable[str]) -> dict[str, str]:
    """Return the state of a questionnaire's wording in each language. Two queries."""
    wanted = list(tags)
    review = read_review(organization_id, wanted)
    return {tag: review.state(source, tag) for tag in wanted}


def state_words(state: str) -> str:
    """Return what a state says to staff."""
    said = {
        DRAFT: _("Not yet reviewed by a fluent person"),
        REVIEWED: _("Reviewed by a fluent person"),
        TESTED: _("Reviewed, and tested with residents"),
    }
    return said[state]


def current_texts(source: Asked, organization_id: int, tag: str) -> dict[str, str]:
    """Return what residents read by wording key; "" where nothing is translated. Two queries."""
    lines = read_review(organization_id, [tag]).lines(source, tag)
    return {line.wording.key: line.text for line in lines}


def find_untranslated_own(
    source: Asked, organization_id: int, tags: Iterable[str]
) -> dict[str, list[Wording]]:
    """Return by language the texts of own questions that have no translation.

    A language that lacks none is not in it: everything can be asked there. Never English, which
    is what was written. No query where there are no own questions, else two.
    """
    owned = [one for one in wording_keys(source) if is_own_wording(one.key)]
    wanted = [tag for tag in tags if tag != DEFAULT.tag]
    if not owned or not wanted:
        return {}
    review = read_review(organization_id, wanted)
    missing = {tag: [one for one in owned if not review.line(one, tag).text] for tag in wanted}
    return {tag: texts for tag, texts in missing.items() if texts}


def list_questions_of(source: Questionnaire, wordings: Iterable[Wording]) -> list[str]:
    """Return the English of the own questions that texts belong to, each once."""
    names = {unit_of(wording.key).removeprefix("scale.") for wording in wordings}
    return [item.text for item in source.items if item.id in names]
