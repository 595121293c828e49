"""Forms about letters: what to print, a lost letter, and what a mail house gets."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField

from forms.fields import Choices, OneOf, OneOfFew, SeveralOf, TextLine, WholeNumber
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, between, given

LONGEST_RETURN: Final = 120


class SheetForm(FlaskForm):
    """What letters are printed as."""

    contact = OneOfFew(_l("Which letter"))
    shape = OneOfFew(_l("What to print"))
    paper = OneOfFew(_l("Paper size"))
    returned_to = TextLine(
        _l("Return address, in one line"),
        [at_most(LONGEST_RETURN)],
    )

    def offer(self) -> None:
        """Set what there is to choose from."""
        self.contact.choices = [
            ("invitation", _("The first letter")),
            ("reminder", _("A reminder, with the same codes")),
        ]
        self.shape.choices = [
            ("letters", _("Letters, one for each home")),
            ("hangers", _("Door hangers, three on a sheet")),
            ("slips", _("Slips, one for each adult")),
        ]
        self.paper.choices = [("letter", _("US Letter")), ("a4", _("A4"))]


class LettersForm(SheetForm):
    """All letters of a wave."""

    sorted_by = OneOfFew(_l("Sorted"))
    looked = SeveralOf(
        _l("Before it is made"), [given(_l("Look at the test pages first, then tick this."))]
    )

    def offer(self) -> None:
        """Set what there is to choose from."""
        super().offer()
        self.sorted_by.choices = [
            ("doors", _("By door, as somebody walks")),
            ("postal", _("By postal code")),
        ]
        self.looked.choices = [("yes", _("I have looked at the test page of each language"))]


class AgainForm(SheetForm):
    """One home's letter, printed again."""

    door = TextLine(
        _l("Which home"), [given(_l("Write the home as its door says it, such as 2-14."))]
    )


class HandOutForm(FlaskForm):
    """In which language and on which paper the hand-out of a household is printed."""

    language = OneOf(_l("Language"))
    paper = OneOfFew(_l("Paper size"))

    def offer(self, languages: Choices) -> None:
        """Set what there is to choose from."""
        self.language.choices = list(languages)
        self.paper.choices = [("letter", _("US Letter")), ("a4", _("A4"))]


class MovedInForm(HandOutForm):
    """A household that moved in. `hand_out` is the form's own, so that it is given codes once."""

    hand_out = HiddenField()
    adults = WholeNumber(
        _l("How many adults"),
        [given(_l("Write how many adults moved in.")), between(1, 12)],
    )


class HandOutAgainForm(HandOutForm):
    """A hand-out that was lost, printed again."""

    number = WholeNumber(
        _l("Number of the hand-out"), [given(_l("Write the number that stands on the hand-out."))]
    )


class MailingForm(FlaskForm):
    """The file for an outside mail house."""

    kind = OneOfFew(_l("File"))
    sorted_by = OneOfFew(_l("Sorted"))

    def offer(self) -> None:
        """Set what there is to choose from."""
        self.kind.choices = [("csv", _("CSV, for every program")), ("xlsx", _("Excel workbook"))]
        self.sorted_by.choices = [
            ("doors", _("By door, as somebody walks")),
            ("postal", _("By postal code")),
        ]
