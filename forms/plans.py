"""Forms of the calendar: a year of pulses, and one wave of it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from forms.fields import Choices, Day, OneOfFew, SeveralOf, WholeNumber
from forms.lazy import lazy_gettext as _l
from forms.validators import between, given
from forms.waves import TermsForm
from survey.core.calendar.cadence import MONTHS_BETWEEN, WEEKS_OPEN


class PlanForm(TermsForm):
    """What a plan repeats: how often, when, and the conditions of each launch."""

    every_months = OneOfFew(_l("How often"))
    weeks_open = OneOfFew(_l("Open for"))
    first_opens_on = Day(_l("First day of the first wave"), [given(_l("Choose a day."))])
    report_days = WholeNumber(
        _l("Days from closing to results"),
        [given(_l("Write a number of days.")), between(7, 90)],
    )
    lead_days = WholeNumber(
        _l("Days for printing and bringing round the letters"),
        [given(_l("Write a number of days.")), between(0, 60)],
    )
    rotates = OneOfFew(_l("Questions that take turns"))
    channels = SeveralOf(_l("Besides letters, homes hear by"))

    def offer_plan(self, *, questionnaires: Choices, languages: Choices) -> None:
        """Set what there is to choose from."""
        self.offer_terms(questionnaires=questionnaires, languages=languages)
        self.every_months.choices = [
            (str(months), ngettext("Every %(num)d month", "Every %(num)d months", months))
            for months in MONTHS_BETWEEN
        ]
        self.weeks_open.choices = [
            (str(weeks), ngettext("%(num)d week", "%(num)d weeks", weeks)) for weeks in WEEKS_OPEN
        ]
        self.rotates.choices = [("yes", _("Yes")), ("no", _("No"))]
        self.channels.choices = [("email", _("E-mail")), ("text", _("Text message"))]


class MoveForm(FlaskForm):
    """Another first day for one wave of a plan."""

    opens_on = Day(_l("Opens"), [given(_l("Choose a day."))])
