"""Forms of staff: signing in, one's own account, people and their roles."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField

from forms.fields import Choices, OneOf, OneOfFew, SeveralOf, TextLine
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, email_address, given

MINIMUM_PASSWORD_LENGTH = 12
MAXIMUM_PASSWORD_LENGTH = 200


class SignInForm(FlaskForm):
    """An e-mail address and a password, and the page that was asked for."""

    email = TextLine(_l("E-mail address"), [given(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), [given(_l("Write your password."))])
    next = HiddenField()


class ProfileForm(FlaskForm):
    """A person's own name and language."""

    name = TextLine(_l("Your name"), [given(_l("Write your name.")), at_most(120)])
    locale = OneOf(_l("Language of these pages"))

    def offer(self, languages: Choices) -> None:
        """Set the languages to choose from."""
        self.locale.choices = list(languages)


class PasswordForm(FlaskForm):
    """The password so far, and another one, twice."""

    current = PasswordField(
        _l("Your password now"), [given(_l("Write the password that you use now."))]
    )
    new = PasswordField(_l("New password"), [given(_l("Write a new password."))])
    again = PasswordField(
        _l("New password, once more"), [given(_l("Write the new password once more."))]
    )


class RoleForm(FlaskForm):
    """What somebody is, and for which places."""

    role = OneOfFew(_l("What they may do"))
    properties = SeveralOf(_l("Their properties"))

    def offer(self, roles: Choices, properties: Choices) -> None:
        """Set the roles and the properties to choose from."""
        self.role.choices = list(roles)
        self.properties.choices = list(properties)


class NewPersonForm(RoleForm):
    """Somebody new in an organization."""

    name = TextLine(_l("Name"), [given(_l("Write the person's name.")), at_most(120)])
    email = TextLine(
        _l("E-mail address"), [given(_l("Write the person's e-mail address.")), email_address]
    )


def chosen_properties(form: RoleForm) -> Sequence[int]:
    """Return the ids of the properties that were ticked."""
    return [int(value) for value in form.properties.data or ()]
