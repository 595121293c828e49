"""Forms of questionnaires: what to look for in the bank, what a draft asks, and translations."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import FieldList, FileField, HiddenField

from forms.fields import Choices, OneOf, Paragraph, SeveralOf, TextLine
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, given


class BankFilterForm(FlaskForm):
    """What to look for in the question bank; empty fields look for nothing."""

    class Meta:
        """The form is sent with GET and changes nothing: it needs no token."""

        csrf = False

    level = OneOf(_l("Level"), default="")
    construct = OneOf(_l("Subject"), default="")
    words = TextLine(_l("Words"), [at_most(100)])

    def offer(self, *, levels: Choices, constructs: Choices, everything: str) -> None:
        """Set the levels and subjects to choose from, and the word for all of them."""
        self.level.choices = [("", everything), *levels]
        self.construct.choices = [("", everything), *constructs]


class DraftForm(FlaskForm):
    """What a draft asks: a title for staff, the questions that stay in, and the extra ones."""

    title = TextLine(_l("Title"), [given(_l("Write a title.")), at_most(120)])
    asked = SeveralOf(_l("Questions"))
    rotating = SeveralOf(_l("Extra questions"))
    own = SeveralOf(_l("This community’s own questions"))

    def offer(self, *, leavable: Choices, rotating: Choices, own: Choices) -> None:
        """Set the questions that may be left out, and those that may be added."""
        self.asked.choices = list(leavable)
        self.rotating.choices = list(rotating)
        self.own.choices = list(own)


class WordingForm(FlaskForm):
    """The texts of one unit in a language, in their order; `seen` is the wording that was shown."""

    seen = HiddenField()
    texts = FieldList(Paragraph())


class WordingFileForm(FlaskForm):
    """A file of translations that came back from another tool."""

    file = FileField(_l("PO or XLIFF file"))
