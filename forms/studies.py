"""The form with which staff have waves studied together."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField

from forms.fields import Choices, SeveralOf
from forms.lazy import lazy_gettext as _l
from forms.validators import given


class StudyForm(FlaskForm):
    """Which waves. `request_id` is the form's own, so that it asks once."""

    request_id = HiddenField()
    waves = SeveralOf(
        _l("Waves to study together"),
        [given(_l("Choose waves of at least five places."))],
    )

    def offer(self, waves: Choices) -> None:
        """Set the waves to choose from."""
        self.waves.choices = list(waves)
