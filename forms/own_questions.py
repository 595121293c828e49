"""The form of a question that an organization adds: its words, its answers, and reasons."""

from __future__ import annotations

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


class OwnQuestionForm(FlaskForm):
    """A question in English, as residents and translators will read it.

    `answers` is a scale of the bank, or one of OWN_LISTS for the list in `options`. A field that
    begins with REASON says why the wording stays in spite of what the lint found; the rest of its
    name is the finding's code. `seen` stands for the wording that the page was filled in with.
    `after` is the question on which it depends who is asked, "" for everybody; `shown_after` is
    the one whose answers the page offered.
    """

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

    def offer(self, *, levels: Choices, scales: Choices, earlier: Choices) -> None:
        """Set the headings, the scales of the bank, and the questions that can stand earlier."""
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

    def validate_after_answers(self, field: SeveralOf) -> None:
        """Whoever asks only some says whom."""
        if field.choices and not field.data:
            raise ValidationError(_("Tick the answers of those who are asked."))

    def validate_options(self, field: Paragraph) -> None:
        """A list of one's own has two answers or more, all of them different."""
        if self.answers.data in OWN_LISTS:
            lines_between(2, 12, LONGEST_ANSWER)(self, field)
            different_lines(self.alone.data or "")(self, field)
