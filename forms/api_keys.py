"""The form of a key for programs: its name, what it is for, where, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms.fields import Field
from wtforms.validators import StopValidation

from forms.fields import Choices, OneOfFew, SeveralOf, TextLine
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, given

EVERYWHERE: Final = "all"
NAMED: Final = "named"


class ApiKeyForm(FlaskForm):
    """A new key; `offer` says what there is to choose from."""

    name = TextLine(
        _l("Which program is it for?"), [given(_l("Write a name for the key.")), at_most(80)]
    )
    scopes = SeveralOf(
        _l("What may it read?"), [given(_l("Tick at least one thing that it may read."))]
    )
    places = OneOfFew(_l("Where may it read?"))
    properties = SeveralOf(_l("Only these properties"))
    days = OneOfFew(_l("How long shall it work?"))

    def offer(
        self, *, scopes: Choices, places: Choices, properties: Choices, days: Choices
    ) -> None:
        """Set what to choose from."""
        self.scopes.choices = list(scopes)
        self.places.choices = list(places)
        self.properties.choices = list(properties)
        self.days.choices = list(days)

    def validate_properties(self, field: Field) -> None:
        """Stop when only some properties are meant, and none is ticked."""
        if self.places.data == NAMED and not field.data:
            raise StopValidation(_("Tick at least one property, or choose every property above."))

    def chosen_properties(self) -> Sequence[int] | None:
        """Return the ids of the properties that were ticked, None for every property."""
        if self.places.data != NAMED:
            return None
        return [int(value) for value in self.properties.data or ()]
