"""People, places and keys for programs: what can be wrong with them."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

COMMUNITIES: Final[dict[str, LazyString]] = {
    # Signing in, people and places
    "sign_in_does_not_fit": _l("The e-mail address and the password do not fit together."),
    "too_many_tries": _l(
        "There were too many tries with this e-mail address. "
        "Minutes to wait until the next one: %(minutes)s."
    ),
    "password_too_short": _l("Choose a password of at least %(minimum)s characters."),
    "password_too_long": _l("Choose a password of at most %(maximum)s characters."),
    "email_taken": _l("Somebody with this e-mail address is here already."),
    "last_administrator": _l(
        "This is the last administrator of the organization. "
        "Make somebody else an administrator first."
    ),
    "role_held_already": _l("This person has that role already."),
    "redactor_manages": _l(
        "Whoever manages a property or administers its organization never reads what residents "
        "wrote there. Choose another person."
    ),
    "keyer_manages": _l(
        "Whoever manages a property or administers its organization never enters answers on paper "
        "there. Choose another person."
    ),
    "keyer_sends": _l(
        "Whoever sends codes at a property never enters answers on paper there: they would know "
        "who said what. Choose another person."
    ),
    "redactor_password": _l(
        "A redactor’s password is not renewed here, so that nobody else can read what residents "
        "wrote. Ask whoever runs the server to run: flask accounts set-password"
    ),
    "no_such_person": _l("There is no such person, or you may not see this page."),
    "person_elsewhere": _l(
        "This person also belongs to another organization. Its administrators have a say in this."
    ),
    "no_such_property": _l("There is no such property, or you may not see it."),
    "strata_too_few": _l(
        "One kind of homes is no mix. Name at least two kinds, or leave all of them empty."
    ),
    "strata_too_many": _l("Name at most %(maximum)s kinds of homes."),
    "strata_same_name": _l("Two kinds of homes have the same name. Give each its own."),
    "strata_homes_differ": _l(
        "The homes of each kind add up to %(given)s, but the property has %(total)s homes."
    ),
    "strata_adults_differ": _l(
        "The adults of each kind add up to %(given)s, but the property has %(total)s adults."
    ),
    "no_such_job": _l("There is no such work, or you may not see it."),
    # Keys for programs
    "no_such_key": _l("There is no such key, or you may not see it."),
    "key_not_allowed": _l(
        "Only administrators and evaluators of the organization make keys for programs."
    ),
    "key_scopes_needed": _l("Choose at least one thing that the key may read."),
    "key_properties_needed": _l("Choose at least one property, or every property."),
    "key_days": _l("Let the key work for 1 to %(most)s days."),
    "key_name_in_use": _l(
        "You have a key of this name already. Take another name. If that key was never written "
        "down, revoke it."
    ),
}
