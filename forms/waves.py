"""Forms with which staff launch a wave and make its promise stricter."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField

from forms.fields import Choices, Day, OneOfFew, SeveralOf, TextLine, WholeNumber
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, between, given

LONGEST_LINE: Final = 200
LONGEST_PASSPHRASE: Final = 1000
_WRITE_A_DAY = _l("Choose a day.")


class TermsForm(FlaskForm):
    """The conditions that may stay from wave to wave."""

    questionnaire = OneOfFew(_l("Which questions"))
    access = OneOfFew(_l("How people get in"))
    paper = OneOfFew(_l("Answers on paper"))
    languages = SeveralOf(_l("Languages"), [given(_l("Choose at least one language."))])
    unreviewed = SeveralOf(_l("Languages that are not reviewed yet"))
    exit_button = OneOfFew(_l("“Exit this page” on residents’ pages"))
    runner_name = TextLine(
        _l("Who runs the survey"),
        [given(_l("Write who runs the survey, as residents know them.")), at_most(LONGEST_LINE)],
    )
    runner_is_landlord = OneOfFew(_l("Is that the landlord?"))
    contact = TextLine(
        _l("Whom residents can ask"),
        [
            given(_l("Write a telephone number or an e-mail address that residents can use.")),
            at_most(LONGEST_LINE),
        ],
    )
    emergency = TextLine(
        _l("Number to call in danger"),
        [given(_l("Write the number to call in danger, such as 911.")), at_most(LONGEST_LINE)],
    )
    custody = OneOfFew(_l("Who holds the key to the answers"))
    custodian_name = TextLine(_l("Name of the custodian"), [at_most(LONGEST_LINE)])
    min_group = WholeNumber(
        _l("Smallest group shown"),
        [given(_l("Write how many people the smallest group has.")), between(5, 100)],
    )
    destroy_after_days = WholeNumber(
        _l("Days until the answers are destroyed, from the results on"),
        [given(_l("Write a number of days.")), between(1, 365)],
    )

    def offer_terms(self, *, questionnaires: Choices, languages: Choices) -> None:
        """Set what there is to choose from."""
        self.questionnaire.choices = list(questionnaires)
        self.languages.choices = list(languages)
        self.unreviewed.choices = [("accepted", _("Ask in them all the same"))]
        self.access.choices = [
            ("codes", _("One code for each adult")),
            ("link", _("An open link")),
        ]
        self.paper.choices = [("yes", _("Yes")), ("no", _("No"))]
        self.exit_button.choices = [("yes", _("Yes")), ("no", _("No"))]
        self.runner_is_landlord.choices = [("yes", _("Yes")), ("no", _("No"))]
        self.custody.choices = [
            ("server", _("This installation")),
            ("custodian", _("A custodian, with a passphrase")),
        ]


class LaunchForm(TermsForm):
    """Everything that a launch freezes. `wave_id` is the form's own, so that it launches once.

    kind: of the wave that the form was filled in for; it hangs on the questionnaire.
    """

    wave_id = HiddenField()
    kind = HiddenField()
    opens_on = Day(_l("Opens"), [given(_WRITE_A_DAY)])
    closes_on = Day(_l("Closes"), [given(_WRITE_A_DAY)])
    report_by = Day(_l("Results by"), [given(_WRITE_A_DAY)])
    target = OneOfFew(_l("How many answers you plan for"))
    passphrase = PasswordField(_l("The custodian’s passphrase"))
    passphrase_again = PasswordField(_l("The passphrase once more"))
    cuts = SeveralOf(_l("Breakdowns that will be made"))
    study = SeveralOf(_l("A study of the questions"))

    def offer(
        self, *, questionnaires: Choices, languages: Choices, cuts: Choices, targets: Choices
    ) -> None:
        """Set what there is to choose from."""
        self.offer_terms(questionnaires=questionnaires, languages=languages)
        self.cuts.choices = list(cuts)
        self.target.choices = list(targets)
        self.study.choices = [("allowed", _("Answers may be used once for a study"))]

    def passphrases_agree(self) -> bool:
        """Say beside the second field when a custodian's two passphrases differ."""
        if self.custody.data == "custodian" and self.passphrase.data != self.passphrase_again.data:
            self.passphrase_again.errors = [
                _("The two passphrases differ. Type the same one in both fields.")
            ]
            return False
        return True


class ExtendForm(FlaskForm):
    """A later last day to answer, and why."""

    closes_on = Day(_l("New last day"), [given(_WRITE_A_DAY)])
    reason = OneOfFew(_l("Why"))

    def offer(self, reasons: Choices) -> None:
        """Set the reasons to choose from."""
        self.reason.choices = list(reasons)


class TightenForm(FlaskForm):
    """What a promise can still be made stricter in."""

    min_group = WholeNumber(_l("Smallest group shown"), [given(_l("Write a number of people."))])
    cuts = SeveralOf(_l("Breakdowns that stay"))
    destroy_after_days = WholeNumber(
        _l("Days until the answers are destroyed, from the results on"),
        [given(_l("Write a number of days."))],
    )

    def offer(self, cuts: Choices) -> None:
        """Set the breakdowns that can stay."""
        self.cuts.choices = list(cuts)
