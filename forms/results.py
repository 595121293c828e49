"""Forms with which staff close, open and cancel a wave."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, ValidationError

from forms.lazy import lazy_gettext as _l

LONGEST_PASSPHRASE: Final = 1000


class CloseForm(FlaskForm):
    """Close a wave: nothing to fill in once its last day is over.

    Before that one deliberate tick: residents were told of a later day, and nothing opens it again.
    """

    early = BooleanField(_l("Close it before its last day"))


class CheckForm(FlaskForm):
    """Have a wave's results checked again: nothing to fill in."""


class OpenForm(FlaskForm):
    """Open a wave; a custodian types the passphrase, which is used once and never stored."""

    passphrase = PasswordField(
        _l("Passphrase"),
        render_kw={"autocomplete": "off", "maxlength": LONGEST_PASSPHRASE},
    )


class CancelForm(FlaskForm):
    """Cancel a wave: one deliberate tick, because everything in it is destroyed."""

    confirm = BooleanField(
        _l("Destroy every answer in this wave"),
    )

    def validate_confirm(self, field: BooleanField) -> None:
        """Stop unless the box is ticked."""
        if not field.data:
            raise ValidationError(_("Tick the box to say that every answer may be destroyed."))
