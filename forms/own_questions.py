"""The form of a question that an organization adds: its words, its answers, and reasons."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import ValidationError

from forms.fields import Choices, LongLine, OneOf, Paragraph, SeveralOf, TextLine
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, different_lines, given, lines_between, plain_text

LONGEST_QUESTION: Final = 300
LONGEST_LINE: Final = 400
LONGEST_LIST: Final = 1200
LONGEST_ANSWER: Final = 80
OWN_LISTS: Final = ("one", "several")
REASON: Final = "reason_"
OPEN_LEVEL: Final = "open"


class OwnQuestionForm(FlaskForm):
    """A question in English, as residents and translators will read it.

    `answers` is a scale of the bank, or one of OWN_LISTS for the list in `options`. A field that
    begins with REASON says why the wording stays in spite of what the lint found; the rest of its
    name is the finding's code. `seen` stands for the wording that the page was filled in with.
    `after` is the question on which it depends who is asked, "" for everybody; `shown_after` is
    the one whose answers the page offered.
    """

    in_words: frozenset[str] = frozenset()
    seen = HiddenField()
    text = LongLine(
        _l("The question, in English"),
        [given(_l("Write the question.")), plain_text, at_most(LONGEST_QUESTION)],
    )
    level = OneOf(_l("Stands under"))
    answers = OneOf(_l("Answers"))
    options = Paragraph(_l("Your own list, one answer a line"), [plain_text, at_most(LONGEST_LIST)])
    alone = TextLine(
        _l("An answer that cannot stand with others"), [plain_text, at_most(LONGEST_ANSWER)]
    )
    after = OneOf(_l("Who is asked"), default="")
    shown_after = HiddenField()
    after_answers = SeveralOf(_l("Only those who gave one of these answers"))
    traits = SeveralOf(_l("About this question"))
    hint = LongLine(_l("Hint below the question"), [plain_text, at_most(LONGEST_LINE)])
    meaning = LongLine(_l("What we mean"), [plain_text, at_most(LONGEST_LINE)])
    why = LongLine(
        _l("Why we ask this"),
        [
            given(_l("Write in one short sentence why this is asked: residents can read it.")),
            plain_text,
            at_most(LONGEST_LINE),
        ],
    )
    translator_note = LongLine(_l("Note for translators"), [plain_text, at_most(LONGEST_LINE)])
    reason_reading_grade = TextLine(
        _l("Why the words may be harder to read"), [plain_text, at_most(LONGEST_LINE)]
    )
    reason_too_many_words = TextLine(
        _l("Why the question may be longer"), [plain_text, at_most(LONGEST_LINE)]
    )
    reason_double_barrelled = TextLine(
        _l("Why this is one question, not two"), [plain_text, at_most(LONGEST_LINE)]
    )
    reason_missing_recall = TextLine(
        _l("Why no span of time is needed"), [plain_text, at_most(LONGEST_LINE)]
    )

    def offer(
        self,
        *,
        levels: Choices,
        scales: Choices,
        earlier: Choices,
        in_words: Collection[str],
    ) -> None:
        """Set the headings, the scales of the bank, and the questions that can stand earlier.

        in_words: those of the scales by which people answer in their own words.
        """
        self.in_words = frozenset(in_words)
        self.after.choices = [("", _("Everybody")), *earlier]
        self.level.choices = list(levels)
        self.answers.choices = [
            *scales,
            ("one", _("My own list: people choose one")),
            ("several", _("My own list: people choose any number")),
        ]
        self.traits.choices = [
            ("reverse", _("More means worse, as in “How often do you feel unsafe here?”")),
            ("sensitive", _("It is sensitive: offer “I would rather not say”")),
            ("allow_na", _("It is not for everybody: offer “This does not apply to me”")),
        ]

    def offer_answers(self, answers: Choices) -> None:
        """Set the answers of the question that was chosen; none where everybody is asked.

        What was ticked of another question's answers is forgotten.
        """
        self.after_answers.choices = list(answers)
        if not answers or self.after.data != self.shown_after.data:
            self.after_answers.data = []
        self.shown_after.data = self.after.data or ""

    def validate_level(self, field: OneOf) -> None:
        """What is answered in words stands under its own heading, and nothing else does."""
        if (self.answers.data in self.in_words) != (field.data == OPEN_LEVEL):
            raise ValidationError(
                _(
                    "The last heading is for questions that people answer in their own words, and "
                    "only for these. Change the heading or the answers."
                )
            )

    def validate_after(self, field: OneOf) -> None:
        """Everybody is asked what is answered in words."""
        if field.data and self.answers.data in self.in_words:
            raise ValidationError(
                _("Everybody is asked a question that people answer in their own words.")
            )

    def validate_traits(self, field: SeveralOf) -> None:
        """The traits are of answers to choose from."""
        if field.data and self.answers.data in self.in_words:
            raise ValidationError(_("This is only for questions with answers to choose from."))

    def validate_hint(self, field: LongLine) -> None:
        """Where people write, the request to write no names stands in the hint's place."""
        if field.data and self.answers.data in self.in_words:
            raise ValidationError(
                _(
                    "Leave this empty: below a question that people answer in their own words "
                    "stands that they write no names."
                )
            )

    def validate_after_answers(self, field: SeveralOf) -> None:
        """Whoever asks only some says whom."""
        if field.choices and not field.data:
            raise ValidationError(_("Tick the answers of those who are asked."))

    def validate_options(self, field: Paragraph) -> None:
        """A list of one's own has two answers or more, all of them different."""
        if self.answers.data in OWN_LISTS:
            lines_between(2, 12, LONGEST_ANSWER)(self, field)
            different_lines(self.alone.data or "")(self, field)
