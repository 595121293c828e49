"""The form of a property: where it is, how many live there, and its housing mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField
from wtforms.fields import Field
from wtforms.validators import StopValidation

from forms.fields import Choices, OneOf, Paragraph, SeveralOf, TextLine, WholeNumber
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, between, given, known_timezone

ROWS: Final = 6
MOST_PEOPLE: Final = 100_000


def _needed_in_row(form: Form, field: Field) -> None:
    """Stop when a number is missing in a row that has been begun."""
    if field.data is None and not field.errors and _is_begun(form):
        raise StopValidation(_("Write a number. It may be 0."))


def _is_begun(form: Form) -> bool:
    """Tell whether anything was written in a row."""
    return any(field.data not in (None, "") or field.errors for field in form)


class StratumForm(Form):
    """One row of the housing mix; left empty, it does not count."""

    label = TextLine(_l("Kind of homes"), [at_most(80)])
    homes = WholeNumber(_l("Homes"), [_needed_in_row, between(0, MOST_PEOPLE)])
    adults = WholeNumber(_l("Adults"), [_needed_in_row, between(0, MOST_PEOPLE)])

    def validate_label(self, field: Field) -> None:
        """Stop when a row with numbers has no name."""
        if not field.data and _is_begun(self):
            raise StopValidation(_("Give this kind of homes a name."))


class PropertyForm(FlaskForm):
    """A property as a manager or administrator knows it."""

    organization = OneOf(_l("Organization"))
    name = TextLine(
        _l("Name of the property"), [given(_l("Write the property's name.")), at_most(160)]
    )
    address = Paragraph(_l("Address (you can leave this empty)"), [at_most(300)])
    timezone = OneOf(_l("Time zone"), [known_timezone])
    homes = WholeNumber(
        _l("Homes"), [given(_l("Write how many homes there are.")), between(1, MOST_PEOPLE)]
    )
    adults = WholeNumber(
        _l("Adults"), [given(_l("Write how many adults live here.")), between(1, MOST_PEOPLE)]
    )
    features = SeveralOf(_l("What there is"))
    strata = FieldList(FormField(StratumForm), min_entries=ROWS, max_entries=ROWS)

    def offer(
        self,
        *,
        organizations: Choices,
        timezones: Mapping[str, Choices],
        features: Choices,
    ) -> None:
        """Set what to choose from; a property that exists stays in its organization."""
        if len(organizations) < 2:
            del self.organization
        else:
            self.organization.choices = list(organizations)
        self.timezone.choices = {name: list(zones) for name, zones in timezones.items()}
        self.features.choices = list(features)

    def strata_rows(self) -> Sequence[tuple[str, int, int]]:
        """Return the rows that were filled in: name, homes, adults."""
        return [
            (row.form.label.data or "", row.form.homes.data or 0, row.form.adults.data or 0)
            for row in self.strata
            if _is_begun(row.form)
        ]
